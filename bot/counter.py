"""What a chat or a page may ask for and do: forms, pages, drafts, and every press.

The desk takes in what belongs to a case; here is that, and what lies beside it: a
section that somebody else completes, an absence, a message to be tried again.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import replace
from datetime import datetime
from typing import Final

from bot import absences, handing, papers, sections, standing_cards, undelivered
from bot.core import commands, offers, questions
from bot.core.cards import Card
from bot.core.commands import Command
from bot.core.decide import would_refuse
from bot.core.errors import Refused
from bot.core.events import PersonId
from bot.core.forms import Answers, Form
from bot.core.people import Absence
from bot.core.press import ACTS, Press
from bot.core.procedure import SignOff
from bot.core.questions import of_people
from bot.core.words import LONDON
from bot.desk import Answer, Opened, refused
from bot.intake import check, is_name
from bot.papers import PAPERS
from bot.showing import Showing
from bot.shown import Listed, View, as_open, summary
from bot.store import drafts, outbox
from bot.store.drafts import SECTION, Draft
from bot.store.outbox import DEAD, LEASED, QUEUED

__all__ = ["Counter", "Listed", "View", "as_open", "summary"]


_PAGES: Final = ("open", "whole", "readings", "mine", "deadlines", "undelivered")
_AT_ONCE: Final = frozenset({*_PAGES, *PAPERS, "again"})
"""What asks for nothing, and is not for the rules of a case to decide."""
_PLAIN: Final = ACTS.keys() - questions.FORMS.keys()
"""What asks for nothing, and is for the rules of a case to decide when it is done."""
_ASIDE: Final = frozenset({SECTION, of_people.HAND, of_people.AWAY})

_NUMBER: Final = re.compile(r"-/(\d{1,3})", re.ASCII)
_NOTHING: Final = Answer(
    "There is nothing undelivered by that name.",
    "It may have gone meanwhile.",
    code="unknown",
)


class Counter(Showing):
    """The desk, with everything that is shown and asked beside it."""

    def asks(self, does: str, about: str, by: PersonId, now: datetime) -> Form | None:
        """Find what an act asks for, with nothing that was written before.

        Raises:
            Refused: The act would be refused whatever was answered.
        """
        return self._asked(does, about, by, now)[0]

    def form(self, does: str, about: str, by: PersonId, now: datetime) -> Form | None:
        """Find what an act asks for; nothing if it can be done at once.

        What was written before is shown with it, to those who may read it, and
        the reading is recorded.

        Raises:
            Refused: The act would be refused whatever was answered.
        """
        made, entry = self._asked(does, about, by, now)
        if made is None or not entry:
            return made
        ref, today = about.partition("/")[0], now.astimezone(LONDON).date()
        cause = f"read/{ref}/{entry}/{by}/{today}"
        read = commands.ReadAnswers(entry=entry)
        answer = self.ask(ref, read, by=by, cause=cause, now=now)
        return replace(made, shows=answer.reads)

    def _asked(
        self, does: str, about: str, by: PersonId, now: datetime
    ) -> tuple[Form | None, int]:
        """Find what an act asks for, and the entry whose text goes with it."""
        if does == "raise-alert":
            with self.store.reading() as tx:
                asking = self.asking(tx, by, now)
                asking.roster.person(by)
                return questions.alert(asking), 0
        if does in _AT_ONCE or does in _PLAIN:
            return None, 0
        if does in _ASIDE:
            return self._aside(does, about, by, now), 0
        ref, _, rest = about.partition("/")
        step = rest.partition("/")[0]
        with self.store.reading() as tx:
            opened = self.open(tx, ref, by, now, newest=does == "move")
            made = questions.form_for(does, about, opened.case, opened.asking)
        entry = self._shown_with(does, step, opened)
        if entry:  # whose turn it is has been seen to there
            return made, entry
        if refusal := offers.not_yours(does, about, opened.case, opened.asking):
            raise refusal
        return made, 0

    def _aside(self, does: str, about: str, by: PersonId, now: datetime) -> Form:
        """Find what is asked for something that no case's rules decide."""
        match does:
            case of_people.AWAY:
                return absences.form(self, by, now)
            case of_people.HAND:
                return sections.hand_form(self, about, by, now)
            case _:
                return handing.form(self, about, by, now)

    def _shown_with(self, does: str, step: str, opened: Opened) -> int:
        """Find the entry whose text belongs with a form, and check the right to it."""
        if does not in ("sign", "send-back", "draft"):
            return 0
        known = opened.asking.procedure.by_id.get(step)
        chain = opened.case.chain(step)
        if not isinstance(known, SignOff):
            return 0
        samples: dict[str, Command] = {
            "draft": commands.WriteDraft(step=step, digest="a text"),
            "sign": commands.Sign(step=step, text=chain.text),
            "send-back": commands.SendBack(step=step, digest="a reason"),
        }
        refusal = would_refuse(opened.case, samples[does], opened.asking)
        if refusal:
            raise refusal
        return chain.last_text

    def take(self, pressed: Press, now: datetime, draft: str = "") -> Answer:
        """Take a press of any button, or any form that was sent.

        One that comes twice is answered as it was the first time.

        Args:
            pressed: What was pressed or sent.
            now: When.
            draft: What was kept while the form was filled in. It goes together with
                what is recorded, so that neither is ever there without the other.
        """
        if pressed.does not in (*_ASIDE, "again"):
            return self.handle(pressed, now, draft)
        try:
            check(pressed)
            match pressed.does:
                case "again":
                    return self.try_again(pressed.about, pressed.by, now)
                case of_people.AWAY:
                    return absences.take(self, pressed, now)
                case of_people.HAND:
                    return sections.hand(self, pressed, now)
                case _:
                    return sections.save(self, pressed, now)
        except Refused as refusal:
            return refused(refusal)

    def brief(self, ref: str, by: PersonId, now: datetime) -> Card:
        """Say where a case stands, for the person who asks.

        Raises:
            Refused: There is no such case, or this person has no part in it.
        """
        return standing_cards.brief(self.view(ref, by, now))

    def page(self, does: str, about: str, by: PersonId, now: datetime) -> Card | None:
        """Make the card that a button opens; nothing if the button opens none.

        Raises:
            Refused: There is no such case, or this person has no part in it.
        """
        ref, _, rest = about.partition("/")
        number = int(found[0]) if (found := _NUMBER.findall(rest)) else 1
        match does:
            case "open":
                return self.brief(ref, by, now)
            case "whole":
                return standing_cards.whole(self.view(ref, by, now), number)
            case "readings":
                return standing_cards.readings(self.view(ref, by, now), number)
            case "mine":
                return self.mine(by, now)
            case "deadlines":
                return self.deadlines(by, now)
            case "undelivered":
                return self._undelivered(by, now)
            case _:
                return None

    def _undelivered(self, by: PersonId, now: datetime) -> Card:
        with self.store.reading() as tx:
            asking = self.asking(tx, by, now)
            if not self._keeps(tx, by, now):
                raise asking.not_theirs(asking.procedure.coordinator)
            rows = outbox.dead(tx, self.partnership)
        told = undelivered.told(rows, asking.roster, asking.procedure)
        return undelivered.card(tuple(told))

    def paper(
        self, does: str, about: str, by: PersonId, now: datetime
    ) -> tuple[str, tuple[str, ...]]:
        """Make a letter or a pack to read; returns its title and its paragraphs.

        Raises:
            Refused: No such paper goes with the step, or this person has no part
                in the case.
        """
        ref, _, rest = about.partition("/")
        step, _, agency = rest.partition("/")
        made = papers.paper(does, self.view(ref, by, now), step, agency)
        return made.title, made.paragraphs

    def record_absence(self, absence: Absence, by: PersonId, now: datetime) -> Answer:
        """Record that somebody is away, and who stands in."""
        return absences.record(self, absence, by, now)

    def keep_draft(
        self, draft: str, by: PersonId, does: str, about: str, said: Answers,
        now: datetime,
    ) -> str:  # fmt: skip
        """Keep what has been typed so far; returns the draft's identifier."""
        name = secrets.token_urlsafe(12)
        act, to = (text if is_name(text) else "" for text in (does, about))
        whose = (self.partnership, by)
        with self.store.writing() as tx:
            if is_name(draft) and drafts.may_keep(tx, draft, *whose):
                name = draft
            drafts.save(tx, Draft(name, *whose, act, to, dict(said), now))
        return name

    def ask_for_section(
        self, draft: str, section: str, to: PersonId, by: PersonId, now: datetime
    ) -> Answer:
        """Ask somebody else to complete one section of an alert."""
        return handing.ask(self, draft, section, to, by, now)

    def take_section_back(
        self, draft: str, section: str, by: PersonId, now: datetime
    ) -> Answer:
        """Ask no more for a section; what was typed there is kept."""
        return handing.take_back(self, draft, section, by, now)

    def save_section(self, about: str, by: PersonId, now: datetime) -> Answer:
        """Say that a section somebody asked for is complete."""
        return handing.save(self, about, by, now)

    def drop_draft(self, draft: str, by: PersonId) -> None:
        """Throw a draft away."""
        with self.store.writing() as tx:
            drafts.drop_own(tx, draft, self.partnership, by)

    def try_again(self, key: str, by: PersonId, now: datetime) -> Answer:
        """Send something again that was given up as undeliverable."""
        with self.store.writing() as tx:
            asked = is_name(key) and self._keeps(tx, by, now)
            row = outbox.get(tx, key) if asked else None
            if row is None or row.partnership != self.partnership:
                return _NOTHING
            if row.state == DEAD:
                outbox.revive(tx, key, now)
            elif row.state not in (QUEUED, LEASED):
                return _NOTHING
        self.wake()
        return Answer("It is being tried again.")
