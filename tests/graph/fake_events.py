"""Events in a pretended Graph: made, changed, cancelled, found, and told to people."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import Any, Final

from tests.graph.fake_calls import Answer, Call, operation
from tests.graph.fake_checks import Json
from tests.graph.fake_world import (
    NEVER,
    Event,
    Failed,
    World,
    address_of,
    as_asked,
    iso,
    web_link,
)

_EVENTS: Final = "/users/{user-id}/events"
_EVENT: Final = "/users/{user-id}/events/{event-id}"
_READS: Final = ("Calendars.ReadWrite", "Calendars.Read")
_WRITES: Final = ("Calendars.ReadWrite",)
_TOLD: Final = ("subject", "body", "location", "importance")
"""What a change of is told to everybody who is asked; others are told to nobody."""
_SINGLE: Final = re.compile(
    r"singleValueExtendedProperties/any\(\s*(\w+)\s*:\s*\1/id eq '([^']+)'"
    r" and \1/value eq '([^']*)'\s*\)",
    re.IGNORECASE,
)
_EQUAL: Final = re.compile(r"(iCalUId|subject) eq '([^']*)'")
BLOB: Final = '<div class="me-email-text"><a href="{}">Join the meeting now</a></div>'
"""What Teams writes at the end of an invitation; without it, the link is lost."""


def join_link(number: int) -> str:
    thread = f"19%3ameeting_{number:08d}%40thread.v2"
    return f"https://teams.microsoft.com/l/meetup-join/{thread}/0"


def _attendees(listed: list[Json], before: list[Json]) -> list[Json]:
    """Take a list of people, each of whom keeps what they had answered."""
    answered = {address_of(a).casefold(): a["status"] for a in before}
    nothing = {"response": "none", "time": NEVER}
    return [
        {
            "type": one.get("type", "required"),
            "status": dict(answered.get(address_of(one).casefold(), nothing)),
            "emailAddress": {
                "name": one["emailAddress"].get("name", address_of(one)),
                "address": address_of(one),
            },
        }
        for one in listed
    ]


@operation("create", "POST", "MAILBOX/events", *_WRITES)
@operation("create", "POST", "MAILBOX/calendar/events", *_WRITES)
def create(call: Call) -> Answer:
    world, said = call.world, call.json(_EVENTS)
    repeat = _repeated(call, said)
    if repeat is not None:
        return Answer(201, world.shown(repeat, call.zone, "", ""))
    start, end = as_asked(said["start"]), as_asked(said["end"])
    if end < start:
        raise Failed(400, "ErrorPropertyValidationFailure", "It ends before it begins.")
    number = world.number()
    doc = _new(call, said, number)
    event = Event(doc.pop("id"), call.mailbox, start, end, deepcopy(said), doc)
    event.properties = said.get("singleValueExtendedProperties", [])
    if doc["isOnlineMeeting"]:
        _goes_online(event, number)
    world.events[event.id] = event
    world.mail("invitation", event, *event.addresses)
    world.touch(event, "created")
    shown = world.shown(event, call.zone, "", "")
    if world.links_come_late:
        shown["onlineMeeting"] = None
    return Answer(201, shown)


def _repeated(call: Call, said: Json) -> Event | None:
    """Find the event that the same request has made already."""
    name = said.get("transactionId")
    for one in call.world.events.values():
        if name and one.mailbox == call.mailbox and one.doc["transactionId"] == name:
            if one.asked == said and not one.gone:
                return one
            message = (
                "Your request can't be completed. The TransactionId specified in the "
                "request has already been used to create a different event."
            )
            raise Failed(409, "ErrorDuplicateTransactionId", message)
    return None


def _new(call: Call, said: Json, number: int) -> Json:
    now = iso(call.world.now())
    name = f"AAMkAGI2{number:08d}-AAA_BBB="
    return {
        "id": name,
        "createdDateTime": now,
        "categories": said.get("categories", []),
        "transactionId": said.get("transactionId"),
        "originalStartTimeZone": said["start"]["timeZone"],
        "originalEndTimeZone": said["end"]["timeZone"],
        "iCalUId": f"040000008200E00074C5B7101A82E008{number:016d}",
        "reminderMinutesBeforeStart": said.get("reminderMinutesBeforeStart", 15),
        "isReminderOn": said.get("isReminderOn", True),
        "hasAttachments": False,
        "subject": said.get("subject", ""),
        "body": {"contentType": "html", "content": _html(said.get("body", {}))},
        "bodyPreview": "",
        "importance": said.get("importance", "normal"),
        "sensitivity": said.get("sensitivity", "normal"),
        "isAllDay": said.get("isAllDay", False),
        "isCancelled": False,
        "isOrganizer": True,
        "responseRequested": said.get("responseRequested", True),
        "seriesMasterId": None,
        "showAs": said.get("showAs", "busy"),
        "type": "singleInstance",
        "webLink": web_link(name),
        "onlineMeetingUrl": None,
        "isOnlineMeeting": said.get("isOnlineMeeting", False),
        "onlineMeetingProvider": "unknown",
        "onlineMeeting": None,
        "allowNewTimeProposals": said.get("allowNewTimeProposals", True),
        "hideAttendees": said.get("hideAttendees", False),
        "recurrence": None,
        "responseStatus": {"response": "organizer", "time": NEVER},
        "location": said.get("location", {"displayName": ""}),
        "attendees": _attendees(said.get("attendees", []), []),
        "organizer": {"emailAddress": {"name": "Us", "address": call.mailbox}},
    }


def _html(body: Json) -> str:
    content = str(body.get("content") or "")
    if body.get("contentType", "text") == "html":
        return content
    return f"<html><body><div>{content}</div></body></html>"


def _goes_online(event: Event, number: int) -> None:
    link = join_link(number)
    event.doc["onlineMeetingProvider"] = "teamsForBusiness"
    event.doc["onlineMeeting"] = {"joinUrl": link}
    event.doc["body"]["content"] += BLOB.format(link)


@operation("patch", "PATCH", "MAILBOX/events/(?P<event>[^/]+)", *_WRITES)
def patch(call: Call) -> Answer:
    said, event = call.json(_EVENT, "patch"), call.event()
    wanted = call.headers.get("If-Match", "*")
    if wanted not in ("*", f'W/"{event.doc["changeKey"]}"'):
        message = "The change key passed in the request does not match."
        raise Failed(412, "ErrorIrresolvableConflict", message)
    before = event.addresses
    moved = _moves(event, said)
    told = moved | any(_differs(event, said, name) for name in _TOLD)
    _takes(event, said)
    if "attendees" in said:
        event.doc["attendees"] = _attendees(said["attendees"], event.attendees)
    if moved:
        for one in event.attendees:
            one["status"] = {"response": "none", "time": NEVER}
    _tell_of_changes(call.world, event, before, everybody=told)
    call.world.touch(event, "updated")
    return Answer(200, call.world.shown(event, call.zone, "", ""))


def _moves(event: Event, said: Json) -> bool:
    start = as_asked(said["start"]) if "start" in said else event.start
    end = as_asked(said["end"]) if "end" in said else event.end
    if end < start:
        raise Failed(400, "ErrorPropertyValidationFailure", "It ends before it begins.")
    moved = (start, end) != (event.start, event.end)
    event.start, event.end = start, end
    return moved


def _differs(event: Event, said: Json, name: str) -> bool:
    return name in said and said[name] != event.doc.get(name)


def _takes(event: Event, said: Json) -> None:
    apart = {"start", "end", "attendees", "body", "singleValueExtendedProperties"}
    event.doc |= {name: value for name, value in said.items() if name not in apart}
    for one in said.get("singleValueExtendedProperties", []):
        others = [p for p in event.properties if p["id"] != one["id"]]
        event.properties = [*others, one]
    if "body" in said:
        content, link = _html(said["body"]), event.link
        event.doc["body"] = {"contentType": "html", "content": content}
        if link and link not in content:
            event.doc |= {"onlineMeeting": None, "isOnlineMeeting": False}


def _tell_of_changes(
    world: World, event: Event, before: list[str], *, everybody: bool
) -> None:
    old = {address.casefold() for address in before}
    new = {address.casefold() for address in event.addresses}
    added = [a for a in event.addresses if a.casefold() not in old]
    world.mail("invitation", event, *added)
    world.mail("cancellation", event, *(a for a in before if a.casefold() not in new))
    if everybody:
        world.mail("update", event, *(a for a in event.addresses if a not in added))


@operation("cancel", "POST", "MAILBOX/events/(?P<event>[^/]+)/cancel", *_WRITES)
def cancel(call: Call) -> Answer:
    said, event = call.json(_EVENT + "/cancel"), call.event()
    comment = str(said.get("comment") or said.get("Comment") or "")
    event.gone = True
    call.world.mail("cancellation", event, *event.addresses, comment=comment)
    call.world.touch(event, "deleted")
    return Answer(202)


@operation("delete", "DELETE", "MAILBOX/events/(?P<event>[^/]+)", *_WRITES)
def delete(call: Call) -> Answer:
    event = call.event()
    event.gone = True
    call.world.mail("cancellation", event, *event.addresses)
    call.world.touch(event, "deleted")
    return Answer(204)


@operation("event", "GET", "MAILBOX/events/(?P<event>[^/]+)", *_READS)
def event_of(call: Call) -> Answer:
    select, expand = call.query.get("$select", ""), call.query.get("$expand", "")
    return Answer(200, call.world.shown(call.event(), call.zone, select, expand))


@operation("events", "GET", "MAILBOX/events", *_READS)
@operation("events", "GET", "MAILBOX/calendar/events", *_READS)
def events(call: Call) -> Answer:
    found = call.world.standing(call.mailbox)
    wanted = call.query.get("$filter", "")
    if wanted and not getattr(call.world, "ignores_filter", False):
        found = [event for event in found if _meant(event, wanted)]
    return Answer(200, listed(call, found))


def _meant(event: Event, wanted: str) -> bool:
    single, equal = _SINGLE.search(wanted), _EQUAL.fullmatch(wanted)
    if single:
        pairs = [(one["id"], one["value"]) for one in event.properties]
        return (single[2], single[3]) in pairs
    if equal:
        return str(event.doc[equal[1]]) == equal[2]
    raise Failed(400, "ErrorInvalidUrlQueryFilter", f"Not supported: {wanted}")


def listed(call: Call, found: list[Event], **more: Any) -> Json:
    select, expand = call.query.get("$select", ""), call.query.get("$expand", "")
    page, onwards = call.page(found)
    value = [call.world.shown(event, call.zone, select, expand) for event in page]
    return {"value": value, **onwards, **more}
