"""Is the record still what was recorded? Every fault named, in plain words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from sqlalchemy import String, func, literal, select, type_coerce

from bot.core.errors import Damaged
from bot.store import beside, facts, gaps, guards
from bot.store.chain import Break, Chain, Line, What, begins
from bot.store.opening import Store, Transaction, on_sqlite, vault_of
from bot.store.roots import Root, known_heads, planted_roots, proof
from bot.tables import answers, cases, journal, keys, messages, outbox, steps


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not as it was recorded.

    Attributes:
        case: The case, or an empty string where it is not about one.
        n: The entry where it begins, or 0.
        what: ``changed``, ``removed``, ``re-ordered``, ``added``, ``index`` (only
            an index is wrong, and can be rebuilt) or ``root``.
        says: The whole of it in one sentence.
    """

    partnership: str
    case: str
    n: int
    what: What
    says: str


@dataclass(slots=True)
class Evidence:
    """What the rest of the record says of one case's journal.

    Attributes:
        known: The furthest entry that anything points at.
        head: The last entry and its seal, as the index has them.
        rooted: Entries whose seals a root has fixed: the place and the seal.
    """

    partnership: str
    known: int = 0
    head: tuple[int, str] | None = None
    rooted: dict[int, str] = field(default_factory=dict)

    def pointed_at(self, n: Any) -> None:
        """Note that something points at an entry."""
        if isinstance(n, int):
            self.known = max(self.known, n)


def verify(store: Store) -> list[Fault]:
    """Check the whole record against its seals, its indexes and its roots.

    Returns:
        Every fault, those of one case together and in order; empty if all is well.

    Raises:
        Damaged: The file itself is not whole, so that it would prove nothing.
    """
    with store.reading() as tx:
        return faults_in(tx)


def faults_in(tx: Transaction) -> list[Fault]:
    """Check the whole record as a transaction sees it, before it is there for all.

    Raises:
        Damaged: The file itself is not whole, so that it would prove nothing.
    """
    with _as_stored(tx):
        if damage := guards.damage(tx):
            raise Damaged(damage)
        mark = facts.get(tx, facts.VAULT_MARK)
        if mark is not None and mark != vault_of(tx).mark:
            says = "The secret in use is not the one this record was sealed with."
            return [Fault("", "", 0, "root", says)]
        try:
            planted = planted_roots(tx)
        except ValueError:
            says = "A root was changed: it can no longer be read."
            return [Fault("", "", 0, "root", says), *_case_faults(tx, _evidence(tx))]
        evidence = _evidence(tx, planted)
        faults = list(_case_faults(tx, evidence))
        if all(fault.what == "index" for fault in faults):
            # Nothing accounts yet for what may be gone: look for where it stood.
            faults += _gaps(tx, evidence)
        broken = {fault.case for fault in faults if fault.what != "index"}
        faults += [f for f in _text_faults(tx) if f.case not in broken]
        faults += [f for f in _row_faults(tx) if f.case not in broken]
        return [*faults, *_root_faults(tx, planted), *_altered(tx)]


def _text_faults(tx: Transaction) -> Iterator[Fault]:
    for partnership, ref, n in gaps.missing_texts(tx):
        says = f"What was written with entry {n} of {ref} has been removed."
        yield Fault(partnership, ref, n, "removed", says)
    for partnership, ref, n in beside.unreadable(tx):
        says = f"What was written with entry {n} of {ref} has been changed."
        if not n:
            says = f"The key of what was written on {ref} has been changed."
        yield Fault(partnership, ref, n, "changed", says)


def _row_faults(tx: Transaction) -> Iterator[Fault]:
    for partnership, ref, what in beside.misplaced(tx):
        says = f"{what} of {ref} was put down to another partnership."
        only = "index" in what
        yield Fault(partnership, ref, 0, "index" if only else "changed", says)
    for partnership, ref, gone in beside.unaccounted(tx):
        if gone:
            says = f"A delivery of {ref} that the journal tells of has been removed."
            yield Fault(partnership, ref, 0, "removed", says)
        else:
            says = f"A delivery of {ref} ended otherwise than the journal says."
            yield Fault(partnership, ref, 0, "changed", says)


def _altered(tx: Transaction) -> Iterator[Fault]:
    for slug, version in beside.altered_procedures(tx):
        says = f"The text of {slug} that version {version} stands for was changed."
        yield Fault("", "", 0, "changed", says)
    for partnership, day in beside.lost_roots(tx):
        says = f"The root that went out in the digest of {day} is not there any more."
        yield Fault(partnership, "", 0, "root", says)


def _gaps(tx: Transaction, evidence: dict[str, Evidence]) -> Iterator[Fault]:
    gone = list(gaps.missing_cases(tx, evidence.keys()))
    if not gone and gaps.emptied(tx):
        yield Fault("", "", 0, "removed", "The whole record has been removed.")
    for ref in gone:
        says = f"The whole journal of {ref} has been removed."
        yield Fault("", ref, 1, "removed", says)
    for ref, n, empty in () if gone else gaps.empty_places(tx):
        says = f"What stood after entry {n} of {ref} has been removed: {empty}."
        yield Fault(evidence[ref].partnership, ref, n, "removed", says)


