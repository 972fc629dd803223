"""A doctor with a pretended Microsoft to look at."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.core.people import Roster
from bot.settings import read_settings
from integrations.teams.doctor import examine
from tests.at_home import wessex
from tests.teams.fake_things import Team, User
from tests.teams.outgoing import Outgoing, came_from

THREE = ("amina", "tom", "helen")


class Practice:
    """A doctor with a pretended Microsoft to look at."""

    def __init__(self, out: Outgoing, home: Path) -> None:
        self.out = out
        self.ms = out.ms
        self.environ = {
            "DAYZERO_HOME": str(home),
            "DAYZERO_PORT": "9",
            **out.ms.environ(),
        }
        self.users = {one.id: self.ms.user(one.name, one.email) for one in people()}
        for user in self.users.values():
            self.ms.personal(user)

    def holds(self, *named: str, **changed: Any) -> Roster:
        """Write a roster of three, of whom some are named by their id."""
        those = tuple(
            replace(one, accounts={"teams": self.users[one.id].aad})
            if one.id in named
            else one
            for one in people()
        )
        of = self.out.roster = replace(wessex(), people=those, **changed)
        self.out.write(of)
        return of

    def joins(self, *users: User) -> Team:
        """Have the app come into a team with the channel of the digest."""
        team = self.ms.team("Wessex", *users)
        self.ms.channel(team, "Safeguarding")
        self.out.came(came_from(self.ms, users[0], self.ms.conversations[team.id]))
        self.out.run(self.out.learning.teams())
        return team

    def whole(self) -> Team:
        """Have everything be as it should."""
        self.holds(*THREE)
        return self.joins(*self.users.values())

    def says(self, state: str) -> list[str]:
        settings = read_settings(self.environ)
        found = examine(settings, self.out.store, self.out.clock)
        said = [(f.state, f"{f.says} {f.then}".strip()) for f in found]
        return [text for kind, text in said if kind == state and "/readyz" not in text]


def people() -> list[Any]:
    return [one for one in wessex().people if one.id in THREE]
