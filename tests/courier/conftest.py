from __future__ import annotations

from pathlib import Path

import pytest

from bot.store import Store
from tests.courier.outside import Pillar, Square
from tests.desk.wessex import Wessex


@pytest.fixture
def wessex(store: Store, tmp_path: Path) -> Wessex:
    """The invented partnership on an empty record of each kind."""
    return Wessex(store, tmp_path)


@pytest.fixture
def square() -> Square:
    return Square()


@pytest.fixture
def pillar() -> Pillar:
    return Pillar()
