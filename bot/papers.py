"""Papers of a case: a letter as it is sent, and a pack for a meeting."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bot.core import words
from bot.core.errors import Unknown
from bot.core.letters import letter
from bot.core.packs import Slot, meetings_of, pack_of
from bot.core.procedure import Task
from bot.core.progress import AnyStep
from bot.shown import View

PAPERS: Final = ("letter", "pack")
"""What a button that opens a paper does."""
_BY_HAND: Final = (
    "What stands in square brackets is filled in by hand. Send it by a secure route, "
    "never in a chat."
)
_NOT_IN_IT: Final = (
    "The returns themselves are not on this page: they go by the secure route."
)


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper as it is read, before anything is filled in by hand.

    Attributes:
        text: Its paragraphs.
        lists: Its lists, each under its heading.
        note: What whoever sends it has to know.
    """

    title: str
    text: tuple[str, ...]
    lists: tuple[tuple[str, tuple[str, ...]], ...]
    note: str

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """All of it, a paragraph or a list to each."""
        return (*self.text, *(_set_out(*one) for one in self.lists), self.note)


def _set_out(heading: str, lines: tuple[str, ...]) -> str:
    numbered = (f"{number}. {line}" for number, line in enumerate(lines, 1))
    return "\n".join((heading, *(numbered if lines else ("Nothing.",))))


def paper(does: str, view: View, named: str, agency: str = "") -> Paper:
    """Make a paper of a case, for whoever may see the case.

    Args:
        does: One of ``PAPERS``.
        view: The case as they may see it.
        named: The step that it goes with.
        agency: To whom a letter is written; nobody in particular, when not said.

    Raises:
        Unknown: No such paper goes with that step.
    """
    step = view.asking.procedure.by_id.get(named)
    if step is None:
        raise Unknown("There is no such step.", next_step="Go back to the case.")
    return _pack(step, view) if does == "pack" else _letter(step, agency, view)


def _letter(step: AnyStep, agency: str, view: View) -> Paper:
    if agency:
        view.asking.roster.agency(agency)
    made = letter(step, (agency,) if agency else (), view.case, view.asking)
    if made is None:
        raise Unknown(
            "No letter goes with that step.", next_step="Go back to the case."
        )
    return Paper(made.title, made.text, (), _BY_HAND)


def _pack(step: AnyStep, view: View) -> Paper:
    """Show a pack: the agenda it is for, what has come in and what is missing."""
    pack = pack_of(step, view.case, view.asking)
    if pack is None or not isinstance(step, Task):
        raise Unknown("That step sends no pack.", next_step="Go back to the case.")
    what = words.begun(pack.request.asks_for)
    lists = (
        *_agendas(step, view),
        (f"{what}: come in", tuple(_line(slot, view) for slot in pack.inside)),
        (f"{what}: missing", tuple(_line(slot, view) for slot in pack.missing)),
    )
    return Paper(step.title, (), lists, _NOT_IN_IT)


def _agendas(step: Task, view: View) -> Iterator[tuple[str, tuple[str, ...]]]:
    for meeting in meetings_of(step, view.asking):
        if meeting.agenda:
            yield f"Agenda: {meeting.title}", meeting.agenda


def _line(slot: Slot, view: View) -> str:
    name = view.asking.roster.agency_name(slot.agency)
    if slot.came:
        return f"{name}, {words.day(slot.came)}"
    if not slot.asked:
        return f"{name}, not asked yet"
    return f"{name}, due {words.day(slot.due)}" if slot.due else name
