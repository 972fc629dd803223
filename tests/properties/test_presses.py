"""Whatever people press, in whatever order, the rules of the case hold."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core import account, telling
from bot.core.asking import BOT
from bot.core.cards import plain
from bot.core.digest import Open, Summary, digest
from bot.core.events import (
    ChainCompleted,
    Entry,
    MeetingHeld,
    Nudged,
    ReturnReceived,
    SentBack,
    Signed,
)
from bot.core.evolve import fold
from bot.core.procedure import SignOff
from bot.core.records import from_record, to_record
from bot.core.steps.sign_off import at_link
from tests.core.played import REF, Played, texts
from tests.properties.walk import NAME, Walk

pytestmark = pytest.mark.long


@given(seed=st.integers(0, 2**32))
@settings(max_examples=25, deadline=None)
def test_whatever_people_press_the_rules_of_the_case_hold(seed: int) -> None:
    walk = Walk(seed)
    for _ in range(60):
        start = len(walk.played.journal)
        walk.step()
        new = walk.played.journal[start:]
        nobody_signed_out_of_turn(walk.played, new)
        the_journal_is_the_case(walk.played, new)
        nothing_personal_is_shown(walk)


def nobody_signed_out_of_turn(played: Played, new: list[Entry]) -> None:
    before = fold(REF, played.journal[: len(played.journal) - len(new)])
    for entry in new:
        if isinstance(entry.event, Signed):
            step = played.procedure.by_id[entry.event.step]
            assert isinstance(step, SignOff)
            chain = before.chain(step.id)
            assert entry.by not in chain.authors | {before.raiser, BOT}
            assert entry.by not in {s.mark.by for s in chain.signatures}
            assert entry.event.link == at_link(step, chain, played.asking())
            assert entry.event.digest == chain.text
        if isinstance(entry.event, ChainCompleted):
            step = played.procedure.by_id[entry.event.step]
            assert isinstance(step, SignOff)
            chain = played.case.chain(step.id)
            assert at_link(step, chain, played.asking()) == len(step.links)
        if entry.by in before.conflicted:
            raise AssertionError(f"{entry.by} has a conflict of interest")


def the_journal_is_the_case(played: Played, new: list[Entry]) -> None:
    assert fold(REF, played.journal) == played.case
    for entry in new:
        kind, body = to_record(entry.event)
        assert from_record(kind, json.loads(json.dumps(body))) == entry.event
        assert account.said(entry, played.asking())
        assert account.by_whom(entry, played.asking())


def nothing_personal_is_shown(walk: Walk) -> None:
    played = walk.played
    assert len(set(played.told)) == len(played.told)
    seen: list[object] = [played.journal, played.told]
    for one in played.told:
        asking = played.asking(walk.anybody())
        for made in (
            telling.card(one, played.case, asking) if one.kind != "redraw" else None,
            telling.redrawn(one, played.case, asking),
        ):
            if made is not None:
                assert made.heading
                assert plain(made)
                seen.append(made)
        if one.kind == "invite":
            invite = telling.invite(one, played.case, asking, "example.org")
            assert invite is not None
            seen.append(invite)
    seen.append(morning(played))
    seen.append([account.said(e, played.asking()) for e in played.journal[-5:]])
    for text in texts(seen):
        assert NAME.split()[0] not in text


def morning(played: Played) -> object:
    lines = tuple(
        Open(REF, line.title, line.role, line.due.due, line.step.limit)
        for line in played.lines().values()
        if line.due and line.due.due and not line.settled
    )
    titles = {name: role.title for name, role in played.procedure.role.items()}
    summary = Summary("what is late", lines, cases=1)
    return digest(summary, played.now, played.offices, titles)


def test_the_walks_get_somewhere() -> None:
    """So that the walks above are known to try more than the beginning of a case."""
    far, happened = 0, set()
    for seed in range(16):
        walk = Walk(seed)
        for _ in range(100):
            walk.step()
        far = max(far, len(walk.played.case.done))
        happened |= {type(entry.event) for entry in walk.played.journal}
    assert far >= 15
    assert {ChainCompleted, MeetingHeld, Nudged, ReturnReceived, SentBack} <= happened
