"""A small roster as somebody keeps it in a spreadsheet, and what becomes of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.core.errors import Unknown
from bot.core.faults import Faulty, read
from bot.core.people import Roster
from bot.core.procedure import Procedure
from bot.rosters import (
    read_file,
)
from tests.core.small import SMALL

ROOT = Path(__file__).parents[1]
RULES = read(SMALL)
PORTAL = read(SMALL.replace('title = "Send"', 'title = "Send"\nregistered = "portal"'))
HEADER = (
    "kind,id,name,email,agency,roles,registered,first,last,deputy,statutory,contact,"
    "manager,procedure,prefix,channel"
)
BO = (
    "person,bo,Bo Lund,bo.lund@example.org,council,manager;director,,21/12/2026,"
    "24/12/2026,cy"
)
ROLES = "manager;director"
TABLE = f"""{HEADER}
partnership,northshire,Northshire Partnership,,,,,,,,,,,northshire,NS,safeguarding
agency,council,Northshire Council,,,,,,,,yes,bo,cy,,,
agency,police,Northshire Police,,,,,,,,yes,,,,,
{BO},,,,,,
person,cy,Cy Dale,cy.dale@example.org,council,,,,,,,,,,,
absence,cy,,,,,,01/02/2027,05/02/2027,bo,,,,,,
"""


def rules(slug: str) -> Procedure:
    if slug != RULES.slug:
        raise Unknown(f"There is no procedure called {slug}.", next_step="Check it.")
    return RULES


def taken(table: str | bytes, name: str = "northshire.csv") -> Roster:
    content = table if isinstance(table, bytes) else table.encode()
    return read_file(content, name, rules)[0]


def refused(table: str | bytes, name: str = "northshire.csv") -> list[tuple[int, str]]:
    with pytest.raises(Faulty) as refusal:
        taken(table, name)
    return [(p.line, f"{p.says} {p.next_step}") for p in refusal.value.problems]


PLAIN = taken(TABLE)
