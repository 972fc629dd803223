"""Looking at a calendar in a pretended Graph: views, changes since, and diaries."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import urlencode

from tests.graph.fake_calls import Answer, Call, operation
from tests.graph.fake_checks import Json
from tests.graph.fake_events import listed
from tests.graph.fake_world import Busy, Event, Failed, World, as_answered, as_asked

_READS: Final = ("Calendars.ReadWrite", "Calendars.Read")
_SCHEDULES: Final = "/users/{user-id}/calendar/getSchedule"
_AT_MOST_DAYS: Final = 62
_STATES: Final = {"free": "0", "tentative": "1", "busy": "2", "oof": "3"}


def _moment(call: Call, name: str) -> datetime:
    text = call.query.get(name, "")
    if not text:
        message = f"This request requires a time window specified by {name}."
        raise Failed(400, "ErrorInvalidParameter", message)
    try:
        when = datetime.fromisoformat(text.replace(" ", "+")[:33])
    except ValueError as wrong:
        raise Failed(400, "ErrorInvalidParameter", f"{name}: {text}") from wrong
    return when.replace(tzinfo=when.tzinfo or UTC).astimezone(UTC)


def _within(event: Event, first: datetime, last: datetime) -> bool:
    return event.start < last and event.end > first


@operation("calendarView", "GET", "MAILBOX/calendarView", *_READS)
@operation("calendarView", "GET", "MAILBOX/calendar/calendarView", *_READS)
def calendar_view(call: Call) -> Answer:
    first, last = _moment(call, "startDateTime"), _moment(call, "endDateTime")
    standing = call.world.standing(call.mailbox)
    return Answer(200, listed(call, [e for e in standing if _within(e, first, last)]))


@operation("delta", "GET", r"MAILBOX/events/(microsoft\.graph\.)?delta()", *_READS)
def events_delta(call: Call) -> Answer:
    """Refuse: only a view of a calendar is tracked, whatever the description says."""
    message = "Change tracking is not supported against 'microsoft.graph.event'."
    raise Failed(400, "ErrorInvalidRequest", message)


@operation(
    "delta", "GET", r"MAILBOX/calendarView/(microsoft\.graph\.)?delta()", *_READS
)
@operation(
    "delta",
    "GET",
    r"MAILBOX/calendar/calendarView/(microsoft\.graph\.)?delta()",
    *_READS,
)
def delta(call: Call) -> Answer:
    """Say what has changed in a stretch of time since a link was given."""
    for never in ("$expand", "$filter", "$orderby", "$search"):
        if never in call.query:
            message = f"The query parameter '{never}' is not supported in delta query."
            raise Failed(400, "ErrorInvalidUrlQuery", message)
    state = call.query.get("$deltatoken") or call.query.get("$skiptoken") or ""
    if state:
        since, place, first, last = _remembered(call.world, state)
    else:
        since, place = 0, 0
        first, last = _moment(call, "startDateTime"), _moment(call, "endDateTime")
    return Answer(200, _changes(call, since, place, first, last))


def _remembered(world: World, state: str) -> tuple[int, int, datetime, datetime]:
    era, since, place, first, last = state.split("_")
    if int(era) != getattr(world, "era", 0):
        message = "The sync state generation is not found. Please restart."
        raise Failed(410, "SyncStateNotFound", message)
    moments = [datetime.fromtimestamp(int(one), UTC) for one in (first, last)]
    return int(since), int(place), moments[0], moments[1]


def _changes(
    call: Call, since: int, place: int, first: datetime, last: datetime
) -> Json:
    world = call.world
    changed = [
        event
        for event in sorted(world.events.values(), key=lambda one: one.moved)
        if event.mailbox == call.mailbox
        and since < event.moved
        and (since or not event.gone)
        and _within(event, first, last)
    ]
    end = place + int(call.preferences.get("odata.maxpagesize", 10))
    page = [
        {"id": e.id, "@removed": {"reason": "deleted"}}
        if e.gone
        else world.shown(e, call.zone, "", "")
        for e in changed[place:end]
    ]
    more = end < len(changed)
    ahead = (since, end) if more else (world.changes, 0)
    moments = (int(first.timestamp()), int(last.timestamp()))
    parts = (getattr(world, "era", 0), *ahead, *moments)
    token = "$skiptoken" if more else "$deltatoken"
    link = f"{call.url}?{urlencode({token: '_'.join(map(str, parts))}, safe='$')}"
    return {"value": page, "@odata.nextLink" if more else "@odata.deltaLink": link}


@operation("getSchedule", "POST", "MAILBOX/calendar/getSchedule", *_READS)
def get_schedule(call: Call) -> Answer:
    said = {key.casefold(): value for key, value in call.json(_SCHEDULES).items()}
    first, last = as_asked(said["starttime"]), as_asked(said["endtime"])
    if last <= first:
        raise Failed(400, "ErrorInvalidTimeInterval", "It ends before it begins.")
    if last - first > timedelta(days=_AT_MOST_DAYS):
        message = (
            "The requested time duration specified for FreeBusyViewOptions.TimeWindow "
            f"is too long. The allowed limit = {_AT_MOST_DAYS} days."
        )
        raise Failed(400, "ErrorInvalidTimeInterval", message)
    minutes = int(said.get("availabilityviewinterval") or 30)
    told = [_diary(call, one, first, last, minutes) for one in said["schedules"]]
    return Answer(200, {"value": told})


def _diary(
    call: Call, address: str, first: datetime, last: datetime, minutes: int
) -> Json:
    if address.casefold() not in call.world.mailboxes:
        error = {
            "message": "The mailbox could not be found.",
            "responseCode": "ErrorMailRecipientNotFound",
        }
        return {"scheduleId": address, "availabilityView": "", "error": error}
    entries = [
        one
        for one in [
            *call.world.diaries.get(address.casefold(), []),
            *_met(call, address),
        ]
        if one.start < last and one.end > first
    ]
    items = [
        {
            "isPrivate": False,
            "status": one.status,
            "subject": one.subject,
            "location": "",
            "isMeeting": False,
            "isRecurring": False,
            "isException": False,
            "isReminderSet": True,
            "start": as_answered(one.start, call.zone),
            "end": as_answered(one.end, call.zone),
        }
        for one in sorted(entries, key=lambda one: one.start)
    ]
    return {
        "scheduleId": address,
        "availabilityView": _view(entries, first, last, minutes),
        "scheduleItems": items,
        "workingHours": {"daysOfWeek": [], "timeZone": {"name": "GMT Standard Time"}},
    }


def _met(call: Call, address: str) -> list[Busy]:
    """List the meetings here that stand in somebody's diary, as each of them does."""
    found = []
    for event in call.world.standing():
        said = {a.casefold(): r for a, r in event.responses.items()}
        reply = said.get(address.casefold(), "declined")
        if reply != "declined":
            shown = event.doc["showAs"] if reply == "accepted" else "tentative"
            found.append(Busy(event.start, event.end, shown, event.doc["subject"]))
    return found


def _view(entries: list[Busy], first: datetime, last: datetime, minutes: int) -> str:
    step, at, view = timedelta(minutes=minutes), first, ""
    while at < last:
        met = [e for e in entries if e.start < at + step and e.end > at]
        view += max((_STATES.get(e.status, "4") for e in met), default="0")
        at += step
    return view
