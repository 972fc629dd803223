"""Opening a form for somebody, where they left it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot import raising
from bot.core.forms import Form
from bot.filling import Filling
from integrations.slack.meta import Meta
from integrations.slack.modal import fitting, form_view
from integrations.slack.visiting import Visit
from integrations.slack.window import Json


def alert(visit: Visit, partnership: str, about: str = "") -> Json:
    """Open the alert form, with what was left half way in it.

    Args:
        visit: Whose alert it is.
        partnership: For which partnership.
        about: Which of those they left half way, or which message; the last that
            was left, if not said.

    Raises:
        Refused: They are not on the roster.
    """
    return drawn(raising.alert(visit, partnership, about), partnership)


def drawn(
    filling: Filling,
    partnership: str,
    root: str = "",
    say: Mapping[str, str] | None = None,
) -> Json:
    """Draw a form as a window.

    Args:
        filling: The form, and how far they have come with it.
        partnership: Whose form it is.
        root: The window that this one is opened on top of, if any.
        say: What that window shows.
    """
    fitted = fitting(filling)
    meta = meta_of(fitted, partnership)
    return form_view(fitted, replace(meta, root=root, say=say or {}))


def meta_of(filling: Filling, partnership: str) -> Meta:
    """Say what a window must carry for the form in it to be taken up again."""
    form: Form = filling.form
    return Meta(
        partnership=partnership,
        does=form.does,
        about=form.about,
        draft=filling.draft,
        part=filling.at,
    )
