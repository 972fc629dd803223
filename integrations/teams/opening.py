"""Opening a form for somebody in a dialog, where they left it."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Final

from bot.answer import Answer
from bot.core.forms import Problem
from bot.filling import Filling
from bot.sheets import BRIEF
from integrations.teams.dialogs import Dialog
from integrations.teams.fitting import fitting
from integrations.teams.forms import dialog
from integrations.teams.meta import Meta

KEPT_AT_EACH_STEP: Final = (
    "What you type is kept each time you press a button here. If you close this "
    "window before that, what is new on this page is lost."
)
LOST: Final = (
    "If you close this window before you press a button here, what you have typed is "
    "lost."
)
_ROUND: Final = 12
"""Bytes of chance in the name of one drawing."""


def drawn(
    filling: Filling,
    partnership: str,
    *,
    say: Mapping[str, str] | None = None,
    problems: tuple[Problem, ...] = (),
    refused: Answer | None = None,
    notes: tuple[str, ...] = (),
) -> Dialog:
    """Draw a form as a dialog.

    Args:
        filling: The form, and how far they have come with it.
        partnership: Whose form it is.
        say: The page that it was opened from, and is to lead back to.
        problems: What is to be put right.
        refused: Why the form could not be recorded.
        notes: What else is said above the questions.
    """
    fitted = fitting(filling)
    meta = meta_of(fitted, partnership, say or {})
    # Once is enough: whoever has pressed a button here has been told.
    told = notes or problems or refused or filling.kept_at or fitted.at
    said = notes if told else _warned(fitted)
    return dialog(fitted, meta, problems=problems, refused=refused, notes=said)


def _warned(filling: Filling) -> tuple[str, ...]:
    """Say what closing the dialog loses, where that is more than a line or two."""
    form = filling.form
    if form.does in BRIEF:
        return ()
    if filling.sections > 1:
        return (KEPT_AT_EACH_STEP,)
    long = [question for question in form.questions if question.kind == "text"]
    return (LOST,) if len(long) > 1 else ()


def meta_of(filling: Filling, partnership: str, say: Mapping[str, str]) -> Meta:
    """Say what a dialog must carry for the form in it to be taken up again."""
    return Meta(
        partnership=partnership,
        does=filling.form.does,
        about=filling.form.about,
        draft=filling.draft,
        part=filling.at,
        once=secrets.token_urlsafe(_ROUND),
        say=say,
    )
