"""What somebody was told is noted, as well as can be."""

from __future__ import annotations

from pathlib import Path

from bot.alarms import InFile, Note
from tests.watching.conftest import FRIDAY


def test_what_was_told_is_kept_in_memory_where_no_file_can_be(tmp_path: Path) -> None:
    notes = InFile(tmp_path / "nowhere" / "notes.json")
    notes.put("disk", Note(FRIDAY, FRIDAY))
    assert notes.get("disk") == Note(FRIDAY, FRIDAY)
    notes.drop("disk")
    assert notes.get("disk") is None


def test_notes_that_cannot_be_read_count_as_none(tmp_path: Path) -> None:
    file = tmp_path / "notes.json"
    file.write_text('{"disk": "half', encoding="utf-8")
    assert InFile(file).get("disk") is None
    file.write_text('{"disk": "[1]"}', encoding="utf-8")
    assert InFile(file).get("disk") is None
