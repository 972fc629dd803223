"""Who is coming is heard from calendars, and what is done about those who are not."""

from __future__ import annotations

from pathlib import Path

from tests.contract.imap_server import open_mailbox
from tests.graph.acts import (
    LEADERSHIP,
    RAPID,
    answers,
    choose,
    goes_away,
    invitations,
    of_case,
    offered,
    reply,
    to_the_meetings,
)
from tests.graph.books import out_of_step, twice
from tests.graph.house import opened
from tests.slack.robot_acts import TEXT, does

DECLINED = "somebody needed has declined"


def test_whoever_declines_is_replaced_and_whoever_cannot_come_is_taken_out(
    tmp_path: Path, sqlite_url: str
) -> None:
    with opened(tmp_path, sqlite_url) as house:
        house.listen()
        ref = to_the_meetings(house)
        choose(house, RAPID, LEADERSHIP)
        before = len(house.graph.mailed)
        house.graph.notices.repeats = 3
        answers(house, "marian", LEADERSHIP, "accepted")
        answers(house, "gordon", LEADERSHIP, "declined")
        house.hear()
        house.hear()

        (card,) = house.robot("joan").messages(f"{DECLINED}: {LEADERSHIP}")
        assert "1 of" in house.robot("joan").reads(DECLINED)
        does(house, "joan", "Ask Priya Nair instead", card.text.partition("\n")[0], {})
        swapped = [(m.kind, m.to) for m in house.graph.mailed[before:]]
        assert sorted(swapped) == [
            ("cancellation", house.email("gordon")),
            ("invitation", house.email("priya")),
        ]
        assert house.of(LEADERSHIP).responses[house.email("marian")] == "accepted"
        assert not [b for b in offered(house, "joan") if b.startswith("Invite ")]

        conflict = {"Who must take no part?": "Leon Baptiste", **TEXT}
        of_case(house, ref, "Declare a conflict of interest", ref, conflict)
        told = [(m.kind, m.to) for m in house.graph.mailed[before + 2 :]]
        assert told == [("cancellation", house.email("leon"))]
        assert house.email("leon") not in house.of(RAPID).addresses

        asked = set(house.of(RAPID).addresses)
        goes_away(house, "farah", "Miriam Stone")
        changed = asked ^ set(house.of(RAPID).addresses)
        assert changed == {house.email("farah"), house.email("miriam")}
        assert not out_of_step(house)
        assert not twice(house)


def test_what_graph_did_not_tell_is_found_and_what_somebody_moved_is_put_back(
    tmp_path: Path, sqlite_url: str
) -> None:
    with opened(tmp_path, sqlite_url) as house:
        house.listen()
        to_the_meetings(house)
        choose(house, RAPID)
        house.hear()
        house.graph.notices.repeats = 0
        answers(house, "gordon", RAPID, "declined")
        house.hear()
        assert not house.robot("joan").messages(DECLINED)
        house.look_again()
        assert house.robot("joan").messages(DECLINED)

        rapid = house.of(RAPID)
        start = rapid.start
        house.graph.move_by_hand(rapid, start.replace(hour=15))
        house.look_again()
        assert house.of(RAPID).start == start


def test_a_reply_by_e_mail_counts_as_one_in_the_calendar(
    tmp_path: Path, sqlite_url: str
) -> None:
    with open_mailbox() as mailbox:
        settings = {
            "DAYZERO_IMAP_HOST": "127.0.0.1",
            "DAYZERO_IMAP_PORT": str(mailbox.port),
            "DAYZERO_IMAP_USERNAME": mailbox.username,
            "DAYZERO_IMAP_PASSWORD": mailbox.password,
            "DAYZERO_IMAP_TLS": "none",
        }
        with opened(tmp_path, sqlite_url, more=settings) as house:
            to_the_meetings(house)
            choose(house, RAPID)
            (invited,) = invitations(house, "yemi")
            mailbox.deliver(reply(house, "yemi", invited, "DECLINED"))
            mailbox.deliver(b"From: a@example.org\r\nSubject: Hello\r\n\r\nHello.\r\n")
            assert house.works.replies is not None
            house.works.replies.look()
            house.deliver()

            assert house.robot("joan").messages(f"{DECLINED}: {RAPID}")
            assert "\\Seen" not in str(mailbox.flags())
