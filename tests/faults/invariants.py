"""What must be so after every run, however badly it went. Each says what is not."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Final, TypeAlias

from bot.caseload import Opened
from bot.core.asking import BOT
from bot.core.case import Case
from bot.core.events import AnswersRead, Nudged
from bot.core.evolve import evolve, fold
from bot.core.nudges import quiet
from bot.core.progress import lines, standings
from bot.core.react import react
from bot.core.telling import REDRAWN
from bot.core.words import LONDON
from bot.saying import redrawn
from bot.store import answers, drafts, index, journal
from bot.store.outbox import DEAD, ENDED, SENT
from bot.store.verify import verify
from bot.tables import metadata
from bot.tables import outbox as outbox_table
from tests.faults.record import Record, Seen, acts_of
from tests.faults.wire import REPEAT

Invariant: TypeAlias = Callable[[Record], Iterator[str]]
_DRAFTS_KEPT: Final = timedelta(days=29)
"""Within which a draft is surely kept: it is thrown away after thirty days."""
_LOCKED: Final = frozenset({"answers", "drafts", "keys"})
"""Tables of which nobody reads anything who has no key."""


class _UndoneError(Exception):
    """Raised to leave a transaction without a trace."""


def entries_have_their_rows(record: Record) -> Iterator[str]:
    """Everything that the journal causes was queued."""
    known = {row.key for row in record.rows()}
    for partnership, ref in record.cases():
        desk = record.desk(partnership)
        with record.store.reading() as tx:
            case = Case(ref)
            groups = groupby(journal.load(tx, ref), key=lambda entry: entry.cause)
            for cause, group in groups:
                happened, before = list(group), case
                for entry in happened:
                    case = evolve(case, entry)
                kinds = {type(entry.event) for entry in happened}
                if cause.startswith("courier/") or kinds == {AnswersRead}:
                    continue
                asking = desk.asking(tx, happened[0].by, happened[0].at, case)
                for i, told in enumerate(react(before, happened, case, asking)):
                    key = f"{ref}/{case.length}/{i}"
                    if key not in known:
                        yield f"{key} ({told.kind}) was never queued"


def rows_have_an_end(record: Record) -> Iterator[str]:
    """Every delivery came to an end, and none was given up."""
    for row in record.rows():
        if row.state not in ENDED or row.try_at is not None:
            yield f"{row.key} is {row.state}, after {row.attempts}: {row.problem}"
        elif row.state == DEAD:
            yield f"{row.key} was given up: {row.problem}"


def what_was_sent_was_seen(record: Record) -> Iterator[str]:
    """Whatever is recorded as sent, somebody saw."""
    seen = {one.key for one in record.seen}
    for row in record.rows():
        way, receipt = row.receipt.get("way"), row.receipt.get("receipt")
        if row.state != SENT or not way or not receipt:
            continue
        key = row.key if way != "shared" else f"{row.key}/{row.receipt['sequence']}"
        if key not in seen:
            yield f"{row.key} was sent by {way}, and nobody saw it"


def nothing_is_seen_twice(record: Record) -> Iterator[str]:
    """Nobody saw the same twice, or the second says that it may be a repeat."""
    by_key: defaultdict[tuple[str, str], list[Seen]] = defaultdict(list)
    for one in record.seen:
        by_key[one.way, one.key].append(one)
    for (way, key), copies in by_key.items():
        if len(copies) < 2 or copies[0].change:
            continue  # a calendar changes its one entry, however often it is told
        asked = way == "post" and record.askable(copies[0].place)
        unsaid = [c for c in copies[1:] if not any(REPEAT in t for t in c.text)]
        if asked or way == "put":
            yield f"{key} was seen {len(copies)} times in {copies[0].place or way}"
        elif unsaid:
            yield f"{key} was seen again, and did not say that it may be a repeat"


def lines_are_in_order(record: Record) -> Iterator[str]:
    """What one person or channel hears of one case, they hear in order.

    Where the clock has gone back, what was queued after that does not wait an hour
    for what was queued before; nor does anything wait for what is only to go later.
    """
    first: dict[str, int] = {}
    for number, one in enumerate(record.seen):
        first.setdefault(one.key, number)
    with record.store.reading() as tx:
        columns = outbox_table.c
        stored = tx.execute(
            outbox_table.select()
            .with_only_columns(
                *(columns.key, columns.line, columns.queued_at, columns.not_before)
            )
            .where(columns.line != "")
            .order_by(columns.seq)
        ).all()
    last: dict[str, tuple[int, str, datetime]] = {}
    for key, line, queued, goes in stored:
        at = first.get(key)
        if at is None:
            continue
        before, other, then = last.get(line, (-1, "", queued))
        if at < before and queued >= then:
            yield f"{key} was seen before {other}, which was queued before it"
        last[line] = max((before, other, then), (at, key, max(queued, goes)))


def cards_offer_what_can_be_done(record: Record) -> Iterator[str]:
    """Every card that asks for something offers what it would if it were made now."""
    for row in record.rows():
        receipt = row.receipt.get("receipt")
        if row.kind not in REDRAWN or row.state != SENT or receipt not in record.drawn:
            continue
        card = redrawn(record.desk(row.partnership), row, record.now)
        shows, does = record.drawn[receipt], acts_of(card) if card else ()
        if card is not None and shows != does:
            wrong = sorted({*shows} ^ {*does})
            yield f"{row.key} ({row.kind}) offers these, or should: {wrong}"


def seals_are_whole(record: Record) -> Iterator[str]:
    """The record is what was recorded."""
    yield from (fault.says for fault in verify(record.store))


def indexes_equal_a_rebuild(record: Record) -> Iterator[str]:
    """The indexes are what would be made again from the journal."""
    for partnership, ref in record.cases():
        desk = record.desk(partnership)
        with suppress(_UndoneError), desk.store.writing() as tx:
            entries = tuple(journal.load(tx, ref))
            case = fold(ref, entries)
            before = index.case(tx, ref), index.steps_of(tx, ref)
            asking = desk.asking(tx, BOT, record.now, case)
            desk.reindex(tx, Opened(case, asking, entries[-1], entries))
            if before[0] != index.case(tx, ref):
                yield f"the index of {ref} is not what a rebuild makes"
            if before[1] != index.steps_of(tx, ref):
                yield f"the index of the steps of {ref} is not what a rebuild makes"
            raise _UndoneError


def late_limits_are_said(record: Record) -> Iterator[str]:
    """Of everything that is late, somebody has been told this working morning."""
    for partnership, ref in record.cases():
        desk = record.desk(partnership)
        with record.store.reading() as tx:
            opened = desk.open(tx, ref, BOT, record.now)
            entries = journal.load(tx, ref)
        case, asking = opened.case, opened.asking
        if case.closed or quiet(record.now, asking):
            continue
        stands = standings(case, asking.procedure).status
        told: dict[str, date] = {}
        for entry in entries:
            if isinstance(entry.event, Nudged):
                planned = entry.event.planned.astimezone(LONDON).date()
                told[entry.event.step] = max(
                    told.get(entry.event.step, planned), planned
                )
        known = lines(
            asking.procedure, case.anchors, asking.offices, case, asking.roster
        )
        for line in known:
            due = line.due.due if line.due else None
            if due is None or line.settled or line.step.optional:
                continue
            snoozed = case.snoozed.get(line.step.id)
            if stands[line.step.id] != "open" or (snoozed and snoozed > record.now):
                continue
            day = due.astimezone(LONDON).date() if isinstance(due, datetime) else due
            if day < asking.today and told.get(line.part) != asking.today:
                last = told.get(line.part, "never")
                yield f"{ref}: {line.part}, due on {day}, was spoken of last on {last}"


def days_are_told_once(record: Record) -> Iterator[str]:
    """No digest comes twice for one person and day, and no nudge is said twice."""
    sent = Counter(
        (row.partnership, row.person or row.place, row.not_before.date())
        for row in record.rows()
        if row.kind == "digest" and row.state == SENT
    )
    for (partnership, whom, day), count in sent.items():
        if count > 1:
            yield f"{partnership}: {whom} had {count} digests on {day}"
    with record.store.reading() as tx:
        for _, ref in record.cases():
            nudged = Counter(
                (entry.event.step, entry.event.planned)
                for entry in journal.load(tx, ref)
                if isinstance(entry.event, Nudged)
            )
            for (part, at), count in nudged.items():
                if count > 1:
                    yield f"{ref}: {part} was nudged {count} times for {at}"


def presses_are_recorded(record: Record) -> Iterator[str]:
    """Whatever was answered with a yes is in the journal, and as who pressed it."""
    for one in record.told:
        with record.store.reading() as tx:
            done = journal.seen(tx, one.partnership, one.cause)
        if not done:
            yield f"{one.cause} was answered with a yes, and is not recorded"
        elif done[0].by != one.by or done[0].case != one.case:
            yield f"{one.cause} is recorded as somebody else's, or of another case"


def texts_can_be_read(record: Record) -> Iterator[str]:
    """What was typed is there, and can be read by whoever has the key."""
    with record.store.reading() as tx:
        for _, ref in record.cases():
            proved: defaultdict[str, list[int]] = defaultdict(list)
            for entry in journal.load(tx, ref):
                if digest := getattr(entry.event, "digest", ""):
                    proved[digest].append(entry.n)
            for places in proved.values():
                if all(answers.read(tx, ref, n) is None for n in places):
                    yield f"{ref}: what was written with entry {places[0]} is gone"
        for name, (partnership, person, at) in record.drafts.items():
            if record.now - at > _DRAFTS_KEPT:
                continue
            draft = drafts.load(tx, name)
            if draft is None or (draft.partnership, draft.person) != (
                partnership,
                person,
            ):
                yield f"the draft {name} is gone, or is somebody else's"


def nothing_typed_stands_open(record: Record) -> Iterator[str]:
    """What people typed is nowhere but among the answers, which are locked."""
    for one in record.seen:
        for word in record.typed:
            if word in repr(one):
                yield f"{one.key} shows what somebody typed"
    with record.store.reading() as tx:
        for name, table in metadata.tables.items():
            if name in _LOCKED:
                continue
            for row in tx.execute(table.select()):
                written = repr(tuple(row))
                if any(word in written for word in record.typed):
                    yield f"the table {name} holds what somebody typed"


ALL: Final[tuple[Invariant, ...]] = (
    entries_have_their_rows,
    rows_have_an_end,
    what_was_sent_was_seen,
    nothing_is_seen_twice,
    lines_are_in_order,
    cards_offer_what_can_be_done,
    seals_are_whole,
    indexes_equal_a_rebuild,
    late_limits_are_said,
    days_are_told_once,
    presses_are_recorded,
    texts_can_be_read,
    nothing_typed_stands_open,
)


def broken(record: Record) -> list[str]:
    """List everything that is not as it must be."""
    return [
        f"{invariant.__name__}: {fault}"
        for invariant in ALL
        for fault in invariant(record)
    ]
