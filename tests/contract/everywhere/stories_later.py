"""What is played at every platform of a case that goes on for weeks."""

from __future__ import annotations

from bot.core.asking import BOT
from bot.core.commands import NoteReply
from bot.core.press import Press
from tests.at_home import FRIDAY
from tests.contract.everywhere.deeds import (
    SIGNERS,
    TEXT,
    by_case,
    does,
    raises,
    to_the_chain,
)
from tests.contract.everywhere.notes import Notes
from tests.contract.everywhere.person import Answers, Cannot, Town
from tests.contract.everywhere.stories import SIGN, kinds
from tests.slack.marsh import CASE, HEAD, PLAIN

TODAY = {"On": "2026-11-27", **TEXT}
REVIEW = "rapid-review"
AWARE = {"aware-at": "2026-11-27 09:00"}


def to_the_end(town: Town, notes: Notes) -> None:
    """Signed by all, agencies asked, a meeting arranged and moved, an action done."""
    ref = to_the_chain(town)
    for by in SIGNERS:
        does(town, by, SIGN, ref, {})
    sent = {"On what day": "2026-11-27", "On which day": "2026-11-27"}
    does(town, "helen", "Mark as done", "Send the notification", sent)
    does(town, "joan", "Mark as done", "Find out which agencies", sent)
    with notes.doing("Ask agencies for their reports, and record what they send"):
        asked = {"Which agencies are involved?": ("Wessex Vale Police",)}
        does(town, "joan", "Add agencies", "Ask every agency", asked)
        notes.says["the requests"] = by_case(town, "joan", "Send the requests", ref, {})
        came = {"On which day": "2026-11-27"}
        notes.card("the card of an agency", town.person("priya").card("report"))
        label = next(
            b for b in town.person("priya").card("report").buttons if "eturn" in b
        )
        notes.says["a return"] = does(town, "priya", label, ref, came)
    with notes.doing("Arrange a meeting and move it"):
        for label, hour in (
            ("Choose a time and invite", "2026-12-10 10:00"),
            ("Move it", "2026-12-11 14:00"),
        ):
            town.person("joan").types("case", ref)
            answers = {
                "When?": "Another time",
                "When does it start?": hour,
                "How long is it?": "2 hours",
            }
            said = does(town, "joan", label, "Rapid Review Meeting", answers)
            notes.says[label] = said
        notes.same["the invitations"] = town.invited("rosa")
    somebody_instead(town, notes, ref)
    with notes.doing("Add an action and complete it"):
        added: Answers = {
            **TEXT,
            "On which sheet?": "Rapid Review",
            "Who owns it?": "Head of QA and Partnerships",
            "By which day?": "2026-12-18",
        }
        notes.says["an action"] = by_case(town, "joan", "Add an action", ref, added)
        town.person("helen").types("case")
        notes.says["an action done"] = does(
            town, "helen", "Complete", "Action 1", TODAY
        )
    notes.same["all that is recorded"] = kinds(town, ref)


def somebody_instead(town: Town, notes: Notes, ref: str) -> None:
    """Somebody who is needed declines, and another is asked by one press."""
    with notes.doing("Do with one press what asks for nothing more"):
        reply = NoteReply(step=REVIEW, person="leon", answer="declined", at=town.now)
        town.desk.ask(ref, reply, by=BOT, cause="everywhere/leon", now=town.now)
        town.deliver()
        declined = town.person("joan").card("has declined")
        notes.card("the card that somebody declined", declined)
        instead = next(b for b in declined.buttons if b.startswith("Ask "))
        does(town, "joan", instead, "has declined", {})
        notes.card("the card once it was pressed", town.person("joan").card("declined"))


def later(town: Town, notes: Notes) -> None:
    """Days go by: people are nudged, and the channel has its digest each morning."""
    ref = raises(town)
    with notes.doing("Put a nudge off, with a reason"):
        until = {**TEXT, "Until which morning?": "2026-12-01"}
        notes.says["put off"] = does(town, "helen", "Nudge me later", ref, until)
    for _ in range(4):
        town.pass_time(days=1)
        town.tick()
        town.tick()
    with notes.doing("Have a digest in the channel each working morning"):
        digests = [one for one in town.channel() if "open case" in one.text]
        assert digests, town.channel()
        notes.same["how many digests"] = len(digests)
        notes.card("the newest digest", digests[0])
    town.pass_time(days=7)
    town.tick()
    with notes.doing("Be nudged about what is late"):
        notes.card("the newest nudge", town.person("helen").card(ref))


def away(town: Town, notes: Notes) -> None:
    """Somebody is away, and what waits for them is asked of their deputy."""
    ref = to_the_chain(town)
    with notes.doing("Say that I am away, and who stands in"):
        town.person("joan").away("Ellis Tranter", "2026-11-27", "2026-12-04")
        town.deliver()
        notes.same["who is away"] = sorted(
            absence.person for absence in town.desk.people().absences
        )
        ellis = town.person("ellis")
        ellis.types("case")
        notes.says["what waits for the deputy"] = ellis.told()
    assert ref


def by_letter(town: Town, notes: Notes) -> None:
    """Somebody who is not at the platform is told by e-mail."""
    with notes.doing("Be told by e-mail where one is not to be found"):
        if "e-mail" in town.why:
            raise Cannot(town.why["e-mail"])
        raises(town)
        notes.same["what the letter is about"] = town.letters("helen")
        assert any("notify" in subject for subject in town.letters("helen"))


def a_room(town: Town, notes: Notes) -> None:
    """A procedure wants a private room for each case."""
    does_at_the_desk(town, PLAIN.id, "raise-alert", "", harm="died", **AWARE)
    about = f"{CASE}/agree"
    does_at_the_desk(town, HEAD.id, "decide", about, choice="notify", note="x")
    with notes.doing("Have a private room for each case"):
        inside = town.inside(CASE)
        if not inside:
            raise Cannot(town.why["room"])
        notes.same["who is inside"] = sorted(inside)


def does_at_the_desk(town: Town, by: str, act: str, about: str, **answers: str) -> None:
    """Do something without a form, where it is not the form that is looked at."""
    press = Press(by, act, about, f"everywhere/{act}", answers)
    answer = town.desk.handle(press, FRIDAY)
    assert not answer.code, answer
    town.deliver()
