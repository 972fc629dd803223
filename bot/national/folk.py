"""Everybody: they hear of something, look when they get to it, and do what waits."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from bot import coming
from bot.core.cards import Button, Invite
from bot.core.errors import Refused
from bot.core.events import Answered, CaseRef, PersonId, StepId
from bot.core.people import Person
from bot.core.procedure import Meeting, Request, Task
from bot.core.progress import AnyStep, rests
from bot.core.react import waiting_for
from bot.core.words import LONDON
from bot.national.chance import chance, happens
from bot.national.life import Life
from bot.national.nation import Place
from bot.national.outsiders import Outsiders
from bot.national.pressing import Fingers
from bot.national.temper import Leave, later, leaves, patience
from bot.shown import View

_SENT_BACK: Final = 0.06
_SOUGHT: Final = 0.6
_OFTEN: Final = 6
"""How often somebody tries the same before they leave it alone."""
_REPLIES: Final[tuple[tuple[Answered, float], ...]] = (
    ("accepted", 0.8), ("declined", 0.07), ("tentative", 0.04),
)  # fmt: skip
_SEEN_TO: Final = 15
"""How often somebody who does not answer is told before somebody sees to it."""
_AT_LAST: Final = 480.0
_FOR_EVER: Final = 0.25
"""The share of those who do not answer who never do."""
_SOON: Final = 7
"""Working minutes from one thing that somebody does to the next."""
_BESIDE: Final = frozenset(("view", "identify", "send-requests"))
"""What is done when it is wanted, though it is not the first button."""
_ENOUGH: Final = 12
"""How often somebody does the very same on a case: nobody goes on for ever."""

_Look = tuple[str, PersonId, CaseRef]


@dataclass
class Folk:
    """The people of the partnerships of one store."""

    life: Life
    fingers: Fingers
    away: dict[tuple[str, PersonId], tuple[Leave, ...]] = field(default_factory=dict)
    outsiders: Outsiders = field(init=False)
    _waits: dict[_Look, datetime] = field(default_factory=dict)
    _looked: dict[_Look, int] = field(default_factory=dict)
    _heard: dict[_Look, int] = field(default_factory=dict)
    _tried: dict[tuple[str, ...], int] = field(default_factory=dict)
    _sittings: set[tuple[str, CaseRef, StepId, datetime]] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Know when everybody is away."""
        self.outsiders = Outsiders(self.life, self.fingers, self.view, self.is_away)
        for place in self.life.places.values():
            for person in place.roster.people:
                gone = leaves(self.life.terms, place, person)
                self.away[place.name, person.id] = gone

    # -- what arrives ------------------------------------------------------------

    def told(self, partnership: str, person: PersonId, case: CaseRef) -> None:
        """Hear of a case, and mean to look at it."""
        look = partnership, person, case
        self.life.counts["heard"] += 1
        if look in self._waits:
            return
        n = self._looked.get(look, 0)
        place = self.life.places[partnership]
        minutes = patience(self.life.terms, place, person, case, n)
        heard = self._heard[look] = self._heard.get(look, 0) + 1
        if minutes < 0 and heard > _SEEN_TO and not self._for_ever(look):
            minutes = _AT_LAST  # somebody comes by, and it is done together
        if minutes >= 0:
            at = later(self.life.now, minutes, self.life.offices)
            self.mean_to_look(look, at)

    def _for_ever(self, look: _Look) -> bool:
        return happens(_FOR_EVER, self.life.terms.seed, *look, "for ever")

    def mean_to_look(self, look: _Look, at: datetime) -> None:
        """Look at a case at an instant, if nothing comes between."""
        self._waits[look] = at
        self.life.at(at, lambda: self._look(look))

    def invited(self, invite: Invite, to: Person) -> None:
        """Find a meeting in one's calendar, and answer it or not."""
        if invite.stood_down or invite.withdrawn:
            return
        seed = self.life.terms.seed
        drawn = chance(seed, invite.uid, to.email, invite.sequence)
        left = drawn.random()
        for answer, share in _REPLIES:
            if left < share:
                at = later(self.life.now, drawn.uniform(5, 900), self.life.offices)
                self._means_to_reply(at, invite, to, answer)
                return
            left -= share

    def _means_to_reply(
        self, at: datetime, invite: Invite, to: Person, answer: Answered
    ) -> None:
        self.life.at(at, lambda: self._reply(invite, to, answer))

    def _reply(self, invite: Invite, to: Person, answer: Answered) -> None:
        life = self.life
        life.counts[f"replied {answer}"] += 1
        heard = coming.Heard(to.email, answer, life.now, None)
        case = invite.uid.partition(".")[0]
        desk = next(
            life.desk(name)
            for name, place in life.places.items()
            if case.startswith(f"{place.roster.prefix}-")
        )
        coming.note(lambda _: desk, invite.uid, [heard], life.cause(), life.now)

    # -- what they do ------------------------------------------------------------

    def is_away(self, partnership: str, person: PersonId) -> Leave | None:
        """Find the leave that somebody is on, if they are on any."""
        today = self.life.now.astimezone(LONDON).date()
        found = self.away.get((partnership, person), ())
        return next((one for one in found if one.first <= today <= one.last), None)

    def _look(self, look: _Look) -> None:
        """Look at a case, do one thing that waits, and mean to do the next."""
        partnership, person, ref = look
        if self._waits.get(look, self.life.terms.ends) > self.life.now:
            return  # it was put off meanwhile, or done
        del self._waits[look]
        gone = self.is_away(partnership, person)
        if gone:
            back = gone.last + timedelta(days=1)
            at = datetime.combine(back, datetime.min.time(), tzinfo=LONDON)
            opens = later(at.astimezone(self.life.now.tzinfo), 20, self.life.offices)
            self.mean_to_look(look, opens)
            return
        self._looked[look] = self._looked.get(look, 0) + 1
        place = self.life.places[partnership]
        view = self.view(place, ref, person)
        if view is None or view.case.closed:
            return
        for step in self._waiting(view, place, person):
            if self.does_something(view, place, step, person):
                soon = later(self.life.now, _SOON, self.life.offices)
                self.mean_to_look(look, soon)
                return

    def view(self, place: Place, ref: CaseRef, person: PersonId) -> View | None:
        """Open the page of a case; nothing where somebody has no part in it."""
        try:
            return self.life.desk(place.name).view(ref, person, self.life.now)
        except Refused:
            return None

    def _waiting(self, view: View, place: Place, person: PersonId) -> list[AnyStep]:
        """List what waits for somebody, and what of their own has to be repeated."""
        known = waiting_for(view.case, view.asking)
        roles = place.roster.person(person).roles
        return [
            step
            for step in view.asking.procedure.step
            if view.statuses[step.id] == "open"
            and (step.id in known or (step.owner in roles and _is_due(step, view)))
        ]

    def does_something(
        self, view: View, place: Place, step: AnyStep, person: PersonId
    ) -> bool:
        """Do what somebody can about a step; returns whether anything came of it."""
        button = self._button(view, place, step, person)
        if button is None:
            return False
        ref, tried = view.case.ref, (place.name, view.case.ref, person, button.does)
        often = (*tried, button.about)
        again = (*often, "done")
        if self._tried.get(often, 0) >= _OFTEN or self._tried.get(again, 0) > _ENOUGH:
            return False
        done = self.fingers.press(place, person, button, view)
        if not done:
            self._tried[often] = self._tried.get(often, 0) + 1
            at = later(self.life.now, 480 * self._tried[often], self.life.offices)
            if (place.name, person, ref) not in self._waits:
                self.mean_to_look((place.name, person, ref), at)
            return False
        self._tried.pop(often, None)
        self._tried[again] = self._tried.get(again, 0) + 1
        if self.outsiders.awaited_after(place, step.id):
            after = self.view(place, ref, person)
            if after is not None:
                self.outsiders.expect(place, after)
        if button.does in ("arrange", "choose-time"):
            self.sits(place, ref, step.id)
        return True

    def _button(
        self, view: View, place: Place, step: AnyStep, person: PersonId
    ) -> Button | None:
        """Choose among the buttons of a step, as somebody would who means well."""
        drawn = chance(
            self.life.terms.seed, place.name, person, view.case.ref, view.case.length
        ).random()
        buttons = view.buttons[step.id]
        by_name: dict[str, Button] = {}
        agency = place.roster.person(person).agency
        for button in buttons:
            if button.does == "returned" and button.about.rpartition("/")[2] != agency:
                continue
            by_name.setdefault(button.does, button)
        if "sign" in by_name and "send-back" in by_name and drawn < _SENT_BACK:
            return by_name["send-back"]
        if isinstance(step, Meeting):
            return self._about_a_meeting(view, step, by_name, drawn)
        if isinstance(step, Request) and "returned" in by_name:
            return by_name["returned"]
        usable = [b for b in by_name.values() if b.main or b.does in _BESIDE]
        return next((b for b in usable if b.main), usable[0] if usable else None)

    def _about_a_meeting(
        self, view: View, step: Meeting, by_name: dict[str, Button], drawn: float
    ) -> Button | None:
        to_come = view.case.to_come(step.id)
        if to_come is not None:
            ended = to_come.start + timedelta(minutes=to_come.minutes)
            if ended < self.life.now:
                return by_name.get("held")
            return by_name.get("take-place")
        if "choose-time" in by_name:
            return by_name["choose-time"]
        unsought = step.id not in view.case.offered and "seek-times" in by_name
        if unsought and step.id not in view.case.sought and drawn < _SOUGHT:
            return by_name["seek-times"]
        return by_name.get("arrange")

    # -- meetings ----------------------------------------------------------------

    def sits(self, place: Place, ref: CaseRef, step: StepId) -> None:
        """Have whoever sees to a meeting record it once it was held."""
        desk = self.life.desk(place.name)
        with desk.store.reading() as tx:
            case = desk.open(tx, ref, "dayzero", self.life.now).case
        stands = case.to_come(step)
        if stands is None or (place.name, ref, step, stands.start) in self._sittings:
            return
        self._sittings.add((place.name, ref, step, stands.start))
        ends = stands.start + timedelta(minutes=stands.minutes + 1)
        self.life.at(ends, lambda: self._sat(place, ref, step))

    def _sat(self, place: Place, ref: CaseRef, step: StepId) -> None:
        known = place.procedure.by_id.get(step)
        for holder in place.roster.holders(known.owner) if known else ():
            self.told(place.name, holder.id, ref)


def _is_due(step: AnyStep, view: View) -> bool:
    """Say whether a step of one's own that nobody is asked for has come round."""
    today = view.asking.today
    if isinstance(step, Meeting):
        to_come = view.case.to_come(step.id)
        return to_come is not None and to_come.start < view.asking.now
    if rests(step, view.case) or step.optional:
        return False
    if isinstance(step, Task) and step.awaits:
        return False
    own = [line for line in view.lines if line.step.id == step.id]
    return any(line.day is not None and line.day <= today for line in own)
