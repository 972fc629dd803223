from __future__ import annotations

from pathlib import Path

import pytest

from bot.store import Store
from tests.partnerships.two import Two, both


@pytest.fixture
def two(store: Store, tmp_path: Path) -> Two:
    """Two partnerships at work on one record, of each kind."""
    return both(store, tmp_path)
