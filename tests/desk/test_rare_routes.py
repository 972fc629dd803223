"""What leaves the partnership names no route that only a few children took."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.registers import Wanted, register, register_file
from bot.store import Store
from bot.vault import Vault
from tests.desk.planning import many
from tests.desk.test_registers_as_files import rows
from tests.desk.wessex import Wessex

OTHER = "Any other, or several of them together"


@pytest.fixture
def wessex(sqlite_url: str, vault: Vault, tmp_path: Path) -> Iterator[Wessex]:
    store = Store(sqlite_url, vault)
    yield Wessex(store, tmp_path)
    store.close()


def routes_outside(wessex: Wessex) -> list[list[str]]:
    found = register(wessex.desk, "joan", wessex.now, Wanted())
    table = rows(register_file(found, "csv", outside=True))
    return table[: next(n for n, row in enumerate(table) if row[0] == "Counted by")]


def test_a_route_that_few_took_is_counted_with_the_rest(wessex: Wessex) -> None:
    first, *_ = many(wessex, 12)
    for step, choice in (
        ("consult-partners", "agreed"),
        ("criteria", "looked-after-death"),
    ):
        about = f"{first}/{step}"
        wessex.must("helen", "decide", about, choice=choice, note="x")

    table = routes_outside(wessex)

    assert [row[0] for row in table] == ["Routes", "None decided yet", OTHER, "All"]
    assert table[-1][-1] == "12"
    assert table[2][-1] == "fewer than 5"
    # It was one of twelve: eleven, shown, would tell that.
    assert table[1][-1] == "not shown"
