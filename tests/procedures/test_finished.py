"""Every procedure can be finished: whatever is chosen, nobody is left waiting."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.core.faults import read
from bot.shelf import Shelf
from bot.store import Store
from tests.core.played import REF
from tests.desk.wessex import Wessex
from tests.procedures.finishing import Finisher

HERE = Path(__file__).parent
FILES = (
    *sorted((HERE.parents[1] / "bot" / "procedures").glob("*.toml")),
    *sorted((HERE / "elsewhere").glob("*.toml")),
)
THERE = [path for path in FILES if path.parent.name == "elsewhere"]
SEEDS = range(15)


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_every_case_can_be_taken_to_its_closing(path: Path) -> None:
    procedure = read(path.read_text(encoding="utf-8"), path.name)
    done: set[str] = set()
    for seed in SEEDS:
        one = Finisher(procedure, seed)
        left = one.finish()
        assert not left, f"seed {seed}: nobody can do anything about {left}"
        assert one.closes(), f"seed {seed}: the case cannot be closed"
        assert one.played.case.closed
        done |= one.played.case.done.keys()
    assert done, "nothing was ever done"


@pytest.mark.parametrize("path", THERE, ids=[path.stem for path in THERE])
@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_the_desk_takes_a_case_as_far(path: Path, store: Store, tmp_path: Path) -> None:
    """The same presses, on the real desk, with its journal and its deliveries."""
    procedure = read(path.read_text(encoding="utf-8"), path.name)
    one = Finisher(procedure, 1)
    assert not one.finish()
    assert one.closes()
    wessex = Wessex(
        store, tmp_path, one.pressed[0].at, Shelf(path.parent), people=one.played.roster
    )
    ref = ""
    for press in one.pressed:
        wessex.now, does = press.at, press.button.does
        about = press.button.about.replace(REF, ref)
        form = wessex.desk.form(does, about, press.by, wessex.now)
        about = form.about if form and ref else about
        answer = wessex.press(press.by, does, about, **press.given)
        assert not answer.code, (does, about, answer)
        assert not answer.problems, (does, about, answer)
        ref = ref or answer.case
    wessex.carry()
    kept = wessex.desk.view(ref, press.by, wessex.now).statuses
    assert kept == {name: one.played.status(name) for name in kept}


def test_what_waits_for_what_never_comes_is_noticed() -> None:
    """So that the cases above are known to be able to fail."""
    text = (HERE / "elsewhere" / "fenmoor.toml").read_text(encoding="utf-8")
    never = 'due = "on sin-sent + 16 working days"'
    assert never in text
    late = text.replace(never, 'due = "on sin-sent + 60 months"')
    one = Finisher(read(late), 0)
    assert "panel-letter open" in one.finish()
