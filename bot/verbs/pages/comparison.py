"""What every authority's procedure makes of the same questions, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.core.procedure import Procedure
from bot.verbs.markdown import table, text
from bot.verbs.pages.answers import TOPICS, Answer

NAME: Final = "comparison.md"
_NOTHING: Final = "–"
_AT_ONCE: Final = 3
"""Columns to a table: more cannot be read."""


def compared(procedures: Sequence[Procedure]) -> str:
    """Put procedures side by side: the same files give the same text, to the letter."""
    lines = [
        "# The procedures side by side",
        "",
        "Written by `dayzero docs` from the files here, and not by hand. Each answer",
        "is what the file makes of its document; an asterisk means that it rests on a",
        "reading that nobody has confirmed, and a dash that the document says nothing",
        "of it. The page of each file says more:",
        "",
        *(f"- [{text(p.name)}]({p.slug}.md): {text(p.document)}" for p in procedures),
    ]
    for title, asked in TOPICS:
        # What none of the documents speaks of is no question here.
        questions = [(a, said) for a, said in asked if any(map(said, procedures))]
        lines += ["", f"## {title}"]
        for begin in range(0, len(procedures), _AT_ONCE):
            some = procedures[begin : begin + _AT_ONCE]
            columns = ("Question", *(procedure.name for procedure in some))
            rows = ((asks, *(_said(said, p) for p in some)) for asks, said in questions)
            lines += ["", *table(columns, rows)]
    return "\n".join(lines) + "\n"


def _said(said: Answer, procedure: Procedure) -> str:
    return said(procedure) or _NOTHING
