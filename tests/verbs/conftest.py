from __future__ import annotations

from pathlib import Path

import pytest

from bot.store import Store
from tests.desk.wessex import Wessex
from tests.verbs.line import Line


@pytest.fixture
def line(tmp_path: Path) -> Line:
    """A command line with no record behind it."""
    return Line(tmp_path / "home")


@pytest.fixture
def wessex(store: Store, tmp_path: Path) -> Wessex:
    """The invented partnership on an empty record of each kind."""
    return Wessex(store, tmp_path)


@pytest.fixture
def ours(wessex: Wessex, tmp_path: Path) -> Line:
    """A command line before the record of the invented partnership."""
    return Line(tmp_path / "home", wessex)
