"""What a press in Teams costs, beside an echo that only proves and answers it.

Both are served by a process of their own: the program as ``dayzero run`` starts it,
on SQLite, and a bare application of Microsoft's own library. Each request is really
signed; the same Microsoft is played for both. Every press is the real thing, from the
token's check to the commit, and is recorded:

*   *to read*: what was written with an alert is opened in a dialog (``task/fetch``).
*   *to sign*: a notification is signed in a dialog, link by link (``task/submit``);
    beside it go out the cards that follow.
*   *a button*: times are asked for by a button that tells the app at once
    (``Action.Execute``, as is all that the echo hears), and the answer is a card with
    the whole case on it, drawn for whoever pressed; beside it the times are looked for.
"""

from __future__ import annotations

import asyncio
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, TypeAlias

from bot import rosters
from bot.__main__ import machine as now
from bot.counter import Counter
from bot.store import roster
from deploy.bench.partnership import SIGNERS
from deploy.bench.programs import ROOT, answering, prepared, running
from deploy.bench.table import Row, disk, machine, table
from deploy.bench.teams_wire import environ, invoke, microsoft, pressed_button, signed
from deploy.bench.wire import Load, pressed

CASES: Final = 36
"""In a round: times are asked for once for each, and it is signed five times."""
READS: Final = 200
ROUNDS: Final = 3
WHOSE: Final = "wessex-vale"
ILL: Final = b"could not"
"""What stands in an answer that says no."""

Turns: TypeAlias = list[Sequence[bytes]]


def rows() -> Iterator[Row]:
    """Measure the echo and the program by turns."""
    with tempfile.TemporaryDirectory(dir=ROOT, prefix=".bench-") as folder:
        kind = disk(Path(folder))
        found = asyncio.run(_measured(Path(folder)))
    kinds = (
        ("read", "to read in Teams"),
        ("sign", "to sign in Teams"),
        ("button", "a button in Teams, and its card"),
    )
    for at_once in (1, 16):
        echo = 1_000 / found["echo", at_once].rate
        for name, what in kinds:
            ours = 1_000 / found[name, at_once].rate
            said = f"{what}, against an echo; {at_once} at once, on {kind}"
            yield Row(said, ours, echo, "ms", 2)
    for name, what in kinds:
        slowest = found[name, 16].p99 * 1_000
        yield Row(f"{what}, slowest of 99 in 100; 16 at once", slowest, 100, "ms", 1)


async def _measured(folder: Path) -> dict[tuple[str, int], Load]:
    found: dict[tuple[str, int], Load] = {}
    arguments = ("-m", "deploy.bench.teams_echo", "PORT")
    async with microsoft() as port:
        for at_once in (1, 16):
            home = folder / str(at_once)
            texts = _prepared(home)
            mine = {"DAYZERO_HOME": str(home), "DAYZERO_LOG_LEVEL": "ERROR"}
            with (
                running(environ(port), arguments) as echo,
                running({**environ(port), **mine}) as program,
            ):
                await answering(echo)
                await answering(program, _ready, "/readyz")
                for part in range(ROUNDS):
                    some = texts[part::ROUNDS]
                    for name, where, turns in (
                        ("echo", echo, _echoed(port)),
                        ("read", program, _reads(port, texts)),
                        ("button", program, _buttons(port, some)),
                        ("sign", program, _signatures(port, some)),
                    ):
                        load = await pressed(where, turns, at_once, ILL)
                        # A machine busy with something else says nothing of either.
                        best = found.get((name, at_once), load)
                        found[name, at_once] = max(load, best, key=lambda one: one.rate)
            _recorded(home, ROUNDS * READS + len(texts) * (1 + len(SIGNERS)))
    return found


def _recorded(home: Path, most: int) -> None:
    """Make sure that what was measured was recorded, and nothing was turned away."""
    with closing(sqlite3.connect(home / "dayzero.sqlite3")) as record:
        [presses] = record.execute(
            "SELECT count(DISTINCT cause) FROM journal WHERE cause LIKE 'teams/%'"
        ).fetchone()
    assert presses == most, (presses, most)


# --- what is pressed ----------------------------------------------------------------


def _echoed(port: int) -> Turns:
    value = pressed_button([WHOSE, "read", "-"])
    return [
        [signed(invoke(port, "helen", "adaptiveCard/action", value))]
        for _ in range(READS)
    ]


def _reads(port: int, texts: list[str]) -> Turns:
    """Open what was written with the alert of each case in turn."""
    refs = [text.partition("/")[0] for text in texts]
    acts = [[WHOSE, "read", f"{ref}/-/1"] for ref in refs]
    return [
        [signed(invoke(port, "helen", "task/fetch", {"data": {"act": act}}))]
        for number in range(READS)
        for act in [acts[number % len(acts)]]
    ]


def _buttons(port: int, texts: list[str]) -> Turns:
    """Have times looked for that could be held for the meetings of a case."""
    acts = [[WHOSE, "seek-holds", text.partition("/")[0]] for text in texts]
    return [
        [signed(invoke(port, "joan", "adaptiveCard/action", pressed_button(act)))]
        for act in acts
    ]


def _signatures(port: int, texts: list[str]) -> Turns:
    """Sign each text in the order of its chain."""
    return [
        [
            signed(invoke(port, who, "task/submit", {"data": _sent(text, who)}))
            for who in SIGNERS
        ]
        for text in texts
    ]


def _sent(text: str, who: str) -> dict[str, Any]:
    """Give what the form of a signature holds when it is sent."""
    once = f"{text}/{who}"
    meta = {"partnership": WHOSE, "does": "sign", "about": text, "once": once}
    return {"form": "next", "meta": meta}


# --- what is served -----------------------------------------------------------------


def _prepared(home: Path) -> list[str]:
    with prepared(home) as at_work:
        texts = [at_work.drafted() for _ in range(ROUNDS * CASES)]
        _name(at_work.desk)
        return texts


def _name(desk: Counter) -> None:
    """Have the roster name everybody by who they are in Teams."""
    people = desk.people()
    named = tuple(replace(one, accounts={"teams": one.id}) for one in people.people)
    with desk.store.writing() as tx:
        doc = rosters.to_doc(replace(people, people=named))
        roster.write(tx, people.partnership, doc, now())


def _ready(health: Mapping[str, Any]) -> bool:
    """Say whether it has the keys, and has met everybody whom the roster names."""
    teams = health["parts"]["teams"]
    met: bool = teams["keys"] and 0 < teams["people"] == teams["with_the_app"]
    return met


if __name__ == "__main__":
    print(machine())
    print(table(rows()))
