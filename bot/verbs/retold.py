"""A procedure file told again, in Markdown, for whoever knows the document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bot.core import words
from bot.core.procedure import Meeting, Part, Procedure, Request, Source
from bot.verbs.markdown import table, text
from bot.verbs.signing import chains, in_full, rights

_NUMBER: Final = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class _Told:
    """One thing that the file does with a paragraph."""

    source: Source
    does: str
    when: str
    who: str
    part: str


def retold(procedure: Procedure) -> str:
    """Tell a procedure: the same file gives the same text, to the letter."""
    blocks = (
        _heading(procedure),
        _paragraphs(procedure),
        _readings(procedure),
        chains(procedure),
        rights(procedure),
        _left_out(procedure),
    )
    lines = [line for block in blocks for line in (*block, "")]
    return "\n".join(lines).rstrip() + "\n"


def _heading(procedure: Procedure) -> Iterator[str]:
    yield f"# {text(procedure.name)}: what the file makes of the document"
    yield ""
    file = f"{procedure.slug}.toml"
    yield f"Written by `dayzero docs` from [{file}]({file}), and not by hand:"
    yield "change that file, and run it again."
    yield ""
    yield f"Read from: {text(procedure.document)}."
    yield ""
    steps, anchors = len(procedure.step), len(procedure.anchor)
    unsure = sum(not part.confirmed for _, part in procedure.readings())
    counts = words.listed(
        (
            words.counted(steps, "step"),
            words.counted(anchors, "anchor"),
            words.counted(len(procedure.role), "office"),
            words.counted(unsure, "reading") + " that nobody has confirmed",
        )
    )
    yield f"It has {counts}."


def _paragraphs(procedure: Procedure) -> Iterator[str]:
    yield "## Paragraph by paragraph"
    yield ""
    told = sorted(_told(procedure), key=lambda one: _order(one.source.para))
    yield from table(
        ("Paragraph", "What the file does", "When", "Who", "Part", "Confirmed"),
        (
            (
                one.source.para,
                one.does,
                one.when,
                one.who,
                f"`{one.part}`",
                _confirmed(one.part, procedure),
            )
            for one in told
        ),
    )


def _told(procedure: Procedure) -> Iterator[_Told]:
    for name, role in procedure.role.items():
        yield _Told(role.source, f"Names an office: {role.title}", "", "", name)
    for name, anchor in procedure.anchor.items():
        counted = f"Day zero: {anchor.title}"
        yield _Told(anchor.source, counted, "", "", name)
    for step in procedure.step:
        owner = procedure.title_of(step.owner)
        when = in_full(step.deadline, procedure)
        does = f"{step.title} ({step.kind})"
        yield _Told(step.source, does, when, owner, step.id)
        if isinstance(step, Meeting) and step.invite_deadline:
            sent = in_full(step.invite_deadline, procedure)
            yield _Told(
                step.source, f"{step.title} (invitations)", sent, owner, step.id
            )
        if isinstance(step, Request) and step.send_deadline:
            sent = in_full(step.send_deadline, procedure)
            yield _Told(step.source, f"{step.title} (sending)", sent, owner, step.id)
    for form in procedure.form:
        for question in (q for section in form.section for q in section.question):
            if question.source:
                asks = f"Asked in “{form.title}”: {question.asks}"
                yield _Told(question.source, asks, "", "", f"{form.id}/{question.id}")


def _confirmed(part: str, procedure: Procedure) -> str:
    unsure = procedure.unconfirmed(part)
    if unsure:
        return "Not yet"
    sure = [r for name, r in procedure.readings() if name == part]
    return words.listed(procedure.title_of(r.confirmed) for r in sure) or "–"


def _readings(procedure: Procedure) -> Iterator[str]:
    yield "## How unclear passages were understood"
    yield ""
    found = sorted(procedure.readings(), key=lambda one: _order(one[1].source.para))
    if not found:
        yield "None was unclear."
    for name, part in found:
        yield from _reading(name, part, procedure)


def _reading(name: str, part: Part, procedure: Procedure) -> Iterator[str]:
    by = procedure.title_of(part.confirmed) if part.confirmed else "nobody yet"
    yield f"- **{text(part.source.para)}** (`{name}`). {text(part.reading)}"
    yield f"  *Because:* {text(part.because)}"
    yield f"  *Confirmed by:* {text(by)}."
    touches: tuple[str, ...] = getattr(part, "touches", ())
    if touches:
        yield f"  *Touches:* {', '.join(f'`{one}`' for one in touches)}."


def _left_out(procedure: Procedure) -> Iterator[str]:
    yield "## Left out, and why"
    yield ""
    if not procedure.left_out:
        yield "Nothing."
        return
    yield from table(
        ("Paragraph", "What it says", "Why it is left out"),
        ((one.para, one.says, one.because) for one in procedure.left_out),
    )


def _order(para: str) -> tuple[tuple[int, ...], str]:
    """Sort 2.10 after 2.9, and what has no number last."""
    first = para.split(",", maxsplit=1)[0]
    numbers = tuple(map(int, _NUMBER.findall(first[:100]))) or (10**9,)
    return numbers, para
