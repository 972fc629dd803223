"""How a case stands, on cards: in brief, whole, and what was written on it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bot import counts, turns
from bot.core import account, commands, offers, words
from bot.core.cards import Button, Card, Item
from bot.core.decide import would_refuse
from bot.core.events import Entry
from bot.core.items import done_by, item_of, outcome
from bot.core.letters import written_with
from bot.core.moving import sentences
from bot.core.packs import pack_of
from bot.core.procedure import Request
from bot.core.progress import AnyStep, plans
from bot.core.written import has_text
from bot.shown import View

FEW: Final = 12
"""Things on the brief card; what is left is counted."""
PAGE: Final = 15
"""Things on one page of everything."""
_PLACES: Final = {"open": 0, "waiting": 2, "done": 4}
"""Where a step stands on the card, by its state; just after it without a button."""


def brief(view: View) -> Card:
    """Say where a case stands: what waits for this person, what is late, what is next.

    What was written about the case is not on it.
    """
    mine = turns.mine(view)
    diary = [one for one in turns.settled(view) if _can_be_moved(one)]
    items = [*mine, *diary, *(_turn(turn) for turn in turns.others(view))]
    ref = view.case.ref
    buttons = turns.about_the_whole(view)
    if next(_written(view), None):
        buttons.append(Button("Read what was written", "readings", ref))
    return Card(
        f"{ref}: where it stands",
        tuple(_told(view, len(mine), len(items))),
        tuple(_count(count) for count in counts.counts(view)),
        tuple(items[:FEW]),
        (*buttons, Button("Everything on this case", "whole", ref)),
        _closed(view),
        ref,
    )


def _can_be_moved(item: Item) -> bool:
    """Say whether something is in the diary, and is the reader's to move."""
    return any(button.does == "arrange" for button in item.buttons)


def whole(view: View, number: int = 1) -> Card:
    """Show every step and every action of a case, each with all its buttons.

    What can be done now stands first, what waits after it, and what is done last.

    Args:
        view: The case as one person may see it.
        number: Which page of it, from 1.
    """
    ref = view.case.ref
    ranked = [*_steps(view), *_actions(view)]
    ranked.sort(key=lambda one: one[0])
    items = [item for _, item in ranked]
    text: tuple[str, ...] = ()
    if view.moving:
        text = ("The procedure has a newer version.", *sentences(view.moving))
    return _paged(
        Card(
            f"{ref}: everything on this case",
            text,
            items=tuple(items),
            buttons=(*view.buttons.get("", ()), _back(ref)),
            outcome=_closed(view),
            case=ref,
        ),
        "whole",
        number,
    )


def readings(view: View, number: int = 1) -> Card:
    """List what was written on a case, for somebody who may read it.

    Nothing of it stands here: each text is read by a press, which is recorded.

    Args:
        view: The case as one person may see it.
        number: Which page of it, from 1.
    """
    ref = view.case.ref
    items = tuple(_reading(entry, view) for entry in _written(view))
    nothing = ("Nothing is written here that you may read.",)
    return _paged(
        Card(
            f"{ref}: what was written",
            () if items else nothing,
            items=items,
            buttons=(_back(ref),),
            case=ref,
        ),
        "readings",
        number,
    )


