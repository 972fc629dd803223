"""What is written, as the types that Microsoft’s requests are made of.

Loaded on Graph’s own loop only, like the library.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from msgraph.generated.models.attendee import Attendee
from msgraph.generated.models.attendee_type import AttendeeType
from msgraph.generated.models.body_type import BodyType
from msgraph.generated.models.date_time_time_zone import DateTimeTimeZone
from msgraph.generated.models.email_address import EmailAddress
from msgraph.generated.models.event import Event
from msgraph.generated.models.free_busy_status import FreeBusyStatus
from msgraph.generated.models.item_body import ItemBody
from msgraph.generated.models.message import Message
from msgraph.generated.models.online_meeting_provider_type import (
    OnlineMeetingProviderType,
)
from msgraph.generated.models.response_status import ResponseStatus
from msgraph.generated.models.response_type import ResponseType
from msgraph.generated.models.sensitivity import Sensitivity
from msgraph.generated.models.single_value_legacy_extended_property import (
    SingleValueLegacyExtendedProperty,
)
from msgraph.generated.users.item.calendar.get_schedule.get_schedule_post_request_body import (  # noqa: E501 - the library's own name
    GetSchedulePostRequestBody,
)
from msgraph.generated.users.item.events.item.cancel.cancel_post_request_body import (
    CancelPostRequestBody,
)
from msgraph.generated.users.item.send_mail.send_mail_post_request_body import (
    SendMailPostRequestBody,
)


def event(made: Mapping[str, Any]) -> Event:
    """Make the event that a request carries, of what is to be in it."""
    fields: dict[str, Any] = {}
    for name, value in made.items():
        match name:
            case "subject":
                fields["subject"] = value
            case "transactionId":
                fields["transaction_id"] = value
            case "body":
                fields["body"] = ItemBody(
                    content_type=BodyType(value["contentType"]),
                    content=value["content"],
                )
            case "start" | "end":
                fields[name] = moment(value)
            case "attendees":
                fields["attendees"] = [_attendee(one) for one in value]
            case "sensitivity":
                fields["sensitivity"] = Sensitivity(value)
            case "showAs":
                fields["show_as"] = FreeBusyStatus(value)
            case "allowNewTimeProposals":
                fields["allow_new_time_proposals"] = value
            case "responseRequested":
                fields["response_requested"] = value
            case "hideAttendees":
                fields["hide_attendees"] = value
            case "isOnlineMeeting":
                fields["is_online_meeting"] = value
            case "onlineMeetingProvider":
                provider = OnlineMeetingProviderType(value)
                fields["online_meeting_provider"] = provider
            case "singleValueExtendedProperties":
                fields["single_value_extended_properties"] = [
                    SingleValueLegacyExtendedProperty(id=one["id"], value=one["value"])
                    for one in value
                ]
            case _:
                raise KeyError(name)
    return Event(**fields)


def moment(at: Mapping[str, str]) -> DateTimeTimeZone:
    """Make a time of what is written of it."""
    return DateTimeTimeZone(date_time=at["dateTime"], time_zone=at["timeZone"])


def schedule(
    addresses: Sequence[str],
    start: Mapping[str, str],
    end: Mapping[str, str],
    minutes: int,
) -> GetSchedulePostRequestBody:
    """Ask for the diaries of some people, from one moment to another."""
    return GetSchedulePostRequestBody(
        schedules=list(addresses),
        start_time=moment(start),
        end_time=moment(end),
        availability_view_interval=minutes,
    )


def parting(comment: str) -> CancelPostRequestBody:
    """Say something to those whose meeting is cancelled."""
    return CancelPostRequestBody(comment=comment)


def to_nobody() -> SendMailPostRequestBody:
    """Make a letter to nobody, which no mailbox sends."""
    letter = Message(subject="Dayzero", to_recipients=[])
    return SendMailPostRequestBody(message=letter, save_to_sent_items=False)


def _attendee(one: Mapping[str, Any]) -> Attendee:
    said = one["emailAddress"]
    return Attendee(
        type=AttendeeType(one["type"]),
        email_address=EmailAddress(address=said["address"], name=said.get("name")),
        status=_status(one["status"]) if "status" in one else None,
    )


def _status(said: Mapping[str, Any]) -> ResponseStatus:
    try:
        at = datetime.fromisoformat(str(said.get("time") or ""))
    except ValueError:
        at = None
    aware = at if at is not None and at.tzinfo is not None else None
    return ResponseStatus(response=ResponseType(said["response"]), time=aware)
