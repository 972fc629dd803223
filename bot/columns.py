"""What a column of the record may hold beyond numbers and words: instants, plain data.

Both are stored as text, so that both databases sort, compare and print them alike,
and so that a seal covers exactly what is stored.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Dialect, String, Text
from sqlalchemy.types import TypeDecorator, TypeEngine
from typing_extensions import override

from bot.canonical import canonical

INSTANT_WIDTH = len("2026-11-27T09:30:00.000000Z")


def written(instant: datetime) -> str:
    """Write an instant as it is stored, such as ``2026-11-27T09:30:00.000000Z``.

    Raises:
        ValueError: It has no zone, so nobody can say when it is.
    """
    if instant.tzinfo is None:
        message = f"{instant.isoformat()} has no zone"
        raise ValueError(message)
    plain = instant.astimezone(UTC).replace(tzinfo=None)
    return plain.isoformat(timespec="microseconds") + "Z"


class Instant(TypeDecorator[datetime]):
    """An aware moment, stored as sortable UTC text of one width."""

    impl = String
    cache_ok = True

    @override
    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Compare byte by byte on PostgreSQL, whatever its locale."""
        collation = "C" if dialect.name == "postgresql" else None
        return dialect.type_descriptor(String(INSTANT_WIDTH, collation=collation))

    @override
    def process_bind_param(
        self, value: datetime | None, dialect: Dialect
    ) -> str | None:
        """Refuse an instant with no zone; write the others in UTC."""
        del dialect
        return None if value is None else written(value)

    @override
    def process_result_value(
        self, value: str | None, dialect: Dialect
    ) -> datetime | None:
        """Give back an aware instant in UTC."""
        del dialect
        return None if value is None else datetime.fromisoformat(value)


class Json(TypeDecorator[Any]):
    """Plain data, stored as the one text that stands for it."""

    impl = Text
    cache_ok = True

    @override
    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Write it canonically."""
        del dialect
        return None if value is None else canonical(value)

    @override
    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """Read it back."""
        del dialect
        return None if value is None else json.loads(value)
