"""What Teams sends when somebody does something, in the shape in which it sends it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from tests.teams.fake import FakeMicrosoft
from tests.teams.fake_things import (
    APP_ID,
    BOT,
    BOT_NAME,
    CHANNEL,
    PERSONAL,
    Conversation,
    Json,
    Message,
    Team,
    User,
)

LONDON: Final = ZoneInfo("Europe/London")
_CLIENT: Final = {
    "locale": "en-GB",
    "country": "GB",
    "platform": "Web",
    "timezone": "Europe/London",
    "type": "clientInfo",
}


def activity(
    ms: FakeMicrosoft, by: User, place: Conversation, type_: str, **more: Any
) -> Json:
    """Make what is the same in whatever somebody does."""
    at = datetime.fromtimestamp(ms.now(), LONDON)
    zulu = (at - (at.utcoffset() or timedelta())).replace(tzinfo=None)
    said: Json = {
        "type": type_,
        "id": ms.new_message_id(),
        "timestamp": f"{zulu.isoformat()}.123Z",
        "localTimestamp": f"{at.replace(tzinfo=None).isoformat()}.123{at:%z}",
        "localTimezone": "Europe/London",
        "serviceUrl": ms.service_url(tenant=place.tenant),
        "channelId": "msteams",
        "from": sender(by, place),
        "conversation": conversation(place),
        "recipient": {"id": BOT, "name": BOT_NAME},
        "entities": [dict(_CLIENT)],
        "channelData": channel_data(place),
        "locale": "en-GB",
    }
    return said | more


def sender(by: User, place: Conversation) -> Json:
    """Say who did it; somebody of elsewhere is said to be."""
    said = {"id": by.mri, "name": by.name, "aadObjectId": by.aad}
    return said | ({"tenantId": by.tenant} if by.tenant != place.tenant else {})


def conversation(place: Conversation, thread: str = "") -> Json:
    """Say where it was done."""
    said: Json = {"conversationType": place.kind, "tenantId": place.tenant}
    if place.kind != PERSONAL:
        said["isGroup"] = True
    if place.kind == CHANNEL and thread:
        return said | {"id": f"{place.id};messageid={thread}"}
    return said | {"id": place.id}


def channel_data(place: Conversation) -> Json:
    """Say what only Teams says of where it was done."""
    said: Json = {"tenant": {"id": place.tenant}}
    if place.team is not None:
        said |= {
            "teamsChannelId": place.id,
            "teamsTeamId": place.team.id,
            "channel": {"id": place.id},
            "team": {"id": place.team.id},
        }
    return said


def typed(
    ms: FakeMicrosoft, by: User, place: Conversation, text: str, *, mention: bool
) -> Json:
    """Say that somebody wrote something, and perhaps named the app in it."""
    tag = f"<at>{BOT_NAME}</at>"
    written = f"{tag}&nbsp;{text}" if mention else text
    said = activity(ms, by, place, "message", textFormat="plain", text=written)
    html = '<div><div><span itemtype="http://schema.skype.com/Mention" itemscope="" '
    html += f'itemid="0">{BOT_NAME}</span>&nbsp;{text}</div></div>'
    said["attachments"] = [
        {"contentType": "text/html", "content": html if mention else f"<p>{text}</p>"}
    ]
    if mention:
        said["entities"].insert(0, {
            "mentioned": {"id": BOT, "name": BOT_NAME}, "text": tag, "type": "mention"
        })  # fmt: skip
    if place.kind == CHANNEL:
        said["conversation"] = conversation(place, said["id"])
    return said


def invoke(
    ms: FakeMicrosoft, by: User, place: Conversation, name: str, value: Any
) -> Json:
    """Ask something of the app, to be answered at once."""
    said = activity(ms, by, place, "invoke", name=name, value=value)
    # Those of an invoke are numbered otherwise than messages are.
    return said | {"id": f"f:{ms.new_name('invoke')}"}


def on(message: Message, said: Json, place: Conversation) -> Json:
    """Say on which message it was done."""
    said["conversation"] = conversation(place, message.thread)
    said["replyToId"] = message.id
    said["channelData"] |= {"legacy": {"replyToId": message.id}}
    return said


def executed(
    ms: FakeMicrosoft,
    by: User,
    place: Conversation,
    message: Message,
    action: Json,
    data: Json,
    *,
    automatic: bool = False,
) -> Json:
    """Say that an ``Action.Execute`` was pressed, or draws its card afresh."""
    pressed: Json = {"type": "Action.Execute", "verb": action.get("verb", "")}
    if "id" in action:
        pressed["id"] = action["id"]
    if "title" in action:
        pressed["title"] = action["title"]
    if "data" in action or data:
        pressed["data"] = data
    value = {"action": pressed, "trigger": "automatic" if automatic else "manual"}
    said = invoke(ms, by, place, "adaptiveCard/action", value)
    said["channelData"]["source"] = {"name": "message"}
    return on(message, said, place)


def submitted(
    ms: FakeMicrosoft, by: User, place: Conversation, message: Message, data: Json
) -> Json:
    """Say that a plain ``Action.Submit`` on a message was pressed."""
    said = activity(ms, by, place, "message", value=data)
    said["channelData"]["source"] = {"name": "message"}
    return on(message, said, place)


def fetched(
    ms: FakeMicrosoft, by: User, place: Conversation, message: Message, data: Json
) -> Json:
    """Say that a button was pressed that opens a dialog."""
    value = {"data": data, "context": {"theme": "default"}}
    said = invoke(ms, by, place, "task/fetch", value)
    said["channelData"]["source"] = {"name": "message"}
    return on(message, said, place)


def task_sent(ms: FakeMicrosoft, by: User, place: Conversation, data: Json) -> Json:
    """Say that a button was pressed in a dialog."""
    value = {"data": data, "context": {"theme": "default"}}
    return invoke(ms, by, place, "task/submit", value)


def extension(
    ms: FakeMicrosoft,
    by: User,
    place: Conversation,
    command: str,
    *,
    context: str = "compose",
    message: Message | None = None,
) -> Json:
    """Say that somebody chose the message extension, on a message or by itself."""
    value: Json = {
        "commandId": command,
        "commandContext": "message" if message else context,
        "requestId": ms.new_name("request"),
        "context": {"theme": "default"},
    }
    if message is not None:
        value["messagePayload"] = payload(ms, message)
    said = invoke(ms, by, place, "composeExtension/fetchTask", value)
    said["channelData"]["source"] = {"name": "compose"}
    return said


def extension_sent(
    ms: FakeMicrosoft, by: User, place: Conversation, command: str, data: Json
) -> Json:
    """Say that a button was pressed in the dialog of a message extension."""
    value = {
        "commandId": command,
        "commandContext": "compose",
        "data": data,
        "requestId": ms.new_name("request"),
        "context": {"theme": "default"},
    }
    said = invoke(ms, by, place, "composeExtension/submitAction", value)
    said["channelData"]["source"] = {"name": "compose"}
    return said


def payload(ms: FakeMicrosoft, message: Message) -> Json:
    """Describe a message to which something is done."""
    by = ms.users.get(message.by)
    at = datetime.fromtimestamp(ms.now(), LONDON)
    return {
        "linkToMessage": f"https://teams.microsoft.com/l/message/{message.id}",
        "id": message.id,
        "replyToId": None,
        "createdDateTime": f"{at.replace(tzinfo=None).isoformat()}Z",
        "lastModifiedDateTime": None,
        "deleted": False,
        "subject": None,
        "summary": None,
        "importance": "normal",
        "locale": "en-gb",
        "body": {"contentType": "html", "content": f"<div>{message.text}</div>"},
        "from": {
            "device": None,
            "conversation": None,
            "user": {
                "userIdentityType": "aadUser",
                "id": by.aad if by else APP_ID,
                "displayName": by.name if by else BOT_NAME,
            },
            "application": None,
        },
        "reactions": [],
        "mentions": [],
        "attachments": [],
    }


def installed(
    ms: FakeMicrosoft, by: User, place: Conversation, action: str = "add"
) -> Json:
    """Say that somebody installed the app somewhere, or took it away."""
    said = activity(ms, by, place, "installationUpdate", action=action)
    said["channelData"] |= {
        "settings": {"selectedChannel": {"id": place.id}},
        "source": {"name": "message"},
    }
    return said


def members(
    ms: FakeMicrosoft, by: User, place: Conversation, *who: User, added: bool = True
) -> Json:
    """Say that people, or with none the app itself, came to a conversation or left."""
    those = [{"id": u.mri, "aadObjectId": u.aad} for u in who] or [{"id": BOT}]
    name = "membersAdded" if added else "membersRemoved"
    said = activity(ms, by, place, "conversationUpdate", **{name: those})
    if place.team is not None:
        kind = "teamMemberAdded" if added else "teamMemberRemoved"
        said["channelData"] |= {"eventType": kind, "team": described(place.team)}
    return said


def described(team: Team) -> Json:
    return {"id": team.id, "name": team.name, "aadGroupId": team.group}
