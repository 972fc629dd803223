"""What stands beside the journal is held to it: texts, rows, procedures and digests."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.core.events import AnswersErased, DeliveryEnded
from bot.store import Store, answers, messages, outbox, procedures
from bot.store.messages import Message
from bot.store.outbox import DROPPED, SENT
from bot.store.roots import plant_root
from bot.store.verify import verify
from bot.tables import outbox as outbox_table
from bot.vault import Vault
from tests.store.words import (
    DORSET,
    NOW,
    REF,
    a_case,
    a_delivery,
    by_hand,
    found,
    record,
)

OTHER = "DOR-2026-005"
KEY = f"{REF}/1/0"
ENDED = "UPDATE outbox SET state = AS, try_at = NULL WHERE OURS"


def queued(store: Store) -> None:
    with store.writing() as tx:
        outbox.enqueue(tx, [a_delivery(KEY)], NOW)


@pytest.mark.parametrize(
    ("edit", "n"),
    [
        # what was written, in the place of something else
        ("UPDATE answers SET cipher = ANOTHER WHERE OURS", 1),
        ("UPDATE answers SET cipher = wrapped FROM keys WHERE owner = REF AND OURS", 1),
        # the key of another case
        ("UPDATE keys SET wrapped = LIKE_IT WHERE owner = REF", 0),
        # no key any more, though nothing tells that it was destroyed
        ("UPDATE keys SET wrapped = NULL WHERE owner = REF", 0),
        ("UPDATE keys SET destroyed_at = 'on a Friday' WHERE owner = REF", 0),
    ],
)
def test_what_was_written_is_found_changed(store: Store, edit: str, n: int) -> None:
    a_case(store)
    a_case(store, OTHER)

    by_hand(
        store,
        edit,
        ANOTHER="(SELECT cipher FROM answers AS a WHERE a.case_ref = 'THAT')",
        LIKE_IT="(SELECT wrapped FROM keys AS k WHERE k.owner = 'THAT')",
        THAT=OTHER,
    )

    assert found(store) == [(REF, n, "changed")]


def test_what_was_erased_is_missing_unless_the_journal_tells_of_it(
    store: Store,
) -> None:
    a_case(store)
    with store.writing() as tx:
        answers.erase(tx, REF, NOW)

    assert found(store) == [(REF, 1, "removed")]

    with store.writing() as tx:
        record(tx, REF, AnswersErased())

    assert verify(store) == []


@pytest.mark.parametrize(
    ("table", "what"),
    [
        ("cases", "index"),
        ("keys", "changed"),
        ("answers", "changed"),
        ("outbox", "changed"),
        ("messages", "changed"),
    ],
)
def test_what_was_put_down_to_another_partnership_is_found(
    store: Store, table: str, what: str
) -> None:
    a_case(store)
    queued(store)
    with store.writing() as tx:
        card = Message("m1", DORSET, "", "bo", "alert", {}, NOW, NOW, REF)
        messages.show(tx, card)
    whose = {"cases": "ref", "keys": "owner"}.get(table, "case_ref")

    edit = "UPDATE IT SET partnership = 'kirklees' WHERE WHOSE = REF"
    by_hand(store, edit, IT=table, WHOSE=whose)

    assert found(store) == [(REF, 0, what)]


@pytest.mark.parametrize("state", [SENT, DROPPED])
def test_a_delivery_that_a_hand_says_has_ended_is_found(
    store: Store, state: str
) -> None:
    a_case(store)
    queued(store)

    by_hand(store, ENDED, AS=f"'{state}'")

    assert found(store) == [(REF, 0, "changed")]


def test_a_delivery_that_has_ended_is_never_gone(store: Store) -> None:
    a_case(store)
    queued(store)
    with store.writing() as tx:
        record(tx, REF, DeliveryEnded(KEY, SENT), cause=f"courier/{KEY}/1")
    by_hand(store, ENDED, AS=f"'{SENT}'")
    assert verify(store) == []

    with store.writing() as tx:
        tx.execute(outbox_table.delete())

    assert found(store) == [(REF, 0, "removed")]


def test_the_text_of_a_procedure_is_held_to_its_version(store: Store) -> None:
    with store.writing() as tx:
        version = procedures.version_of("as it was")
        procedures.pin(tx, "dorset", version, "as it was", NOW)
    assert verify(store) == []

    by_hand(store, "UPDATE procedures SET text = 'as it became'")

    (fault,) = verify(store)
    assert fault.what == "changed"
    assert fault.says.startswith(f"The text of dorset that version {version} stands")


@pytest.mark.parametrize("given", [1, 2])
def test_a_root_that_went_out_in_a_digest_cannot_go_quietly(
    store: Store, given: int
) -> None:
    a_case(store)
    for day in (0, 1):
        at = NOW + timedelta(days=day)
        with store.writing() as tx:
            root = plant_root(tx, DORSET, at.date(), at).root
            whose = [
                a_delivery(
                    f"digest/{DORSET}/{who}/{at.date()}",
                    kind="digest",
                    case_ref=None,
                    body={"root": root},
                )
                for who in ("qa", "bo")
            ]
            outbox.enqueue(tx, whose, NOW)
    assert verify(store) == []

    by_hand(store, "DELETE FROM roots WHERE day >= '2026-11-DAY'", DAY=26 + given)

    faults = verify(store)
    assert [fault.what for fault in faults] == ["root"] * (3 - given)
    assert faults[-1].says.endswith("digest of 2026-11-28 is not there any more.")


def test_a_record_of_which_nothing_is_left_was_emptied(
    sqlite_url: str, vault: Vault
) -> None:
    store = Store(sqlite_url, vault)
    assert verify(store) == []
    a_case(store)

    by_hand(
        store,
        "DELETE FROM journal",
        "DELETE FROM answers",
        "DELETE FROM keys",
        "DELETE FROM cases",
        "DELETE FROM facts",
    )

    (fault,) = verify(store)
    assert (fault.what, fault.says) == ("removed", "The whole record has been removed.")
    store.close()
