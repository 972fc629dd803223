"""Letters, packs and agendas on the page, to read and to print."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from bot import rosters
from bot.core.forms import Answer
from bot.core.press import Press
from bot.shelf import Shelf
from bot.store import roster
from tests.core.papers import written_papers
from tests.desk.papers import PEOPLE
from tests.desk.wessex import CAUSES
from tests.web.walking import Walk
from tests.web.wessex_house import FRIDAY, House, served


@pytest.fixture
def house(tmp_path: Path) -> House:
    """A rehearsal of a procedure that has letters, a form for returns and a pack."""
    folder = tmp_path / "procedures"
    folder.mkdir()
    (folder / "northshire.toml").write_text(written_papers(), encoding="utf-8")
    made = House(tmp_path)
    made.desk.shelf = Shelf(folder)
    doc = rosters.to_doc(PEOPLE) | {"partnership": made.desk.partnership}
    with made.store.writing() as tx:
        roster.write(tx, made.desk.partnership, doc, FRIDAY)
    return made


@pytest.fixture
def kit(house: House) -> Iterator[Walk]:
    """A browser of whoever keeps the cases."""
    with served(house) as at, ExitStack() as stack:
        client = httpx.Client(base_url=at, follow_redirects=True, timeout=20)
        yield Walk(stack.enter_context(client)).become("kit")


def ready(house: House) -> str:
    """A case whose notification was sent, and whose agencies are known."""

    def press(by: str, does: str, about: str = "", **said: Answer) -> str:
        pressed = Press(by, does, about, f"test/{next(CAUSES)}", said)
        answer = house.desk.handle(pressed, house.clock.now())
        assert not answer.code, answer
        return answer.case

    ref = press(
        "ann", "raise-alert", harm="hurt", story="x", **{"aware-on": "2026-11-27"}
    )
    press("arun", "decide", f"{ref}/consult", choice="agreed", note="x")
    press("arun", "decide", f"{ref}/choose", choice="notify", note="x")
    press("arun", "draft", f"{ref}/sign", summary="What happened.")
    for who in ("dina", "hal", "hope", "cora", "pat"):
        form = house.desk.form("sign", f"{ref}/sign", who, house.clock.now())
        assert form
        press(who, "sign", form.about)
    press("arun", "complete", f"{ref}/send", on="2026-11-27")
    press("kit", "identify", f"{ref}/ask", agencies=("police", "nhs"))
    return ref


def test_a_letter_is_read_before_it_is_sent_and_printed_after(
    house: House, kit: Walk
) -> None:
    ref = ready(house)
    kit.go(f"/case/{ref}").press("Send the requests")
    assert "This is sent to Northshire Police and Northshire Health." in kit.text
    assert "[name of the child]" in kit.text
    kit.fill({}, "send")
    assert "Northshire Police was asked for its report" in kit.text

    assert f"/case/{ref}/letter/ask/police" in kit.go(f"/case/{ref}").page.text
    kit.go(f"/case/{ref}/letter/ask/police")
    assert f"Our reference {ref}. To Northshire Police" in kit.text
    assert "What stands in square brackets is filled in by hand." in kit.text
    kit.go(f"/case/{ref}/letter/copy")
    assert "to [name of the agency]" in kit.text


@pytest.mark.parametrize(
    "address", ["letter/review", "letter/nothing", "letter/ask/fire", "pack/ask"]
)
def test_what_is_no_letter_and_no_pack_is_not_there(
    house: House, kit: Walk, address: str
) -> None:
    ref = ready(house)
    assert kit.go(f"/case/{ref}/{address}").page.status_code == 404


def test_a_pack_is_printed_with_its_agenda_and_what_is_missing(
    house: House, kit: Walk
) -> None:
    ref = ready(house)
    kit.go(f"/case/{ref}/pack/pass-on")
    assert "Agenda: Review Gather the facts. Agree what follows." in kit.text
    assert "Report: come in Nothing." in kit.text
    assert "Northshire Police, not asked yet" in kit.text

    kit.go(f"/case/{ref}").press("Send the requests").fill({}, "send")
    kit.go(f"/case/{ref}")
    kit.press("Return received: Northshire Police").fill({}).fill({}).fill({}, "send")
    assert "The return from Northshire Police came on" in kit.text
    assert "Come in: Northshire Police (Friday 27 November 2026)." in kit.text
    assert "Gather the facts." in kit.text
    kit.go(f"/case/{ref}/pack/pass-on")
    assert "Northshire Police, Friday 27 November 2026" in kit.text
    assert "Northshire Health, due Wednesday 9 December 2026" in kit.text


def test_an_agency_writes_its_return_and_readers_open_it(
    house: House, kit: Walk
) -> None:
    ref = ready(house)
    kit.go(f"/case/{ref}").press("Send the requests").fill({}, "send")
    kit.become("pat").go(f"/case/{ref}").press("Write the report")
    kit.fill({"q.involved": "yes", "q.account": "We visited."}).fill({}).fill(
        {}, "send"
    )
    assert "The return from Northshire Police came on" in kit.text
    assert "Read the return" not in kit.go(f"/case/{ref}").text

    kit.become("kit").go(f"/case/{ref}").press("Read the return")
    assert "We visited." in kit.text
