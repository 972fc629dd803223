"""Records as earlier releases wrote them, put back into databases of their shape.

Each was written by the program of its day, and is kept as it stood: a row of every
table, a long text packed. Nothing here writes what today's program would write.
"""

from __future__ import annotations

import base64
import json
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, inspect, text

from bot.store.connecting import opened
from bot.store.migrate import MIGRATIONS

RECORDS: Final = Path(__file__).parent / "records"
OF: Final = {"0001": "0002", "0002": "0002", "0003": "0003"}
"""Which record there is for each shape: 0002 only put triggers on what 0001 made."""


@dataclass(frozen=True, slots=True)
class Older:
    """What an earlier release left.

    Attributes:
        ref: The one case in it.
        now: When it was left.
        rows: How many rows it had, by table.
    """

    ref: str
    now: str
    rows: dict[str, int]


def left(url: str, revision: str, folder: Path = MIGRATIONS) -> Older:
    """Make a database as an earlier release left it."""
    record = json.loads((RECORDS / f"{OF[revision]}.json").read_text("utf-8"))
    engine = opened(url)
    with engine.connect() as tx, tx.begin():
        settings = Config()
        settings.set_main_option("script_location", str(folder))
        settings.attributes["connection"] = tx
        command.upgrade(settings, revision)
        tables = [name for name in record if name not in ("now", "ref")]
        for name in tables:
            _fill(tx, name, **record[name])
    engine.dispose()
    rows = {name: len(record[name]["rows"]) for name in tables}
    return Older(record["ref"], record["now"], rows)


def _fill(tx: Connection, table: str, columns: list[str], rows: list[Any]) -> None:
    listed = ", ".join(columns)
    marks = ", ".join(f":{name}" for name in columns)
    put = text(f"INSERT INTO {table} ({listed}) VALUES ({marks})")  # noqa: S608 - ours
    for row in rows:
        values = dict(zip(columns, map(_value, row), strict=True))
        if "doubt" in values:
            values["doubt"] = bool(values["doubt"])
        tx.execute(put, values)
    if "seq" in columns and tx.dialect.name == "postgresql":
        numbered = f"pg_get_serial_sequence('{table}', 'seq')"
        top = f"(SELECT COALESCE(MAX(seq), 0) + 1 FROM {table})"  # noqa: S608 - ours
        tx.execute(text(f"SELECT setval({numbered}, {top}, false)"))


def _value(kept: Any) -> Any:
    match kept:
        case {"bytes": str(written)}:
            return base64.b64decode(written)
        case {"packed": str(written)}:
            return zlib.decompress(base64.b64decode(written)).decode()
        case _:
            return kept


def tables_of(url: str) -> set[str]:
    """List the tables that a database has."""
    engine = opened(url)
    found = set(inspect(engine).get_table_names())
    engine.dispose()
    return found
