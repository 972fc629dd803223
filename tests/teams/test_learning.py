"""Who has the app is learned at the start, on changes, and again in between."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from integrations.teams.learning import LOOK
from tests.teams.fake import FakeMicrosoft
from tests.teams.fake_things import User
from tests.teams.outgoing import Outgoing, came_from


@pytest.fixture
def tom(ms: FakeMicrosoft) -> User:
    """Somebody who does not have the app."""
    user = ms.user("Tom Okafor")
    ms.personal(user, installed=False)
    return user


@pytest.fixture
def out(
    ms: FakeMicrosoft, sqlite_url: str, amina: User, tom: User
) -> Iterator[Outgoing]:
    with Outgoing(ms, sqlite_url).at_work() as made:
        made.name({"amina": amina, "tom": tom})
        yield made


def reached(out: Outgoing) -> list[str]:
    people = ("amina", "tom")
    return [one for one in people if out.places.reaches(out.of, one)]


def test_whoever_has_the_app_is_met_and_hears_nothing_of_it(
    out: Outgoing, ms: FakeMicrosoft, amina: User
) -> None:
    assert reached(out) == []
    out.run(out.learning.once())
    assert reached(out) == ["amina"]
    assert not ms.posted(ms.personal(amina))


def test_it_is_learned_once_until_something_is_new(
    out: Outgoing, ms: FakeMicrosoft, tom: User
) -> None:
    for _ in range(3):
        out.run(out.learning.once())
    assert len(ms.called("open")) == 2
    ms.personal(tom).installed = True
    out.clock.now += timedelta(hours=6)
    out.run(out.learning.once())
    assert reached(out) == ["amina", "tom"]


def test_who_is_new_on_a_roster_is_met_at_once(
    out: Outgoing, ms: FakeMicrosoft, amina: User, tom: User
) -> None:
    out.run(out.learning.once())
    helen = ms.user("Helen Marsh")
    ms.personal(helen)
    out.clock.now += timedelta(minutes=1)
    out.name({"amina": amina, "tom": tom, "helen": helen})
    out.run(out.learning.once())
    assert out.places.reaches(out.of, "helen")


def test_who_is_missing_is_listed(out: Outgoing) -> None:
    learned = out.run(out.learning.everybody())
    assert learned.found == 1
    assert learned.missing == [(out.of, "tom")]
    assert not learned.again


def test_patience_is_had_where_teams_asks_for_it(
    out: Outgoing, ms: FakeMicrosoft
) -> None:
    ms.fault("429", "open", seconds=7)
    out.run(out.learning.once())
    assert out.slept == [7]
    assert reached(out) == ["amina"]


@pytest.mark.parametrize("kind", ["drop", "500"])
def test_what_was_not_learned_is_looked_for_again(
    out: Outgoing, ms: FakeMicrosoft, kind: Any
) -> None:
    ms.fault(kind, "open")
    out.run(out.learning.once())
    assert reached(out) == []
    out.run(out.learning.once())
    assert reached(out) == ["amina"]


def test_a_teams_that_answers_nobody_is_not_asked_for_everybody(
    out: Outgoing, ms: FakeMicrosoft
) -> None:
    users = {one.id: ms.user(one.name) for one in out.name({}).people}
    out.name(users)
    ms.down = True
    learned = out.run(out.learning.everybody())
    assert learned.again
    assert len(ms.called("token")) <= 3


def test_an_answer_that_nobody_expected_keeps_nobody_else_from_being_met(
    out: Outgoing, ms: FakeMicrosoft
) -> None:
    ms.fault("error", "open", error="400 BadSyntax")
    learned = out.run(out.learning.everybody())
    assert (learned.found, len(learned.missing)) == (0, 2)


def test_the_channels_of_every_team_are_read_anew_in_between(
    out: Outgoing, ms: FakeMicrosoft, amina: User
) -> None:
    team = ms.team("Wessex", amina)
    out.came(came_from(ms, amina, ms.conversations[team.id]))
    out.run(out.learning.once())
    channel = ms.channel(team, "Safeguarding")
    assert not out.places.channel(out.of)
    out.clock.now += timedelta(hours=6)
    out.run(out.learning.once())
    assert out.places.channel(out.of) == channel.id


def test_a_team_that_was_left_unnoticed_is_forgotten(
    out: Outgoing, ms: FakeMicrosoft, amina: User
) -> None:
    team = ms.team("Wessex", amina)
    ms.channel(team, "Safeguarding")
    out.came(came_from(ms, amina, ms.conversations[team.id]))
    out.run(out.learning.once())
    assert out.places.channel(out.of)
    team.installed = False
    out.run(out.learning.teams(everywhere=True))
    assert not out.places.channel(out.of)


def test_channels_that_could_not_be_read_are_read_again(
    out: Outgoing, ms: FakeMicrosoft, amina: User
) -> None:
    team = ms.team("Wessex", amina)
    channel = ms.channel(team, "Safeguarding")
    out.came(came_from(ms, amina, ms.conversations[team.id]))
    ms.fault("500", "channels")
    out.run(out.learning.teams())
    assert not out.places.channel(out.of)
    ms.fault("error", "channels", error="400 BadSyntax")
    out.run(out.learning.teams())
    out.came(came_from(ms, amina, ms.conversations[team.id]))
    out.references.channels.read_again(ms.home, team.id)
    out.run(out.learning.teams())
    assert out.places.channel(out.of) == channel.id


def test_it_goes_on_until_it_is_stopped(out: Outgoing) -> None:
    out.tired = 2
    with pytest.raises(asyncio.CancelledError):
        out.run(out.learning.keep_on())
    assert out.slept == [LOOK, LOOK]
