"""What a button of a chat carries: which partnership, which act, and on what."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Act:
    """What a press of a button asks for.

    Attributes:
        partnership: Whose record it is; one person may serve two.
        does: The act, as :mod:`bot.core.press` knows it.
        about: What it is done to: ``case``, ``case/step`` or ``case/step/item``.
    """

    partnership: str
    does: str
    about: str

    @property
    def written(self) -> list[str]:
        """Write it as a button can carry it."""
        return [self.partnership, self.does, self.about]

    @staticmethod
    def read(parts: object) -> Act | None:
        """Read what a button carried; nothing if it is no act."""
        match parts:
            case [str(partnership), str(does), str(about)]:
                return Act(partnership, does, about)
            case _:
                return None
