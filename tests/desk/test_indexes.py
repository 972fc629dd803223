"""The indexes of a case say, after every press, what its deadlines say."""

from __future__ import annotations

from bot.core import nudges
from bot.core.progress import lines, status
from bot.desk import Opened
from bot.store import index
from tests.desk.walk import CHILD, steps
from tests.desk.wessex import Wessex


def _still_to_be_met(opened: Opened) -> dict[tuple[str, str], object]:
    """Find each deadline not met, and when it is next spoken of, the long way."""
    case, asking = opened.case, opened.asking
    rules = asking.procedure
    known = lines(rules, case.anchors, asking.offices, case, asking.roster)
    undated = {
        (step.id, ""): None
        for step in rules.step
        if status(step, case, rules) == "open" and not step.optional
        if step.id not in {line.step.id for line in known}
    }
    return undated | {
        (line.step.id, line.part.partition("/")[2]): nudges.next_at(case, line, asking)
        for line in known
        if not line.settled and not line.step.optional
    }


def test_every_press_leaves_the_steps_as_their_deadlines_stand(wessex: Wessex) -> None:
    for _, about, _ in steps(wessex, CHILD):
        ref = about.split("/")[0]
        if not ref:
            continue
        with wessex.store.reading() as tx:
            opened = wessex.desk.open(tx, ref, "joan", wessex.now)
            rows = index.steps_of(tx, ref)
        found = {
            (row.step, row.item): row.next_at for row in rows if row.kind != "action"
        }
        assert found == _still_to_be_met(opened)
