"""A procedure file told again, in Markdown, for whoever knows the document."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from bot.core import words
from bot.core.procedure import Part, Procedure
from bot.verbs.markdown import table, text
from bot.verbs.pages.cited import Place, passages, place
from bot.verbs.pages.forms import forms, letters
from bot.verbs.pages.paragraphs import paragraphs
from bot.verbs.pages.routes import routes
from bot.verbs.pages.schedule import deadlines, meetings
from bot.verbs.signing import chains, rights


def retold(procedure: Procedure) -> str:
    """Tell a procedure: the same file gives the same text, to the letter."""
    blocks = (tuple(section(procedure)) for section in SECTIONS)
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
    unsure = sum(not part.confirmed for _, part in procedure.readings())
    counts = words.listed(
        (
            words.counted(len(procedure.step), "step"),
            words.counted(len(procedure.anchor), "anchor"),
            words.counted(len(procedure.role), "office"),
            words.counted(unsure, "reading") + " that nobody has confirmed",
        )
    )
    yield f"It has {counts}."
    yield ""
    for section in SECTIONS[1:]:
        title = next(iter(section(procedure))).removeprefix("## ")
        link = title.lower().replace(",", "").replace(" ", "-")
        yield f"- [{title}](#{link})"


def _readings(procedure: Procedure) -> Iterator[str]:
    yield "## Contradictions and unclear passages"
    found = sorted(
        procedure.readings(), key=lambda one: _order(one[1].source.para, procedure)
    )
    if not found:
        yield ""
        yield "None was unclear."
    for title, sure in (("Nobody has confirmed yet", False), ("Confirmed", True)):
        group = [one for one in found if bool(one[1].confirmed) == sure]
        if group:
            yield ""
            yield f"### {title}"
            yield ""
        for name, part in group:
            yield from _reading(name, part, procedure)


def _reading(name: str, part: Part, procedure: Procedure) -> Iterator[str]:
    yield f"- **{text(part.source.para)}** (`{name}`). {text(part.reading)}"
    yield f"  - *Because:* {text(part.because)}"
    if part.confirmed:
        yield f"  - *Confirmed by:* {text(procedure.title_of(part.confirmed))}."
    touches: tuple[str, ...] = getattr(part, "touches", ())
    if touches:
        yield f"  - *Touches:* {', '.join(f'`{one}`' for one in touches)}."


def _left_out(procedure: Procedure) -> Iterator[str]:
    yield "## Left out, and why"
    yield ""
    if not procedure.left_out:
        yield "Nothing."
        return
    yield from table(
        ("Paragraph", "What it says", "Why it is left out"),
        (
            (one.para, one.says, one.because)
            for one in sorted(
                procedure.left_out, key=lambda one: _order(one.para, procedure)
            )
        ),
    )


def _order(para: str, procedure: Procedure) -> Place:
    contents = procedure.contents
    return place((*passages(para, contents), "")[0], contents)


SECTIONS: Final[tuple[Callable[[Procedure], Iterator[str]], ...]] = (
    _heading,
    paragraphs,
    chains,
    rights,
    routes,
    forms,
    letters,
    deadlines,
    meetings,
    _readings,
    _left_out,
)
"""What the page says, in this order. Each begins with its own heading."""
