"""A small year, lived through once, and looked at from every side."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.national import page, told
from bot.national.performing import perform
from bot.national.tally import FIVE, Tally
from bot.national.terms import Terms

TERMS = Terms(2027, 3, seed=28, alerts=1_500, weeks=5)


@pytest.fixture(scope="module")
def tally() -> Tally:
    """Three partnerships, five weeks, far more alerts than there ever are."""
    return perform(TERMS, jobs=1)


def test_nothing_is_found_wrong_when_it_is_over(tally: Tally) -> None:
    assert tally.faults == []


def test_alerts_became_cases_and_people_acted(tally: Tally) -> None:
    counts = tally.counts
    assert counts["cases"] == counts["alerts"] > 0
    assert counts["presses"] > counts["alerts"]
    assert counts["event Decided"] > 0


def test_the_outside_failed_and_the_process_was_stopped_and_yet_all_arrived(
    tally: Tally,
) -> None:
    failed = sum(n for name, n in tally.counts.items() if name.startswith("trouble"))
    assert failed > 0
    assert tally.counts["stopped and begun again"] > 0
    assert tally.counts["seen twice"] == 0
    assert tally.deliveries["sent"] > 0


def test_every_partnership_has_its_two_digests_each_working_day(tally: Tally) -> None:
    # 25 weekdays from Fri 1 Jan to Thu 4 Feb 2027, less New Year's Day and the day that
    # is announced; a coordinator whom the chat lost is told by e-mail instead.
    mornings = 23 * TERMS.partnerships
    assert tally.kinds["digest sent"] >= 2 * mornings


def test_limits_are_counted_by_procedure_and_kind(tally: Tally) -> None:
    ended = told.outcomes(tally, FIVE)
    assert ended.total() == sum(
        told.outcomes(tally, FIVE, slug).total()
        for slug in {slug for slug, _, _ in tally.limits}
    )
    assert ended["met"] > 0


def test_the_panel_mostly_keeps_the_two_days_that_are_expected_of_it(
    tally: Tally,
) -> None:
    ended = told.outcomes(tally, "national: 2 working days")
    assert ended["met"] > ended["late"] + ended["open"]


def test_every_row_of_a_table_is_as_long_as_its_head(tally: Tally) -> None:
    for table in told.tables(TERMS, tally):
        assert table.title
        assert {len(row) for row in table.rows} == {len(table.rows[0])}


def test_the_page_fetches_nothing_and_runs_nothing(tally: Tally) -> None:
    tables = told.tables(TERMS, tally)

    drawn = page.drawn(TERMS, tally, tables, ["What depends on the machine", "1 s"])

    assert "<script" not in drawn
    assert "@import" not in drawn
    assert not re.findall(r"""(?:src|href)=|url\(|https?://""", drawn)
    assert drawn.count("<h1>") == 1
    assert all(f"<h3>{table.title}</h3>" in drawn for table in tables)
    assert all(
        f"{called}: {page.MEANT[name]}." in drawn for name, called in told.NAMED.items()
    )


def test_a_page_of_next_to_nothing_says_so_in_words() -> None:
    terms = replace(TERMS, partnerships=1, weeks=2)
    drawn = page.drawn(terms, Tally(), (), ["What depends on the machine"])
    assert "simulated: the first 2 weeks of 2027" in drawn
    assert "1 invented partnership, seed" in drawn
    assert "None came due." in drawn
    assert "None in the whole year." in drawn


def test_no_name_of_a_child_nor_what_was_written_is_on_the_page(tally: Tally) -> None:
    tables = told.tables(TERMS, tally)
    drawn = page.drawn(TERMS, tally, tables, ["What depends on the machine"])
    assert "Something was written" not in drawn
    assert "example.org" not in drawn


def test_it_is_the_same_for_the_same_seed_however_it_is_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two processes or one, and whatever Python takes for the hash of a text."""
    given = ["simulate", "--seed", "3", "--partnerships", "6", "--weeks", "1"]
    given += ["--alerts", "5000"]
    run = subprocess.Popen(
        [sys.executable, "-m", "bot", *given, "--jobs", "2", "--out", tmp_path / "2"],
        env={**os.environ, "PYTHONHASHSEED": "2"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    assert main([*given, "--jobs", "1", "--out", str(tmp_path / "1")]) == 0
    _, said = run.communicate(timeout=240)
    assert run.returncode == 0, said
    one, two = ((tmp_path / jobs / "year.txt").read_text("utf-8") for jobs in "12")
    assert one == two
    assert "all is well" in one
    assert "The charts are in" in capsys.readouterr().out
