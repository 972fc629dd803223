"""Reads a story, acts it out on the real desk, and says where it went otherwise.

How to write one is in README.md beside this.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from bot.core import account
from bot.core.cards import Card
from bot.core.errors import Refused
from bot.core.people import Absence
from bot.core.progress import Line
from bot.core.words import LONDON, moment
from bot.counter import View
from bot.courier import Courier
from bot.meanwhile import told
from bot.rehearsal import Rehearsal, RehearsalClock
from bot.store import Store
from integrations.calendars.ics import diary
from tests.desk.wessex import ALERT, DRAFT, Wessex, london

ACTS = {
    "raises the alert": "raise-alert",
    "decides": "decide",
    "disagrees": "dissent",
    "writes": "draft",
    "signs": "sign",
    "sends back": "send-back",
    "completes": "complete",
    "sets aside": "set-aside",
    "adds agencies": "identify",
    "asks the agencies": "send-requests",
    "records the return": "returned",
    "arranges": "arrange",
    "calls off": "stand-down",
    "records as held": "held",
    "corrects": "correct",
    "snoozes": "snooze",
}
NEVER = "not until something else is known"
_DAY = re.compile(
    r"(?P<name>Mon|Tue|Wed|Thu|Fri|Sat|Sun) (?P<rest>\d{1,2} \w{3} \d{4})"
)
_TIME = re.compile(r", (?P<hour>\d{1,2})(:(?P<minute>\d\d))?(?P<half>am|pm)")
_NOON = 12
_EXPECTED = frozenset(
    {"refused", "then", "due", "told", "not_told", "invited", "late", "done"}
    | {"does_not_apply", "record", "channel"}
)
_ACTED = frozenset({"when", "who", "does", "about", "agency", "away", "deputy", "says"})
_MORE = frozenset({"on", "choice", "reason", "agencies", "day", "start", "minutes"})


def day_of(text: str) -> date:
    """Read a day as people write it; its weekday has to be right."""
    found = _DAY.match(text)
    assert found, f"{text!r} is not a day; write it like Fri 27 Nov 2026"
    day = datetime.strptime(found["rest"], "%d %b %Y").date()  # noqa: DTZ007 - a day
    assert f"{day:%a}" == found["name"], f"{text!r} is a {day:%A}"
    return day


def moment_of(text: str) -> datetime:
    """Read a day and a time, in London."""
    found = _TIME.search(text)
    assert found, f"{text!r} says no time; write it like Fri 27 Nov 2026, 9:30am"
    hour = int(found["hour"]) % _NOON + (_NOON if found["half"] == "pm" else 0)
    clock = time(hour, int(found["minute"] or 0), tzinfo=LONDON)
    return datetime.combine(day_of(text), clock)


@dataclass
class Stage:
    """The partnership, acting a story out."""

    store: Store
    folder: Path
    begins: datetime
    case: str = ""
    seen: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.clock = RehearsalClock(self.store, lambda: london("2026-11-02 09:00"))
        self.clock.begin(self.begins)
        self.wessex = Wessex(self.store, self.folder, self.begins)
        courier = Courier(lambda _: self.wessex.desk, self.wessex.ways, self.clock.now)
        self.rehearsal = Rehearsal(
            self.store, self.clock, self.wessex.timetable, courier, self._say
        )
        self.people = {p.name: p for p in self.wessex.desk.people().people}
        self.agencies = {a.name: a.id for a in self.wessex.desk.people().agencies}
        rules = self.wessex.desk.procedure()
        self.steps = {step.title: step.id for step in rules.step}
        self.anchors = {shape.title: name for name, shape in rules.anchor.items()}

    def _say(self, ended: Any) -> Any:
        desk = self.wessex.desk
        return told(ended, desk.people(), desk.procedure())

    def go(self, to: datetime) -> None:
        """Let time pass, and everything happen that would have happened."""
        asyncio.run(self.rehearsal.advance(to))
        self.wessex.now = self.clock.now()

    def play(self, scene: Mapping[str, Any]) -> Iterator[str]:
        """Act one scene, and list what is not as the story says."""
        unknown = set(scene) - _EXPECTED - _ACTED - _MORE
        assert not unknown, f"a scene has no {sorted(unknown)}"
        self.seen = self._counts()
        if "when" in scene:
            self.go(moment_of(scene["when"]))
        refused = self.act(scene) if "who" in scene else ""
        expected = scene.get("refused", "")
        if expected not in refused or bool(expected) != bool(refused):
            yield f"refused with {refused!r}, and not {expected!r}"
        self.go(self.clock.now())
        yield from self.compare(scene)

    def act(self, scene: Mapping[str, Any]) -> str:
        """Do what somebody does; returns the words of a refusal, or nothing."""
        who = self.people[scene["who"]].id
        if "away" in scene:
            return self._absent(who, scene)
        does, step = ACTS[scene["does"]], self._step(scene)
        about = "/".join(part for part in (self.case, *step) if part)
        if does == "sign":
            try:
                form = self.wessex.desk.form("sign", about, who, self.wessex.now)
            except Refused as refusal:
                return refusal.reason
            assert form is not None
            about = form.about
        answer = self.wessex.press(who, does, about, **self._answers(does, scene))
        if answer.problems:
            return " ".join(problem.says for problem in answer.problems)
        if answer.code:
            return answer.says
        self.case = self.case or answer.case
        return ""

    def _absent(self, who: str, scene: Mapping[str, Any]) -> str:
        first, last = scene["away"]
        gone = self.people[scene["about"]].id
        deputy = self.people[scene["deputy"]].id if "deputy" in scene else ""
        absence = Absence(gone, day_of(first), day_of(last), deputy)
        answer = self.wessex.desk.record_absence(absence, who, self.wessex.now)
        return answer.says if answer.code else ""

    def _step(self, scene: Mapping[str, Any]) -> tuple[str, ...]:
        if "about" not in scene:
            return ()
        known = {**self.anchors, **self.steps}
        agency = self.agencies[scene["agency"]] if "agency" in scene else ""
        return known[scene["about"]], agency

    def _answers(self, does: str, scene: Mapping[str, Any]) -> dict[str, Any]:
        if does == "raise-alert":
            return {**ALERT, "incident-day": "", **self._dated(scene["says"])}
        if does == "draft":
            return {**DRAFT, **scene.get("says", {})}
        given: dict[str, Any] = {"note": scene.get("reason", "")}
        if "on" in scene:
            given["on"] = given["value"] = day_of(scene["on"]).isoformat()
        if "day" in scene:
            given["return_by"] = given["until"] = day_of(scene["day"]).isoformat()
        if "agencies" in scene:
            given["agencies"] = tuple(self.agencies[n] for n in scene["agencies"])
        if "start" in scene:
            start = moment_of(scene["start"])
            given |= {"start": f"{start:%Y-%m-%d %H:%M}"}
            given["minutes"] = str(scene.get("minutes", 120))
        if "choice" in scene:
            given["choice"] = self._choice(scene)
        if does == "held":
            given["chaired_by"] = "lcspr-chair"
        return given

    def _dated(self, says: Mapping[str, str]) -> dict[str, str]:
        aware = moment_of(says["aware-at"])
        return {**says, "aware-at": f"{aware:%Y-%m-%d %H:%M}"}

    def _choice(self, scene: Mapping[str, Any]) -> str:
        step = self.wessex.desk.procedure().by_id[self.steps[scene["about"]]]
        titles = {c.title: c.id for c in getattr(step, "choices", ())}
        return str(titles[scene["choice"]])

    def compare(self, scene: Mapping[str, Any]) -> Iterator[str]:
        """List what a scene expects and is not so."""
        if not self.case:
            return
        view = self.wessex.desk.view(self.case, "joan", self.wessex.now)
        lines = {line.title: line for line in view.lines}
        for title, expected in scene.get("due", {}).items():
            yield from _differs(title, _due(lines.get(title)), expected)
        for name, fragments in scene.get("told", {}).items():
            yield from _missing(name, self._new(self.people[name].id), fragments)
        yield from _missing("the channel", self._new(""), scene.get("channel", ()))
        for name in scene.get("not_told", ()):
            yield from (f"{name} was told: {c.heading}" for c in self._new_cards(name))
        for name, meetings in scene.get("invited", {}).items():
            yield from _differs(name, self._diary(name), meetings)
        if "late" in scene:
            late = [ln.title for ln in view.lines if ln.late(self.wessex.now)]
            yield from _differs("late", sorted(late), sorted(scene["late"]))
        yield from self._statuses(view, scene)
        said = [account.said(e, view.asking) for e in view.journal]
        yield from _missing("the record", said, scene.get("record", ()))

    def _statuses(self, view: View, scene: Mapping[str, Any]) -> Iterator[str]:
        for status, key in (("not-needed", "does_not_apply"), ("done", "done")):
            for title in scene.get(key, ()):
                yield from _differs(title, view.statuses[self.steps[title]], status)

    def _counts(self) -> dict[str, int]:
        found = {p.id: len(self.wessex.cards(p.id)) for p in self.people.values()}
        return {**found, "": len(self.wessex.channel())}

    def _new_cards(self, name: str) -> list[Card]:
        person = self.people[name].id
        return self.wessex.cards(person)[self.seen.get(person, 0) :]

    def _new(self, person: str) -> list[str]:
        cards = self.wessex.cards(person) if person else self.wessex.channel()
        return [_read(card) for card in cards[self.seen.get(person, 0) :]]

    def _diary(self, name: str) -> dict[str, str]:
        kept = self.wessex.letters.of_person(self.people[name].email)
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


def _due(line: Line | None) -> str:
    if line is None:
        return "no such line"
    due = line.due.due if line.due else None
    return f"{due:%a} {due.day} {due:%b %Y}" if due else NEVER


def _differs(what: str, found: object, expected: object) -> Iterator[str]:
    if found != expected:
        yield f"{what}: it is {found!r}, and not {expected!r}"


def _missing(who: str, heard: list[str], wanted: Iterable[str]) -> Iterator[str]:
    for one in (wanted,) if isinstance(wanted, str) else wanted:
        if not any(one in text for text in heard):
            yield f"{who} did not hear {one!r}, but {heard}"
