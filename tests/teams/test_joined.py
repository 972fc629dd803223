"""Teams as it is put together with the rest: joined only where it is set up."""

from __future__ import annotations

import asyncio
import shutil
import sys
from pathlib import Path

import httpx
import pytest

from bot import doctors
from bot.assembly import Works
from bot.core.errors import Refused
from bot.gateways import Place
from bot.serving import announced, served
from bot.settings import read_settings
from bot.settings_teams import MESSAGES_AT
from tests.teams.fake import FakeMicrosoft
from tests.test_put_together import NOW, put

SLACK = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "5" * 32}


@pytest.fixture
def home(tmp_path: Path, sqlite_template: Path) -> Path:
    """A folder whose record has its shape already: making it takes long."""
    shutil.copy(sqlite_template, tmp_path / "dayzero.sqlite3")
    return tmp_path


def asked(works: Works, path: str) -> httpx.Response:
    async def ask() -> httpx.Response:
        through = httpx.ASGITransport(served(works, lambda: NOW))
        async with httpx.AsyncClient(transport=through, base_url="http://it") as asks:
            return await asks.get(path)

    return asyncio.run(ask())


def test_teams_is_joined_where_it_is_set_up(home: Path, ms: FakeMicrosoft) -> None:
    with put(home, ms.environ()) as works:
        assert works.teams is not None
        assert works.slack is None
        health = asked(works, "/readyz")
        method = asked(works, MESSAGES_AT)
        said = list(announced(works.settings))

    assert health.json()["parts"]["teams"] == {
        "well": True,
        "keys": None,
        "last_heard": None,
        "answers": None,
        "people": 0,
        "with_the_app": 0,
    }
    assert (health.status_code, method.status_code) == (200, 405)
    assert said[1] == "Teams reaches it at http://127.0.0.1:8731/api/messages"
    assert ms.calls == [], "nothing is asked of it before it runs"


def test_without_microsofts_keys_it_says_so_and_stays_ready(
    home: Path, ms: FakeMicrosoft
) -> None:
    ms.keyless = True

    with put(home, ms.environ()) as works:
        assert works.teams is not None
        asyncio.run(works.teams.keys.renew())
        health = asked(works, "/readyz")

    teams = health.json()["parts"]["teams"]
    assert (teams["well"], teams["keys"]) == (False, False)
    # That Microsoft cannot be reached is no reason to take this process away.
    assert (health.status_code, health.json()["status"]) == (200, "degraded")


def test_it_can_be_joined_beside_slack(home: Path, ms: FakeMicrosoft) -> None:
    with put(home, {**ms.environ(), **SLACK}) as works:
        assert works.slack is not None
        assert works.teams is not None
        page = asked(works, "/open/WVX-2026-001").text
        assert not works.ways.chat.reaches("wessex-vale", "amina")

    assert "<code>/case WVX-2026-001</code>" in page
    assert "<code>case WVX-2026-001</code>" in page


def test_a_rehearsal_reaches_no_teams(home: Path, ms: FakeMicrosoft) -> None:
    with put(home, ms.environ(), rehearsing=True) as works:
        assert works.teams is None
        assert asyncio.run(works.ways.chat.find(Place("wessex-vale"), "k")) is None


def test_without_its_library_it_says_what_to_do(
    home: Path, ms: FakeMicrosoft, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "microsoft_teams", None)
    settings = read_settings(
        {"DAYZERO_HOME": str(home), "DAYZERO_SECRET": "5a" * 32, **ms.environ()}
    )

    with put(home, {}) as works:
        (finding,) = doctors.of_chats(settings, works.store, lambda: NOW)
    with (
        pytest.raises(Refused, match="its library is not installed") as refused,
        put(home, ms.environ()),
    ):
        pass

    assert refused.value.next_step == finding.then == "Run: deploy/install.sh full"
    assert (finding.state, finding.says) == ("fault", refused.value.reason)
