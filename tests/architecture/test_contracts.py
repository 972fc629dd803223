"""Nothing imports what it should not know."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT


def test_every_contract_is_kept() -> None:
    """The contracts, each with its reason, are in ``pyproject.toml``."""
    lint = Path(sys.executable).with_name("lint-imports")
    said = subprocess.run(
        [lint, "--no-cache", "--no-logo"],
        cwd=ROOT,
        capture_output=True,
        check=False,
        text=True,
    )
    if said.returncode:
        pytest.fail(said.stdout + said.stderr, pytrace=False)
