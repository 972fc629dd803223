"""Opening a form for somebody, where they left it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from bot.core.fields import Typed
from bot.core.forms import Form
from bot.counter import Counter
from bot.filling import Filling, begun, keep
from bot.handing import plain
from bot.store.drafts import Draft
from integrations.slack.meta import Meta
from integrations.slack.modal import fitting, form_view
from integrations.slack.visiting import Visit
from integrations.slack.window import Json

ALERT: Final = "raise-alert"
_MESSAGE: Final = "message/"
FROM_A_MESSAGE: Final = (
    "The text of the message has been put into this form, and is kept as your draft. "
    "A chat is no place for it: delete the message, or ask whoever wrote it to."
)


def of_message(draft: str) -> str:
    """Say, where an alert is to be opened, that a message was kept for it."""
    return f"{_MESSAGE}{draft}"


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
    desk, by = visit.desk(partnership), visit.person(partnership)
    if about.startswith(_MESSAGE):
        return _brought(visit, partnership, about.removeprefix(_MESSAGE))
    left = half_written(desk, by, about)
    filling = begun(desk, ALERT, "", by, visit.now, draft=left.id if left else "")
    assert filling is not None  # noqa: S101 - an alert always asks something
    if filling.handed:
        # What others wrote is put in now: it must not be put in again later.
        filling = replace(filling, draft=keep(desk, filling, by, visit.now))
    return drawn(filling, partnership)


def half_written(desk: Counter, by: str, draft: str = "") -> Draft | None:
    """Find an alert that somebody has not sent: a certain one, or else the last."""
    left = [one for one in desk.drafts_of(by) if one.form == ALERT]
    return next((one for one in left if one.id == draft), next(iter(left), None))


def with_text(visit: Visit, partnership: str, text: str) -> Filling:
    """Begin an alert with a text in it, and keep it as this person's draft.

    Raises:
        Refused: They are not on the roster.
    """
    desk, by, now = visit.desk(partnership), visit.person(partnership), visit.now
    filling = begun(desk, ALERT, "", by, now, fresh=True)
    assert filling is not None  # noqa: S101 - an alert always asks something
    asked = next((q for q in filling.form.questions if q.kind == "text"), None)
    typed: Typed = {asked.id: text} if asked else {}
    filling = replace(filling, typed={**filling.typed, **typed})
    return replace(filling, draft=keep(desk, filling, by, now))


def from_a_message(filling: Filling, partnership: str) -> Json:
    """Draw an alert, and say that a message is in it and what to do about that."""
    form = filling.form
    headed = replace(form, text=(FROM_A_MESSAGE, *form.text))
    return drawn(replace(filling, form=headed), partnership)


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


def _brought(visit: Visit, partnership: str, draft: str) -> Json:
    """Bring over a message that was kept before anybody knew for which partnership."""
    for account in visit.accounts:
        desk, by = visit.desk(account.partnership), account.person
        kept = next((one for one in desk.drafts_of(by) if one.id == draft), None)
        if kept is None:
            continue
        texts = [text for text in plain(kept).values() if isinstance(text, str)]
        filling = with_text(visit, partnership, texts[0] if texts else "")
        desk.drop_draft(draft, by)
        return from_a_message(filling, partnership)
    return alert(visit, partnership)
