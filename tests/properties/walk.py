"""People pressing what they like, on one case of the Dorset procedure."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, timedelta
from functools import cache
from pathlib import Path
from typing import Final

from bot.core import commands, faults, offers
from bot.core.asking import BOT
from bot.core.cards import Button
from bot.core.decide import would_refuse
from bot.core.errors import Refused
from bot.core.forms import Answer, Form, Question, shown
from bot.core.people import Absence, Roster
from bot.core.press import ACTS
from bot.core.procedure import Procedure
from bot.core.react import asked_again, waiting_for
from bot.core.words import LONDON
from bot.rosters import read_roster
from tests.core.calendar_words import calendar_moment
from tests.core.played import REF, Played
from tests.properties.times import a_time_for

ROOT: Final = Path(__file__).parents[2]
NAME: Final = "Zebedee Quuxly"
"""Stands for whatever personal thing anybody types."""
BEGINNINGS: Final = (
    "Fri 20 Nov 2026 10:00",
    "Thu 24 Dec 2026 16:55",  # Christmas Eve
    "Sat 27 Mar 2027 23:30",  # the night the clocks go forward
    "Sat 30 Oct 2027 23:30",  # and back
    "Wed 13 Apr 2022 08:00",  # before Easter
)
HOSTILE: Final = (
    "", "/", "//", "///", "x", "-", "-/0", "-/1", "-/²", "-/٣", "-/" + "9" * 5000,
    "sign-sin/x", "\u202eabc", "aware/aware", "sign-sin/" + "a" * 10_000, "💥/💥",
    "'; drop table journal; --", "<b>/<i>", "rapid-review/../..", "\x00",
)  # fmt: skip

SELDOM: Final = (
    "add-action", "change-answer", "check-impact", "close", "complete-action",
    "conflict", "correct", "dissent", "read", "reassign", "reopen-action", "set-aside",
    "view",
)  # fmt: skip
"""Acts that would otherwise crowd out the rest, or end the case at once."""
ANYTHING: Final[tuple[Answer, ...]] = (
    "", " ", NAME, "2026-11-27", " 2026-11-27 ", "2026-11-27 16:30", "0001-01-01",
    "9999-12-31", "9999-12-31 23:59", "2027-03-28 01:30", ("2026-11-27",),
    ("police", "nhs"), (), "\u202e", "a" * 10_001, "NaN",
)  # fmt: skip


@cache
def dorset() -> Procedure:
    path = ROOT / "bot" / "procedures" / "dorset.toml"
    return faults.read(path.read_text(encoding="utf-8"))


@cache
def wessex() -> Roster:
    path = ROOT / "integrations" / "web" / "wessex.toml"
    return read_roster(path.read_text(encoding="utf-8"))


class Walk:
    """People pressing what they like, on one case of the Dorset procedure."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.played = Played(dorset(), wessex())
        self.played.now = calendar_moment(self.chance.choice(BEGINNINGS))
        raiser = self.anybody()
        facts = {
            q.id: self.chance.choice(q.options).id
            for section in dorset().forms["alert"].section
            for q in section.question
            if q.fact
        }
        anchors = {"aware": self.played.now.astimezone(LONDON).date()}
        alert = commands.RaiseAlert(
            procedure="dorset", version="1", facts=facts, anchors=anchors
        )
        self.played.does(raiser, replace(alert, says={"what-happened": NAME}))

    def anybody(self) -> str:
        return self.chance.choice(wessex().people).id

    def somebody_asked(self) -> str:
        """Somebody whose turn it is, so that the case gets on."""
        people = list(wessex().people)
        self.chance.shuffle(people)
        for one in people:
            if waiting_for(self.played.case, self.played.asking(one.id)):
                return one.id
        return self.anybody()

    def step(self) -> None:
        self.played.told = ()
        match self.chance.randrange(10):
            case 0 | 1 | 2 | 3 | 4:
                self.press_something_offered(self.somebody_asked())
            case 5:
                self.press_something_offered(self.anybody())
            case 6:
                self.press_something_hostile(self.anybody())
            case 7:
                self.press_something_not_offered(self.anybody())
            case 8:
                self.let_time_pass()
            case _:
                self.send_somebody_away()

    def offered(self, by: str) -> list[Button]:
        played = self.played
        asking, case = played.asking(by), played.case
        found = [
            button
            for step in played.procedure.step
            for button in offers.of_step(step, case, asking)
        ]
        found += offers.of_case(case, asking)
        for action in case.actions:
            found += offers.of_action(action.number, case, asking)
        return found

    def press_something_offered(self, by: str) -> None:
        found = self.offered(by)
        mine = waiting_for(self.played.case, self.played.asking(by))
        wanted = [b for b in found if b.main and b.about.split("/")[1:2] in
                  [[step] for step in mine]]  # fmt: skip
        if wanted and self.chance.random() < 0.8:
            found = wanted
        if self.chance.random() < 0.9:
            found = [b for b in found if b.does not in SELDOM]
        if not found:
            return
        button = self.chance.choice(found)
        answers = self.valid(button.does, button.about, by)
        if answers is not None:
            form = self.played.form(by, button.does, button.about)
            about = form.about if form else button.about
            command, found_wrong = self.played.means(by, button.does, about, answers)
            assert command is not None, (button, answers, found_wrong)
            assert self.played.does(by, command), button

    def press_something_not_offered(self, by: str) -> None:
        """What a person is not shown would be refused, however it came in."""
        step = self.chance.choice(self.played.procedure.step)
        shown_now = {(b.does, b.about) for b in self.offered(by)}
        is_open = self.played.status(step.id) == "open"
        always = {"read", "add-action", "reassign", "complete-action", "conflict"}
        unlike = always if is_open else always | {"set-aside", "snooze"}
        of_the_case = {"correct", "close", "seek-holds", "hold-times"}
        for does in sorted(ACTS.keys() - unlike - of_the_case):
            about = f"{REF}/{step.id}"
            items = [""]
            if does == "returned":
                items = [f"/{agency.id}" for agency in wessex().agencies]
            for item in items:
                if (does, about + item) in shown_now:
                    continue
                self.is_refused(by, does, about + item)

    def is_refused(self, by: str, does: str, about: str) -> None:
        before = self.played.case
        try:
            form = self.played.form(by, does, about)
            answers = self.valid(does, about, by)
            if answers is None:
                return
            about = form.about if form else about
            command, wrong = self.played.means(by, does, about, answers)
            if command is not None:
                self.played.does(by, command)
        except Refused:
            assert self.played.case is before
        else:
            assert wrong, f"{by} may {does} {about}, and is not shown it"

    def press_something_hostile(self, by: str) -> None:
        does = self.chance.choice([*ACTS, "", "raise", "no-such-act"])
        if does in SELDOM and self.chance.random() < 0.8:
            return
        by = self.chance.choice([by, by, "nobody", BOT, ""])
        about = f"{REF}/{self.chance.choice(HOSTILE)}"
        answers: dict[str, Answer] = {}
        try:
            form = self.played.form(by, does, about)
            for question in form.questions if form else ():
                answers[question.id] = self.anything(question)
            command, _ = self.played.means(by, does, about, answers)
            if command is not None:
                self.played.does(by, command)
        except Refused:
            return

    def anything(self, question: Question) -> Answer:
        offered = tuple(option.id for option in question.options)
        return self.chance.choice((*ANYTHING, *offered))

    def let_time_pass(self) -> None:
        ahead = self.chance.choice([1, 17, 60, 8 * 60, 24 * 60, 3 * 24 * 60])
        self.played.now = (
            self.played.now.astimezone(UTC) + timedelta(minutes=ahead)
        ).astimezone(self.chance.choice([UTC, LONDON]))
        self.played.nudges()
        for part in self.played.lines():
            following = self.played.next_nudge(part)
            assert following is None or following > self.played.now, part
        assert not self.played.nudges(), "the same was said twice"

    def send_somebody_away(self) -> None:
        played, today = self.played, self.played.asking().today
        gone = Absence(self.anybody(), today, today + timedelta(days=2), self.anybody())
        if gone.deputy != gone.person:
            absences = (*played.roster.absences[-2:], gone)
            played.roster = replace(played.roster, absences=absences)
            played.told = asked_again(gone.person, played.case, played.asking())

    def valid(self, does: str, about: str, by: str) -> dict[str, Answer] | None:
        """Answer a form as somebody would who means it."""
        form = self.played.form(by, does, about)
        if form is None:
            return {}
        answers: dict[str, Answer] = {}
        for question in form.questions:
            given = self.sensible(question, form, by)
            if given is None:
                return None
            answers[question.id] = given
        return {q.id: answers[q.id] for q in shown(form.questions, answers)}

    def sensible(self, question: Question, form: Form, by: str) -> Answer | None:
        played = self.played
        today, local = played.asking().today, played.now.astimezone(LONDON)
        _, _, rest = form.about.partition("/")
        named = rest.split("/")[0]
        match question.id:
            case "person":
                return by
            case "until":
                opens = played.procedure.hours.opens
                return f"{today + timedelta(days=local.time() >= opens)}"
            case "value":
                was = played.case.anchors.get(named)
                return f"{was - timedelta(days=1) if was else today}"
            case "start":
                return a_time_for(named, played, self.chance)
            case "minutes":
                return "30"
            case "choice":
                return self.what_could_be_decided(question, named, by)
            case "answer":
                now = played.case.facts.get(named, "").split()
                left = [o.id for o in question.options if [o.id] != now]
                one = self.chance.choice(left)
                return (one,) if question.kind == "choices" else one
            case "due" | "return_by":
                return f"{today + timedelta(days=self.chance.randrange(1, 9))}"
            case _:
                return self.of_its_kind(question)

    def what_could_be_decided(self, question: Question, named: str, by: str) -> Answer:
        """Choose what would not be refused, if anything would not be."""
        asking, case = self.played.asking(by), self.played.case
        ways: list[tuple[str, ...]] = [(option.id,) for option in question.options]
        ruling = case.rulings.get(named)
        if question.kind == "choices" and ruling:
            ways += [(*ruling.choice.split(), *way) for way in ways]
        could = [
            way
            for way in ways
            if would_refuse(
                case,
                commands.Decide(step=named, choice=" ".join(way), digest="why"),
                asking,
            )
            is None
        ]
        chosen = self.chance.choice(could or ways)
        if ("notify",) in could and self.chance.random() < 0.8:
            chosen = ("notify",)
        return chosen if question.kind == "choices" else chosen[0]

    def of_its_kind(self, question: Question) -> Answer:
        if question.kind == "choices":
            ids = [option.id for option in question.options]
            return tuple(self.chance.sample(ids, min(3, len(ids))))
        if question.options:
            return self.chance.choice(question.options).id
        if question.kind == "date":
            return f"{self.played.asking().today}"
        return f"{NAME} {self.chance.random()}"
