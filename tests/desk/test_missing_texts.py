"""What people wrote cannot be taken out of the record unnoticed."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, update

from bot.core.commands import Erase
from bot.store.verify import verify
from bot.tables import answers, keys
from tests.desk.wessex import Wessex


def test_a_record_with_everything_that_was_written_is_sound(wessex: Wessex) -> None:
    wessex.to_sent()

    assert verify(wessex.store) == []


def test_a_text_that_was_taken_out_is_named_with_its_entry(wessex: Wessex) -> None:
    ref = wessex.to_sent()
    with wessex.store.writing() as tx:
        tx.execute(delete(answers).where(answers.c.case_ref == ref, answers.c.n == 1))

    (fault,) = verify(wessex.store)

    assert (fault.case, fault.n, fault.what) == (ref, 1, "removed")
    assert fault.says == f"What was written with entry 1 of {ref} has been removed."


@pytest.mark.parametrize("on_purpose", [True, False])
def test_what_was_erased_on_purpose_is_not_missing(
    wessex: Wessex, *, on_purpose: bool
) -> None:
    ref = wessex.to_sent()
    wessex.desk.ask(ref, Erase(), by="dayzero", cause="erase", now=wessex.now)
    if not on_purpose:
        with wessex.store.writing() as tx:
            tx.execute(
                update(keys).where(keys.c.owner == ref).values(destroyed_at=None)
            )

    assert bool(verify(wessex.store)) is not on_purpose
