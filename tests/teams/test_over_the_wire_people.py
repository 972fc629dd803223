"""Who somebody is in Teams is for the roster to say, and for nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

import pytest

from bot.core.people import Roster
from tests.teams.conftest import Opens
from tests.teams.fake import FakeMicrosoft
from tests.teams.fake_things import PERSONAL
from tests.teams.house import PLATFORM, House
from tests.teams.robot import Robot
from tests.teams.robot_acts import (
    ALERT,
    CHILD,
    TEXT,
    begins,
    does,
    raise_alert,
    reference,
    through,
    to_the_chain,
)
from tests.teams.watching import cases, labels, names_nobody, offered

pytestmark = pytest.mark.long

NOBODY: Final = "not on this partnership’s roster"
OTHER: Final = "77777777-6666-4555-8444-333333333333"


def told_alone(robot: Robot) -> str:
    """Read what somebody was told in their own chat, where nobody else can."""
    mine = [m for m in robot.messages() if m.conversation == robot.chat.id]
    return "\n".join(robot.read(m) for m in mine if m.by.startswith("28:"))


def test_somebody_whom_nobody_knows_is_told_so(house: House) -> None:
    wanda = house.stranger("Wanda Noone")
    for command in ("alert", "case", "deadlines", "help", "hello"):
        before = len(wanda.messages())

        wanda.types(command)

        said = "\n".join(wanda.read(m) for m in wanda.messages()[before:])
        assert NOBODY in said, command
        assert wanda.user.aad in said


def test_a_stranger_is_told_so_in_no_channel(house: House) -> None:
    wanda = house.stranger("Wanda Noone")
    channel = house.place.channel

    wanda.types("alert", channel)

    said = "\n".join(wanda.read(m) for m in house.ms.posted(channel))
    assert wanda.user.aad not in said


def test_a_stranger_who_presses_what_stands_in_a_channel_is_refused_alone(
    house: House,
) -> None:
    ref = raise_alert(house)
    tom, wanda = house.robot("tom"), house.stranger("Wanda Noone")
    channel = house.place.channel
    tom.types(f"case {ref}", channel)
    before = len(house.ms.posted(channel))

    for button, message in wanda.offered():
        if message.conversation == channel.id:
            wanda.press_on(message, button)
            assert wanda.dialog is not None
            assert NOBODY in wanda.told()
            assert "Ask the other partners" not in wanda.told()
            wanda.close()

    assert len(house.ms.posted(channel)) == before
    assert len(cases(house)) == 1


def test_a_stranger_raises_no_alert(house: House) -> None:
    wanda = house.stranger("Wanda Noone")

    wanda.extend()

    assert NOBODY in wanda.told()
    assert cases(house) == []


def test_a_name_and_an_address_are_nobodys(house: House) -> None:
    helen = next(p for p in house.people.people if p.id == "helen")
    other = house.stranger(helen.name, upn=helen.email)

    other.types("case")

    assert NOBODY in told_alone(other)


def test_the_same_id_in_another_organisation_is_somebody_else(house: House) -> None:
    helen = house.place.users["helen"]
    twin = house.ms.user(helen.name, helen.upn, OTHER, aad=helen.aad)
    house.place.channel.outsiders.append(twin)
    house.ms.personal(twin)
    robot = house.account(twin)

    robot.types("case", house.place.channel)
    shown = [b for b, m in robot.offered() if m.conversation == house.place.channel.id]
    _, message = next(
        (b, m) for b, m in robot.offered() if m.conversation == house.place.channel.id
    )
    robot.press_on(message, shown[0])

    assert NOBODY in robot.told() or robot.dialog is None
    assert cases(house) == []


def test_a_guest_whom_the_roster_does_not_name_is_nobody(house: House) -> None:
    guest = house.stranger("Gil Guest", role="guest")

    guest.types("alert")

    assert NOBODY in told_alone(guest)


def _priya(how: str) -> Callable[[Roster], Roster]:
    """Have the roster name somebody by an id of another kind."""

    def changed(of: Roster) -> Roster:
        people = tuple(
            replace(p, accounts={PLATFORM: how}) if p.id == "priya" else p
            for p in of.people
        )
        return replace(of, people=people)

    return changed


@pytest.mark.parametrize("role", ["user", "guest"])
def test_a_guest_whom_the_roster_names_is_somebody(
    opens: Opens, ms: FakeMicrosoft, role: str
) -> None:
    priya = ms.user("Priya Shah", "priya@example.org", role=role)
    ms.personal(priya)

    changed = _priya(priya.aad)
    with opens(elsewhere=("priya",), changed=changed) as house:
        house.place.users["priya"] = priya
        ref = raise_alert(house, "priya")

        assert ref == "WVX-2026-001"


@pytest.mark.parametrize("named", [True, False])
def test_somebody_of_elsewhere_in_a_shared_channel_is_who_the_roster_says(
    opens: Opens, ms: FakeMicrosoft, *, named: bool
) -> None:
    priya = ms.user("Priya Shah", "priya@police.example.org", OTHER)
    how = f"{OTHER}/{priya.aad}" if named else priya.aad

    changed = _priya(how)
    with opens(elsewhere=("priya",), changed=changed) as house:
        channel = house.place.channel
        channel.outsiders.append(priya)
        robot = house.account(priya)
        robot.types("alert", channel)
        button, message = next(
            (b, m)
            for b, m in robot.offered()
            if m.conversation == channel.id and "lert" in b.text
        )
        robot.press_on(message, button)

        if named:
            said = through(robot, ALERT)
            assert reference(house, said) == "WVX-2026-001"
        else:
            assert NOBODY in robot.told()
            assert cases(house) == []


def test_the_wrong_person_is_refused_alone(house: House) -> None:
    ref = to_the_chain(house)
    ruth, tom = house.robot("ruth"), house.robot("tom")
    button, message = offered(ruth, "Read and sign", ref)
    theirs = ruth.pressing(message, button)
    mine = theirs | {
        "id": "f:another",
        "from": {"id": tom.user.mri, "name": "Tom", "aadObjectId": tom.user.aad},
    }
    before = len(house.ms.posted(ruth.chat))

    ack = tom.sends(mine)

    assert ack.status == 200
    assert CHILD not in ack.text
    assert "Read and sign" in labels(ruth, ref)
    assert len(house.ms.posted(ruth.chat)) == before


def test_whoever_left_the_roster_is_nobody_from_then_on(house: House) -> None:
    from bot import rosters  # noqa: PLC0415
    from bot.store import roster  # noqa: PLC0415

    raise_alert(house)
    kept = tuple(
        replace(p, accounts={}) if p.id == "joan" else p for p in house.people.people
    )
    left = replace(house.people, people=kept)
    with house.works.store.writing() as tx:
        doc = rosters.to_doc(left)
        roster.write(tx, left.partnership, doc, house.clock.now)
    joan = house.robot("joan")

    joan.types("case")

    assert NOBODY in told_alone(joan)


# --- the app comes and goes ---------------------------------------------------------


def test_whoever_takes_the_app_away_is_reached_by_e_mail(house: House) -> None:
    ref = raise_alert(house)
    ruth = house.robot("ruth")
    ruth.types("help")
    ruth.uninstalls()
    does(house, "helen", "Record the decision", ref, _CONSULTED)
    does(house, "helen", "Record the decision", ref, _NOTIFY)

    does(house, "helen", "Write the text", ref, TEXT)

    letters = house.works.letters.of_person(_address(house, "ruth"))
    assert [one for one in letters if ref in one.subject]
    assert names_nobody(house)


def test_whoever_took_the_app_away_unsaid_is_reached_by_e_mail(house: House) -> None:
    ref = raise_alert(house)
    house.robot("ruth").uninstalls(told=False)
    does(house, "helen", "Record the decision", ref, _CONSULTED)
    does(house, "helen", "Record the decision", ref, _NOTIFY)

    does(house, "helen", "Write the text", ref, TEXT)

    letters = house.works.letters.of_person(_address(house, "ruth"))
    assert [one for one in letters if ref in one.subject]


def test_whoever_never_had_the_app_is_reached_by_e_mail(opens: Opens) -> None:
    with opens(without=("ruth",)) as house:
        ref = to_the_chain(house)

        letters = house.works.letters.of_person(_address(house, "ruth"))
        assert [one for one in letters if ref in one.subject]
        assert not house.ms.posted(house.robot("ruth").chat)


def test_whoever_takes_the_app_again_is_welcomed_once_and_reached_again(
    opens: Opens,
) -> None:
    with opens(without=("ruth",)) as house:
        ruth = house.robot("ruth")
        ruth.installs()
        ruth.installs("add-upgrade")

        (welcome,) = house.ms.posted(ruth.chat)
        assert "Raise an alert" in ruth.read(welcome)
        ref = to_the_chain(house)
        assert "Read and sign" in labels(ruth, ref)


def test_a_press_of_somebody_elses_chat_is_kept_apart(house: House) -> None:
    begins(house)

    chats = [c for c in house.ms.conversations.values() if c.kind == PERSONAL]
    posted = [c.own[0].name for c in chats if house.ms.posted(c)]
    assert posted == ["Amina Yusuf"]


def _address(house: House, person: str) -> str:
    return next(p.email for p in house.people.people if p.id == person)


_CONSULTED: Final = {**TEXT, "What is decided?": "The partners agree with each other"}
_NOTIFY: Final = {**TEXT, "What is decided?": ("Notify",)}