def _paged(card: Card, does: str, number: int) -> Card:
    """Leave of a long card one page, with the way to the others."""
    pages = max(1, -(-len(card.items) // PAGE))
    at = min(max(number, 1), pages)
    if pages == 1:
        return card
    first = (at - 1) * PAGE
    ways = [
        Button(label, does, f"{card.case}/-/{to}")
        for label, to in (("Next page", at + 1), ("Page before", at - 1))
        if 1 <= to <= pages
    ]
    buttons = card.buttons if at == 1 else card.buttons[-1:]
    return Card(
        f"{card.heading}, page {at} of {pages}",
        card.text if at == 1 else (),
        items=card.items[first : first + PAGE],
        buttons=(*ways, *buttons),
        outcome=card.outcome,
        case=card.case,
    )


def _told(view: View, mine: int, open_: int) -> Iterator[str]:
    if not mine:
        yield "Nothing waits for you on this case."
    if open_ > FEW:
        left = words.counted(open_ - FEW, "more thing")
        yield f"And {left} under “Everything on this case”."
    later = [*view.statuses.values()].count("waiting")
    if later:
        verb = "comes" if later == 1 else "come"
        yield f"{words.counted(later, 'step')} {verb} later."
    if view.moving:
        yield "The procedure has a newer version; “Everything on this case” says more."


def _count(count: counts.Count) -> tuple[str, str]:
    since = f" ({count.since})" if count.since else ""
    due = f"Due {count.due}" if count.due else ""
    said = (f"{count.number}{since}", due, count.beside.removesuffix("."))
    return count.title, ". ".join(filter(None, said))


def _turn(turn: turns.Turn) -> Item:
    told = (("Who", turn.role), ("Due", turn.due), ("First", turn.note))
    return Item(
        turn.title,
        tuple((label, said) for label, said in told if said),
        turn.buttons,
        turn.state == "late",
    )


def _closed(view: View) -> str:
    closed = view.case.closed
    return done_by("Closed", closed, view.asking) if closed else ""


def _back(ref: str) -> Button:
    return Button("Where it stands", "open", ref)


def _steps(view: View) -> Iterator[tuple[int, Item]]:
    """Say everything about each step, with its place among the others."""
    for step in view.asking.procedure.step:
        stands = str(view.statuses.get(step.id))
        if stands in _PLACES:
            item = _step(step, view)
            yield _PLACES[stands] + (not item.buttons), item


def _step(step: AnyStep, view: View) -> Item:
    """Say everything about one step, whatever its state."""
    made = item_of(step, view.case, view.lines, view.asking)
    came = [
        (
            view.asking.roster.agency_name(agency),
            f"came {words.moment(ask.returned.on)}",
        )
        for agency, ask in view.case.asks(step.id).items()
        if ask.returned
    ]
    buttons = (*view.buttons.get(step.id, ()), *_papers(step, view))
    facts = (*_stands(step, view), *made.facts, *came)
    return Item(made.title, facts, buttons, made.late)


def _stands(step: AnyStep, view: View) -> Iterator[tuple[str, str]]:
    became = outcome(step, view.case, view.asking)
    match view.statuses.get(step.id):
        case "done":
            yield "How it stands", became or "Done"
        case "waiting":
            yield "How it stands", f"Waits. {turns.before(step, view)}"
        case _:
            yield "How it stands", f"Open. {became}".strip()
            yield "Who", turns.whose(step.id, step.owner, view)


def _papers(step: AnyStep, view: View) -> Iterator[Button]:
    """Offer the letters and the pack that go with a step, once it can be done."""
    about = f"{view.case.ref}/{step.id}"
    if view.statuses.get(step.id) == "waiting":
        return
    if written_with(step, view.asking) and not isinstance(step, Request):
        yield Button("See the letter", "letter", about)
    if written_with(step, view.asking):
        for agency in view.case.asks(step.id):
            name = view.asking.roster.agency_name(agency)
            yield Button(f"See the letter to {name}", "letter", f"{about}/{agency}")
    if pack_of(step, view.case, view.asking):
        yield Button("See the pack", "pack", about)


def _actions(view: View) -> Iterator[tuple[int, Item]]:
    """Say where each action of the plan stands, with its place among the rest."""
    asking = view.asking
    for action in view.case.actions:
        stands = plans.standing_of(action, asking.today)
        sheet = plans.sheet_title(action.sheet, asking.procedure)
        item = Item(
            f"Action {action.number} ({sheet})",
            (
                ("How it stands", plans.STATUSES[stands]),
                ("Who", words.begun(asking.said(action.owner))),
                ("Due", words.day(action.due)),
            ),
            offers.of_action(action.number, view.case, asking),
            late=stands == "late",
        )
        yield _PLACES["done" if action.done else "open"], item


def _written(view: View) -> Iterator[Entry]:
    """Find every entry with something written that this person may read."""
    for entry in view.journal:
        if has_text(entry.event):
            read = commands.ReadAnswers(entry=entry.n)
            if would_refuse(view.case, read, view.asking) is None:
                yield entry


def _reading(entry: Entry, view: View) -> Item:
    by = f"{account.by_whom(entry, view.asking)}, {words.moment(entry.at)}"
    about = f"{view.case.ref}/-/{entry.n}"
    title = account.said(entry, view.asking)
    return Item(title, (("By", by),), (Button("Read", "read", about, main=True),))
