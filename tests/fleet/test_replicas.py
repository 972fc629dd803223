"""Several processes on one database, of which some die, and one only seemed to."""

from __future__ import annotations

import shlex
import signal
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from bot.store import Store
from tests.fleet.replicas import Replicas, heard, queue, row, told, until_delivered
from tests.postgres import Server, _as, _owner

pytestmark = pytest.mark.long

CASES = 8
EACH = 12


def backlog(store: Store, mark: str) -> list[str]:
    """Queue what is to be said of several cases, all in one go."""
    rows = [
        row(f"WVX-2026-{ref:03}/{mark}{n}/0", f"WVX-2026-{ref:03}")
        for n in range(EACH)
        for ref in range(CASES)
    ]
    queue(store, *rows)
    return [one.key for one in rows]


def of_case(keys: list[str], ref: str) -> list[str]:
    return [key for key in keys if key.startswith(ref)]


def restart(server: Server) -> None:
    """Have the server fall, and start it again."""
    data = server.folder / "data"
    postgres = Path(shlex.split((data / "postmaster.opts").read_text("utf-8"))[0])
    given = [str(postgres.with_name("pg_ctl")), "restart", f"--pgdata={data}"]
    more = ["--mode=immediate", "--silent", f"--log={server.folder / 'log'}"]
    subprocess.run([*given, *more], **_as(_owner()), cwd="/", check=True)


def test_through_every_fault_all_is_seen_once_and_each_case_in_order(
    record: Store, replicas: Replicas, postgres: Server
) -> None:
    dies, freezes = replicas.start(2)
    queue(record, row("held/1", kind="hold"), row("held/2", kind="hold"))
    heard(dies, "holding")
    name = heard(freezes, "holding").partition(" ")[2]
    queued = backlog(record, "first")
    others = replicas.start(2)

    dies.kill()
    freezes.send_signal(signal.SIGSTOP)
    queued += backlog(record, "second")
    restart(postgres)
    queued += backlog(record, "third")
    for other in others:  # either may get to hold what the others had
        told(other, "\n".join(["go"] * 9))
    until_delivered(record)
    freezes.send_signal(signal.SIGCONT)
    told(freezes, "go")

    assert heard(freezes, "lost") == f"lost {name}"
    seen = replicas.seen()
    assert Counter(seen) == Counter([*queued, "held/1", "held/2"])
    for ref in range(CASES):
        case = f"WVX-2026-{ref:03}/"
        assert of_case(seen, case) == of_case(queued, case)


def test_asked_to_stop_it_settles_what_it_has_in_hand_and_takes_no_more(
    record: Store, replicas: Replicas
) -> None:
    (only,) = replicas.start(1)
    queue(record, row("held/1", kind="hold"))
    heard(only, "holding")

    only.send_signal(signal.SIGTERM)
    told(only, "go")

    assert heard(only, "stopped")
    assert only.wait(20) == 0
    assert replicas.seen() == ["held/1"]


def test_a_backlog_of_one_embedded_process_is_delivered_by_a_fleet(
    fleet_url: str, record: Store, replicas: Replicas
) -> None:
    embedded = Store(fleet_url, record.vault)  # defers no job
    queue(embedded, row("WVX-2026-001/1/0"), row("WVX-2026-001/1/1"))
    embedded.close()

    replicas.start(1)

    until_delivered(record)
    assert sorted(replicas.seen()) == ["WVX-2026-001/1/0", "WVX-2026-001/1/1"]
