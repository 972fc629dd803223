"""A whole partnership in Teams, and one that is half in Teams and half in Slack."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

from typing_extensions import override

from bot.gateways import room_of
from integrations.slack.scopes import SCOPES
from tests.contract.everywhere.in_slack import InSlack
from tests.contract.everywhere.in_teams import InTeams, seen
from tests.contract.everywhere.person import Person, Seen, Town
from tests.contract.everywhere.towns import Ground, Joined, Recorded
from tests.slack import house as slack_house
from tests.slack.fake import FakeSlack
from tests.slack.robot import Robot as SlackRobot
from tests.slack.robot_wire import HttpWire
from tests.teams import house as teams_house
from tests.teams.fake import FakeMicrosoft
from tests.teams.fake_things import GROUP, texts
from tests.teams.house import House


class TeamsTown(Recorded):
    """A partnership in a pretended Teams."""

    name = "Teams"
    why: Mapping[str, str] = {
        "closing": (
            "Teams tells nobody when a dialog is closed. What was sent on with "
            "“Continue” is kept; what was typed on the page in front of them is not."
        ),
        "room": (
            "Teams lets most apps begin no group chat. Where it does, there is one. "
            "Where it does not, there is a thread in the partnership’s channel, if "
            "everybody who can read that may be in the room; or else people are told "
            "one by one."
        ),
    }

    def __init__(self, house: House) -> None:
        self.house = house
        self.works = house.works
        self.people = house.people
        self.page = Joined(house.works, house.people, house.clock)
        self._there: dict[str, InTeams] = {}

    def person(self, who: str) -> InTeams:
        if who not in self._there:
            self._there[who] = InTeams(self.house.robot(who))
        return self._there[who]

    def stranger(self) -> Person:
        return InTeams(self.house.stranger("Wanda Noone"))

    def channel(self) -> list[Seen]:
        posted = self.house.ms.posted(self.house.place.channel)
        return [seen(m.card) for m in reversed(posted) if m.card]

    def inside(self, ref: str) -> set[str]:
        places = self.house.ms.conversations.values()
        groups = [
            p for p in places if p.kind == GROUP and room_of(ref) in p.name.casefold()
        ]
        by_account = {user.mri: who for who, user in self.house.place.users.items()}
        return {by_account[u.mri] for place in groups for u in place.members}

    def said(self) -> list[str]:
        return texts([m.activity for m in self.house.ms.messages])

    def writes(self, who: str, text: str) -> None:
        robot = self.person(who).robot
        robot.extend(message=robot.writes(text, self.house.place.channel))

    def deliver(self) -> None:
        self.house.deliver()

    def pass_time(self, **time: float) -> None:
        self.house.pass_time(**time)

    def tick(self) -> None:
        self.house.tick()


@contextmanager
def in_teams(ground: Ground, *, groups: bool = False) -> Iterator[Town]:
    """Open a bot in Teams.

    Args:
        groups: Whether Teams lets the app begin group chats, as it seldom does.
    """
    with FakeMicrosoft().served() as ms:
        ms.groups = groups
        place = teams_house.populate(ms, ground.people, without=ground.missing)
        given = ground.environ()
        theirs = teams_house.environ(ground.folder, given["DAYZERO_DATABASE_URL"], ms)
        house = House(ms, place, theirs | given)
        with house.running():
            house.learn()
            town = TeamsTown(house)
            try:
                yield town
            finally:
                town.page.close()


class BothTown(TeamsTown):
    """A partnership that is in Teams and in Slack, each person where they are.

    Attributes:
        theirs: Who is in Slack, of those who are in only one of the two.
    """

    name = "Teams and Slack"

    def __init__(self, house: House, slack: FakeSlack, wire: HttpWire) -> None:
        super().__init__(house)
        self.slack = slack
        self._wire = wire
        self.theirs: frozenset[str] = frozenset()

    @override
    def person(self, who: str) -> Person:  # type: ignore[override]
        return self.in_slack(who) if who in self.theirs else super().person(who)

    def in_slack(self, who: str) -> InSlack:
        """Find somebody in Slack."""
        person = next(p for p in self.people.people if p.id == who)
        (team,) = self.slack.workspaces
        user = self.slack.user_by_email(team, person.email)
        assert user is not None
        return InSlack(SlackRobot(self.slack, self._wire, user, self.house.settle))


@contextmanager
def in_both(ground: Ground, *, halves: bool = False) -> Iterator[BothTown]:
    """Open a bot that is joined to both platforms.

    Args:
        halves: Whether everybody is in only one of the two: by turns, as they stand
            on the roster.
    """
    one_half = [p.id for p in ground.people.people[::2]] if halves else []
    with FakeMicrosoft().served() as ms, FakeSlack().served() as slack:
        workspace = slack.workspace("Wessex Vale", frozenset(SCOPES))
        there = [p for p in ground.people.people if not halves or p.id in one_half]
        some = replace(ground.people, people=tuple(there))
        slack_house.populate(slack, workspace, some)
        place = teams_house.populate(ms, ground.people, elsewhere=tuple(one_half))
        given = ground.environ()
        url = given["DAYZERO_DATABASE_URL"]
        theirs = teams_house.environ(ground.folder, url, ms)
        theirs |= slack_house.environ(ground.folder, url, slack, workspace)
        house = House(ms, place, theirs | given, beside=(slack,))
        with house.running():
            house.learn()
            wire = HttpWire(slack, f"{house.address}/slack/events")
            town = BothTown(house, slack, wire)
            town.theirs = frozenset(one_half)
            try:
                yield town
            finally:
                wire.close()
                town.page.close()
