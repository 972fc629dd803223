"""What an earlier release queued is still carried, and what a rehearsal has."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot import rosters
from bot.core.hearing import Kind, Telling
from bot.courier import Courier
from bot.gateways import NoCalendar
from bot.invented_diaries import InventedDiaries
from bot.store import Store, outbox, roster
from tests.courier.conftest import ASKED
from tests.courier.hung import (
    arranged,
    letters,
    shared_rows,
)
from tests.courier.outside import Pillar
from tests.courier.wall import Wall
from tests.desk.wessex import Wessex


@pytest.fixture
def wessex(asked_store: Store, tmp_path: Path, wall: Wall, pillar: Pillar) -> Wessex:
    return Wessex(asked_store, tmp_path, mail=pillar, shared=wall)


def queue(wessex: Wessex, kind: Kind, **about: Any) -> str:
    """Queue something as an earlier release did."""
    told = Telling(kind, parts=("rapid-review",), **about)
    key = f"{ASKED}/old/{kind}"
    with wessex.store.writing() as tx:
        row = wessex.desk.row(key, told, ASKED, 1, wessex.now)
        outbox.enqueue(tx, (row,), wessex.now)
    return key


def plain(wessex: Wessex) -> None:
    """Go without a shared calendar, as the earlier release did."""
    shared = NoCalendar()
    wessex.ways = replace(wessex.ways, shared=shared)
    wessex.courier = Courier(lambda _: wessex.desk, wessex.ways, lambda: wessex.now)


def test_an_invitation_of_an_earlier_release_goes_to_its_role_alone(
    wessex: Wessex, pillar: Pillar
) -> None:
    plain(wessex)
    arranged(wessex)
    before = len(letters(pillar))
    wessex.must(
        "joan", "identify", f"{ASKED}/briefing-reports", agencies=("probation",)
    )
    key = queue(wessex, "invite", role="agency:probation")
    wessex.carry()

    assert letters(pillar)[before:] == [("callum", "REQUEST", 0)]
    children = [r.person for r in wessex.rows() if r.key.startswith(f"{key}/")]
    assert children in ([], ["callum"])


def test_somebody_an_earlier_release_took_out_is_still_taken_out(
    wessex: Wessex, pillar: Pillar
) -> None:
    plain(wessex)
    arranged(wessex)
    day = date(2027, 1, 4)
    doc = rosters.to_doc(wessex.desk.people())
    doc["absence"].append(
        {
            "person": "helen",
            "first": day.isoformat(),
            "last": day.isoformat(),
            "deputy": "",
        }
    )
    with wessex.store.writing() as tx:
        roster.write(tx, wessex.partnership, doc, wessex.now)
    queue(wessex, "uninvite", person="helen")
    wessex.carry()

    assert letters(pillar, "helen") == [("helen", "REQUEST", 0), ("helen", "CANCEL", 1)]


def test_diaries_alone_ask_nobody_so_that_letters_go_to_all(
    wessex: Wessex, pillar: Pillar
) -> None:
    wessex.ways = replace(wessex.ways, shared=InventedDiaries())
    wessex.courier = Courier(lambda _: wessex.desk, wessex.ways, lambda: wessex.now)
    arranged(wessex)

    assert {"helen", "joan", "priya"} <= {to for to, _, _ in letters(pillar)}
    assert not shared_rows(wessex)
