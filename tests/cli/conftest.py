from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.program import Program
from tests.log_lines import caught


@pytest.fixture
def program(tmp_path: Path) -> Program:
    """The program, with a home of its own in which nothing has been made."""
    return Program(tmp_path / "home")


@pytest.fixture(autouse=True)
def logged() -> Iterator[None]:
    """Leave how things are logged as it was found: a verb sets it for its process."""
    with caught():
        yield
