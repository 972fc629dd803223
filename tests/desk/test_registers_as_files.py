"""The tracker and the register taken away: as read in a spreadsheet, and outside."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from bot.core.asking import BOT
from bot.core.errors import Unknown
from bot.core.people import Agency
from bot.registers import (
    Kept,
    Wanted,
    register,
    register_file,
    tracker,
    tracker_file,
)
from bot.rosters import to_doc
from bot.spreadsheets import NoSpreadsheets, Sheet, as_csv, as_xlsx
from bot.store import Store, roster
from bot.vault import Vault
from tests.desk.planning import TEXT, at_work, many
from tests.desk.wessex import Wessex, london

NOW = london("2027-05-04 10:00")


@pytest.fixture
def wessex(sqlite_url: str, vault: Vault, tmp_path: Path) -> Iterator[Wessex]:
    store = Store(sqlite_url, vault)
    yield Wessex(store, tmp_path)
    store.close()


def actions(
    wessex: Wessex, kind: str = "xlsx", by: str = "joan", **wanted: Any
) -> Kept:
    outside = bool(wanted.pop("outside", False))
    found = tracker(wessex.desk, by, wessex.now, Wanted(**wanted))
    return tracker_file(found, kind, outside=outside)


def alerts(wessex: Wessex, kind: str = "xlsx", **wanted: Any) -> Kept:
    outside = bool(wanted.pop("outside", False))
    found = register(wessex.desk, BOT, wessex.now, Wanted(**wanted))
    return register_file(found, kind, outside=outside)


def book(kept: Kept) -> Any:
    return openpyxl.load_workbook(io.BytesIO(kept.content))


def rows(kept: Kept) -> list[list[str]]:
    assert kept.content.startswith(b"\xef\xbb\xbf")
    text = kept.content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def column(sheet: Any, title: str) -> list[Any]:
    """What stands under a heading, in the spreadsheet's own types."""
    headings = [cell.value for cell in sheet[1]]
    place = headings.index(title)
    return [row[place].value for row in sheet.iter_rows(min_row=2)]


def test_the_tracker_has_a_sheet_for_each_stage_with_its_headings_frozen(
    wessex: Wessex,
) -> None:
    at_work(wessex)
    made = actions(wessex)
    found = book(made)
    assert made.name == "actions-2027-05-04.xlsx"
    assert found.sheetnames[:2] == ["Serious Incident Notification", "Rapid Review"]
    assert found.sheetnames[-1] == "About"
    assert all(len(name) <= 31 for name in found.sheetnames)
    for sheet in found:
        assert sheet.freeze_panes == "A2"
    review = found["Rapid Review"]
    assert column(review, "Action") == [1, 1, 3, 4]
    assert column(review, "Due")[1] == datetime(2027, 2, 1)  # noqa: DTZ001 - no zones
    assert column(review, "Status") == [
        "Reopened", "Late", "Done", "Done, awaiting impact check",
    ]  # fmt: skip
    assert set(column(review, "What is to be done")) == {
        "In the case, for those who may read it"
    }
    assert dict(found["About"].values)["Showing"] == "5 of 5 actions"


def test_what_is_to_be_done_is_in_the_sheet_for_those_who_may_read_it(
    wessex: Wessex,
) -> None:
    at_work(wessex)
    read = book(actions(wessex, written=True))["Rapid Review"]
    assert set(column(read, "What is to be done")) == {TEXT}
    hidden = book(actions(wessex, by="amina", written=True))["Rapid Review"]
    assert set(column(hidden, "What is to be done")) == {"Not open to you"}


def test_exceptions_and_one_case_are_files_of_their_own(wessex: Wessex) -> None:
    _, second, _ = at_work(wessex)
    made = actions(wessex, exceptions=True)
    assert made.name == "exceptions-2027-05-04.xlsx"
    assert book(made).sheetnames == ["Exceptions", "About"]
    assert column(book(made)["Exceptions"], "Why an exception") == [
        "Reopened", "Late", "No impact check 3 months after it was done",
    ]  # fmt: skip
    one = actions(wessex, "csv", case=second)
    assert one.name == "actions-WVX-2026-002-2027-05-04.csv"
    heading, only = rows(one)
    assert only[heading.index("Due")] == "2027-07-01"
    assert only[heading.index("Organisation")] == "NHS Wessex Vale"


def test_the_register_has_real_days_and_a_line_for_each_alert(wessex: Wessex) -> None:
    ref = wessex.to_sent()
    wessex.alert()
    made = alerts(wessex)
    assert made.name == "register-2026-12-18.xlsx"
    sheet = book(made)["Alerts"]
    assert column(sheet, "Reference")[1] == ref
    assert column(sheet, "Notification sent on") == [
        None, datetime(2026, 12, 18),  # noqa: DTZ001 - a spreadsheet knows no zones
    ]  # fmt: skip
    assert column(sheet, "Status") == ["Open", "Open"]
    heading, *lines = rows(alerts(wessex, "csv"))
    assert heading[0] == "Reference"
    assert [line[1] for line in lines] == ["2026-12-18", "2026-12-18"]


