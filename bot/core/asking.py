"""Who asks, when, and under which rules: what every decision is made against."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Final

from bot.core import words
from bot.core.case import Case
from bot.core.errors import Conflicted, NotYours
from bot.core.events import PersonId, RoleId
from bot.core.people import Roster, Standing
from bot.core.procedure import Part, Procedure
from bot.core.words import LONDON
from bot.core.workdays import Offices

BOT: Final = "dayzero"
"""What the record calls the bot when it acts by itself."""
OF_AGENCY: Final = "agency:"
"""Begins a role that means: whoever answers for this agency."""
ABOVE_AGENCY: Final = "above-agency:"
"""Begins a role that means: whoever hears when this agency has not answered."""


@dataclass(frozen=True, slots=True)
class Edition:
    """A newer version of the procedure that a case follows.

    Attributes:
        version: The digest of its text.
        offices: When offices are open, where it says.
    """

    version: str
    procedure: Procedure
    offices: Offices


@dataclass(frozen=True, slots=True)
class Asking:
    """One person's request, with everything needed to answer it.

    Attributes:
        by: The person who asks, or ``BOT``.
        now: The instant at which they ask, with its zone.
        offices: When offices are open, and how far that is known.
        newest: The version of the file as it stands, where it was looked for and is
            another than the case follows.
    """

    by: PersonId
    now: datetime
    procedure: Procedure
    roster: Roster
    offices: Offices
    newest: Edition | None = None

    def renewed(self) -> Asking:
        """Make the same request under the newest version of the procedure."""
        if self.newest is None:
            return self
        newest = self.newest
        return replace(
            self, procedure=newest.procedure, offices=newest.offices, newest=None
        )

    @property
    def today(self) -> date:
        """The day in London."""
        return _london_day(self.now)

    def standing(
        self,
        case: Case,
        role: RoleId,
        part: Part | None = None,
        barred: frozenset[PersonId] = frozenset(),
    ) -> Standing:
        """Work out by what right this person acts in a role on a case.

        Args:
            case: The case, whose conflicts of interest bar people.
            role: The role the act belongs to, or ``agency:`` and an agency.
            part: The step, whose own deputy goes before the role's.
            barred: People who may not do this, whatever their role.

        Raises:
            Conflicted: They have a conflict of interest in this case.
            NotYours: The act belongs to somebody else.
        """
        if self.by == BOT:
            return Standing("")
        if self.by in case.conflicted:
            raise Conflicted(next_step="Somebody else in your role has to do this.")
        person = self.roster.person(self.by)
        if role.startswith(OF_AGENCY):
            if role == OF_AGENCY + person.agency:
                return Standing(role)
            raise self.not_theirs(role)
        deputy = self.procedure.deputy_of(role, part)
        unable = case.conflicted | barred
        try:
            return self.roster.standing(self.by, role, self.today, deputy, unable)
        except NotYours:
            raise self.not_theirs(role) from None

    def any_standing(
        self, case: Case, roles: tuple[RoleId, ...], part: Part | None = None
    ) -> Standing:
        """Work out by which of several roles this person acts, the first that fits.

        Raises:
            Conflicted: They have a conflict of interest in this case.
            NotYours: They hold none of them.
        """
        for role in roles:
            try:
                return self.standing(case, role, part)
            except NotYours:
                continue
        raise self.not_theirs(*roles)

    def not_theirs(self, *roles: RoleId) -> NotYours:
        """Say whose act it is, and what somebody else can do about it."""
        titles = dict.fromkeys(self.said(role) for role in roles)
        named = words.listed((f"the {title}" for title in titles), "or")
        return NotYours(
            f"This is for {named}.",
            next_step=(
                "If nobody in that role is there, the business manager can record "
                "the absence and name a deputy."
            ),
        )

    def whom(self, role: RoleId) -> str:
        """Say to whom something goes: "the Director", or an agency by its name."""
        said = self.said(role)
        return said if role.startswith(OF_AGENCY) else f"the {said}"

    def said(self, role: RoleId) -> str:
        """Say a role, or an agency, as people do."""
        if role.startswith(OF_AGENCY):
            return self.roster.agency_name(role.removeprefix(OF_AGENCY))
        if role.startswith(ABOVE_AGENCY):
            name = self.roster.agency_name(role.removeprefix(ABOVE_AGENCY))
            return f"manager at {name}"
        return self.procedure.title_of(role)


@lru_cache(maxsize=64)
def _london_day(now: datetime) -> date:
    # One request asks this for every line of a case.
    return now.astimezone(LONDON).date()
