"""Raising an alert from a chat: where it was left, or with what a message says."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.core.events import PersonId
from bot.core.fields import Typed
from bot.counter import Counter
from bot.filling import Filling, begun, keep
from bot.handing import plain
from bot.store.drafts import Draft
from bot.visitor import Visitor

ALERT: Final = "raise-alert"
WHICH: Final = "Which partnership is the alert for?"
_MESSAGE: Final = "message/"
_FROM_A_MESSAGE: Final = (
    "The text of the message has been put into this form, and is kept as your draft. "
    "A chat is no place for it: delete the message, or ask whoever wrote it to."
)


def of_message(draft: str) -> str:
    """Say, where an alert is to be opened, that a message was kept for it."""
    return f"{_MESSAGE}{draft}"


def alert(visitor: Visitor, partnership: str, about: str = "") -> Filling:
    """Begin an alert, with what was left half way in it.

    Args:
        visitor: Whose alert it is.
        partnership: For which partnership.
        about: Which of those they left half way, or which message; the last that
            was left, if not said.

    Raises:
        Refused: They are not on the roster.
    """
    desk, by = visitor.desk(partnership), visitor.person(partnership)
    if about.startswith(_MESSAGE):
        return _brought(visitor, partnership, about.removeprefix(_MESSAGE))
    left = half_written(desk, by, about)
    filling = begun(desk, ALERT, "", by, visitor.now, draft=left.id if left else "")
    assert filling is not None  # noqa: S101 - an alert always asks something
    if filling.handed:
        # What others wrote is put in now: it must not be put in again later.
        return replace(filling, draft=keep(desk, filling, by, visitor.now))
    return filling


def half_written(desk: Counter, by: PersonId, draft: str = "") -> Draft | None:
    """Find an alert that somebody has not sent: a certain one, or else the last."""
    left = [one for one in desk.drafts_of(by) if one.form == ALERT]
    return next((one for one in left if one.id == draft), next(iter(left), None))


def with_text(visitor: Visitor, partnership: str, text: str) -> Filling:
    """Begin an alert with a text in it, and keep it as this person's draft.

    Raises:
        Refused: They are not on the roster.
    """
    desk, by, now = visitor.desk(partnership), visitor.person(partnership), visitor.now
    filling = begun(desk, ALERT, "", by, now, fresh=True)
    assert filling is not None  # noqa: S101 - an alert always asks something
    asked = next((q for q in filling.form.questions if q.kind == "text"), None)
    typed: Typed = {asked.id: text} if asked else {}
    filling = replace(filling, typed={**filling.typed, **typed})
    return replace(filling, draft=keep(desk, filling, by, now))


def from_a_message(filling: Filling) -> Filling:
    """Say on an alert that a message is in it, and what to do about that."""
    form = filling.form
    headed = replace(form, text=(_FROM_A_MESSAGE, *form.text))
    return replace(filling, form=headed)


def _brought(visitor: Visitor, partnership: str, draft: str) -> Filling:
    """Bring over a message that was kept before anybody knew for which partnership."""
    for account in visitor.accounts:
        desk, by = visitor.desk(account.partnership), account.person
        kept = next((one for one in desk.drafts_of(by) if one.id == draft), None)
        if kept is None:
            continue
        texts = [text for text in plain(kept).values() if isinstance(text, str)]
        filling = with_text(visitor, partnership, texts[0] if texts else "")
        desk.drop_draft(draft, by)
        return from_a_message(filling)
    return alert(visitor, partnership)