def test_cases_left_out_are_counted_in_the_file(wessex: Wessex) -> None:
    first, *_ = at_work(wessex)
    wessex.must("joan", "conflict", first, person="helen", note="A friend.")
    about = dict(book(actions(wessex, by="helen"))["About"].values)
    assert about["Left out"] == "1 case in which you take no part"


def test_no_name_in_a_sheet_is_taken_for_a_formula(wessex: Wessex) -> None:
    people = wessex.desk.people()
    named = tuple(Agency(a.id, "=1+1", a.statutory) for a in people.agencies)
    with wessex.store.writing() as tx:
        doc = to_doc(replace(people, agencies=named))
        roster.write(tx, wessex.partnership, doc, wessex.now)
    at_work(wessex)
    cells = [cell for line in rows(actions(wessex, "csv")) for cell in line]
    assert "'=1+1" in cells
    assert "=1+1" not in cells
    review = book(actions(wessex))["Rapid Review"]
    kinds = {cell.data_type for row in review.iter_rows() for cell in row}
    assert "f" not in kinds


def test_outside_there_are_counts_alone_and_no_small_one(wessex: Wessex) -> None:
    refs = many(wessex, 16)
    made = alerts(wessex, outside=True)
    assert made.name.endswith("-outside.xlsx")
    found = book(made)
    assert found.sheetnames == ["Routes by quarter", "Counts", "About"]
    counts = {(row[0], row[1]): row[2] for row in found["Counts"].values}
    harm = "Was a child harmed, or did a child die?"
    assert counts["Status", "Open"] == "not shown"
    assert counts["Status", "Closed"] == "fewer than 5"
    assert counts["Status", "All"] == 16
    # Nobody answered otherwise. By subtraction that could be known, were six shown.
    assert counts[harm, "A child died"] == "not shown"
    assert counts[harm, "A child was seriously harmed"] == 10
    routes = [list(row) for row in found["Routes by quarter"].values]
    assert routes[0][0] == "Routes"
    assert routes[-1][-1] == 16
    text = made.content + alerts(wessex, "csv", outside=True).content
    assert not any(ref.encode() in text for ref in refs)


def test_of_very_few_alerts_not_even_the_quarter_is_told(wessex: Wessex) -> None:
    wessex.alert()
    assert rows(alerts(wessex, "csv", outside=True))[:2] == [
        ["Routes", "All"],
        ["All", "fewer than 5"],
    ]


def test_outside_actions_are_counted_by_sheet(wessex: Wessex) -> None:
    at_work(wessex)
    heading, *lines = rows(actions(wessex, "csv", outside=True))
    assert heading == [
        "Sheet", "Open", "Late", "Reopened", "Done, awaiting impact check", "Done",
        "All",
    ]  # fmt: skip
    assert lines[-1][0] == "All"
    assert lines[-1][-1] == "5"
    assert all(not cell.isdecimal() for line in lines[:-1] for cell in line)


def test_a_file_of_another_kind_is_refused(wessex: Wessex) -> None:
    with pytest.raises(Unknown, match="Choose CSV or XLSX"):
        alerts(wessex, "pdf")


def test_sheets_are_named_as_a_spreadsheet_allows() -> None:
    long = "Local Child Safeguarding Practice Review"
    tables = [Sheet(title, ("A",)) for title in (long, long, "What [is] this?", "'")]
    made = as_xlsx([*tables, Sheet("x" * 40, ("A",), (("one\ntwo",),))], "x", NOW)
    names = openpyxl.load_workbook(io.BytesIO(made)).sheetnames
    assert names == [
        "Local Child Safeguarding", "Local Child Safeguarding (2)", "What is this",
        "Sheet", "x" * 31,
    ]  # fmt: skip


def test_words_on_two_lines_stay_two_words() -> None:
    typed = "one\r\ntwo\tthree\u2028four"
    table = Sheet("T", ("What",), ((typed,), ("\n=1+1",), ("\uff1d1+1",)))
    sheet = openpyxl.load_workbook(io.BytesIO(as_xlsx([table], "x", NOW)))["T"]
    assert [cell.value for cell in sheet["A"][1:]] == [
        "one\ntwo three\nfour", "=1+1", "\uff1d1+1",
    ]  # fmt: skip
    assert {cell.data_type for cell in sheet["A"]} <= {"s", "inlineStr"}
    # With this mark it stays words when somebody edits it, or copies it elsewhere.
    assert [cell.quotePrefix for cell in sheet["A"]] == [False, False, True, True]
    assert as_csv([table]).decode("utf-8-sig").splitlines()[1:] == [
        "one two three four", "' =1+1", "'\uff1d1+1",
    ]  # fmt: skip


def test_an_instant_is_shown_as_london_has_it() -> None:
    at = london("2027-05-04 10:00")
    table = Sheet("T", ("When",), ((at,), (at.date(),)))
    sheet = openpyxl.load_workbook(io.BytesIO(as_xlsx([table], "x", NOW)))["T"]
    assert sheet["A2"].value == at.replace(tzinfo=None)
    assert as_csv([table]).decode("utf-8-sig").split() == [
        "When", "2027-05-04", "10:00", "2027-05-04",
    ]  # fmt: skip


def test_without_the_library_a_sheet_can_still_be_taken_as_csv(
    wessex: Wessex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(NoSpreadsheets):
        alerts(wessex)
    assert rows(alerts(wessex, "csv"))
