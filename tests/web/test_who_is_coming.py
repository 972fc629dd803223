"""Who is coming to a meeting, on the page of its case."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.core.asking import BOT
from bot.core.commands import NoteReply
from integrations.web import case_guests
from tests.core.coming import START, answers, asked_to, take
from tests.desk.wessex import Wessex, london
from tests.web.test_beside import seen
from tests.web.walking import Walk
from tests.web.wessex_house import House


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path, london("2026-12-18 10:30"))


def test_everybody_who_is_asked_has_a_line_with_what_they_answered() -> None:
    played = asked_to("police")
    played.does("kit", take("chas", "carl"))
    answers(played, "hal", "accepted")
    answers(played, "pat")
    says, found = case_guests.guests(played.procedure.by_id["review"], seen(played))

    assert says.startswith("1 of 6 is coming. Declined: Northshire Police.")
    assert [(one.name, one.role, one.asked, one.answer) for one in found] == [
        ("Pat", "Northshire Police", "Has to come", "Not coming"),
        ("Hal", "Head of Service", "Has to come", "Coming"),
        ("Hope", "Head of Service", "Has to come", "Not answered"),
        (
            "Carl",
            "Chair, in the chair, in place of Chas",
            "Has to come",
            "Not answered",
        ),
        ("Kit", "Business Manager", "Has to come", "Not answered"),
        ("Sue", "Business Support", "May come", "Not answered"),
    ]
    assert found[1].at == "Friday 20 November 2026, 10:01am"


def test_nothing_is_said_once_a_meeting_has_begun_or_while_it_has_no_time() -> None:
    played = asked_to()
    none = case_guests.guests(played.procedure.by_id["wrap-up"], seen(played))
    played.goes_to(START)

    assert none == ("", ())
    assert case_guests.guests(played.procedure.by_id["review"], seen(played)) == (
        "",
        (),
    )


def test_the_page_of_a_case_has_the_table(
    house: House, walk: Walk, tmp_path: Path
) -> None:
    wessex = Wessex(house.store, tmp_path / "desk", now=house.clock.now())
    ref = wessex.to_asked("police")
    start = "2026-12-23 10:00"
    wessex.must("joan", "arrange", f"{ref}/rapid-review", start=start, minutes="60")
    said = NoteReply(
        step="rapid-review", person="leon", answer="declined", at=wessex.now
    )
    wessex.desk.ask(ref, said, by=BOT, cause="test", now=wessex.now)
    walk.become("joan").go(f"/case/{ref}")
    part = walk.page.text.partition('<section id="meetings"')[2].partition("</section>")

    assert "has accepted yet" in part[0]
    assert "Who is asked to Rapid Review Meeting" in part[0]
    assert "<td>Not coming<br>" in part[0]
