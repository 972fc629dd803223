"""What a press in Slack costs, beside an echo that only proves and acknowledges it.

Both are served by a process of their own: the program as ``dayzero run`` starts it,
on SQLite, and a bare application of Slack's own library. The same sort of presses
goes to both, from one connection and from sixteen, by turns. What is pressed is the
real thing, from the signature to the commit: a notification is signed, link by link,
and what was written with an alert is opened, which is recorded.
Slack's own interface is played here; in the last row it takes four seconds to answer.
"""

from __future__ import annotations

import asyncio
import json
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeAlias

from bot.__main__ import machine as now
from bot.counter import Counter
from bot.store import accounts
from bot.store.accounts import Account
from deploy.bench.partnership import SIGNERS
from deploy.bench.programs import ROOT, answering, prepared, running
from deploy.bench.slack_wire import (
    SIGNING,
    TEAM,
    button,
    interface,
    sent_form,
    signed,
)
from deploy.bench.table import Row, disk, machine, table
from deploy.bench.wire import Load, pressed

CASES: Final = 20
"""Their notification is written and not signed; each is signed five times."""
READS: Final = 600
WHOSE: Final = "wessex-vale"
ILL: Final = b"errors"
"""What stands in an answer that says no."""
SLOW: Final = 4.0

Turns: TypeAlias = list[Sequence[bytes]]


def rows() -> Iterator[Row]:
    """Measure the echo and the program by turns."""
    with tempfile.TemporaryDirectory(dir=ROOT, prefix=".bench-") as folder:
        kind = disk(Path(folder))
        found = asyncio.run(_measured(Path(folder)))
    for at_once in (1, 16):
        echo = 1_000 / found["echo", at_once].rate
        for name, what in (("read", "a press in Slack"), ("sign", "signing in Slack")):
            ours = 1_000 / found[name, at_once].rate
            said = f"{what}, against an echo; {at_once} at once, on {kind}"
            yield Row(said, ours, echo, "ms", 3)
    for name, what in (("read", "a press in Slack"), ("sign", "signing in Slack")):
        slowest = found[name, 16].p99 * 1_000
        yield Row(f"{what}, slowest of 99 in 100; 16 at once", slowest, 50, "ms", 1)
    slow, ours = 1_000 / found["slow", 16].rate, 1_000 / found["read", 16].rate
    yield Row("a press while Slack takes 4 s, against when not", slow, ours, "ms", 1.2)


async def _measured(folder: Path) -> dict[tuple[str, int], Load]:
    found: dict[tuple[str, int], Load] = {}
    for at_once in (1, 16):
        with _echo() as port:
            await answering(port)
            found["echo", at_once] = await pressed(port, _echoed(), at_once, ILL)
        for name, delay in (("", 0.0), ("slow", SLOW)):
            if name and at_once == 1:
                continue
            home = folder / f"{at_once}{name}"
            made = _prepared(home)
            async with interface(made.accounts, delay) as slack:
                with _program(home, slack) as port:
                    await answering(port, _up, "/readyz")
                    reading = await pressed(port, _reads(made.texts), at_once, ILL)
                    found[name or "read", at_once] = reading
                    if not name:
                        signs = _signatures(made.texts)
                        signing = await pressed(port, signs, at_once, ILL)
                        found["sign", at_once] = signing
            _recorded(home, READS + (0 if name else len(made.texts) * len(SIGNERS)))
    return found


def _recorded(home: Path, most: int) -> None:
    """Make sure that what was measured was recorded, and nothing was turned away."""
    with closing(sqlite3.connect(home / "dayzero.sqlite3")) as record:
        [presses] = record.execute(
            "SELECT count(DISTINCT cause) FROM journal WHERE cause LIKE 'slack/%'"
        ).fetchone()
    assert presses == most, (presses, most)


# --- what is pressed ----------------------------------------------------------------


def _echoed() -> Turns:
    action = {"action_id": "press/read/0", "value": "[]"}
    at = int(now().timestamp())
    return [[signed(button("U-helen", action), at)] for _ in range(READS)]


def _reads(texts: list[str]) -> Turns:
    """Open what was written with the alert of each case in turn."""
    at = int(now().timestamp())
    refs = [text.partition("/")[0] for text in texts]
    values = [json.dumps([WHOSE, "read", f"{ref}/-/1"]) for ref in refs]
    return [
        [signed(button("U-helen", {"action_id": "press/read/0", "value": value}), at)]
        for number in range(READS)
        for value in [values[number % len(values)]]
    ]


def _signatures(texts: list[str]) -> Turns:
    """Sign each text in the order of its chain."""
    at = int(now().timestamp())
    return [
        [
            signed(sent_form(f"U-{who}", json.dumps(meta)), at)
            for who in SIGNERS
            for meta in [{"partnership": WHOSE, "does": "sign", "about": text}]
        ]
        for text in texts
    ]


# --- what is served -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Made:
    """What is in the record: texts to sign, and who is who in Slack."""

    texts: list[str]
    accounts: dict[str, str]


def _prepared(home: Path) -> _Made:
    with prepared(home) as at_work:
        texts = [at_work.drafted() for _ in range(CASES)]
        return _Made(texts, _known(at_work.desk))


def _known(desk: Counter) -> dict[str, str]:
    """Have everybody met in Slack before; gives the account of each address."""
    people = desk.people().people
    with desk.store.writing() as tx:
        for person in people:
            account, address = (
                f"U-{person.id}",
                {"channel": f"D-{person.id}", "known_by": person.email},
            )
            names = ("slack", TEAM, account, desk.partnership, person.id)
            accounts.put(tx, Account(*names, address, now()))
    return {person.email: f"U-{person.id}" for person in people}


def _program(home: Path, slack: int) -> AbstractContextManager[int]:
    environ = {
        "DAYZERO_HOME": str(home),
        "DAYZERO_LOG_LEVEL": "ERROR",
        "SLACK_BOT_TOKEN": "xoxb-bench",
        "SLACK_SIGNING_SECRET": SIGNING,
        "SLACK_API_URL": f"http://127.0.0.1:{slack}/api/",
    }
    return running(environ)


def _echo() -> AbstractContextManager[int]:
    return running({}, ("-m", "deploy.bench.slack_echo", "PORT", SIGNING))


def _up(health: Mapping[str, Any]) -> bool:
    """Say whether it knows by now which workspace it is in."""
    return bool(health["parts"]["slack"]["workspace"])


if __name__ == "__main__":
    print(machine())
    print(table(rows()))
