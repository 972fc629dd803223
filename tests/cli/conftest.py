from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.program import Program


@pytest.fixture
def program(tmp_path: Path) -> Program:
    """The program, with a home of its own in which nothing has been made."""
    return Program(tmp_path / "home")
