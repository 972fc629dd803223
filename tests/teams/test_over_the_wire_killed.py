"""Killed after its answer, the bot does what it promised in Teams when it is back."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import httpx
import pytest

from bot import rosters
from bot.core.words import LONDON
from bot.settings import master_secret, read_settings
from bot.settings_teams import MESSAGES_AT
from bot.store import Store, roster
from bot.store.verify import verify
from bot.vault import Vault
from tests.teams.fake import FakeMicrosoft
from tests.teams.house import FRIDAY, House, environ, populate, wessex
from tests.teams.robot import Robot
from tests.teams.robot_acts import ALERT, fill_page
from tests.teams.robot_wire import Wire
from tests.teams.watching import cases, told_twice

pytestmark = pytest.mark.long

ROOT: Final = Path(__file__).parents[2]
ASKED: Final = "Ask the other partners whether to notify"
_SECONDS: Final = 30


class Apart:
    """The bot in a process of its own, which can be killed and started again."""

    def __init__(self, ms: FakeMicrosoft, folder: Path) -> None:
        self.ms = ms
        with socket.create_server(("127.0.0.1", 0)) as asked:
            port = asked.getsockname()[1]
        self.place = populate(ms, wessex())
        self.environ = environ(folder, f"sqlite:///{folder}/dayzero.sqlite", ms)
        self.environ["DAYZERO_PORT"] = str(port)
        self.wire = Wire(ms, f"http://127.0.0.1:{port}{MESSAGES_AT}")
        self.wire.client.close()
        # It may take a moment until somebody answers there.
        patient = httpx.HTTPTransport(retries=8)
        self.wire.client = httpx.Client(transport=patient, timeout=20)
        self.log = (folder / "log").open("ab")
        self.process: subprocess.Popen[bytes] | None = None
        self._write_roster()

    def _write_roster(self) -> None:
        settings, people = read_settings(self.environ), self.place.people
        store = Store(settings.database_url, Vault(master_secret(settings)))
        with store.writing() as tx:
            roster.write(tx, people.partnership, rosters.to_doc(people), FRIDAY)
        store.close()

    def start(self) -> None:
        kept = {k: v for k, v in os.environ.items() if not k.startswith("DAYZERO_")}
        run = [sys.executable, "-m", "bot", "run"]
        whole = {**kept, **self.environ}
        self.process = subprocess.Popen(
            run, cwd=ROOT, env=whole, stdout=self.log, stderr=self.log
        )
        self.ms.until(lambda: self.ms.called("keys"), "it reads the keys")
        self.ms.until(lambda: len(self.ms.called("open")) >= 2, "it learns")

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait(_SECONDS)

    def alert_to_send(self) -> Robot:
        """Have somebody fill in an alert up to where it is sent."""
        amina = Robot(self.ms, self.wire, self.place.users["amina"])
        amina.extend()
        lately = datetime.fromtimestamp(self.ms.now(), LONDON) - timedelta(days=1)
        dates = {
            "On what day did it happen?": f"{lately:%Y-%m-%d}",
            "When did the council become aware": f"{lately:%Y-%m-%d %H:%M}",
        }
        while amina.dialog is not None and amina.dialog.fields:
            fill_page(amina, {**ALERT, **dates})
            amina.submit()
            assert not amina.problems
        return amina

    @contextmanager
    def back(self) -> Iterator[House]:
        """Start it again here, so much later that nobody holds what it had in hand."""
        later = datetime.fromtimestamp(self.ms.now(), LONDON) + timedelta(minutes=5)
        house = House(self.ms, self.place, self.environ, later, met=False)
        with house.running(known=False) as running:
            running.deliver()
            yield running


@pytest.fixture
def apart(ms: FakeMicrosoft, sqlite_url: str, tmp_path: Path) -> Iterator[Apart]:
    assert sqlite_url
    made = Apart(ms, tmp_path)
    made.start()
    try:
        yield made
    finally:
        made.kill()
        made.wire.close()
        made.log.close()
        # Shown with a test that fails, and with no other.
        sys.stdout.write((tmp_path / "log").read_text(encoding="utf-8"))


def faults(house: House) -> list[str]:
    """List what is not as it should be, once it is back and has done its work."""
    found = [fault.says for fault in verify(house.works.store)] + told_twice(house)
    if len(cases(house)) != 1:
        found.append(f"there are {len(cases(house))} cases")
    if ASKED not in house.robot("helen").reads():
        found.append("Helen was not told")
    return found


def test_killed_after_its_answer_it_tells_everybody_and_takes_nothing_twice(
    apart: Apart, ms: FakeMicrosoft
) -> None:
    amina = apart.alert_to_send()
    never = ms.fault("drop", "send", times=-1)
    assert amina.onward is not None
    payload = amina.submitting(amina.onward)

    first = amina.wire.send(payload)
    apart.kill()
    never.end()

    assert first.status == 200
    with apart.back() as house:
        assert faults(house) == []
        assert house.wire is not None
        second = house.wire.send(payload)
        house.deliver()
        assert second.text == first.text
        assert faults(house) == []


def test_killed_while_teams_answers_a_copy_says_that_it_may_be_one(
    apart: Apart, ms: FakeMicrosoft
) -> None:
    amina = apart.alert_to_send()
    held = ms.fault("hold after", "send", times=3)

    amina.submit()
    held.wait_until_met()
    apart.kill()
    held.end()

    with apart.back() as house:
        assert faults(house) == []
