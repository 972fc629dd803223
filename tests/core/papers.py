"""The invented procedure, with letters, a form for returns, a pack and a portal."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any, Final

from bot.core import faults
from bot.core.people import Roster
from bot.core.procedure import Procedure
from tests.core.played import HERE, ROSTER, Played, asked

_ADDED: Final = """
[[letter]]
id = "to-agency"
title = "Request for a report"
text = [
    "Our reference {reference}. To {agency}: we ask for a {asks_for} by {due}.",
    "It is about [name of the child]. {partnership}",
]
source = { para = "9" }

[[letter]]
id = "to-school"
title = "Letter to the school"
text = ["{reference}, to {agency}, about {asks_for}, by {due}."]
source = { para = "9" }
reading = "It goes to the school alone."
because = "Nobody else is named."

[[form]]
id = "report"
title = "Report"
text = ["Write what your agency knows."]

[[form.section]]
id = "known"
title = "What is known"

[[form.section.question]]
id = "involved"
asks = "Was your agency involved?"
kind = "choice"
options = [{ id = "yes", title = "Yes" }, { id = "no", title = "No" }]

[[form.section.question]]
id = "account"
asks = "What did your agency do?"
kind = "text"
only_if = ["involved", "yes"]
"""
_CHANGED: Final = (
    (
        'asks_for = "report"',
        'asks_for = "report"\nletter = "to-agency"\nreturns = "report"',
    ),
    (
        'deputy = "keeper"\nafter = ["ask"]',
        ('deputy = "keeper"\nafter = ["send"]\npack = "ask"\n'
        'due = "sent + 9 working days"'),
    ),
    ('title = "Save a copy"', 'title = "Save a copy"\nletter = "to-school"'),
    ('invite = ["every-agency", "head"]',
     ('invite = ["every-agency", "head"]\n'
     'agenda = ["Gather the facts.", "Agree what follows."]')),
    ('stand_in = "support"', 'stand_in = "support"\nregistered = "portal"'),
)  # fmt: skip


def written_papers() -> str:
    """The file of the invented procedure, with everything that can hang on a step."""
    text = (HERE / "everything.toml").read_text(encoding="utf-8")
    for was, now in _CHANGED:
        assert text.count(was) == 1, was
        text = text.replace(was, now)
    before, step, after = text.partition("[[step]]")
    return before + _ADDED.strip() + "\n\n" + step + after


@cache
def with_papers() -> Procedure:
    """The invented procedure, with everything that can hang on a step."""
    return faults.read(written_papers())


def registered(*people: str, roster: Roster = ROSTER) -> Roster:
    """The roster, with some people registered for the portal."""
    return replace(
        roster,
        people=tuple(
            replace(p, registered=("portal",)) if p.id in people else p
            for p in roster.people
        ),
    )


def papers(*agencies: str, **settings: Any) -> Played:
    """A case whose agencies have been asked, with papers for everything."""
    settings.setdefault("roster", registered("arun"))
    return asked(*agencies, procedure=with_papers(), **settings)
