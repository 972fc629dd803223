"""For which partnership something is meant, of somebody who serves several."""

from __future__ import annotations

from typing import Final

from bot.core.cards import Button
from bot.raising import ALERT, WHICH
from bot.spoken import REFERENCE, of_case
from integrations.teams.acts import Act
from integrations.teams.dialogs import Dialog
from integrations.teams.first_page import HELP
from integrations.teams.told import choosing
from integrations.teams.visiting import Visit

_WHICH: Final = "Which partnership do you mean?"
_TITLES: Final = {ALERT: "Raise an alert"}


def meant(visit: Visit, act: Act) -> Act | Dialog:
    """Say for which partnership an act is; ask, if it could be for several.

    Raises:
        Refused: It is about a case in which this person has no part.
    """
    if act.partnership or act.does == HELP:
        return act
    case = act.about.partition("/")[0]
    if REFERENCE.fullmatch(case):
        partnership, _ = of_case(visit, case, "case")
        return Act(partnership, act.does, act.about)
    if len(visit.accounts) == 1:
        return Act(visit.accounts[0].partnership, act.does, act.about)
    return asked(visit, act)


def asked(visit: Visit, act: Act) -> Dialog:
    """Draw the question for which partnership an act is."""
    ways = []
    for account in visit.accounts:
        title = visit.desk(account.partnership).people().title
        ways.append((account.partnership, Button(title, act.does, act.about)))
    asks = WHICH if act.does == ALERT else _WHICH
    return choosing(asks, ways, _TITLES.get(act.does, ""))
