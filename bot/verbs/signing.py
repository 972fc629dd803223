"""Who signs in what order, and who may do what, told in Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.core import words
from bot.core.clock import Deadline, Term, in_words
from bot.core.procedure import (
    CHANNEL,
    EVERY_AGENCY,
    Decision,
    Link,
    Meeting,
    Procedure,
    Request,
    SignOff,
    Task,
)
from bot.core.progress import AnyStep
from bot.verbs.markdown import Row, label, table, text


def in_full(deadline: Deadline | None, procedure: Procedure) -> str:
    """Say when, as the file does, with anchors called what people call them."""
    if deadline is None:
        return "No date given"
    if deadline.with_step:
        return f"On the day of “{procedure.by_id[deadline.with_step].title}”"

    def said(term: Term) -> str:
        title = procedure.anchor[term.anchor].title
        return in_words(term, title) if term.count else f"the day when {title}"

    terms = words.listed(map(said, deadline.terms), "or")
    if deadline.every:
        count, unit = deadline.every
        one = unit.removesuffix("s")
        each = one if count == 1 else words.counted(count, one)
        until = f", until {said(deadline.until)}" if deadline.until else ""
        return f"Every {each}, from {terms}{until}"
    if deadline.opens:
        return f"From {said(deadline.opens)} to {terms}"
    which = {"earlier": "the earlier of ", "later": "the later of "}
    chosen = which.get(deadline.choose, "")
    if deadline.choose == "first-known":
        chosen = "the first known of "
    before = "On" if deadline.manner == "at" else "By"
    return f"{before} {chosen}{terms}"


def chains(procedure: Procedure) -> Iterator[str]:
    """Draw each sign-off chain of a procedure."""
    yield "## Who signs, in what order"
    steps = [step for step in procedure.step if isinstance(step, SignOff)]
    if not steps:
        yield ""
        yield "Nothing is signed."
    for step in steps:
        yield ""
        yield f"### {text(step.title)}"
        yield ""
        when = in_full(step.deadline, procedure)
        yield f"Paragraph {text(step.source.para)}. {text(when)}."
        yield f"Signed by: {text(in_order(step, procedure))}."
        yield ""
        yield from _chain(step, procedure)


def in_order(step: SignOff, procedure: Procedure) -> str:
    """Say who signs, in order, in a sentence."""
    said = []
    for link in step.links:
        seats = [procedure.title_of(role) for role in link.roles]
        seats += [f"each {procedure.title_of(link.each)}"] if link.each else []
        joint = "and" if link.need == "all" else "or"
        said.append(words.listed(seats, joint))
    return ", then ".join(said)


def _chain(step: SignOff, procedure: Procedure) -> Iterator[str]:
    """Draw one chain: each link a box of seats, one after another."""
    yield "```mermaid"
    yield "flowchart LR"
    yield f'    written["{label(procedure.title_of(step.owner))} writes it"]'
    before = "written"
    for number, link in enumerate(step.links, start=1):
        yield f'    subgraph link{number}["{label(_needed(link, number))}"]'
        for place, role in enumerate(link.roles, start=1):
            yield f'        seat{number}x{place}["{label(procedure.title_of(role))}"]'
        if link.each:
            title = f"each {procedure.title_of(link.each)}"
            yield f'        each{number}["{label(title)}"]'
        yield "    end"
        yield f"    {before} --> link{number}"
        before = f"link{number}"
    yield f'    {before} --> agreed(["Agreed"])'
    yield "```"


def _needed(link: Link, number: int) -> str:
    if link.need == "all" or (
        link.need == 1 and len(link.named) == 1 and not link.each
    ):
        return f"Link {number}"
    return f"Link {number}: {link.need} must sign"


def rights(procedure: Procedure) -> Iterator[str]:
    """Tell who does each step, who else may, and who is told."""
    yield "## Who may do what"
    yield ""
    readers = words.listed(procedure.title_of(role) for role in procedure.readers)
    keeper = procedure.title_of(procedure.coordinator)
    yield f"What people wrote may be read by: {text(readers)}."
    yield f"Cases are kept by: {text(keeper)}."
    yield ""
    yield from table(
        ("Step", "Does it", "Or else", "Also takes part", "Is told"),
        (_of_step(step, procedure) for step in procedure.step),
    )


def _of_step(step: AnyStep, procedure: Procedure) -> Row:
    def titles(roles: Iterable[str]) -> str:
        named = dict.fromkeys(roles)
        return ", ".join(
            "the channel" if r == CHANNEL else procedure.title_of(r) for r in named
        )

    instead = [procedure.deputy_of(step.owner, step)]
    others: list[str] = []
    match step:
        case Task():
            instead.append(step.stand_in)
            others += [step.awaits] if step.awaits else []
        case SignOff():
            others += [role for link in step.links for role in link.named]
        case Meeting():
            others += [*([step.chair] if step.chair else []), *step.invite]
            others += step.may_come
        case Decision():
            others += step.views
        case Request():
            others.append(EVERY_AGENCY)
    return (
        step.title,
        procedure.title_of(step.owner),
        titles(role for role in instead if role),
        titles(others),
        titles(step.tell),
    )
