"""Nobody of one partnership is shown, or can change, anything of another's.

Asked through the desk and the counter, on both databases. What the database itself
shows is in the next file.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import pytest

from bot.core import questions
from bot.core.cards import plain
from bot.core.errors import Refused, Unknown
from bot.core.press import ACTS, Press
from bot.counter import Counter
from bot.papers import PAPERS
from bot.registers import read_wanted, register, tracker
from bot.store import Store, drafts
from tests.desk.wessex import ALERT, OFFICES, SHELF
from tests.partnerships.two import CHILD, OURS, THEIRS, Two, rows_of
from tests.verbs.line import Line

PAGES = ("open", "whole", "readings", "mine", "deadlines", "undelivered", "again")
EVERY_ACT = sorted({*ACTS, *questions.FORMS, *PAPERS, *PAGES, "section", "hand"})
WHO = ("helen", "joan", "marian")
"""People of ours who may do most, and have namesakes among the others."""


def places(two: Two) -> list[str]:
    """What an act may be about: their case, a step of each kind, their draft."""
    steps = {type(step): step.id for step in two.theirs.desk.procedure().by_id.values()}
    whole = [two.ref, f"{two.ref}/-/1", f"{two.draft}/child", two.dead]
    return [*whole, *(f"{two.ref}/{step}" for step in steps.values())]


def shown(desk: Counter, does: str, about: str, by: str, two: Two) -> str:
    """All that is shown for an act: its form, its page, its paper."""
    now, found = two.ours.now, ""
    for ask in (desk.form, desk.page, desk.paper):
        with suppress(Refused):
            found += repr(ask(does, about, by, now))
    return found


def test_no_act_on_what_is_theirs_shows_or_changes_anything(two: Two) -> None:
    before = rows_of(two.ours.store, THEIRS)
    ours, by = two.ours, WHO[0]
    for does in EVERY_ACT:
        for about in places(two):
            told = shown(ours.desk, does, about, by, two)
            if does != "raise-alert":
                answer = ours.press(by, does, about)
                told += repr(answer) * (not answer.code)
            said = told.replace(about, "")
            assert two.ref not in said, (does, about)
            assert CHILD not in said

    assert rows_of(ours.store, THEIRS) == before


def lists(desk: Counter, by: str, now: datetime) -> Iterator[str]:
    """All that is listed for somebody."""
    yield plain(desk.mine(by, now))
    yield plain(desk.deadlines(by, now))
    yield from map(repr, (desk.cases(by, now), desk.drafts_of(by), desk.people()))
    with suppress(Refused):
        yield repr(desk.undelivered(by, now))
        yield repr(register(desk, by, now, read_wanted({}, {})))
        yield repr(tracker(desk, by, now, read_wanted({}, {})))


def test_no_list_of_ours_names_a_case_of_theirs(two: Two) -> None:
    for by in WHO:
        told = "".join(lists(two.ours.desk, by, two.ours.now))

        assert "WVX-2026-001" in told
        assert two.ref not in told
        assert two.dead not in told
        assert THEIRS not in told


def test_a_case_of_theirs_is_unknown_to_ours(two: Two) -> None:
    desk, now = two.ours.desk, two.ours.now
    for ask in (desk.view, desk.brief):
        with pytest.raises(Unknown, match="There is no case called"):
            ask(two.ref, "helen", now)
    # As whoever reads every partnership has it, too: the desk asks whose it is.
    for store in (desk.store, two.ours.store):
        with (
            store.reading() as tx,
            pytest.raises(Unknown, match="There is no case called"),
        ):
            desk.open(tx, two.ref, "helen", now)


def test_a_draft_of_theirs_is_neither_read_nor_changed_nor_dropped(two: Two) -> None:
    before = rows_of(two.ours.store, THEIRS)
    ours, now = two.ours, two.ours.now

    assert ours.desk.drafts_of("amina") == ()
    assert ours.desk.handed(two.draft, "amina") == ()
    made = ours.desk.keep_draft(two.draft, "amina", "raise-alert", "", {}, now)
    ours.desk.drop_draft(two.draft, "amina")
    taken = ours.desk.ask_for_section(two.draft, "child", "helen", "amina", now)

    assert made != two.draft
    assert taken.code
    assert rows_of(ours.store, THEIRS) == before
    with ours.store.reading() as tx:
        assert drafts.load(tx, two.draft)


def test_an_alert_of_ours_leaves_a_draft_of_theirs(two: Two) -> None:
    before = rows_of(two.ours.store, THEIRS)

    pressed = Press("amina", "raise-alert", "", "test/crossing", ALERT)
    answer = two.ours.desk.handle(pressed, two.ours.now, draft=two.draft)

    assert not answer.code
    assert rows_of(two.ours.store, THEIRS) == before


def test_what_they_could_not_deliver_is_not_ours_to_try_again(two: Two) -> None:
    before = rows_of(two.ours.store, THEIRS)

    answer = two.ours.desk.try_again(two.dead, "joan", two.ours.now)

    assert answer.code == "unknown"
    assert rows_of(two.ours.store, THEIRS) == before


def test_one_request_is_answered_by_each_for_itself(two: Two) -> None:
    first = two.theirs.press("amina", "raise-alert", cause="slack/Ev1", **ALERT)
    second = two.ours.press("amina", "raise-alert", cause="slack/Ev1", **ALERT)

    assert first.case
    assert second.case
    assert first.case != second.case


def test_a_channel_and_a_person_of_one_name_are_two(two: Two) -> None:
    def seen(partnership: str) -> str:
        page = two.ours.page
        cards = page.channel(partnership, "safeguarding", 99)
        return repr([*cards, *page.direct(partnership, "joan", 99)])

    assert two.ref in seen(THEIRS)
    assert two.ref not in seen(OURS)


def test_a_verb_for_one_partnership_says_nothing_of_the_other(
    two: Two, tmp_path: Path
) -> None:
    line = Line(tmp_path / "home", two.ours)
    for verb in ("register", "tracker"):
        unnamed = line.type(verb, "--into", str(tmp_path))
        named = line.type(verb, "--partnership", OURS, "--into", str(tmp_path))
        stranger = line.type(verb, "--partnership", "*", "--into", str(tmp_path))

        assert (unnamed.code, named.code, stranger.code) == (2, 0, 2)
    written = b"".join(file.read_bytes() for file in tmp_path.glob("*.csv"))
    assert written
    assert two.ref.encode() not in written


@pytest.mark.parametrize("name", ["", "*", THEIRS])
def test_a_record_narrowed_to_one_is_not_widened(store: Store, name: str) -> None:
    narrow = store.of(OURS)

    assert (store.scope, narrow.scope) == ("*", OURS)
    assert narrow.of(OURS).scope == OURS
    with pytest.raises(ValueError, match="is not that of"):
        narrow.of(name)


def test_whatever_works_for_one_is_narrowed_from_the_beginning(store: Store) -> None:
    def desk(name: str) -> Counter:
        return Counter(store, name, SHELF, lambda _: OFFICES)

    assert desk(OURS).store.scope == OURS
    assert desk("").store.scope == "*"
    with pytest.raises(Unknown, match="no partnership of that name"):
        desk("*")
