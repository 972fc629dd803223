"""Reads a story, acts it out on the real desk, and says where it went otherwise.

How to write one is in README.md beside this.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from typing_extensions import override

from bot import invented
from bot.core import account
from bot.core.cards import Card
from bot.core.errors import Refused
from bot.core.people import Absence, Person
from bot.core.procedure import Decision
from bot.core.progress import Line
from bot.core.words import moment
from bot.counter import View
from bot.courier import Courier
from bot.meanwhile import told
from bot.rehearsal import Rehearsal, RehearsalClock
from bot.shelf import Shelf
from bot.store import Store
from integrations.calendars.ics import diary
from tests.desk.wessex import SHELF, Wessex, london
from tests.stories.acts import ACTS, WORDS, Act, Scene, answers
from tests.stories.days import day_of, moment_of, said
from tests.stories.filling import filled

NEVER = "not until something else is known"
_EXPECTED = frozenset(
    {"refused", "then", "due", "told", "not_told", "invited", "late", "done", "open"}
    | {"does_not_apply", "record", "channel"}
)
_ACTED = frozenset(
    {"when", "who", "does", "about", "agency", "action", "away", "deputy", "says"}
    | {"minutes"}
)
_STATUSES = {"does_not_apply": "not-needed", "done": "done", "open": "open"}


class AtOnce(ThreadPoolExecutor):
    """Does at once what would go to a thread: nothing else runs in a story."""

    @override
    def submit(self, fn: Any, /, *args: Any, **given: Any) -> Future[Any]:
        done: Future[Any] = Future()
        try:
            done.set_result(fn(*args, **given))
        except BaseException as trouble:  # noqa: BLE001 - whoever waits for it hears it
            done.set_exception(trouble)
        return done


@dataclass
class Stage:
    """The partnership, acting a story out.

    Attributes:
        slug: The procedure it is played on with invented people, or nothing for
            the partnership of the rehearsals.
        shelf: Where that procedure is found.
    """

    store: Store
    folder: Path
    begins: datetime
    slug: str = ""
    shelf: Shelf = SHELF
    case: str = ""
    seen: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        # In UTC, like the machine's own: with London's it would be an hour out once
        # the clocks have changed.
        machine = london("2026-11-02 09:00").astimezone(UTC)
        self.clock = RehearsalClock(self.store, lambda: machine)
        self.clock.begin(self.begins)
        people = None
        if self.slug:
            people = invented.invented(self.shelf.current(self.slug)[0])
        self.wessex = Wessex(
            self.store, self.folder, self.begins, self.shelf, people=people
        )
        courier = Courier(lambda _: self.wessex.desk, self.wessex.ways, self.clock.now)
        self.rehearsal = Rehearsal(
            self.store, self.clock, self.wessex.timetable, courier, self._say
        )
        self.roster = self.wessex.desk.people()
        agencies = self.roster.agencies
        self.agencies = {a.name: a.id for a in agencies} | {
            a.id: a.id for a in agencies
        }
        self.rules = self.wessex.desk.procedure()
        self.steps = {step.title: step.id for step in self.rules.step}
        self.steps |= {step.id: step.id for step in self.rules.step}
        self.anchors = {shape.title: name for name, shape in self.rules.anchor.items()}
        self.anchors |= {name: name for name in self.rules.anchor}

    @property
    def now(self) -> datetime:
        """What time it is in the story."""
        return self.wessex.now

    def person(self, who: str) -> Person:
        """Find somebody: by name, or by office where everybody is invented."""
        if self.slug:
            return invented.holder(self.roster, who)
        return next(p for p in self.roster.people if p.name == who)

    def choice(self, about: str, written: str) -> str:
        """Find one way to decide, by its title or its name."""
        step = self.rules.by_id[self.steps[about]]
        assert isinstance(step, Decision), f"{about} is no decision"
        found = {c.title: c.id for c in step.choices} | {
            c.id: c.id for c in step.choices
        }
        return found[written]

    def _say(self, ended: Any) -> Any:
        desk = self.wessex.desk
        return told(ended, desk.people(), desk.procedure())

    def go(self, to: datetime) -> None:
        """Let time pass, and everything happen that would have happened."""
        asyncio.run(self._advance(to))
        self.wessex.now = self.clock.now()

    async def _advance(self, to: datetime) -> None:
        asyncio.get_running_loop().set_default_executor(AtOnce())
        await self.rehearsal.advance(to)

    def play(self, scene: Scene) -> Iterator[str]:
        """Act one scene, and list what is not as the story says."""
        unknown = set(scene) - _EXPECTED - _ACTED - WORDS.keys()
        assert not unknown, f"a scene has no {sorted(unknown)}"
        self.seen = self._counts(scene)
        if "when" in scene:
            self.go(moment_of(scene["when"]))
        refused = self.act(scene) if "who" in scene else ""
        expected = scene.get("refused", "")
        if expected not in refused or bool(expected) != bool(refused):
            yield f"refused with {refused!r}, and not {expected!r}"
        self.go(self.clock.now())
        yield from self.compare(scene)

    def act(self, scene: Scene) -> str:
        """Do what somebody does; returns the words of a refusal, or nothing."""
        who = self.person(scene["who"]).id
        if "away" in scene:
            return self._absent(who, scene)
        act = ACTS[scene["does"]]
        about = "/".join(part for part in (self.case, *self._part(scene)) if part)
        try:
            about, given = self._given(act, about, who, scene)
        except Refused as refusal:
            return refusal.reason
        answer = self.wessex.press(who, act.does, about, **given)
        if answer.problems:
            return " ".join(problem.says for problem in answer.problems)
        if answer.code:
            return answer.says
        self.case = self.case or answer.case
        return ""

    def _given(
        self, act: Act, about: str, who: str, scene: Scene
    ) -> tuple[str, Mapping[str, Any]]:
        """Open the form where a person would, and fill it in."""
        given, says = answers(self, scene), scene.get("says", {})
        if not act.fills and not act.opens:
            return about, {**given, **says}
        form = self.wessex.desk.form(act.does, about, who, self.wessex.now)
        assert form is not None, f"{scene['does']} asks for nothing"
        if act.opens:
            return form.about, {**given, **says}
        return about, {**filled(form.questions, says, self.wessex.now), **given}

    def _absent(self, who: str, scene: Scene) -> str:
        first, last = scene["away"]
        gone = self.person(scene["about"]).id
        deputy = self.person(scene["deputy"]).id if "deputy" in scene else ""
        absence = Absence(gone, day_of(first), day_of(last), deputy)
        answer = self.wessex.desk.record_absence(absence, who, self.wessex.now)
        return answer.says if answer.code else ""

    def _part(self, scene: Scene) -> tuple[str, ...]:
        if "action" in scene:
            return "-", str(scene["action"])
        if "about" not in scene:
            return ()
        known = {**self.anchors, **self.steps}
        agency = self.agencies[scene["agency"]] if "agency" in scene else ""
        return known[scene["about"]], agency

    def compare(self, scene: Scene) -> Iterator[str]:
        """List what a scene expects and is not so."""
        if not self.case:
            return
        keeper = self.roster.holders(self.rules.coordinator)[0]
        view = self.wessex.desk.view(self.case, keeper.id, self.wessex.now)
        lines = {line.title: line for line in reversed(view.lines)}
        lines |= {line.part: line for line in view.lines}
        for title, expected in scene.get("due", {}).items():
            yield from _differs(title, _due(lines.get(title), expected), expected)
        for name, fragments in scene.get("told", {}).items():
            yield from _missing(name, self._new(self.person(name).id), fragments)
        yield from _missing("the channel", self._new(""), scene.get("channel", ()))
        for name in scene.get("not_told", ()):
            yield from (f"{name} was told: {c.heading}" for c in self._new_cards(name))
        for name, meetings in scene.get("invited", {}).items():
            yield from _differs(name, self._diary(name), meetings)
        if "late" in scene:
            late = {ln.title for ln in view.lines if ln.late(self.wessex.now)}
            named = {self._titled(name) for name in scene["late"]}
            yield from _differs("late", sorted(late), sorted(named))
        yield from self._statuses(view, scene)
        heard = [account.said(e, view.asking) for e in view.journal]
        yield from _missing("the record", heard, scene.get("record", ()))

    def _titled(self, name: str) -> str:
        step = self.rules.by_id.get(name)
        return step.title if step else name

    def _statuses(self, view: View, scene: Scene) -> Iterator[str]:
        for key, status in _STATUSES.items():
            for title in scene.get(key, ()):
                yield from _differs(title, view.statuses[self.steps[title]], status)

    def _counts(self, scene: Scene) -> dict[str, int]:
        """Count what those have heard already of whom the scene says what they hear."""
        names = (*scene.get("told", ()), *scene.get("not_told", ()))
        people = [self.person(name).id for name in names]
        found = {person: len(self.wessex.cards(person)) for person in people}
        return {**found, "": len(self.wessex.channel())}

    def _new_cards(self, name: str) -> list[Card]:
        person = self.person(name).id
        return self.wessex.cards(person)[self.seen.get(person, 0) :]

    def _new(self, person: str) -> list[str]:
        cards = self.wessex.cards(person) if person else self.wessex.channel()
        return [_read(card) for card in cards[self.seen.get(person, 0) :]]

    def _diary(self, name: str) -> dict[str, str]:
        kept = self.wessex.letters.of_person(self.person(name).email)
        items = diary(letter.calendar for letter in kept if letter.calendar)
        return {
            item.subject.partition(": ")[2]: "called off"
            if item.stood_down
            else moment(item.start)
            for item in items
        }


def _read(card: Card) -> str:
    """A card as one line of text."""
    items = [f"{i.title} {' '.join(map(' '.join, i.facts))}" for i in card.items]
    facts = [" ".join(fact) for fact in card.facts]
    return " ".join((card.heading, *card.text, *facts, *items))


def _due(line: Line | None, expected: str) -> str:
    """Say when something is due, as exactly as the story does."""
    if line is None:
        return "no such line"
    due = line.due
    if due is None or due.due is None:
        return NEVER
    last = said(due.due)
    if ", " not in expected:
        last = last.partition(", ")[0]
    first = said(due.start).partition(", ")[0]
    return f"{first} to {last}" if " to " in expected else last


def _differs(what: str, found: object, expected: object) -> Iterator[str]:
    if found != expected:
        yield f"{what}: it is {found!r}, and not {expected!r}"


def _missing(who: str, heard: list[str], wanted: Iterable[str]) -> Iterator[str]:
    for one in (wanted,) if isinstance(wanted, str) else wanted:
        if not any(one in text for text in heard):
            yield f"{who} did not hear {one!r}, but {heard}"
