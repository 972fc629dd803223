"""Statements that are written down once: the same on both databases."""

from __future__ import annotations

import pytest
from sqlalchemy import bindparam, select
from sqlalchemy.exc import DBAPIError

from bot.core.errors import Damaged
from bot.store import Store, roster
from bot.store.opening import upsert
from bot.store.prepared import Prepared
from bot.tables import facts

READ = Prepared(lambda _: select(facts).where(facts.c.key == bindparam("named")))
WRITE = Prepared(lambda sqlite: upsert(sqlite, facts), facts.c.keys())


def test_what_is_written_is_read_back_as_plain_rows(store: Store) -> None:
    with store.writing() as tx:
        rows = ({"key": f"k{n}", "value": f"{n}"} for n in range(3))
        assert WRITE.write(tx, *rows) == 3
        assert WRITE.write(tx, {"key": "k1", "value": "%(%s ' :x ?"}) == 1
    with store.reading() as tx:
        assert READ.rows(tx, {"named": "k1"}) == [("k1", "%(%s ' :x ?")]
        assert READ.rows(tx, {"named": "k9"}) == []


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_a_table_that_is_gone_is_damage_and_said_to_be(store: Store) -> None:
    with store.writing() as tx:
        tx.exec_driver_sql("DROP TABLE roster")
    with pytest.raises(Damaged), store.reading() as tx:
        roster.written(tx, "dorset")


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_what_is_no_damage_is_raised_as_it_is(store: Store) -> None:
    wrong = Prepared(lambda _: select(facts).where(facts.c.key == bindparam("other")))
    with pytest.raises(DBAPIError, match="other"), store.reading() as tx:
        wrong.rows(tx, {"named": "k1"})
