"""The shape of the record: every table, the same on SQLite and on PostgreSQL.

``journal`` is the truth and ``outbox`` is what is still to be said. ``cases`` and
``steps`` are indexes that can be rebuilt. ``answers`` is what may be erased.
``accounts``, ``rooms`` and ``installs`` are what is known of the chat platforms.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from bot.columns import Instant, Json

_BIG = BigInteger().with_variant(Integer(), "sqlite")
"""SQLite numbers rows by itself only in a column it calls INTEGER."""

_LONG_AGO = "2000-01-01T00:00:00.000000Z"
"""What an older program, that gives deliveries no turn, leaves to the database."""

metadata = MetaData(
    naming_convention={
        "ix": "%(table_name)s_%(column_0_N_name)s",
        "uq": "%(table_name)s_%(column_0_N_name)s_once",
        "fk": "%(table_name)s_%(column_0_N_name)s_known",
        "pk": "%(table_name)s_pk",
    }
)


def _words(*names: str) -> list[Column[str]]:
    return [Column(name, Text, nullable=False) for name in names]


def _data(name: str) -> Column[Any]:
    return Column(name, Json, nullable=False)


def _partial(name: str, *columns: Column[Any], where: str) -> Index:
    condition = text(where)
    return Index(name, *columns, sqlite_where=condition, postgresql_where=condition)


journal = Table(
    "journal",
    metadata,
    Column("seq", _BIG, primary_key=True, autoincrement=True),
    *_words("partnership", "case_ref"),
    Column("n", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    *_words("by_person", "role", "instead_of", "cause"),
    Column("cause_n", Integer, nullable=False),
    *_words("kind", "body", "seal"),
    UniqueConstraint("case_ref", "n"),
    UniqueConstraint("partnership", "cause", "cause_n"),
    sqlite_autoincrement=True,
)

roots = Table(
    "roots",
    metadata,
    Column("partnership", Text, primary_key=True),
    Column("day", String(10), primary_key=True),
    Column("upto", BigInteger, nullable=False),
    Column("entries", Integer, nullable=False),
    _data("heads"),
    *_words("root"),
    Column("planted_at", Instant, nullable=False),
)

cases = Table(
    "cases",
    metadata,
    Column("ref", Text, primary_key=True),
    *_words("partnership", "procedure", "version"),
    Column("opened_at", Instant, nullable=False),
    Column("closed_at", Instant),
    Column("head_n", Integer, nullable=False),
    *_words("head_seal"),
    _data("doc"),
    Index(None, "partnership", "closed_at"),
)

steps = Table(
    "steps",
    metadata,
    Column("case_ref", Text, ForeignKey("cases.ref"), primary_key=True),
    Column("step", Text, primary_key=True),
    Column("item", Text, primary_key=True),
    *_words("partnership", "stage", "kind", "status", "role", "due"),
    Column("next_at", Instant),
    _data("doc"),
    Index(None, "partnership", "status"),
)
_partial("steps_next", steps.c.next_at, where="next_at IS NOT NULL")

keys = Table(
    "keys",
    metadata,
    Column("owner", Text, primary_key=True),
    *_words("partnership"),
    Column("wrapped", LargeBinary),
    Column("destroyed_at", Instant),
)

answers = Table(
    "answers",
    metadata,
    Column("case_ref", Text, ForeignKey("keys.owner"), primary_key=True),
    Column("n", Integer, primary_key=True),
    *_words("partnership"),
    Column("cipher", LargeBinary, nullable=False),
)

drafts = Table(
    "drafts",
    metadata,
    Column("id", Text, primary_key=True),
    *_words("partnership", "person", "form", "about"),
    Column("cipher", LargeBinary, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Index(None, "partnership", "person"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("seq", _BIG, primary_key=True, autoincrement=True),
    Column("key", Text, nullable=False, unique=True),
    *_words("partnership"),
    Column("case_ref", Text),
    Column("n", Integer),
    *_words("kind", "step", "role", "person", "place"),
    _data("body"),
    *_words("lane", "line", "state"),
    Column("not_before", Instant, nullable=False),
    Column("try_at", Instant),
    Column("queued_at", Instant, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("fence", Integer, nullable=False),
    Column("lease_until", Instant),
    Column("doubt", Boolean, nullable=False),
    _data("receipt"),
    *_words("problem"),
    Column("settled_at", Instant),
    Column("turn", Instant, nullable=False, server_default=_LONG_AGO),
    Index(None, "case_ref", "step"),
    Index(None, "settled_at"),
    sqlite_autoincrement=True,
)
_partial("outbox_next", outbox.c.try_at, outbox.c.seq, where="try_at IS NOT NULL")
_partial("outbox_line", outbox.c.line, outbox.c.seq, where="try_at IS NOT NULL")
_partial("outbox_turn", outbox.c.turn, outbox.c.seq, where="try_at IS NOT NULL")
_partial(
    "outbox_partnership_turn",
    *(outbox.c.partnership, outbox.c.turn),
    where="try_at IS NOT NULL",
)
_partial("outbox_dead", outbox.c.partnership, where="state = 'dead'")

lanes = Table(
    "lanes",
    metadata,
    Column("name", Text, primary_key=True),
    Column("next_at", Instant, nullable=False),
)

roster = Table(
    "roster",
    metadata,
    Column("partnership", Text, primary_key=True),
    _data("doc"),
    Column("changed_at", Instant, nullable=False),
)

procedures = Table(
    "procedures",
    metadata,
    Column("slug", Text, primary_key=True),
    Column("version", Text, primary_key=True),
    *_words("text"),
    Column("first_used_at", Instant, nullable=False),
)

facts = Table(
    "facts",
    metadata,
    Column("key", Text, primary_key=True),
    *_words("value"),
)

messages = Table(
    "messages",
    metadata,
    Column("seq", _BIG, primary_key=True, autoincrement=True),
    Column("key", Text, nullable=False, unique=True),
    *_words("partnership", "place", "person"),
    Column("case_ref", Text),
    Column("steps", Json, nullable=False),
    *_words("kind"),
    _data("card"),
    Column("posted_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Index(None, "partnership", "place", "seq"),
    Index(None, "partnership", "case_ref"),
    sqlite_autoincrement=True,
)

accounts = Table(
    "accounts",
    metadata,
    Column("platform", Text, primary_key=True),
    Column("tenant", Text, primary_key=True),
    Column("account", Text, primary_key=True),
    Column("partnership", Text, primary_key=True),
    *_words("person"),
    _data("address"),
    Column("seen_at", Instant, nullable=False),
    Index(None, "partnership", "person"),
)

rooms = Table(
    "rooms",
    metadata,
    Column("platform", Text, primary_key=True),
    Column("partnership", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    *_words("tenant", "channel"),
    Column("made_at", Instant, nullable=False),
    Index(None, "platform", "channel"),
)

installs = Table(
    "installs",
    metadata,
    Column("platform", Text, primary_key=True),
    Column("tenant", Text, primary_key=True),
    Column("cipher", LargeBinary, nullable=False),
    Column("updated_at", Instant, nullable=False),
)