def _case_faults(tx: Transaction, evidence: dict[str, Evidence]) -> Iterator[Fault]:
    told = set()
    for ref, group in groupby(_lines(tx), lambda line: line["case_ref"]):
        told.add(ref)
        yield from _faults_of(tx, str(ref), list(group), evidence.get(ref))
    for ref in sorted(evidence.keys() - told):
        says = f"The whole journal of {ref} has been removed."
        yield Fault(evidence[ref].partnership, ref, 1, "removed", says)


def _faults_of(
    tx: Transaction, ref: str, lines: list[Line], known: Evidence | None
) -> Iterator[Fault]:
    partnership = known.partnership if known else str(lines[0]["partnership"])
    known = known or Evidence(partnership)
    last = lines[-1]
    breaks: list[Break] = []
    for end in _possible_ends(tx, known, lines):
        known.pointed_at(end)
        breaks = Chain(vault_of(tx), lines, known.known).breaks()
        if not breaks:
            break
    for broken in breaks:
        yield Fault(partnership, ref, broken.n, broken.what, _sentence(ref, broken))
    if breaks:
        return
    seals = {line["n"]: line["seal"] for line in lines}
    for n, seal in known.rooted.items():
        if seals.get(n) != seal:
            says = f"Entry {n} of {ref} is not the one that its day's root stands for."
            yield Fault(partnership, ref, n, "changed", says)
            return
    if known.head != (last["n"], last["seal"]):
        says = f"The index of {ref} does not end where its journal does, at entry"
        yield Fault(partnership, ref, last["n"], "index", f"{says} {last['n']}.")


def _possible_ends(tx: Transaction, known: Evidence, lines: list[Line]) -> list[Any]:
    """Say where a journal ought to end, the most charitable first."""
    last = lines[-1]
    if known.head is None:
        # Nothing says how long it is. If it begins as ours do, let it say itself.
        return [last["n"] if begins(vault_of(tx), lines) else 0]
    n, seal = known.head
    if seal == last["seal"] and isinstance(last["n"], int):
        # What the index ends with is there. Under another number, that is only a
        # mistake in the index, unless the chain says otherwise.
        return [min(n, last["n"]), n]
    return [n]


def _sentence(ref: str, broken: Break) -> str:
    which = f"Entry {broken.n} of {ref}"
    if broken.last > broken.n:
        which = f"Entries {broken.n} to {broken.last} of {ref}"
    have = "have" if broken.last > broken.n else "has"
    match broken.what:
        case "removed":
            return f"{which} {have} been removed."
        case "added":
            return f"{which} was added by another hand: its seal is not ours."
        case "re-ordered":
            where = f"entry {broken.belongs} now stands in place {broken.stands}"
            return f"{which} is out of order: {where}."
        case _:
            return f"{which} {have} been changed since it was recorded."


def _lines(tx: Transaction) -> Iterator[Line]:
    # Instants are taken as the text they are: an altered one may not be an instant.
    columns = [
        type_coerce(column, String).label(column.name)
        if column.name == "at"
        else column
        for column in journal.c
    ]
    query = select(*columns).order_by(journal.c.case_ref, journal.c.n, journal.c.seq)
    for row in tx.execute(query.execution_options(yield_per=500)):
        yield row._asdict()


def _evidence(tx: Transaction, planted: Iterable[Root] = ()) -> dict[str, Evidence]:
    """Gather what everything but the journal says of how long each case's is."""
    found: dict[str, Evidence] = {}
    index = select(cases.c.ref, cases.c.partnership, cases.c.head_n, cases.c.head_seal)
    for ref, partnership, n, seal in tx.execute(index):
        found[ref] = Evidence(partnership, head=(n, seal))
    one = literal(1)
    pointers = [
        (answers.c.case_ref, answers.c.partnership, func.max(answers.c.n)),
        (outbox.c.case_ref, outbox.c.partnership, func.max(outbox.c.n)),
        (steps.c.case_ref, steps.c.partnership, one),
        (messages.c.case_ref, messages.c.partnership, one),
        (keys.c.owner, keys.c.partnership, one),
    ]
    for ref_column, whose, furthest in pointers:
        query = select(ref_column, whose, furthest).group_by(ref_column, whose)
        query = query.where(ref_column.is_not(None), ref_column.not_like("draft/%"))
        query = query.where(ref_column.not_like("install/%"))
        for ref, partnership, n in tx.execute(query):
            found.setdefault(ref, Evidence(partnership)).pointed_at(n)
    for root in planted:
        for ref, (n, seal) in root.heads.items():
            known = found.setdefault(ref, Evidence(root.partnership))
            known.rooted[n] = seal
            known.pointed_at(n)
    return found


@contextmanager
def _as_stored(tx: Transaction) -> Iterator[None]:
    """Read whatever a hand may have left, even what is not text at all."""
    driver: Any = tx.connection.driver_connection
    if not on_sqlite(tx):
        yield
        return
    driver.text_factory = lambda raw: raw.decode("utf-8", "backslashreplace")
    try:
        yield
    finally:
        driver.text_factory = str


def _root_faults(tx: Transaction, planted: list[Root]) -> Iterator[Fault]:
    for partnership, group in groupby(planted, lambda root: root.partnership):
        theirs = list(group)
        for at, root in enumerate(theirs, start=1):
            heads = known_heads(theirs[:at])
            stands_for = (root.day, root.upto, root.entries, heads)
            if proof(vault_of(tx), partnership, *stands_for) != root.root:
                says = f"The root of {root.day} was changed, or the one before it was."
                yield Fault(partnership, "", 0, "root", says)
                break
