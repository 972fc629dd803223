"""What people do about meetings, in their own words, in Slack."""

from __future__ import annotations

from collections.abc import Mapping
from email import policy
from email.message import EmailMessage
from typing import Any, Final

import icalendar

from bot.core.people import Person
from integrations.calendars.ics import CalendarItem, read
from tests.graph.fake_world import US
from tests.graph.house import GraphHouse
from tests.slack.robot_acts import by_case, does, through, to_the_chain
from tests.slack.robot_forms import Typed, fields

RAPID: Final = "Rapid Review Meeting"
LEADERSHIP: Final = "Leadership Meeting"
PLANNING: Final = "Action Planning Meeting"
SIGNERS: Final = ("ruth", "imran", "grace", "peter", "marian")
_SENT: Final = {"On what day": "2026-11-27", "On which day": "2026-11-27"}
_AGENCIES: Final = ("Wessex Vale Police", "NHS Wessex Vale")


def to_the_meetings(house: GraphHouse, ref: str = "") -> str:
    """Take a case to where meetings are to be arranged, and times have been found."""
    ref = ref or to_the_chain(house)
    for by in SIGNERS:
        does(house, by, "Read and sign", ref, {})
    does(house, "helen", "Mark as done", "Send the notification", _SENT)
    does(house, "joan", "Mark as done", "Find out which agencies", _SENT)
    asked = {"Which agencies are involved?": _AGENCIES}
    does(house, "joan", "Add agencies", "Ask every agency", asked)
    by_case(house, "joan", "Send the requests", ref, {})
    return ref


def choose(house: GraphHouse, *titles: str) -> None:
    """Have the coordinator take the best of the times that were found."""
    for title in titles:
        does(house, "joan", "Choose this time", title, {})


def of_case(
    house: GraphHouse, ref: str, button: str, title: str, said: Mapping[str, Typed]
) -> str:
    """Have the coordinator look a case up, and press a button of a meeting there."""
    house.robot("joan").command("/case", ref)
    return does(house, "joan", button, title, said)


def invitations(house: GraphHouse, person: str) -> list[CalendarItem]:
    """Read the invitations that somebody was sent by e-mail, oldest first."""
    return [
        read(bytes(part.get_payload(decode=True)))
        for letter in house.outside.letters(house.email(person))
        for part in letter.walk()
        if part.get_content_type() == "text/calendar"
    ]


def answers(house: GraphHouse, person: str, title: str, answer: str) -> None:
    """Have somebody answer an invitation in their own calendar."""
    house.graph.respond(house.of(title), house.email(person), answer)


def offered(house: GraphHouse, person: str) -> list[str]:
    """List the buttons that somebody is offered on their messages."""
    return [button.text for button, _ in house.robot(person).offered()]


def goes_away(house: GraphHouse, person: str, deputy: str) -> None:
    """Have somebody say that they are away for all of December, and who stands in."""
    robot = house.robot(person)
    robot.open_home()
    robot.press_at_home("I am away")
    assert robot.modal is not None
    for field in fields(robot.modal):
        if field.element["type"] == "datepicker":
            last = "last" in field.label.casefold()
            robot.fill({field.label: "2026-12-31" if last else "2026-12-01"})
        elif "stands in" in field.label:
            robot.fill({field.label: deputy})
    through(robot, {})
    house.deliver()


def reply(house: GraphHouse, person: str, invited: CalendarItem, answer: str) -> bytes:
    """Write what a calendar program answers to an invitation."""
    who: Person = next(p for p in house.people.people if p.id == person)
    calendar, event = icalendar.Calendar(), icalendar.Event()
    calendar.add("prodid", "-//A calendar program//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "REPLY")
    for name, value in (
        ("uid", invited.uid),
        ("sequence", invited.sequence),
        ("dtstamp", house.clock.now),
        ("dtstart", invited.start),
        ("organizer", f"mailto:{US}"),
    ):
        event.add(name, value)
    said = icalendar.vCalAddress(f"mailto:{who.email}")
    said.params["PARTSTAT"] = answer
    event.add("attendee", said)
    calendar.add_component(event)
    return _in_a_letter(who.email, calendar.to_ical())


def _in_a_letter(sender: str, calendar: bytes) -> bytes:
    letter: Any = EmailMessage(policy=policy.SMTP)
    letter["From"], letter["To"] = sender, US
    letter["Subject"] = "Declined: a meeting"
    letter.set_content("I am sorry.")
    letter.add_alternative(
        calendar.decode(), subtype="calendar", params={"method": "REPLY"}
    )
    return bytes(letter)
