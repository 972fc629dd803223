"""Killed after its acknowledgement, the bot does what it promised when it is back."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import pytest

from bot import rosters
from bot.core.words import LONDON
from bot.settings import master_secret, read_settings
from bot.store import Store, index, roster
from bot.store.verify import verify
from bot.vault import Vault
from tests.slack.fake import FakeSlack
from tests.slack.fake_world import Workspace
from tests.slack.house import FRIDAY, House, environ, populate, wessex
from tests.slack.robot import Robot, read
from tests.slack.robot_acts import ALERT, fill_page
from tests.slack.robot_forms import fields
from tests.slack.robot_wire import ACT, HttpWire

pytestmark = pytest.mark.long

ROOT = Path(__file__).parents[2]
PATIENCE = 30
PAGES = 8
ASKED = "Ask the other partners whether to notify"


class Program:
    """The bot in a process of its own, which can be killed and started again."""

    def __init__(self, slack: FakeSlack, workspace: Workspace, folder: Path) -> None:
        self.slack = slack
        self.workspace = workspace
        with socket.socket() as asked:
            asked.bind(("127.0.0.1", 0))
            port = asked.getsockname()[1]
        url = f"sqlite:///{folder}/dayzero.sqlite"
        self.environ = environ(folder, url, slack, workspace)
        self.environ |= {"DAYZERO_PORT": str(port)}
        self.wire = HttpWire(slack, f"http://127.0.0.1:{port}/slack/events")
        self.wire.client.close()
        self.wire.client = httpx.Client(
            transport=httpx.HTTPTransport(retries=8), timeout=20, trust_env=False
        )
        self.process: subprocess.Popen[str] | None = None
        self.log = folder / "log"

    def prepare(self) -> None:
        """Write the roster, as the command line would."""
        settings, people = read_settings(self.environ), wessex()
        store = Store(settings.database_url, Vault(master_secret(settings)))
        with store.writing() as tx:
            roster.write(tx, people.partnership, rosters.to_doc(people), FRIDAY)
        store.close()
        populate(self.slack, self.workspace, people)

    def start(self) -> None:
        before = len(self.slack.calls)
        kept = {k: v for k, v in os.environ.items() if not k.startswith("DAYZERO_")}
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "bot", "run"],
                cwd=ROOT,
                env={**kept, **self.environ},
                stdout=log,
                stderr=log,
                text=True,
            )
        self.slack.until(lambda: len(self.slack.calls) > before, "it starts")

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait(PATIENCE)

    def robot(self, email: str) -> Robot:
        user = self.slack.user_by_email(self.workspace.id, f"{email}@example.org")
        assert user is not None
        return Robot(self.slack, self.wire, user)

    def alert_to_send(self) -> Robot:
        """Have somebody fill in an alert up to where it is sent."""
        amina = self.robot("amina.yusuf")
        amina.command("/alert")
        amina.waits_for_modal("Was a child harmed")
        lately = datetime.fromtimestamp(self.slack.now(), LONDON) - timedelta(days=1)
        dates = {
            "On what day did it happen?": f"{lately:%Y-%m-%d}",
            "When did the council become aware": f"{lately:%Y-%m-%d %H:%M}",
        }
        for _ in range(PAGES):
            assert amina.modal is not None
            if not fields(amina.modal):
                break
            fill_page(amina, {**ALERT, **dates})
            amina.submit()
            assert not amina.problems
        return amina

    @contextmanager
    def back(self) -> Iterator[House]:
        """Start it again here, so much later that nobody holds what it had in hand."""
        later = datetime.fromtimestamp(self.slack.now(), LONDON) + timedelta(minutes=5)
        house = House(self.slack, self.workspace, self.environ, wessex(), later)
        with house.running() as running:
            running.deliver()
            yield running


def faults(house: House) -> list[str]:
    """List what is not as it should be, once it is back and has done its work."""
    found = [fault.says for fault in verify(house.works.store)]
    with house.works.store.reading() as tx:
        refs = [row.ref for row in index.cases(tx, house.people.partnership)]
    if len(refs) != 1:
        found.append(f"there are {len(refs)} cases")
    if ASKED not in house.robot("helen").reads():
        found.append("Helen was not told")
    for user in [u for u in house.slack.users.values() if not u.is_bot]:
        seen = [m for m in house.slack.seen_by(user) if m.channel.startswith("D")]
        twice = [text for text, n in Counter(map(read, seen)).items() if n > 1]
        found += [f"{user.name} was told twice: {text}" for text in twice]
    return found


@pytest.fixture
def program(
    slack: FakeSlack, workspace: Workspace, sqlite_url: str, tmp_path: Path
) -> Iterator[Program]:
    made = Program(slack, workspace, tmp_path)
    made.prepare()
    made.start()
    try:
        yield made
    finally:
        made.kill()
        made.wire.close()
        # Shown with a test that fails, and with no other.
        sys.stdout.write(made.log.read_text(encoding="utf-8"))


def test_killed_after_the_acknowledgement_it_tells_everybody(
    program: Program, slack: FakeSlack
) -> None:
    amina = program.alert_to_send()
    never = slack.fault("drop", "chat.*", times=-1)

    ack = amina.submit()
    program.kill()
    never.end()

    assert ack is not None
    assert ack.status == 200
    with program.back() as house:
        assert faults(house) == []


def test_killed_while_slack_answers_it_tells_nobody_twice(
    program: Program, slack: FakeSlack
) -> None:
    amina = program.alert_to_send()
    held = slack.fault("hold after", "chat.postMessage", times=3)

    amina.submit()
    held.wait_until_met()
    program.kill()
    held.end()

    with program.back() as house:
        assert faults(house) == []


def test_killed_it_takes_the_same_again_and_does_it_once(program: Program) -> None:
    amina = program.alert_to_send()
    assert amina.modal is not None
    payload = amina.submitting(amina.modal)

    first = amina.wire.send(ACT, payload)
    program.kill()

    with program.back() as house:
        assert house.wire is not None
        second = house.wire.send(ACT, payload)
        house.deliver()
        assert second.text == first.text
        assert faults(house) == []
