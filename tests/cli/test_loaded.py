"""What is not configured is not loaded: it takes no time and no memory."""

from __future__ import annotations

import subprocess
import sys

_HEAVY = {"slack_bolt", "slack_sdk", "aiohttp"}
_ASKED = "import sys, bot.assembly, bot.serving; print(*sys.modules)"


def test_without_slack_nothing_of_slack_is_loaded() -> None:
    asked = [sys.executable, "-c", _ASKED]
    found = subprocess.run(asked, capture_output=True, text=True, check=True)
    loaded = set(found.stdout.split())
    assert "bot.serving" in loaded
    assert not loaded & _HEAVY
    assert not [name for name in loaded if name.startswith("integrations.slack")]
