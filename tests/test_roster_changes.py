"""What a roster may not say of people who are away, and what a new one would change."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.faults import Faulty, read
from bot.rosters import (
    changes,
    fits,
    from_doc,
    read_file,
    read_roster,
    to_doc,
    unmanned,
)
from tests.core.small import SMALL
from tests.roster_tables import (
    HEADER,
    PLAIN,
    PORTAL,
    ROOT,
    RULES,
    TABLE,
    refused,
    taken,
)


def away(*rows: str) -> list[tuple[int, str]]:
    people = (
        ("dee", "Dee Fox"),
        ("eve", "Eve Hart"),
    )
    added = [f"person,{i},{n},{i}@example.org,council" for i, n in people]
    bare = TABLE.replace("21/12/2026,24/12/2026,cy", ",,")
    kept = bare.splitlines()[:6]
    return refused("\n".join((*kept, *added, *rows)))


def test_a_deputy_who_is_away_in_the_same_days_is_refused() -> None:
    found = away(
        "absence,bo,,,,,,21/12/2026,24/12/2026,cy",
        "absence,cy,,,,,,24/12/2026,31/12/2026,",
        "absence,dee,,,,,,01/01/2027,02/01/2027,cy",
        "absence,eve,,,,,,01/01/2027,02/01/2027,eve",
    )

    assert found[0] == (
        9,
        (
            "“cy” is away too, from Thursday 24 December 2026 to Thursday 31 December "
            "2026. Name somebody who is there, or leave the deputy empty."
        ),
    )
    assert [row for row, _ in found] == [9, 12]


def test_people_who_stand_in_for_one_another_in_a_circle_are_refused() -> None:
    days = "21/12/2026,24/12/2026"
    found = away(
        f"absence,bo,,,,,,{days},cy",
        f"absence,cy,,,,,,{days},dee",
        f"absence,dee,,,,,,{days},bo",
        f"absence,eve,,,,,,{days},bo",
    )

    assert [row for row, _ in found] == [9, 10, 11, 12]
    assert "in the end “bo” stands in for them" in found[0][1]
    assert "“bo” is away too" in found[3][1]


def test_the_same_is_refused_of_a_roster_in_toml() -> None:
    toml = (ROOT / "integrations/web/wessex.toml").read_text(encoding="utf-8")
    gone = "\n[[absence]]\nperson = '{}'\nfirst = 2026-12-21\nlast = 2026-12-24\n"
    both = gone.format("helen") + "deputy = 'ruth'\n" + gone.format("ruth")
    timed = gone.format("kofi").replace("2026-12-21", "2026-12-21T09:00:00")
    with pytest.raises(Faulty) as refusal:
        read_roster(toml + both + timed)

    assert ["“ruth” is away too" in p.says for p in refusal.value.problems] == [
        True,
        False,
    ]


def test_a_registration_is_one_that_the_procedure_asks_for() -> None:
    table = TABLE.replace("director,,21", "director,portl,21")
    with pytest.raises(Faulty, match="Did you mean"):
        read_file(table.encode(), "r.csv", lambda _: PORTAL)

    roster, _ = read_file(
        table.replace("portl", "Portal").encode(), "r.csv", lambda _: PORTAL
    )
    assert roster.person("bo").registered == ("portal",)
    assert from_doc(to_doc(roster)) == roster


def test_a_role_that_nobody_holds_is_warned_of_where_the_law_sets_a_limit() -> None:
    nobody = replace(PLAIN, people=())

    assert list(unmanned(PLAIN, RULES)) == []
    assert list(unmanned(nobody, RULES)) == [
        (
            "Warning: Nobody is Team Manager. Give somebody the role manager on the "
            "roster. It is needed for a statutory limit: “Send”."
        ),
        "Nobody is Director. Give somebody the role director on the roster.",
    ]
    signed = read(
        SMALL.replace('kind = "sign-off"', 'kind = "sign-off"\nlimit = "statutory"')
    )
    assert "“Sign”" in list(unmanned(nobody, signed))[1]
    assert fits(PLAIN, RULES) == ()


def test_what_would_change_is_told_line_by_line() -> None:
    later = taken(
        TABLE.replace("Bo Lund", "Bo Lundgren")
        .replace("manager;director", "manager")
        .replace("director,,21/12/2026", "director,,22/12/2026")
        .replace("council,,,,,,,,,,,\nabs", "council,director,,,,,,,,,,\nperson,di,"
                 "Di Fox,di@example.org,police,director,,,,,,,,,,\nabs")
        .replace("agency,police,Northshire Police,,,,,,,,yes,",
                 "agency,police,Police,,,,,,,,no,cy")
        .replace("yes,bo,cy", "yes,,cy")
        .replace("Northshire Partnership", "Northshire SCP")
        .replace("absence,cy,,,,,,01/02/2027", "absence,cy,,,,,,02/02/2027")
    )  # fmt: skip

    assert changes(PLAIN, later) == (
        "Changed: the title is Northshire SCP. It was Northshire Partnership.",
        "Changed: the agency Northshire Council: contact nobody.",
        (
            "Changed: the agency Police: its name was Northshire Police, no longer a "
            "statutory partner and contact cy."
        ),
        (
            "Changed: Bo Lundgren (bo): name was Bo Lund, is Bo Lundgren and no longer "
            "director."
        ),
        "Changed: Cy Dale (cy): now director.",
        "New: Di Fox (di), director.",
        (
            "New: Cy Dale away Tuesday 2 February 2027 to Friday 5 February 2027, Bo "
            "Lundgren stands in."
        ),
        (
            "Gone: Cy Dale away Monday 1 February 2027 to Friday 5 February 2027, Bo "
            "Lund stands in."
        ),
    )


def test_who_and_which_agencies_are_gone_is_told_too() -> None:
    table = TABLE.replace("council,bo", "council").replace("yes,bo,cy", ",,")
    fewer = "\n".join(
        line
        for line in table.splitlines()
        if not line.startswith(("agency,police", "person,cy", "absence"))
    ).replace("24/12/2026,cy", "24/12/2026,")
    assert changes(PLAIN, taken(fewer))[:3] == (
        (
            "Changed: the agency Northshire Council: no longer a statutory partner, "
            "contact nobody and manager nobody."
        ),
        "Gone: the agency Northshire Police (police).",
        "Gone: Cy Dale (cy).",
    )
    assert "New: Bo Lund away" in changes(PLAIN, taken(fewer))[3]


def test_a_first_roster_is_new_and_the_same_again_changes_nothing() -> None:
    assert changes(None, PLAIN) == (
        "New: Northshire Partnership, with 2 agencies and 2 people.",
    )
    assert changes(PLAIN, PLAIN) == ()
    back = taken(
        TABLE.replace(",,,\nabs", ",,,\nperson,di,Di,di@example.org,police\nabs")
    )
    assert changes(PLAIN, back) == ("New: Di (di).",)


def test_the_example_for_operators_is_read_and_has_every_column() -> None:
    content = (ROOT / "deploy/roster-example.csv").read_bytes()
    dorset = read((ROOT / "bot/procedures/dorset.toml").read_text(encoding="utf-8"))

    roster, _ = read_file(content, "roster-example.csv", lambda _: dorset)

    assert content.decode().splitlines()[0] == f"{HEADER},slack,teams"
    assert [a.deputy for a in roster.absences] == ["ruth", "ruth"]
    assert roster.agency("police").contact == "petra"
