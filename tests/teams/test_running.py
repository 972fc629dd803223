"""The program as it is run for real, in Teams: it begins, answers, and ends."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from bot import rosters
from bot.settings import master_secret, read_settings
from bot.store import Store, roster
from bot.vault import Vault
from tests.teams.fake import FakeMicrosoft
from tests.teams.house import FRIDAY, environ, populate, wessex
from tests.teams.robot import Robot
from tests.teams.robot_wire import Wire

ROOT = Path(__file__).parents[2]
PATIENCE = 30


class Program:
    """The bot in a process of its own."""

    def __init__(self, ms: FakeMicrosoft, folder: Path, template: Path) -> None:
        self.ms = ms
        with socket.socket() as asked:
            asked.bind(("127.0.0.1", 0))
            port = asked.getsockname()[1]
        file = folder / "dayzero.sqlite"
        file.write_bytes(template.read_bytes())
        self.environ = environ(folder, f"sqlite:///{file}", ms)
        self.environ["DAYZERO_PORT"] = str(port)
        self.url = f"http://127.0.0.1:{port}"
        self.place = populate(ms, wessex())
        settings = read_settings(self.environ)
        store = Store(settings.database_url, Vault(master_secret(settings)))
        people = self.place.people
        with store.writing() as tx:
            roster.write(tx, people.partnership, rosters.to_doc(people), FRIDAY)
        store.close()

    def begun(self, **more: str) -> subprocess.Popen[str]:
        mine = ("DAYZERO_", "TEAMS_", "SLACK_", "GRAPH_")
        kept = {k: v for k, v in os.environ.items() if not k.startswith(mine)}
        return subprocess.Popen(
            [sys.executable, "-m", "bot", "run"],
            cwd=ROOT,
            env={**kept, **self.environ, **more},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    @contextmanager
    def running(self) -> Iterator[subprocess.Popen[str]]:
        process = self.begun()
        try:
            # It asks for Microsoft's keys once it answers.
            self.ms.until(lambda: self.ms.called("keys"), "it begins")
            yield process
        finally:
            process.kill()
            process.communicate(timeout=PATIENCE)


@pytest.fixture
def program(ms: FakeMicrosoft, tmp_path: Path, sqlite_template: Path) -> Program:
    return Program(ms, tmp_path, sqlite_template)


def test_it_begins_answers_and_ends_when_it_is_asked_to(program: Program) -> None:
    ms, amina = program.ms, program.place.users["amina"]
    wire = Wire(ms, f"{program.url}/api/messages")
    wire.client.close()
    retrying = httpx.HTTPTransport(retries=8)
    wire.client = httpx.Client(transport=retrying, timeout=20, trust_env=False)
    with program.running() as process:
        before = len(ms.messages)
        ack = Robot(ms, wire, amina).types("help")
        assert ack.status == 200
        ms.until(lambda: len(ms.messages) > before + 1, "it answers in Teams")
        health = wire.client.get(f"{program.url}/readyz")
        page = wire.client.get(f"{program.url}/open/WVX-2026-001")
        wire.close()
        process.send_signal(signal.SIGTERM)
        said, logged = process.communicate(timeout=PATIENCE)

    assert process.returncode == 0, logged
    assert f"Teams reaches it at {program.url}/api/messages" in said
    assert health.status_code == 200
    assert health.json()["parts"]["teams"]["keys"] is True
    assert health.json()["parts"]["teams"]["last_heard"]
    assert "https://teams.microsoft.com/l/chat/0/0?users=28%3A" in page.text
    assert "Slack" not in page.text
    assert '"level": "error"' not in logged
    assert amina.name not in logged


def test_it_does_not_begin_where_anybody_would_be_believed(program: Program) -> None:
    process = program.begun(DANGEROUSLY_ALLOW_UNAUTHENTICATED_REQUESTS="true")
    said, told = process.communicate(timeout=PATIENCE)

    assert process.returncode == 2
    assert said == ""
    assert "DANGEROUSLY_ALLOW_UNAUTHENTICATED_REQUESTS is set." in told
    assert program.ms.calls == []
