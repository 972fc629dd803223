"""Where the bot is begun again, or has no mail server, it goes on as before."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from tests.graph.acts import (
    LEADERSHIP,
    RAPID,
    choose,
    invitations,
    of_case,
    reply,
    to_the_meetings,
)
from tests.graph.books import out_of_step, twice
from tests.graph.fake_world import US
from tests.graph.house import around, at, inside, opened, people

LATE: Final = """\
[[add]]
day = 2026-12-08
name = "A day announced late"
source = "https://example.org, read on 27 November 2026"
"""
TUESDAY: Final = {
    "When?": "Another time",
    "When does it start?": "2026-12-08 14:00",
    "How long is it?": "2 hours",
}


def test_a_bot_begun_again_finds_what_it_did_and_what_no_longer_fits(
    tmp_path: Path, sqlite_url: str
) -> None:
    """It was stopped before it heard of an event; then a bank holiday is announced."""
    announced, roster = tmp_path / "holidays.toml", people()
    announced.write_text(LATE, encoding="utf-8")
    more = {"DAYZERO_ANNOUNCED_HOLIDAYS": str(announced)}
    with around(roster) as outside:
        with inside(outside, tmp_path, sqlite_url, roster) as house:
            house.works.timetable.recount(house.clock.now)
            ref = to_the_meetings(house)
            of_case(house, ref, "Choose a time and invite", RAPID, TUESDAY)
            house.graph.fault("drop after", "create")
            choose(house, LEADERSHIP)

        with inside(outside, tmp_path, sqlite_url, roster, more) as house:
            house.pass_time(minutes=30)
            house.works.timetable.recount(house.clock.now)
            house.deliver()
            assert not out_of_step(house)
            assert not twice(house)
            told = house.robot("joan").reads("That no longer fits")
            assert "Tuesday 8 December 2026 is not a working day" in told
            choose(house, RAPID)
            assert house.of(RAPID).start > at("2026-12-09 00:00")
            assert not out_of_step(house)
            assert not twice(house)


def test_without_a_mail_server_letters_and_replies_go_through_the_same_mailbox(
    tmp_path: Path, sqlite_url: str
) -> None:
    none = dict.fromkeys(("HOST", "PORT", "STARTTLS"), "")
    settings = {f"DAYZERO_SMTP_{name}": value for name, value in none.items()}
    with opened(tmp_path, sqlite_url, more=settings | {"GRAPH_INBOX": "yes"}) as house:
        to_the_meetings(house)
        choose(house, RAPID)
        assert not house.outside.office.taken
        (invited,) = invitations(house, "yemi")
        assert invited.organiser == US
        assert house.inflow.inbox is not None
        house.graph.deliver(US, reply(house, "yemi", invited, "DECLINED"))
        house.on_graph(house.inflow.inbox.look)
        house.deliver()
        assert house.robot("joan").messages("somebody needed has declined")
        assert not out_of_step(house)
