"""A case is pinned to the text it began under, whatever becomes of the file."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.shelf import OURS, Shelf
from bot.store import Store
from bot.store.verify import verify
from tests.desk.wessex import ALERT, Wessex, everything


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "procedures").mkdir()
    shutil.copy(OURS / "dorset.toml", tmp_path / "procedures")
    return tmp_path / "procedures" / "dorset.toml"


@pytest.fixture
def wessex(store: Store, tmp_path: Path, file: Path) -> Wessex:
    return Wessex(store, tmp_path, shelf=Shelf(file.parent))


def _title(wessex: Wessex, ref: str) -> str:
    view = wessex.desk.view(ref, "helen", wessex.now)
    return view.asking.procedure.by_id["criteria"].title


def test_a_running_case_keeps_its_version_and_a_new_one_has_the_new(
    wessex: Wessex, file: Path
) -> None:
    old = wessex.alert()
    text = file.read_text(encoding="utf-8")
    changed = text.replace("Decide whether this must be notified", "Decide it")
    file.write_text(changed, encoding="utf-8")
    new = wessex.alert()
    assert _title(wessex, old) == "Decide whether this must be notified"
    assert _title(wessex, new) == "Decide it"


def test_a_case_goes_on_without_its_file_even_after_a_restart(
    wessex: Wessex, file: Path, tmp_path: Path
) -> None:
    ref = wessex.alert()
    file.unlink()
    again = Wessex(wessex.store, tmp_path, shelf=Shelf(file.parent))
    again.must("helen", "decide", f"{ref}/consult-partners", choice="agreed", note="x")
    again.carry()
    assert again.waiting() == 0
    before = everything(again.store)
    answer = again.press("amina", "raise-alert", **ALERT)
    assert answer.says == "There is no procedure called dorset."
    assert everything(again.store) == before
    assert verify(again.store) == []


def test_a_file_that_cannot_be_used_refuses_new_alerts_in_words(
    wessex: Wessex, file: Path, tmp_path: Path
) -> None:
    ref = wessex.alert()
    file.write_text("name = 'Dorset'\n", encoding="utf-8")
    again = Wessex(wessex.store, tmp_path, shelf=Shelf(file.parent))
    answer = again.press("amina", "raise-alert", **ALERT)
    assert answer.code == "unknown"
    assert "cannot be used as it is" in answer.says
    again.must("helen", "decide", f"{ref}/consult-partners", choice="agreed", note="x")
    again.timetable.tick(again.now)
