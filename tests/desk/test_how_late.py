"""How late the register says an alert was: by the day a thing was first done."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.registers import Alert, Kept, Wanted, register, register_file
from bot.store import Store
from bot.vault import Vault
from tests.desk.test_registers_as_files import book, column
from tests.desk.wessex import Wessex, london

SENDING = "Send the notification to the national Panel"


@pytest.fixture
def wessex(sqlite_url: str, vault: Vault, tmp_path: Path) -> Iterator[Wessex]:
    store = Store(sqlite_url, vault)
    yield Wessex(store, tmp_path)
    store.close()


def alert(wessex: Wessex) -> Alert:
    (one,) = register(wessex.desk, "joan", wessex.now, Wanted()).alerts
    return one


def made(wessex: Wessex) -> Kept:
    found = register(wessex.desk, "joan", wessex.now, Wanted())
    return register_file(found, "xlsx")


def test_what_was_done_at_the_weekend_after_its_day_was_late(wessex: Wessex) -> None:
    # Aware on Friday 11 December 2026: by Friday 18 December.
    ref = wessex.to_signed()
    wessex.must("helen", "correct", f"{ref}/aware", value="2026-12-11", note="x")
    wessex.now = london("2026-12-19 10:00")
    wessex.must("helen", "complete", f"{ref}/send-sin", on="2026-12-19")

    one = alert(wessex)

    assert (one.days_late, one.what_was_late) == (0, SENDING)
    sheet = book(made(wessex))["Alerts"]
    assert column(sheet, "Working days late") == [0]
    assert column(sheet, "What was late") == [SENDING]


def test_a_route_that_is_added_later_makes_no_decision_late(wessex: Wessex) -> None:
    ref = wessex.to_sent()
    wessex.now = london("2027-01-05 10:00")
    chosen = ("notify", "looked-after-death")
    wessex.must("helen", "decide", f"{ref}/criteria", choice=chosen, note="x")

    assert alert(wessex).what_was_late != "Decide whether this must be notified"


def test_what_was_in_time_has_no_number_beside_it(wessex: Wessex) -> None:
    wessex.to_sent()
    assert column(book(made(wessex))["Alerts"], "Working days late") == [None]
