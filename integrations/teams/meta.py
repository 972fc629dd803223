"""What a dialog carries, so that what is typed in it finds its way back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Final

from integrations.teams.limits import Json, weight

META: Final = "meta"
FORM: Final = "form"
"""Among what a button of a form carries: what it is for, such as ``next``."""
NEXT: Final = "next"
"""Goes on to the next section; after the last, or the check, it sends the form."""
BACK: Final = "back"
HAND: Final = "hand"
NEW: Final = "new"
CHANGE: Final = "change"
"""Leads to one section: ``change/0`` is the first."""
STAY: Final = "stay"
"""Draws the section that is there in another way, such as one long text alone.

What is typed is kept, nothing is checked, and the same section is drawn with the
meta as :meth:`Meta.read` read it: it knows already which way.
"""
_HEAVIEST: Final = 3_000
_TEXTS: Final = ("partnership", "does", "about", "draft", "once", "alone", "seen")
_FURTHEST: Final = 1_000


@dataclass(frozen=True, slots=True)
class Meta:
    """What a dialog carries: which form it is, how far, and where to answer.

    Nothing typed is in it, and nothing that it says gives anybody a right: who may
    do what is looked up when the dialog is sent.

    Attributes:
        draft: The name under which what is typed is kept.
        part: The section it shows, from nought.
        once: Names this one drawing, so that what is sent twice is taken once.
        say: Where to answer, such as the conversation and the message.
        alone: The one long text that it shows, if it shows no more than that.
        page: Which page it shows of what is too long to be read at once.
        seen: The section, and which state of what somebody else typed in it, that
            it was drawn with.
    """

    partnership: str = ""
    does: str = ""
    about: str = ""
    draft: str = ""
    part: int = 0
    once: str = ""
    say: Mapping[str, str] = field(default_factory=dict)
    alone: str = ""
    page: int = 0
    seen: str = ""

    def written(self) -> Json:
        """Write it as a dialog carries it."""
        kept = {name: value for name, value in asdict(self).items() if value}
        if weight(kept) > _HEAVIEST and self.say:
            return replace(self, say={}).written()
        return kept

    @staticmethod
    def read(data: object) -> Meta | None:
        """Read what a dialog carries; nothing if it is none of ours.

        A button that only draws the section in another way has its say here.
        """
        kept = data.get(META) if isinstance(data, Mapping) else None
        if not isinstance(data, Mapping) or not isinstance(kept, Mapping):
            return None
        said = kept.get("say")
        where = said if isinstance(said, Mapping) else {}
        meta = Meta(
            **{name: _text(kept.get(name)) for name in _TEXTS},
            part=_number(kept.get("part")),
            page=_number(kept.get("page")),
            say={_text(name): _text(value) for name, value in where.items()},
        )
        return _turned(meta, verb(data))


def verb(data: Mapping[str, Any]) -> str:
    """Say what the pressed button of a form is for; nothing if it is none of ours."""
    return _text(data.get(FORM))


def _turned(meta: Meta, asked: str) -> Meta:
    """Take to heart what a button asks that draws the section in another way."""
    stays, _, way = asked.partition("/")
    if stays != STAY:
        return replace(meta, page=0, alone="")
    page, _, alone = way.partition("/")
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 4 else 0  # noqa: PLR2004 - of any page there is
    return replace(meta, page=number, alone=alone)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _number(value: object) -> int:
    return value if type(value) is int and 0 <= value < _FURTHEST else 0
