"""A case as a spreadsheet: its days sort, and it prints as a manager would have it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from bot.caseload import Opened
from bot.core.asking import BOT
from bot.export import as_csv, as_page, as_xlsx
from bot.store import Store
from bot.vault import Vault
from tests.desk.wessex import Wessex


@pytest.fixture
def one(sqlite_url: str, vault: Vault, tmp_path: Path) -> Iterator[Opened]:
    store = Store(sqlite_url, vault)
    wessex = Wessex(store, tmp_path)
    ref = wessex.to_asked("police")
    wessex.must(
        "joan", "arrange", f"{ref}/rapid-review", start="2027-01-05 10:00", minutes="60"
    )
    wessex.wait(days=20)
    about = f"{ref}/rapid-review"
    chairs = next(
        q.options
        for q in wessex.form("held", about, "joan").questions
        if q.id == "chaired_by"
    )
    wessex.must("joan", "held", about, on="2027-01-05", chaired_by=chairs[0].id)
    with store.reading() as tx:
        yield wessex.desk.open(tx, ref, BOT, wessex.now, whole=True)
    store.close()


def book(one: Opened) -> Any:
    made = as_xlsx(one.case, one.asking, one.entries)
    return openpyxl.load_workbook(io.BytesIO(made))


@pytest.mark.parametrize(
    ("title", "heading"),
    [
        ("Deadlines", "Due"),
        ("Meetings", "When"),
        ("Meetings", "Held"),
        ("Decisions", "On"),
        ("Agencies", "Return due"),
        ("Journal", "When"),
    ],
)
def test_every_day_of_a_case_is_a_day_that_sorts(
    one: Opened, title: str, heading: str
) -> None:
    first, *rows = book(one)[title].values
    found = [row[first.index(heading)] for row in rows]
    known = [value for value in found if value not in (None, "")]
    assert known
    assert all(isinstance(value, datetime) for value in known)


def test_a_csv_has_days_that_sort_and_a_page_has_them_in_words(one: Opened) -> None:
    made = as_csv(one.case, one.asking, one.entries).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(made, newline="")))
    assert "2026-12-29" in [row[3] for row in rows if row[0] == "Deadlines"]
    page = as_page(one.case, one.asking, one.entries)
    assert "<td>Tuesday 29 December 2026</td>" in page
    assert "2026-12-29" not in page
    assert "None" not in [row[3] for row in rows if row[0] == "Deadlines"]


def test_every_sheet_prints_across_one_page_under_its_headings(one: Opened) -> None:
    for sheet in book(one):
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_title_rows == "$1:$1"
