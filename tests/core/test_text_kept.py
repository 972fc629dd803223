"""Which entries of the journal have a text of their own that can be read."""

from __future__ import annotations

from bot.core.events import ConflictDeclared, DraftWritten, Event, Signed
from bot.core.written import has_text
from tests.core.played import sent


def test_a_text_is_read_where_it_was_written_and_not_where_it_was_signed() -> None:
    events: list[Event] = [entry.event for entry in sent().journal]

    assert all(has_text(event) for event in events if isinstance(event, DraftWritten))
    assert any(isinstance(event, Signed) for event in events)
    assert not any(has_text(event) for event in events if isinstance(event, Signed))
    assert not has_text(ConflictDeclared("ann"))
