"""A roster saved from a spreadsheet is read whole or refused whole, row by row."""

from __future__ import annotations

from datetime import date

import pytest

from bot.core.faults import Faulty
from bot.rosters import (
    from_doc,
    read_file,
    to_doc,
)
from tests.roster_tables import PLAIN, ROLES, RULES, TABLE, refused, taken


def test_a_table_is_read_with_its_agencies_its_people_and_when_they_are_away() -> None:
    assert (PLAIN.partnership, PLAIN.prefix) == ("northshire", "NS")
    assert PLAIN.title == "Northshire Partnership"
    assert PLAIN.agency("council").statutory
    assert (PLAIN.agency("council").contact, PLAIN.agency("council").manager) == (
        "bo",
        "cy",
    )
    assert PLAIN.person("bo").roles == {"manager", "director"}
    assert [a.person for a in PLAIN.absences] == ["bo", "cy"]
    assert PLAIN.absences[0].last == date(2026, 12, 24)
    assert from_doc(to_doc(PLAIN)) == PLAIN


@pytest.mark.parametrize(
    "saved",
    [
        b"\xef\xbb\xbf" + TABLE.encode(),
        TABLE.encode("utf-16"),
        TABLE.replace("\n", "\r\n").encode(),
        TABLE.replace(",", ";").replace(ROLES, f'"{ROLES}"').encode(),
        TABLE.replace(",", "\t").encode(),
        b"sep=,\r\n" + TABLE.encode(),
        TABLE.replace("\n", ",,,\n").encode() + b",,,,,\r\n\r\n ,,,\r\n",
        TABLE.replace("person,bo", ",bo").replace("person,cy", "Person,CY").encode(),
        TABLE.replace("kind,id,name", "Kind,ID, Name ").encode(),
        TABLE.replace("21/12/2026", "2026-12-21").encode(),
        TABLE.replace("24/12/2026", "24-Dec-26").encode(),
        TABLE.replace("21/12/2026", "21.12.2026 00:00:00").encode(),
        TABLE.replace("Bo Lund", '" Bo Lund\xa0"').encode("cp1252"),
        TABLE.replace(",yes,", ",TRUE,").replace("NS,", "ns,").encode(),
        TABLE.replace("manager;director", '"Manager\nDirector"').encode(),
    ],
)  # fmt: skip
def test_it_does_not_matter_how_a_spreadsheet_saved_it(saved: bytes) -> None:
    assert taken(saved) == PLAIN


def test_a_name_with_accents_is_read_in_either_encoding() -> None:
    table = TABLE.replace("Bo Lund", "Renée Lund")

    assert taken(table.encode("cp1252")).name("bo") == "Renée Lund"
    assert taken(table.encode()).name("bo") == "Renée Lund"


@pytest.mark.parametrize(
    ("was", "now", "row", "says"),
    [
        ("kind,id", "kind,nr", 1, "does not name the columns"),
        ("email,", "emial,", 1, 'no column called "emial". Did you mean "email"?'),
        ("prefix,channel", "prefix,prefix", 1, 'two columns called "prefix"'),
        ("safeguarding\n", "safeguarding,spare\n", 2, "column without a name"),
        ("person,bo", "persn,bo", 5, 'no kind called "persn". Did you mean "person"?'),
        ("person,bo", "person,dayzero", 5, "what the record calls the bot itself"),
        ("person,bo", "person,", 5, "Fill in the column “id”, such as: amina"),
        ("cy.dale@", "Bo.Lund@", 6, '"bo.lund@example.org" is already used'),
        ("bo.lund@example.org", "bo.lund", 5, "not an e-mail address"),
        ("council,manager;", "concil,manager;", 5, 'Did you mean "council"?'),
        ("manager;director", "manger", 5, 'Did you mean "manager"?'),
        ("manager;director", "panel", 5, "outside the partnership"),
        ("21/12/2026", "12/21/2026", 5, "21/12/2026 (column “first”)"),
        ("21/12/2026", "25/12/2026", 5, "ends before it begins"),
        (",24/12/2026", ",", 5, "Fill in the column “last”, such as: 24/12/2026"),
        ("24/12/2026,cy", "24/12/2026,cyril", 5, "no person"),
        ("24/12/2026,cy", "24/12/2026,bo", 5, "Nobody stands in for themselves"),
        (",yes,bo", ",perhaps,bo", 3, "yes (column “statutory”)"),
        (",yes,bo", ",yes,zed", 3, "no person"),
        (",northshire,NS", ",northshir,NS", 2, "no procedure called northshir"),
        (",northshire,NS", ",,NS", 2, "Fill in the column “procedure”"),
        (",NS,", ",N1,", 2, "cannot begin with this"),
        ("partnership,north", "agency,north", 1, "No row says which partnership"),
        ("agency,police,Northshire", "partnership,police,X", 4, "Row 2 says already"),
        ("agency,police,Northshire Police,", "agency,police,P,x@y.zz", 4, "no “email”"),
        ("Northshire Police", '"Northshire" Police', 4, "do not close"),
        ("Bo Lund", "", 5, "Fill in the column “name”, such as: Amina Yusuf"),
    ],
)
def test_a_slip_in_a_table_is_told_with_its_row_and_what_to_do(
    was: str, now: str, row: int, says: str
) -> None:
    assert was in TABLE
    found = refused(TABLE.replace(was, now, 1))

    assert any(at == row and says in said for at, said in found), found


def test_every_slip_in_a_table_is_told_at_once() -> None:
    table = TABLE.replace("bo.lund@", "bo.lund ").replace(",police,", ",Police X,")
    assert [row for row, _ in refused(table)] == [4, 5]


def test_a_table_without_people_or_agencies_says_what_to_add() -> None:
    partnership = "\n".join(TABLE.splitlines()[:2])
    assert {says for _, says in refused(partnership)} == {
        '"agency" is missing. Add a row with agency under kind.',
        '"person" is missing. Add a row with person under kind.',
    }


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"", "r.csv", "nothing in this file"),
        (b"PK\x03\x04", "r.xlsx", "Save as"),
        (b"PK\x03\x04", "r.csv", "Save as"),
        (b"\xff\xe9=", "r.toml", "cannot be read as text"),
        (b"x = ", "r.toml", "cannot be read"),
    ],
)
def test_what_is_no_table_says_how_to_save_one(
    content: bytes, name: str, says: str
) -> None:
    assert says in refused(content, name)[0][1]


@pytest.mark.parametrize("first", [b"", b"\xef\xbb\xbf", b"sep=,\r\n"])
def test_what_is_piped_in_has_no_name_and_is_known_by_how_it_begins(
    first: bytes,
) -> None:
    read, _ = read_file(first + TABLE.encode(), "stdin", lambda _: RULES)
    assert read == PLAIN


@pytest.mark.parametrize(
    "begins", [b"", b"\n# nobody\n", b'partnership = "x"\n', b"[[people]]\n"]
)
def test_what_is_piped_in_and_is_no_table_is_taken_for_toml(begins: bytes) -> None:
    with pytest.raises(Faulty) as faulty:
        read_file(begins, "stdin", lambda _: RULES)
    assert "row" not in faulty.value.problems[0].said
