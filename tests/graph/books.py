"""What the record says of meetings, held against what is in everybody's calendar."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta

from bot.core.asking import BOT, Asking
from bot.core.attending import attending
from bot.core.case import Case
from bot.core.procedure import Meeting
from bot.core.progress import local_day
from bot.store import index
from integrations.calendars.ics import CalendarItem, diary
from tests.graph.fake_world import US, Event
from tests.graph.house import GraphHouse


def out_of_step(house: GraphHouse) -> list[str]:
    """List wherever a calendar does not show what the record says."""
    found: list[str] = []
    events = {_uid(event): event for event in house.graph.standing()}
    if len(events) != len(house.graph.standing()):
        found.append("a meeting has two events")
    diaries = {one.id: _diary(house, one.email) for one in house.people.people}
    wanted: set[str] = set()
    for case, asking in _cases(house):
        for step in asking.procedure.step:
            if isinstance(step, Meeting):
                uid = f"{case.ref}.{step.id}"
                arranged = case.expected(step.id)
                if arranged is None:
                    continue
                if arranged.sitting > 1:
                    uid += f".{arranged.sitting}"
                wanted.add(uid)
                found += _meeting(uid, step, case, asking, events, diaries)
    over = house.clock.now
    found += [
        f"{uid} is in the calendar and not on the record"
        for uid, event in events.items()
        if uid not in wanted and event.start > over
    ]
    found += [
        f"{uid} is in {who}'s diary and not on the record"
        for who, items in diaries.items()
        for uid, item in items.items()
        if uid not in wanted and not item.stood_down and item.start > over
    ]
    return found


def _cases(house: GraphHouse) -> Iterator[tuple[Case, Asking]]:
    desk = house.works.desk(house.people.partnership)
    with house.works.store.reading() as tx:
        for row in index.cases(tx, house.people.partnership, only_open=True):
            opened = desk.open(tx, row.ref, BOT, house.clock.now)
            yield opened.case, opened.asking


def _meeting(
    uid: str,
    step: Meeting,
    case: Case,
    asking: Asking,
    events: Mapping[str, Event],
    diaries: Mapping[str, Mapping[str, CalendarItem]],
) -> Iterator[str]:
    arranged = case.meetings[step.id]
    if arranged.start <= asking.now:
        return
    coming = attending(step, case, asking, local_day(arranged.start))
    people = {one.person.id: one.person for one in coming}
    asked = {p.email for p in people.values() if p.invitations != "email"} - {US}
    event = events.get(uid)
    if event is None:
        yield f"{uid} has no event"
    else:
        if set(event.addresses) != asked:
            yield f"{uid} asks {sorted(set(event.addresses) ^ asked)} wrongly"
        times = (arranged.start, arranged.start + timedelta(minutes=arranged.minutes))
        if (event.start, event.end) != times:
            yield f"{uid} is at {event.start}, and not at {arranged.start}"
        if event.doc["showAs"] != ("tentative" if arranged.pencilled else "busy"):
            yield f"{uid} shows as {event.doc['showAs']}"
        if not event.link:
            yield f"{uid} cannot be joined"
    for who, items in diaries.items():
        item = items.get(uid)
        here = item is not None and not item.stood_down
        if here != (who in people and people[who].invitations == "email"):
            yield f"{uid} is wrongly {'in' if here else 'not in'} the diary of {who}"
        elif item is not None and here and item.start != arranged.start:
            yield f"{uid} is at {item.start} in the diary of {who}"


def twice(house: GraphHouse) -> list[str]:
    """List whoever was invited to something twice, or told of it uninvited."""
    asked: set[tuple[str, str]] = set()
    found = []
    for mailed in list(house.graph.mailed):
        key = (mailed.about, mailed.to.casefold())
        if (mailed.kind == "invitation") == (key in asked):
            found.append(f"{mailed.to}: {mailed.kind} to {mailed.subject}")
        asked -= {key}
        if mailed.kind != "cancellation":
            asked.add(key)
    return found


def _uid(event: Event) -> str:
    (name,) = (one["value"] for one in event.properties)
    return str(name).partition("@")[0]


def _diary(house: GraphHouse, email: str) -> Mapping[str, CalendarItem]:
    letters = [
        part.get_payload(decode=True)
        for letter in house.outside.letters(email)
        for part in letter.walk()
        if part.get_content_type() == "text/calendar"
    ]
    return {item.uid.partition("@")[0]: item for item in diary(map(bytes, letters))}
