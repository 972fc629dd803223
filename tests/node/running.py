"""How a test runs what is written for Node: with the one that playwright brings."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any, Final

from playwright._impl._driver import compute_driver_executable

HERE: Final = Path(__file__).parent
PATIENCE: Final = 30.0


def node() -> str:
    """Find Node itself."""
    return str(compute_driver_executable()[0])


def run(script: str, said: Any) -> Any:
    """Run a script of this folder: JSON in, JSON out."""
    done = subprocess.run(
        [node(), str(HERE / script)],
        input=json.dumps(said),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
