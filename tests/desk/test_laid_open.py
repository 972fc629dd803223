"""A case is laid open without its journal, unless that is to be shown."""

from __future__ import annotations

import pytest

from bot.core.events import AlertRaised
from tests.desk.wessex import Wessex


def test_the_whole_journal_is_there_only_where_it_was_asked_for(wessex: Wessex) -> None:
    ref = wessex.alert()
    desk, now = wessex.desk, wessex.now
    with desk.store.reading() as tx:
        plain = desk.open(tx, ref, "helen", now)
        assert plain.last
        assert plain.last.n == plain.case.length
        with pytest.raises(LookupError):
            assert plain.entries
        grown = plain.grown(plain.case, plain.asking, ())
        assert (grown.last, grown.recorded) == (plain.last, None)

        whole = desk.open(tx, ref, "helen", now, whole=True)
        assert isinstance(whole.entries[0].event, AlertRaised)
        assert whole.entries[-1] == plain.last
        longer = whole.grown(whole.case, whole.asking, whole.entries[-1:])
        assert longer.entries == (*whole.entries, plain.last)
        # What was read once is there for whoever comes next.
        assert desk.open(tx, ref, "helen", now).recorded == whole.entries
