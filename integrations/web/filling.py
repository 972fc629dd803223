"""One person's way through one form on the page, and what they have typed so far."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from starlette.requests import Request

from bot import filling
from bot.core.errors import Refused
from bot.core.forms import Form, Section
from bot.filling import kept, suggested, taken_over
from bot.handing import plain, taken
from bot.store.drafts import SECTION
from integrations.web import fields
from integrations.web.parts import parts_of
from integrations.web.pressing import Posting, safe_back
from integrations.web.session import Visit


@dataclass(frozen=True, slots=True)
class Filling(filling.Filling):
    """One person's way through one form, and where they came from.

    Attributes:
        back: Where they came from.
    """

    back: str = "/"

    def address(self, at: int) -> str:
        """Say where a section is found."""
        asked = {"does": self.form.does, "about": self.form.about}
        kept = {"draft": self.draft, "part": str(at + 1), "back": self.back}
        return f"/form?{urlencode(asked | kept)}"


def asked_for(request: Request, visit: Visit) -> Filling | None:
    """Begin a form, or take it up again; nothing if there is nothing to ask.

    Raises:
        Refused: The act behind it would be refused whatever was answered.
    """
    parts, asked = parts_of(request), request.query_params
    does, about = asked.get("does", ""), asked.get("about", "")
    wanted = parts.desk.form(does, about, visit.by, parts.now)
    if wanted is None:
        return None
    named = asked.get("draft", "")
    before = kept(parts.desk, visit.by, wanted, named)
    draft = before.id if before else named
    if before is None and not parts.tokens.draft_is_of(draft, visit.by):
        draft = parts.tokens.new_draft(visit.by)
    # Fields that were sent empty stay empty when the form is shown again.
    begun = (
        {} if "said" in asked else suggested(parts.desk, wanted, visit.by, parts.now)
    )
    typed = {**begun, **plain(before)} if before else begun
    at = _number(asked.get("part", "1")) - 1
    handed = parts.desk.handed(draft, visit.by)
    typed = taken_over(wanted, typed, handed)
    back = safe_back(asked.get("back", ""))
    return Filling(wanted, at, draft, typed, handed, back=back)


def filled(posting: Posting) -> Filling:
    """Put together what was typed on this page and on those before it.

    Raises:
        Refused: The act behind the form is no longer possible. What was typed
            has been kept first.
    """
    does, about = posting.address("does"), posting.address("about")
    parts, by = posting.parts, posting.visit.by
    draft = posting.text("draft")
    begun = any(one.id == draft for one in parts.desk.drafts_of(by))
    if not begun and not parts.tokens.draft_is_of(draft, by):
        draft = parts.tokens.new_draft(by)
    try:
        wanted = parts.desk.form(does, about, by, parts.now)
    except Refused:
        if does == SECTION:  # it is gone with the alert, and so is what was in it
            raise
        typed = fields.all_typed(posting.fields)
        parts.desk.keep_draft(draft, by, does, about, typed, parts.now)
        raise
    # The act's own address is the one that was on the page: a signature is bound
    # to the text that was read there, not to the one that stands there now.
    nothing = Form("", does, about, (Section("only", "", ()),), "")
    shown = replace(wanted or nothing, about=about)
    if does == SECTION:
        before = kept(parts.desk, by, shown, "")
        draft = before.id if before else draft
    else:
        before = kept(parts.desk, by, shown, draft)
    typed = {
        **(plain(before) if before else {}),
        **fields.typed_in(posting.fields, shown),
    }
    at = _number(posting.text("part")) - 1
    handed = parts.desk.handed(draft, by)
    if 0 <= at < len(shown.sections):
        # What the page was drawn with, not what has been typed elsewhere since.
        seen = taken(shown.sections[at].id)
        typed[seen] = posting.text(seen.removeprefix(":")) or typed.get(seen, "")
    typed = taken_over(shown, typed, handed)
    return Filling(shown, at, draft, typed, handed, back=posting.back)


def _number(text: str) -> int:
    """Read a section's number, from 1; 1 if it is not one.

    Example:
        >>> _number("3"), _number("0"), _number("three")
        (3, 1, 1)
    """
    sound = text.isascii() and text.isdigit() and len(text) <= len("99")
    return max(int(text), 1) if sound else 1
