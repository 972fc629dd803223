"""What is not configured is not loaded: it takes no time and no memory."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

_HEAVY = {"slack_bolt", "slack_sdk", "aiohttp"}
_WATCHING = {"opentelemetry", "prometheus_client"}
_ASKED = "import sys, bot.assembly, bot.serving; print(*sys.modules)"
_JOINED = """
import os, sys
from datetime import UTC, datetime
from bot import assembly, doctors, serving

settings = assembly.settings_of(os.environ)
works = assembly.put_together(settings, lambda: datetime(2026, 11, 27, tzinfo=UTC))
serving.served(works, lambda: datetime(2026, 11, 27, tzinfo=UTC))
doctors.of_chats(settings, works.store, lambda: datetime(2026, 11, 27, tzinfo=UTC))
print(*sys.modules)
"""


def test_without_slack_nothing_of_slack_is_loaded() -> None:
    asked = [sys.executable, "-c", _ASKED]
    found = subprocess.run(asked, capture_output=True, text=True, check=True)
    loaded = set(found.stdout.split())
    assert "bot.serving" in loaded
    assert not loaded & _HEAVY
    assert not [name for name in loaded if name.startswith("integrations.slack")]
    # What gives out counts is loaded when they are asked for; traces, where set.
    assert not loaded & _WATCHING


def test_without_teams_nothing_of_teams_is_loaded(tmp_path: Path) -> None:
    environ = {k: v for k, v in os.environ.items() if not k.startswith("TEAMS_")}
    environ["DAYZERO_HOME"] = str(tmp_path)
    asked = [sys.executable, "-c", _JOINED]
    found = subprocess.run(
        asked, capture_output=True, text=True, check=True, env=environ
    )
    loaded = set(found.stdout.split())
    assert "bot.doctors" in loaded
    heavy = ("microsoft_teams", "msal", "fastapi", "dependency_injector")
    assert not [name for name in loaded if name.partition(".")[0] in heavy]
    assert not [name for name in loaded if name.startswith("integrations.teams")]
