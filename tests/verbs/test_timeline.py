"""The command line works dates out, and says why it cannot where it cannot."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.core.calendar_words import calendar_day
from tests.verbs.line import Line
from tests.verbs.northshire import made

KEYS = [
    "step", "title", "stage", "kind", "role", "manner", "anchor", "count", "unit",
    "from", "due", "waiting_for", "advised", "confirmed", "limit", "source", "skipped",
]  # fmt: skip
CHRISTMAS = ("aware=2026-12-18", "sin-sent=2026-12-29")


def day(words: str) -> str:
    found: date = calendar_day(words)
    return found.isoformat()


def test_each_deadline_of_dorset_over_christmas_is_a_row(line: Line) -> None:
    said = line.type("timeline", "dorset", *CHRISTMAS, "--json")
    assert (said.code, said.err) == (0, "")
    rows = said.by_step
    assert len(rows) == len(said.rows)  # no two have one name
    assert rows["send-sin"]["due"] == day("Tue 29 Dec 2026")
    assert rows["rapid-review/invite"]["due"] == day("Wed 30 Dec 2026")
    assert rows["briefing-reports/send"]["due"] == day("Thu 31 Dec 2026")
    assert rows["rapid-review"]["due"] == day("Thu 14 Jan 2027")
    assert rows["send-to-panel"]["due"] == day("Wed 20 Jan 2027")


def test_a_row_begins_with_the_keys_that_were_promised(line: Line) -> None:
    for row in line.type("timeline", "dorset", "--json").rows:
        assert list(row)[: len(KEYS)] == KEYS


def test_a_row_says_what_was_counted_and_what_was_passed_over(line: Line) -> None:
    row = line.type("timeline", "dorset", *CHRISTMAS, "--json").by_step["send-sin"]
    assert row["anchor"] == "aware"
    assert (row["count"], row["unit"]) == (5, "working days")
    assert row["from"] == day("Fri 18 Dec 2026")
    assert row["limit"] == "statutory"
    assert row["source"] == "2.3, 3.4, 3.5"
    assert row["waiting_for"] is None
    assert row["advised"] is None
    assert row["confirmed"] is False
    assert row["skipped"] == [
        {"day": "2026-12-19", "why": "Saturday"},
        {"day": "2026-12-20", "why": "Sunday"},
        {"day": "2026-12-25", "why": "Christmas Day (bank holiday)"},
        {"day": "2026-12-26", "why": "Saturday"},
        {"day": "2026-12-27", "why": "Sunday"},
        {"day": "2026-12-28", "why": "Boxing Day, substitute day (bank holiday)"},
    ]


def test_what_waits_for_a_day_names_it(line: Line) -> None:
    row = line.type("timeline", "dorset", "aware=2026-12-18", "--json").by_step
    assert row["send-to-panel"]["due"] is None
    assert row["send-to-panel"]["waiting_for"] == "sin-sent"
    assert row["send-to-panel"]["anchor"] == "sin-sent"
    assert row["send-to-panel"]["count"] == 15


def test_a_part_that_no_reading_touches_is_confirmed(line: Line) -> None:
    row = line.type("timeline", "dorset", "--json").by_step["panel-answers"]
    assert row["confirmed"] is True
    assert row["readings"] == []


def test_a_step_that_goes_with_another_has_its_day_at_the_latest(line: Line) -> None:
    row = line.type("timeline", "dorset", *CHRISTMAS, "--json").by_step
    wording = row["agree-wording"]
    assert wording["manner"] == "with"
    assert wording["with"] == "rapid-review"
    assert wording["due"] == row["rapid-review"]["due"]
    assert wording["anchor"] == "sin-sent"


def test_options_may_stand_before_and_between_the_days(line: Line) -> None:
    between = line.type("timeline", "--json", "dorset", CHRISTMAS[0], CHRISTMAS[1])
    among = line.type("timeline", "dorset", "--json", CHRISTMAS[0], CHRISTMAS[1])
    assert between.rows == among.rows == line.type(
        "timeline", "dorset", CHRISTMAS[0], "--json", CHRISTMAS[1]
    ).rows  # fmt: skip


def test_a_time_of_day_serves_for_a_day(line: Line) -> None:
    timed = line.type("timeline", "dorset", "aware=2026-12-18T16:30", "--json")
    assert timed.by_step["send-sin"]["due"] == day("Tue 29 Dec 2026")
    assert timed.by_step["send-sin"]["from"] == day("Fri 18 Dec 2026")


def test_hours_are_counted_from_a_time_through_a_change_of_clocks(
    line: Line, tmp_path: Path
) -> None:
    # Clocks go back in the night to Sun 25 Oct 2026.
    path = made(tmp_path, "known + 24 hours", takes="time")
    said = line.type("timeline", path, "known=2026-10-24 16:30", "--json")
    (row,) = said.rows
    assert row["from"] == "2026-10-24T16:30:00+01:00"
    assert row["due"] == "2026-10-25T15:30:00+00:00"
    assert row["advised"] == day("Fri 23 Oct 2026")
    assert (row["count"], row["unit"]) == (24, "hours")


def test_hours_are_counted_from_a_day_by_its_first_moment(
    line: Line, tmp_path: Path
) -> None:
    path = made(tmp_path, "known + 24 hours", takes="time")
    (row,) = line.type("timeline", path, "known=2026-11-27", "--json").rows
    assert row["due"] == "2026-11-28T00:00:00+00:00"


def test_a_time_with_a_zone_is_taken_at_its_word(line: Line, tmp_path: Path) -> None:
    path = made(tmp_path, "known + 1 hour", takes="time")
    (row,) = line.type("timeline", path, "known=2026-06-01T23:30Z", "--json").rows
    assert row["from"] == "2026-06-02T00:30:00+01:00"


def test_a_window_begins_on_its_first_day(line: Line, tmp_path: Path) -> None:
    path = made(tmp_path, "from known + 1 day to known + 1 week")
    (row,) = line.type("timeline", path, "known=2026-11-27", "--json").rows
    assert row["manner"] == "window"
    assert row["from"] == day("Sat 28 Nov 2026")
    assert row["due"] == day("Fri 4 Dec 2026")
    said = line.type("timeline", path, "known=2026-11-27")
    assert "Friday 4 December 2026, from Sat 28 Nov" in said.out


def test_a_day_on_a_weekend_advises_the_working_day_before(
    line: Line, tmp_path: Path
) -> None:
    path = made(tmp_path, "published - 2 weeks")
    (row,) = line.type("timeline", path, "published=2026-12-12", "--json").rows
    assert row["due"] == day("Sat 28 Nov 2026")
    assert row["advised"] == day("Fri 27 Nov 2026")
    assert row["count"] == -2
    said = line.type("timeline", path, "published=2026-12-12").out
    assert "2 weeks before published" in said
    assert "aim for Friday 27" in " ".join(said.split())


def test_the_earlier_of_two_days_may_yet_become_earlier(
    line: Line, tmp_path: Path
) -> None:
    path = made(
        tmp_path,
        "earlier of known + 5 days or published + 2 days",
        "later of known + 5 days or published + 2 days",
        "every 2 weeks from published",
    )
    said = line.type("timeline", path, "known=2026-11-27", "--json")
    first, later, every = said.rows
    assert (first["due"], first["earlier_if"]) == ("2026-12-02", ["published"])
    assert (later["due"], later["waiting_for"]) == (None, "published")
    assert (later["anchor"], later["count"]) == ("published", 2)
    assert (every["count"], every["unit"]) == (2, "weeks")
    words = " ".join(line.type("timeline", path, "known=2026-11-27").out.split())
    assert "may become earlier when published is known" in words
    assert "every 2 weeks from published" in words


def test_what_has_come_round_for_the_last_time_says_so(
    line: Line, tmp_path: Path
) -> None:
    path = made(tmp_path, "every 5 days from known until published")
    days = ("known=2026-11-27", "published=2026-11-30")
    (row,) = line.type("timeline", path, *days, "--json").rows
    assert (row["due"], row["waiting_for"]) == (None, None)
    assert "Comes round no more" in line.type("timeline", path, *days).out


def test_a_day_past_the_published_holidays_is_refused_by_name(line: Line) -> None:
    said = line.type("timeline", "dorset", "aware=2028-12-27", "--json")
    assert said.code == 3
    row = said.by_step["send-sin"]
    assert row["due"] is row["waiting_for"] is None
    assert "Sunday 31 December 2028" in row["refused"]
    assert "send-sin" in said.err
    assert "GOV.UK has published bank holidays, Sunday 31 December 2028" in said.err
    plain = line.type("timeline", "dorset", "aware=2028-12-27", "--explain")
    assert plain.code == 3
    assert "Not known yet" in plain.out


def test_the_table_fits_a_narrow_screen(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    said = line.type("timeline", "dorset", *CHRISTMAS)
    assert max(map(len, said.out.splitlines())) <= 80
    assert "Tuesday 29 December 2026" in said.out
    assert "Serious Incident Notification" in said.out
    assert "statutory limit" in said.out
    assert "Waits for panel-date" in said.out
    assert "--explain" in said.out


def test_a_day_is_explained_to_whoever_doubts_it(line: Line) -> None:
    said = line.type("timeline", "dorset", *CHRISTMAS, "--explain")
    words = " ".join(said.out.split())
    assert "Fri 25 Dec: skipped, Christmas Day (bank holiday)." in words
    assert "Not confirmed (2.3, appendix): Day zero of the notification" in words
    assert "On the same day as “Rapid Review Meeting”." in words
    assert "To know about this procedure" in words
    rows = line.type("timeline", "dorset", *CHRISTMAS, "--explain", "--json").by_step
    assert rows["send-sin"]["explained"][0].startswith("Due Tuesday 29 December 2026")


def test_an_announced_day_moves_the_dates(line: Line, tmp_path: Path) -> None:
    days = tmp_path / "days.toml"
    days.write_text(
        '[[add]]\nday = 2026-12-24\nname = "A day off"\nsource = "invented"\n',
        encoding="utf-8",
    )
    line.environ = {"DAYZERO_ANNOUNCED_HOLIDAYS": str(days)}
    said = line.type("timeline", "dorset", CHRISTMAS[0], "--json")
    assert said.by_step["send-sin"]["due"] == day("Wed 30 Dec 2026")
