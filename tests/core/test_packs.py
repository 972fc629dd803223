from __future__ import annotations

from bot.core import account, offers, packs
from bot.core.commands import Complete, Identify, ReceiveReturn, SendRequests
from bot.core.errors import Incomplete
from bot.core.events import StepCompleted
from bot.core.items import item_of
from bot.core.packs import meetings_of, pack_of
from bot.core.procedure import Task
from tests.core.calendar_words import calendar_day
from tests.core.papers import papers, with_papers
from tests.core.played import REF, Played, asked, decided, sent

TODAY = calendar_day("Fri 20 Nov 2026")
PASS_ON = with_papers().by_id["pass-on"]


def came(*agencies: str, of: tuple[str, ...] = ("council", "police")) -> Played:
    played = papers(*of)
    for agency in agencies:
        played.does("kit", ReceiveReturn(step="ask", agency=agency, on=TODAY))
    return played


def facts(played: Played) -> dict[str, str]:
    pack = pack_of(PASS_ON, played.case, played.asking("sue"))
    assert pack
    return dict(packs.facts(pack, played.asking("sue")))


def test_a_pack_says_what_has_come_in_and_what_is_missing_by_its_day() -> None:
    played = came("council")
    played.does("kit", Identify(step="ask", agencies=("nhs",)))

    assert facts(played) == {
        "Come in": "Northshire Council (Friday 20 November 2026)",
        "Missing": "Northshire Police (due Wednesday 2 December 2026) and Northshire "
        "Health (not asked yet)",
    }


def test_a_pack_says_when_nothing_and_when_everything_has_come() -> None:
    assert facts(sent(procedure=with_papers())) == {
        "Come in": "nothing, because no agency has been identified yet"
    }
    assert facts(came())["Come in"] == "nothing yet"
    assert facts(came("council", "police"))["Missing"] == "nothing"


def test_a_return_whose_day_is_not_known_is_missing_without_one() -> None:
    played = came()
    played.case.anchors["sent"] = calendar_day("Fri 1 Jan 2100")  # type: ignore[index]
    assert facts(played)["Missing"] == "Northshire Council and Northshire Police"


def test_what_sends_no_returns_is_no_pack() -> None:
    played = asked("police")
    for step in played.procedure.step:
        assert pack_of(step, played.case, played.asking("sue")) is None


def test_the_card_and_the_form_of_a_pack_say_what_is_in_it() -> None:
    played = came("council")
    made = item_of(
        PASS_ON, played.case, tuple(played.lines().values()), played.asking("sue")
    )
    found = played.form("sue", "complete", f"{REF}/pass-on")

    assert ("Come in", "Northshire Council (Friday 20 November 2026)") in made.facts
    assert found
    assert "Come in: Northshire Council (Friday 20 November 2026)." in found.text
    assert found.questions[-1].required
    assert found.questions[-1].asks == "Why does it go with something missing?"


def test_a_pack_with_something_missing_can_be_sent_by_its_button() -> None:
    """Who sends it says why: so the button is there, and asks."""
    for played in (came(), came("council"), came("council", "police")):
        found = offers.of_step(PASS_ON, played.case, played.asking("sue"))
        assert "complete" in [button.does for button in found]


def test_a_pack_with_something_missing_says_why_and_the_record_says_what() -> None:
    played = came("council")
    command = Complete(step="pass-on", on=TODAY)

    refusal = played.refused("sue", command)
    assert isinstance(refusal, Incomplete)
    assert refusal.reason == "Say why it goes without a report from Northshire Police."
    events = played.presses(
        "sue", "complete", "pass-on", on="2026-11-20", note="It is ill."
    )

    assert isinstance(events[0], StepCompleted)
    assert events[0].without == ("police",)
    entry = played.journal[-1]
    assert account.said(entry, played.asking("sue")) == (
        "“Pass the reports on” was done on Friday 20 November 2026, without a report "
        "from Northshire Police."
    )


def test_what_was_missing_is_said_even_when_the_procedure_has_no_such_pack() -> None:
    played = asked("police")
    played.happens(StepCompleted("pass-on", TODAY, "", ("police",)))
    assert "without a return from Northshire Police" in account.said(
        played.journal[-1], played.asking()
    )


def test_a_whole_pack_goes_without_a_word() -> None:
    played = came("council", "police")
    found = played.form("sue", "complete", f"{REF}/pass-on")

    assert found
    assert not found.questions[-1].required
    events = played.does("sue", Complete(step="pass-on", on=TODAY))
    assert events == (StepCompleted("pass-on", TODAY, ""),)


def test_a_pack_is_for_the_meetings_that_wait_for_it_or_that_have_an_agenda() -> None:
    played = papers("police")
    assert isinstance(PASS_ON, Task)
    assert [m.id for m in meetings_of(PASS_ON, played.asking("sue"))] == ["review"]

    waits = played.procedure.by_id["wrap-up"].model_copy(update={"after": ("pass-on",)})
    steps = tuple(waits if s.id == "wrap-up" else s for s in played.procedure.step)
    played.procedure = played.procedure.model_copy(update={"step": steps})
    assert [m.id for m in meetings_of(PASS_ON, played.asking("sue"))] == ["wrap-up"]


def test_the_agenda_is_shown_where_a_meeting_is_arranged_and_where_it_was_held() -> (
    None
):
    played = papers("police")
    for does in ("arrange", "held"):
        found = played.form("kit", does, f"{REF}/review")
        assert found
        assert found.text[-3:] == (
            "Agenda:",
            "1. Gather the facts.",
            "2. Agree what follows.",
        )


def test_a_pack_before_anything_was_decided_has_no_slots() -> None:
    played = decided(procedure=with_papers())
    played.does("kit", Identify(step="ask", agencies=("police",)))
    assert facts(played)["Missing"] == "Northshire Police (not asked yet)"
    assert SendRequests(step="ask").step == "ask"
