"""A case for somebody outside: whole, in words, harmless, and with nothing personal."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pytest
from typing_extensions import override

from bot import export
from bot.caseload import Opened
from bot.core.asking import BOT
from bot.core.case import Action, Mark
from bot.core.people import Agency, Person
from bot.export import NoSpreadsheets, as_csv, as_page, as_xlsx
from bot.particulars import Part, parts
from bot.spreadsheets import Cell
from bot.store import Store
from bot.vault import Vault
from tests.core.calendar_words import calendar_day
from tests.desk.wessex import ALERT, DRAFT, Wessex, london

TITLES = [
    "Case", "Deadlines", "Meetings", "Decisions", "Agencies", "Action plan", "Journal",
]  # fmt: skip


@pytest.fixture
def wessex(sqlite_url: str, vault: Vault, tmp_path: Path) -> Iterator[Wessex]:
    store = Store(sqlite_url, vault)
    yield Wessex(store, tmp_path)
    store.close()


def opened(wessex: Wessex, ref: str) -> Opened:
    with wessex.store.reading() as tx:
        return wessex.desk.open(tx, ref, BOT, wessex.now, whole=True)


def of(one: Opened) -> dict[str, Part]:
    return {p.title: p for p in parts(one.case, one.asking, one.entries)}


def facts_of(one: Opened) -> dict[Cell, Cell]:
    return {row[0]: row[1] for row in of(one)["Case"].rows}


def read_csv(one: Opened) -> list[list[str]]:
    made = as_csv(one.case, one.asking, one.entries)
    assert made.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(made.decode("utf-8-sig"), newline="")))


def test_a_new_case_is_told_in_every_part(wessex: Wessex) -> None:
    one = opened(wessex, wessex.alert())
    found, facts = of(one), facts_of(one)
    assert list(found) == TITLES
    assert facts["Reference"] == one.case.ref
    assert facts["Alert raised"] == london("2026-12-18 10:30")
    assert facts["Closed"] == "No, it is open"
    harm = facts["Was a child harmed, or did a child die?"]
    assert harm == "A child was seriously harmed"
    assert facts["The council became aware"] == calendar_day("Fri 18 Dec 2026")
    assert facts["Last seal"] == one.entries[-1].seal
    due = {row[0]: row for row in found["Deadlines"].rows}
    assert due["Send the notification to the national Panel"][2:] == (
        calendar_day("Tue 29 Dec 2026"),
        "",
        "To do",
        "statutory",
        "2.3, 3.4, 3.5",
    )
    assert due["Rapid Review Meeting"][2:4] == (
        None,
        "Not known until this is: the notification was sent",
    )
    assert not found["Decisions"].rows
    assert not found["Agencies"].rows
    assert not found["Action plan"].rows
    assert {row[2] for row in found["Meetings"].rows} == {"Not arranged"}


def test_each_entry_stands_with_its_seal(wessex: Wessex) -> None:
    one = opened(wessex, wessex.to_sent())
    rows = of(one)["Journal"].rows
    assert [row[4] for row in rows] == [entry.seal for entry in one.entries]
    assert [row[0] for row in rows] == [entry.n for entry in one.entries]
    assert rows[0][3] == f"The alert was raised and became {one.case.ref}."


def test_agencies_are_told_with_their_returns(wessex: Wessex) -> None:
    ref = wessex.to_asked("police", "nhs")
    about = f"{ref}/briefing-reports/police"
    wessex.must("joan", "returned", about, on="2026-12-18", note="x")
    rows = {row[0]: row for row in of(opened(wessex, ref))["Agencies"].rows}
    assert rows["Wessex Vale Police"] == (
        "Wessex Vale Police",
        "Briefing report",
        london("2026-12-18 10:30"),
        calendar_day("Mon 4 Jan 2027"),
        calendar_day("Fri 18 Dec 2026"),
    )
    assert rows["NHS Wessex Vale"][4] is None


def test_a_meeting_is_told_with_when_it_was_to_be(wessex: Wessex) -> None:
    ref = wessex.to_asked("police")
    about = f"{ref}/rapid-review"
    wessex.must("joan", "arrange", about, start="2027-01-05 10:00", minutes="60")
    wessex.must(
        "joan", "arrange", about, start="2027-01-06 14:00", minutes="60", note="x"
    )

    def told() -> tuple[Cell, ...]:
        rows = {row[0]: row for row in of(opened(wessex, ref))["Meetings"].rows}
        return rows["Rapid Review Meeting"]

    assert told()[1:] == (
        london("2027-01-06 14:00"),
        "Arranged",
        "",
        "Tuesday 5 January 2027, 10am",
    )
    wessex.must("joan", "stand-down", about, note="x")
    assert told()[1:3] == (london("2027-01-06 14:00"), "Called off")


def test_actions_are_told_with_how_they_stand(wessex: Wessex) -> None:
    one = opened(wessex, wessex.alert())
    mark = Mark("helen", "head-of-qa", one.asking.now, 1, one.asking.today)
    day = one.asking.today
    late = Action(1, "notification", "head-of-qa", day.replace(day=1), mark)
    done = Action(2, "nowhere", "head-of-qa", day.replace(day=1), mark, mark)
    todo = Action(3, "rapid-review", "business-manager", day, mark)
    case = replace(one.case, actions=(late, done, todo), closed=mark, erased=True)
    closed = replace(one, case=case)
    found = of(closed)
    assert [row[5:] for row in found["Action plan"].rows] == [
        ("Late", None),
        ("Done, awaiting impact check", calendar_day("Fri 18 Dec 2026")),
        ("Open", None),
    ]
    assert found["Action plan"].rows[1][1] == "nowhere"
    facts = facts_of(closed)
    assert facts["Closed"] == one.asking.now
    assert facts["What was written"] == "Erased"


def test_a_corrected_day_is_told_with_what_it_had_been(wessex: Wessex) -> None:
    ref = wessex.alert()
    wessex.must("helen", "correct", f"{ref}/aware", value="2026-12-17", note="x")
    facts = facts_of(opened(wessex, ref))
    assert facts["The council became aware"] == calendar_day("Thu 17 Dec 2026")
    was = facts["The council became aware, until corrected"]
    assert was == calendar_day("Fri 18 Dec 2026")


def test_a_date_past_the_published_holidays_says_so(wessex: Wessex) -> None:
    one = opened(wessex, wessex.alert())
    anchors = {"aware": one.asking.today.replace(year=2029)}
    rows = of(replace(one, case=replace(one.case, anchors=anchors)))["Deadlines"].rows
    assert rows[0][2:4] == (None, "Past the published bank holidays")


def test_a_csv_says_on_each_row_what_part_it_belongs_to(wessex: Wessex) -> None:
    one = opened(wessex, wessex.to_asked("police"))
    rows = read_csv(one)
    assert {row[0] for row in rows} - {"Part"} == set(TITLES) - {"Action plan"}
    headings = [row for row in rows if row[0] == "Part"]
    assert len(headings) == len(TITLES)
    entries = [row for row in rows if row[0] == "Journal"]
    assert len(entries) == len(one.entries)


HOSTILE = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " =1",
    "\u200b=1",
    "<script>alert(1)</script>",
    'a"b,c\nd',
    "x\0y\x1b[31m\u202e",
]


def hostile(wessex: Wessex) -> Iterator[tuple[str, Opened]]:
    """The same case, with each hostile name for a person and an agency."""
    one = opened(wessex, wessex.to_asked("police"))
    roster = one.asking.roster
    for name in HOSTILE:
        people = tuple(
            Person(p.id, name, p.email, p.agency, p.roles) for p in roster.people
        )
        agencies = tuple(Agency(a.id, name, a.statutory) for a in roster.agencies)
        changed = replace(roster, people=people, agencies=agencies, title=name)
        yield name, replace(one, asking=replace(one.asking, roster=changed))


def test_no_cell_begins_a_formula(wessex: Wessex) -> None:
    for name, one in hostile(wessex):
        for cell in (cell for row in read_csv(one) for cell in row):
            assert not cell.lstrip().startswith(("=", "+", "-", "@", "\t", "\r")), name
            assert cell.isprintable(), name
        book = openpyxl.load_workbook(
            io.BytesIO(as_xlsx(one.case, one.asking, one.entries))
        )
        cells = (cell for sheet in book for row in sheet.iter_rows() for cell in row)
        assert {cell.data_type for cell in cells} <= {"s", "n", "d", "inlineStr"}, name


def test_no_name_becomes_part_of_the_page(wessex: Wessex) -> None:
    for name, one in hostile(wessex):
        page = as_page(one.case, one.asking, one.entries)
        assert "<script" not in page, name
        assert not {"\0", "\x1b", "\u202e"} & set(page)


class Outline(HTMLParser):
    """The tags of a page, and whether each that opens closes."""

    VOID = ("meta", "link", "br")

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []

    @override
    def handle_starttag(self, tag: str, _attrs: object) -> None:
        self.seen.append(tag)
        if tag not in self.VOID:
            self.open.append(tag)

    @override
    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_is_whole_and_needs_nothing_else(wessex: Wessex) -> None:
    one = opened(wessex, wessex.alert())
    page = as_page(one.case, one.asking, one.entries)
    outline = Outline()
    outline.feed(page)
    assert not outline.open
    assert outline.seen.count("h1") == 1
    assert outline.seen.count("h2") == len(TITLES)
    assert "link" not in outline.seen
    assert "style" in outline.seen
    assert "No agency has been identified." in page
    served = as_page(one.case, one.asking, one.entries, style="/page.css")
    assert '<link rel="stylesheet" href="/page.css">' in served
    assert "<style" not in served


def test_a_spreadsheet_has_a_sheet_for_each_part(wessex: Wessex) -> None:
    one = opened(wessex, wessex.to_asked("police"))
    made = as_xlsx(one.case, one.asking, one.entries)
    book = openpyxl.load_workbook(io.BytesIO(made))
    assert book.sheetnames == TITLES
    journal = list(book["Journal"].values)
    assert len(journal) == 1 + len(one.entries)
    assert journal[-1][4] == one.entries[-1].seal
    assert book.properties.title == one.case.ref


def test_without_the_library_a_spreadsheet_is_refused_with_what_to_do(
    wessex: Wessex, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = opened(wessex, wessex.alert())
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(NoSpreadsheets, match=r"deploy/install.sh full"):
        as_xlsx(one.case, one.asking, one.entries)


def test_nothing_that_was_written_is_in_an_export(wessex: Wessex) -> None:
    one = opened(wessex, wessex.to_asked("police"))
    told = " ".join(cell for row in read_csv(one) for cell in row)
    for said in (
        ALERT["child-1-name"],
        ALERT["where"],
        ALERT["contact"],
        *DRAFT.values(),
    ):
        assert said not in told


def test_the_exports_know_no_more_than_they_are_given() -> None:
    """They are pure: the page and the command line give them the same things."""
    assert not {"Store", "Transaction"} & vars(export).keys()
