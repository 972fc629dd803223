"""The program as a person runs it: in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass
class Program:
    """Runs ``python -m bot``."""

    home: Path
    environ: dict[str, str] = field(default_factory=dict)

    def run(
        self, *words: str | bytes, typed: str | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run it to its end, with nobody at the keyboard unless something is typed."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith("DAYZERO_")}
        return subprocess.run(
            [sys.executable, "-m", "bot", *words],
            cwd=ROOT,
            env={**kept, "DAYZERO_HOME": str(self.home), **self.environ},
            input=typed or "",
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
