"""Which buttons a person is shown: those whose press would not be refused.

Each act is tried on a copy of the case with a plausible answer. There is one set
of rules; the same rules are asked again when the button is pressed.
"""

from __future__ import annotations

from bot.core.offers.of_cases import of_case, of_times
from bot.core.offers.of_plans import of_action
from bot.core.offers.of_steps import of_step
from bot.core.offers.rights import not_yours

__all__ = ["not_yours", "of_action", "of_case", "of_step", "of_times"]
