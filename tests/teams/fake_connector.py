"""What a pretended connector does when it is called, as the real one does it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from tests.teams import fake_checks
from tests.teams.fake_things import (
    BOT,
    CHANNEL,
    Conversation,
    Failed,
    Json,
    Message,
    Team,
    User,
)
from tests.teams.fake_world import World

_PAGE: Final = 50


@dataclass(frozen=True)
class Call:
    """A call that the app makes of the connector.

    Attributes:
        name: What it is for, as faults and tests call it.
        names: The ids in its address.
        query: What its address asks for besides.
        service: The address that comes before ``/v3``.
    """

    world: World
    name: str
    names: tuple[str, ...]
    said: Any
    query: Mapping[str, str] = field(default_factory=dict)
    service: str = ""


def open_(call: Call) -> tuple[int, Json]:
    """Begin a conversation: with one person, with several, or in a channel."""
    said = _object(call.said)
    channel = ((said.get("channelData") or {}).get("channel") or {}).get("id")
    if channel:
        return _thread(call, str(channel), said)
    members = said.get("members") or []
    if said.get("isGroup") or len(members) > 1:
        return _group(call, said, members)
    if not members:
        raise Failed(400, "BadSyntax", "Incorrect conversation creation parameters.")
    tenant = said.get("tenantId") or (
        (said.get("channelData") or {}).get("tenant") or {}
    ).get("id")
    if str(tenant).casefold() != call.world.home.casefold():
        raise Failed(400, "BadSyntax", "Incorrect tenant.")
    user = call.world.person(str(members[0].get("id") or ""))
    if user is None:
        raise Failed(400, "BadSyntax", "Invalid user identity in provided tenant.")
    place = call.world.personal(user, installed=False)
    if not place.installed:
        raise Failed(
            403,
            "ForbiddenOperationException",
            "The bot is not installed for this user.",
        )
    _not_blocked(user)
    told: Json = {"id": place.id}
    if said.get("activity"):
        told["activityId"] = _write(call, place, said["activity"]).id
    return 201, told


def _group(call: Call, said: Json, members: list[Json]) -> tuple[int, Json]:
    if not call.world.groups:
        raise Failed(400, "BadSyntax", "Bad format of conversation ID")
    found = [call.world.person(str(one.get("id") or "")) for one in members]
    users = [one for one in found if one is not None]
    if len(users) != len(found):
        raise Failed(403, "BotNotInConversationRoster", "Somebody cannot be added.")
    made = call.world.group(*users, name=str(said.get("topicName") or ""))
    told: Json = {"id": made.id}
    if said.get("activity"):
        told["activityId"] = _write(call, made, said["activity"]).id
    return 201, told


def _thread(call: Call, channel: str, said: Json) -> tuple[int, Json]:
    place = _place(call, channel)
    if place.kind != CHANNEL:
        raise Failed(404, "ConversationNotFound", "Conversation not found.")
    if not said.get("activity"):
        raise Failed(400, "BadSyntax", "Activity is required to begin a thread.")
    made = _write(call, place, said["activity"])
    return 201, {"id": f"{place.id};messageid={made.id}", "activityId": made.id}


def send(call: Call) -> tuple[int, Json]:
    """Write a message, at its place or in answer to another."""
    place = _place(call, call.names[0])
    for user in place.own if place.kind != CHANNEL else ():
        _not_blocked(user)
    made = _write(call, place, call.said)
    return 201, {"id": made.id}


def _write(call: Call, place: Conversation, said: Any) -> Message:
    call.world.unkind += fake_checks.activity(said)
    made_id = call.world.new_message_id()
    asked = call.names[0].partition(";messageid=")[2] if call.names else ""
    answers = call.names[1] if len(call.names) > 1 else said.get("replyToId") or ""
    thread = asked or (answers if place.kind == CHANNEL else "") or made_id
    aimed = ""
    if call.query.get("isTargetedActivity") == "true":
        aimed = str((said.get("recipient") or {}).get("id") or "")
    made = Message(made_id, place.id, BOT, said, thread, aimed)
    if said["type"] == "message":
        call.world.messages.append(made)
    return made


def change(call: Call) -> tuple[int, Json]:
    """Put something else in the place of a message."""
    found = _own(call)
    call.world.unkind += fake_checks.activity(call.said)
    found.before.append(found.activity)
    found.activity = call.said
    found.version += 1
    return 200, {"id": found.id}


def delete(call: Call) -> tuple[int, Json]:
    """Take a message back."""
    _own(call).deleted = True
    return 200, {}


def _own(call: Call) -> Message:
    place = _place(call, call.names[0])
    found = call.world.message(place.id, call.names[1])
    if found is None or found.deleted:
        raise Failed(404, "ActivityNotFoundInConversation", "Activity not found.")
    if found.by != BOT:
        raise Failed(403, "NotEnoughPermissions", "Not the author of the message.")
    return found


def members(call: Call) -> tuple[int, Any]:
    """Say who is in a conversation, all at once."""
    return 200, [account(one) for one in _place(call, call.names[0]).members]


def paged(call: Call) -> tuple[int, Json]:
    """Say who is in a conversation, so many at a time."""
    everybody = _place(call, call.names[0]).members
    size = int(call.query.get("pageSize") or _PAGE)
    begin = int(call.query.get("continuationToken") or 0)
    told: Json = {"members": [account(u) for u in everybody[begin : begin + size]]}
    if begin + size < len(everybody):
        told["continuationToken"] = str(begin + size)
    return 200, told


def member(call: Call) -> tuple[int, Json]:
    """Say who somebody in a conversation is."""
    place, user = _place(call, call.names[0]), call.world.person(call.names[1])
    if user is None or user not in place.members:
        raise Failed(404, "MemberNotFoundInConversation", "Member not found.")
    return 200, account(user)


def team(call: Call) -> tuple[int, Json]:
    """Describe a team."""
    found = _team(call)
    return 200, {
        "id": found.id,
        "name": found.name,
        "aadGroupId": found.group,
        "tenantId": found.tenant,
        "type": "standard",
        "channelCount": len(_channels(call.world, found)),
        "memberCount": len(found.members),
    }


def channels(call: Call) -> tuple[int, Json]:
    """List the channels of a team; the first of them is called nothing."""
    found = _team(call)
    return 200, {
        "conversations": [
            {"id": one.id, "name": None if one.id == found.id else one.name}
            for one in _channels(call.world, found)
        ]
    }


def _team(call: Call) -> Team:
    found = call.world.teams.get(call.names[0])
    if found is None:
        raise Failed(404, "NotFound", "Team not found.")
    if not found.installed:
        raise Failed(403, "BotNotInConversationRoster", "The bot is not in the team.")
    return found


def _channels(world: World, team: Team) -> list[Conversation]:
    return [one for one in world.conversations.values() if one.team is team]


def _place(call: Call, name: str) -> Conversation:
    found = call.world.conversations.get(name.partition(";")[0])
    if found is None:
        raise Failed(404, "ConversationNotFound", "Conversation not found.")
    if not found.reachable:
        message = "The bot is not part of the conversation roster."
        raise Failed(403, "BotNotInConversationRoster", message)
    return found


def _not_blocked(user: User) -> None:
    if user.blocked:
        message = "User blocked the conversation with the bot."
        raise Failed(403, "ConversationBlockedByUser", message)


def _object(said: Any) -> Json:
    if not isinstance(said, dict):
        raise Failed(400, "BadSyntax", "The body is not an object.")
    return said


def account(user: User) -> Json:
    """Describe somebody as Teams does to a bot."""
    first, _, last = user.name.partition(" ")
    return {
        "id": user.mri,
        "objectId": user.aad,
        "aadObjectId": user.aad,
        "name": user.name,
        "givenName": first,
        "surname": last,
        "email": user.upn,
        "userPrincipalName": user.upn,
        "tenantId": user.tenant,
        "userRole": user.role,
    }


Answers = Callable[[Call], tuple[int, Any]]

ROUTES: Final[tuple[tuple[str, str, str, Answers], ...]] = (
    ("POST", "conversations", "open", open_),
    ("POST", "conversations/{a}/activities", "send", send),
    ("POST", "conversations/{a}/activities/{b}", "send", send),
    ("PUT", "conversations/{a}/activities/{b}", "update", change),
    ("DELETE", "conversations/{a}/activities/{b}", "delete", delete),
    ("GET", "conversations/{a}/members", "members", members),
    ("GET", "conversations/{a}/pagedmembers", "members", paged),
    ("GET", "conversations/{a}/pagedMembers", "members", paged),
    ("GET", "conversations/{a}/members/{b}", "member", member),
    ("GET", "teams/{a}", "team", team),
    ("GET", "teams/{a}/conversations", "channels", channels),
)
"""What the connector answers, and what each answer is called."""
