"""Half the people of a partnership are in Slack and half in Teams, on one case."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest

from integrations.slack.scopes import SCOPES
from tests.at_home import FRIDAY
from tests.log_lines import caught
from tests.slack import house as in_slack
from tests.slack import robot_acts as slack_acts
from tests.slack.fake import FakeSlack
from tests.slack.robot import Robot as SlackRobot
from tests.slack.robot import read
from tests.slack.robot_wire import HttpWire
from tests.slack.whole import names_nobody as names_nobody_in_slack
from tests.teams import house as in_teams
from tests.teams import robot_acts as teams_acts
from tests.teams.fake import FakeMicrosoft
from tests.teams.robot import Robot
from tests.teams.robot_acts import ALERT, CONSULTED, NOTIFY, TEXT
from tests.teams.watching import names_nobody, told_twice

pytestmark = pytest.mark.long

IN_SLACK: Final = ("amina", "joan", "imran", "peter", "leon", "priya")
"""Who of the partnership is in Slack; everybody else is in Teams."""
SIGNERS: Final = ("ruth", "imran", "grace", "peter", "marian")
WORKSPACE: Final = "Wessex Vale"


class Both(in_teams.House):
    """A bot in a Slack and in a Teams, with some people in each."""

    slack: FakeSlack
    team: str
    line: HttpWire

    def in_slack(self, person: str) -> SlackRobot:
        email = next(p.email for p in self.people.people if p.id == person)
        user = self.slack.user_by_email(self.team, email)
        assert user is not None
        return SlackRobot(self.slack, self.line, user, self.settle)

    def anybody(self, person: str) -> SlackRobot | Robot:
        return self.in_slack(person) if person in IN_SLACK else self.robot(person)

    def does(self, by: str, button: str, ref: str, said: Mapping[str, Any]) -> str:
        """Have somebody press a button wherever they are, and fill in its form."""
        who = self.anybody(by)
        who.press(button, ref)
        if isinstance(who, Robot):
            told = teams_acts.through(who, said) if who.dialog else who.told()
        else:
            told = slack_acts.through(who, said) if who.modal else who.told()
        self.deliver()
        return told

    def reads(self, person: str, about: str = "") -> str:
        return self.anybody(person).reads(about)


@contextmanager
def opened(
    ms: FakeMicrosoft, slack: FakeSlack, folder: Path, url: str
) -> Iterator[Both]:
    workspace = slack.workspace(WORKSPACE, frozenset(SCOPES))
    everybody = in_teams.wessex()
    there = [p for p in everybody.people if p.id in IN_SLACK]
    in_slack.populate(slack, workspace, replace(everybody, people=tuple(there)))
    place = in_teams.populate(ms, everybody, elsewhere=IN_SLACK)
    settings = in_slack.environ(folder, url, slack, workspace) | ms.environ()
    both = Both(ms, place, settings, FRIDAY, beside=(slack,))
    both.slack, both.team = slack, workspace.id
    with both.running():
        both.line = HttpWire(slack, f"{both.address}/slack/events")
        try:
            yield both
        finally:
            both.line.close()


@pytest.fixture
def both(ms: FakeMicrosoft, sqlite_url: str, tmp_path: Path) -> Iterator[Both]:
    with (
        FakeSlack().served() as slack,
        caught() as logged,
        opened(ms, slack, tmp_path, sqlite_url) as house,
    ):
        house.logged = logged
        yield house
        sys.stdout.write(logged.getvalue())


def test_a_case_is_worked_on_by_people_of_both(both: Both) -> None:
    amina = both.in_slack("amina")
    amina.command("/alert")
    said = slack_acts.through(amina, ALERT)
    both.deliver()
    ref = "WVX-2026-001"
    assert ref in said
    both.does("helen", "Record the decision", ref, CONSULTED)
    both.does("helen", "Record the decision", ref, NOTIFY)
    both.does("helen", "Write the text", ref, TEXT)

    for by in SIGNERS:
        both.does(by, "Read and sign", ref, {})

    assert "Send the notification to the national Panel" in both.reads("helen", ref)
    assert ref in both.reads("joan")
    assert names_nobody(both)
    assert not names_nobody_in_slack(both)  # type: ignore[arg-type]
    assert told_twice(both) == []
    for by in IN_SLACK:
        robot = both.in_slack(by)
        own = [m for m in robot.messages() if m.channel == robot.direct.id]
        assert len({read(m) for m in own}) == len(own), by


def test_what_was_begun_in_teams_is_signed_in_slack_and_the_card_says_so(
    both: Both,
) -> None:
    ref = teams_acts.raise_alert(both, "tom")
    both.does("helen", "Record the decision", ref, CONSULTED)
    both.does("helen", "Record the decision", ref, NOTIFY)
    both.does("helen", "Write the text", ref, TEXT)
    both.does("ruth", "Read and sign", ref, {})

    both.does("imran", "Read and sign", ref, {})

    assert "Imran" in both.in_slack("imran").reads(ref)
    grace = both.robot("grace")
    assert "Read and sign" in [b.text for b, _ in grace.offered(ref)]


def test_nobody_in_slack_is_written_to_in_teams(both: Both) -> None:
    teams_acts.raise_alert(both, "tom")
    for _ in range(4):
        both.pass_time(days=1)
        both.tick()

    names = {c.own[0].name for c in both.ms.conversations.values() if c.own}
    theirs = {p.name for p in both.people.people if p.id in IN_SLACK}
    assert not names & theirs
    assert both.reads("joan")
