"""Two replicas as ``dayzero run`` makes them: Slack sends to either, and to both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.store import Store, index
from integrations.slack.scopes import SCOPES
from tests.fleet.replicas import until_delivered
from tests.slack.fake import FakeSlack
from tests.slack.robot import read
from tests.slack.robot_wire import ACT
from tests.slack.test_over_the_wire_killed import ASKED, Program

pytestmark = pytest.mark.long


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    with FakeSlack().served() as served:
        yield served


@pytest.fixture
def two(slack: FakeSlack, fleet_url: str, tmp_path: Path) -> Iterator[list[Program]]:
    workspace = slack.workspace("Wessex Vale", frozenset(SCOPES))
    made, token = [], slack.bot_token(workspace)
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        program = Program(slack, workspace, tmp_path / name)
        program.environ["DAYZERO_DATABASE_URL"] = fleet_url
        program.environ["DAYZERO_ENGINE"] = "fleet"
        program.environ["SLACK_BOT_TOKEN"] = token
        made.append(program)
    made[0].prepare()
    for program in made:
        program.start()
    try:
        yield made
    finally:
        for program in made:
            program.kill()
            program.wire.close()


def test_what_is_sent_to_both_is_done_once_though_one_of_them_dies(
    slack: FakeSlack, two: list[Program], record: Store
) -> None:
    first, second = two
    amina = first.alert_to_send()
    assert amina.modal is not None
    payload = amina.submitting(amina.modal)

    acks = [first.wire.send(ACT, payload), second.wire.send(ACT, payload)]
    helen = second.robot("helen.marsh")
    slack.until(lambda: ASKED in helen.reads(), "Helen is told")
    until_delivered(record)
    first.kill()
    acks.append(second.wire.send(ACT, payload))
    helen.command("/case", "WVX-2026-001")

    assert [ack.status for ack in acks] == [200] * 3
    assert len({ack.text for ack in acks}) == 1
    assert "WVX-2026-001" in helen.told()
    with record.reading() as tx:
        assert len(index.cases(tx, "wessex-vale")) == 1
    for user in [u for u in slack.users.values() if not u.is_bot]:
        seen = [m for m in slack.seen_by(user) if m.channel.startswith("D")]
        assert max(Counter(map(read, seen)).values(), default=1) == 1
    assert second.process is not None
    second.process.terminate()
    assert second.process.wait(20) == 0
