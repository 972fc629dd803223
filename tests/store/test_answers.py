"""What people write is locked, belongs to somebody, and can be made to be gone."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import event, text

from bot.store import Store, answers, drafts
from bot.store.drafts import Draft
from bot.vault import CannotOpen, Vault
from tests.store.words import DORSET, NOW, REF, a_case, after

CHILD = "Tamsin Invented"
SAYS = {"child": CHILD, "what": "A long account, with \u202e and \ud800 and 🧒."}


def test_what_was_written_with_an_entry_is_read_back(store: Store) -> None:
    with store.writing() as tx:
        answers.new_key(tx, REF, DORSET)
        answers.keep(tx, REF, 1, SAYS)

    with store.reading() as tx:
        assert answers.read(tx, REF, 1) == SAYS
        assert answers.read(tx, REF, 2) is None


def test_a_key_is_made_once(store: Store) -> None:
    with store.writing() as tx:
        answers.new_key(tx, REF, DORSET)
        answers.keep(tx, REF, 1, SAYS)
        answers.new_key(tx, REF, DORSET)

        assert answers.read(tx, REF, 1) == SAYS


def test_the_same_text_gives_the_same_digest_in_one_case_only(store: Store) -> None:
    with store.writing() as tx:
        answers.new_key(tx, REF, DORSET)
        answers.new_key(tx, "DOR-2026-005", DORSET)
        one = answers.digest(tx, REF, {"a": "1", "b": "2"})

        assert answers.digest(tx, REF, {"b": "2", "a": "1"}) == one
        assert answers.digest(tx, REF, {"a": "1"}) != one
        assert answers.digest(tx, "DOR-2026-005", {"a": "1", "b": "2"}) != one
        assert answers.digest(tx, REF, "") == ""
        assert len(one) == 64


def test_what_was_locked_opens_nowhere_else(store: Store) -> None:
    with store.writing() as tx:
        answers.new_key(tx, REF, DORSET)
        answers.keep(tx, REF, 1, SAYS)
        tx.execute(text("UPDATE answers SET n = 2"))

    with pytest.raises(CannotOpen), store.reading() as tx:
        answers.read(tx, REF, 2)


def test_another_secret_opens_nothing(store: Store, url: str) -> None:
    a_case(store)
    other = Store(url, Vault(b"another secret altogether, of the right length"))

    with pytest.raises(CannotOpen), other.reading() as tx:
        answers.read(tx, REF, 1)
    other.close()


def test_a_secret_that_is_too_short_is_refused() -> None:
    with pytest.raises(ValueError, match="it needs 32"):
        Vault(b"short")


def test_erasing_a_case_leaves_its_journal_and_nothing_that_was_written(
    store: Store,
) -> None:
    a_case(store)
    with store.writing() as tx:
        assert answers.erase(tx, REF, after(5))
        assert not answers.erase(tx, REF, after(9))

    with store.reading() as tx:
        assert answers.read(tx, REF, 1) is None
        assert answers.erased_at(tx, REF) == after(5)
        assert answers.erased_at(tx, "DOR-2026-005") is None
        with pytest.raises(answers.Erased):
            answers.digest(tx, REF, "a guess")
    with pytest.raises(answers.Erased), store.writing() as tx:
        answers.keep(tx, REF, 2, SAYS)
    with store.writing() as tx:
        answers.new_key(tx, REF, DORSET)
        with pytest.raises(answers.Erased):
            answers.keep(tx, REF, 2, SAYS)


def test_nothing_that_was_written_stands_in_any_file(
    sqlite_url: str, vault: Vault, tmp_path: Path
) -> None:
    store = Store(sqlite_url, vault)
    with store.writing() as tx:
        answers.new_key(tx, REF, DORSET)
        answers.keep(tx, REF, 1, SAYS)
        drafts.save(tx, a_draft())
        wrapped = tx.scalar(
            text("SELECT wrapped FROM keys WHERE owner = :o"), {"o": REF}
        )
        cipher = tx.scalar(text("SELECT cipher FROM answers"))

    assert CHILD.encode() not in every_byte(tmp_path)
    assert wrapped in every_byte(tmp_path)

    with store.writing() as tx:
        answers.erase(tx, REF, NOW)

    left = every_byte(tmp_path)
    store.close()
    assert CHILD.encode() not in left
    assert wrapped not in left
    assert cipher not in left


def every_byte(folder: Path) -> bytes:
    files = sorted(folder.glob("dayzero.sqlite*"))
    assert files
    return b"".join(file.read_bytes() for file in files)


def a_draft() -> Draft:
    return Draft("d1", DORSET, "amina", "alert", "", SAYS, NOW)


def test_a_draft_is_kept_as_it_was_left(store: Store) -> None:
    later = replace(a_draft(), says={"child": "T"}, updated_at=after(1))
    with store.writing() as tx:
        drafts.save(tx, a_draft())
    with store.writing() as tx:
        drafts.save(tx, later)

    with store.reading() as tx:
        assert drafts.load(tx, "d1") == later
        assert drafts.load(tx, "d2") is None
        assert drafts.of_person(tx, DORSET, "amina") == [later]
        assert drafts.of_person(tx, DORSET, "bo") == []
        assert drafts.of_person(tx, "kirklees", "amina") == []


def test_a_draft_that_is_dropped_while_others_are_read_is_gone(store: Store) -> None:
    other = replace(a_draft(), id="d2")
    with store.writing() as tx:
        drafts.save(tx, a_draft())
        drafts.save(tx, other)
        # As it is met between the two halves of its being dropped elsewhere.
        tx.execute(text("DELETE FROM keys WHERE owner = 'draft/d1'"))

        assert drafts.of_person(tx, DORSET, "amina") == [other]
        assert drafts.load(tx, "d1") is None
        assert drafts.may_keep(tx, "d1", DORSET, "amina")
        drafts.save(tx, a_draft())
        assert drafts.load(tx, "d1") == a_draft()


def test_a_draft_that_is_kept_while_it_is_dropped_has_its_key_or_is_gone(
    store: Store,
) -> None:
    """What was typed may come after what was sent, and to another replica."""
    with store.writing() as tx:
        drafts.save(tx, a_draft())

    def drop() -> None:
        with store.writing() as tx:
            drafts.drop(tx, "d1")

    dropping = threading.Thread(target=drop)

    def meanwhile(_: object, __: object, statement: str, *___: object) -> None:
        if statement.startswith("INSERT INTO drafts"):
            dropping.start()
            dropping.join(0.1)

    event.listen(store.engine, "before_cursor_execute", meanwhile)
    with store.writing() as tx:
        drafts.save(tx, a_draft())
    event.remove(store.engine, "before_cursor_execute", meanwhile)
    dropping.join()

    with store.reading() as tx:
        assert not tx.scalar(text("SELECT count(*) FROM drafts"))
        assert not tx.scalar(text("SELECT count(*) FROM keys"))


def test_a_section_of_a_draft_is_dropped_with_it_and_can_be_dropped_alone(
    store: Store,
) -> None:
    of_it = replace(a_draft(), id="d2", person="bo", form="section", about="d1/what")
    other = replace(of_it, id="d3", about="d1x/what")
    with store.writing() as tx:
        for one in (a_draft(), of_it, other):
            drafts.save(tx, one)
        assert drafts.handed_over(tx, "d1") == [of_it]
        assert drafts.drop(tx, "d2")
        assert drafts.load(tx, "d1")
        drafts.save(tx, of_it)
        assert drafts.drop(tx, "d1")
        assert drafts.load(tx, "d2") is None
        assert drafts.load(tx, "d3") == other


def test_a_dropped_draft_takes_its_key_with_it(store: Store) -> None:
    with store.writing() as tx:
        drafts.save(tx, a_draft())
        assert drafts.older_than(tx, after(1)) == ["d1"]
        assert drafts.older_than(tx, NOW) == []
        assert drafts.drop(tx, "d1")
        assert not drafts.drop(tx, "d1")

    with store.reading() as tx:
        assert drafts.load(tx, "d1") is None
        assert tx.scalar(text("SELECT count(*) FROM keys")) == 0
