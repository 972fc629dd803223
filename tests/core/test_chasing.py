from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core import account, telling
from bot.core.asking import ABOVE_AGENCY, OF_AGENCY
from bot.core.chasing import said, told
from bot.core.commands import Identify
from bot.core.events import Nudged
from bot.core.people import Absence, Roster
from bot.core.react import Telling
from tests.core.calendar_words import calendar_day
from tests.core.played import ROSTER, Played, asked, decided

# Asked on Fri 20 Nov 2026; returns are due by Wed 2 Dec.
POLICE = OF_AGENCY + "police"
ABOVE = ABOVE_AGENCY + "police"


def answered_by(contact: str = "", manager: str = "") -> Roster:
    return replace(
        ROSTER,
        agencies=tuple(
            replace(a, contact=contact, manager=manager) if a.id == "police" else a
            for a in ROSTER.agencies
        ),
    )


def roles(played: Played, part: str, pitch: str, days: int = 0) -> tuple[str, ...]:
    return told(played.lines()[part], pitch, days, played.case, played.asking())


def spoken(played: Played, role: str, by: str, part: str = "ask/police") -> str:
    made = telling.card(
        Telling("nudge", role, parts=(part,)), played.case, played.asking(by)
    )
    assert made
    return made.text[0]


@pytest.mark.parametrize("pitch", ["before", "on"])
def test_an_agency_is_chased_itself_and_not_only_the_owner(pitch: str) -> None:
    assert roles(asked("police"), "ask/police", pitch) == (POLICE, "keeper")


def test_after_the_day_its_manager_and_those_above_hear_as_well() -> None:
    played = asked("police", roster=answered_by(manager="cora"))

    assert roles(played, "ask/police", "after", 1) == (
        POLICE,
        "keeper",
        ABOVE,
        "chief",
    )
    assert roles(played, "ask/police", "after", 2) == (POLICE, "keeper")
    assert ABOVE in roles(played, "ask/police", "after", 6)
    assert roles(asked("police"), "ask/police", "after", 1) == (
        POLICE,
        "keeper",
        "chief",
    )


def test_an_agency_that_has_not_been_asked_yet_is_not_chased() -> None:
    played = asked("council")
    played.does("kit", Identify(step="ask", agencies=("police",)))

    assert roles(played, "ask/police", "before") == ("keeper",)


def test_the_words_are_friendly_before_the_day_and_firm_after_it() -> None:
    played = asked("police", roster=answered_by(manager="cora"))

    before = spoken(played.goes_to("Mon 30 Nov 2026 9:00"), POLICE, "pat")
    on = spoken(played.goes_to("Wed 2 Dec 2026 9:00"), POLICE, "pat")
    after = spoken(played.goes_to("Thu 3 Dec 2026 9:00"), POLICE, "pat")
    above = spoken(played, ABOVE, "cora")

    assert before == (
        "A friendly reminder: your report is due on Wednesday 2 December 2026. If "
        "anything stands in the way, tell the Business Manager now, while there is "
        "time."
    )
    assert on.startswith("Your report is due today. Please send it before you finish")
    assert after.startswith(
        "Your report was due on Wednesday 2 December 2026 and has not come. Send it "
        "today."
    )
    assert above.startswith("You are told because Northshire Police has been asked")


def test_the_owner_and_those_above_are_spoken_to_in_their_own_words() -> None:
    played = asked("police")
    assert spoken(played, "keeper", "kit").startswith("A reminder in good time")
    assert spoken(played.goes_to("Wed 2 Dec 2026 9:00"), "keeper", "kit") == (
        "This is the last day for it."
    )
    played.goes_to("Thu 3 Dec 2026 9:00")
    assert spoken(played, "keeper", "kit").startswith(
        "Northshire Police is chased as well. Ring them today"
    )
    assert spoken(played, "chief", "carl") == (
        "You are told because this is still not done. It is for the Business Manager "
        "to do."
    )
    late = decided().goes_to("Mon 30 Nov 2026 9:00")
    assert spoken(late, "author", "arun", "sign").startswith("Do it today, or record")


def test_several_things_are_spoken_of_as_firmly_as_the_latest_of_them() -> None:
    played = asked("police").goes_to("Thu 3 Dec 2026 9:00")
    both = Telling("nudge", "keeper", parts=("review", "ask/police"))
    made = telling.card(both, played.case, played.asking("kit"))

    assert made
    assert made.text[0].startswith("Northshire Police is chased as well")


def test_a_return_to_what_is_no_request_is_still_called_something() -> None:
    played = asked("police").goes_to("Mon 30 Nov 2026 9:00")
    line = played.lines()["ask/police"]
    other = replace(line, step=played.procedure.by_id["ask"].model_copy(), due=None)
    words = said(POLICE, other, played.case, played.asking())

    assert "your report is due on its day" in words


def test_the_record_says_whom_a_nudge_went_to() -> None:
    played = asked("police")
    part = "ask/police"
    played.happens(Nudged(part, played.now, "after", (POLICE, "keeper", ABOVE)))

    assert (
        "to Northshire Police, the Business Manager and the manager at Northshire "
        "Police;" in account.said(played.journal[-1], played.asking())
    )


def test_an_agency_is_answered_for_by_its_contact_or_whoever_is_there() -> None:
    today = calendar_day("Fri 20 Nov 2026")
    gone = Absence("pat", today, today)

    def names(roster: Roster) -> list[str]:
        return [p.id for p in roster.answering("police", today)]

    assert names(ROSTER) == ["pat"]
    assert names(answered_by("cora")) == ["cora"]
    assert names(answered_by("nobody")) == ["pat"]
    away = replace(answered_by("cora"), absences=(replace(gone, person="cora"),))
    assert names(away) == ["pat"]
    deputy = replace(gone, person="cora", deputy="kit")
    assert names(replace(away, absences=(deputy,))) == ["kit"]
    nobody = (replace(gone, person="cora"), gone)
    assert names(replace(away, absences=nobody)) == ["cora"]
    assert answered_by(manager="x").manages("police") == ()
    assert ROSTER.answering("gone", today) == ()
