"""Everything that Teams is known to send, by name: what is for us, and what is not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from tests.teams import robot_activities as made
from tests.teams.fake import FakeMicrosoft
from tests.teams.fake_things import BOT, Conversation, Json, User
from tests.teams.shapes_invoked import invokes

__all__ = ["Scene", "shapes"]

_MENTION: Final = '<span itemtype="http://schema.skype.com/Mention">Dayzero</span> help'


@dataclass(frozen=True)
class Scene:
    """Who does things, and where.

    Attributes:
        chat: Their own chat with the app.
        channel: A channel of a team in which the app is.
        group: A group chat in which it is.
    """

    ms: FakeMicrosoft
    by: User
    chat: Conversation
    channel: Conversation
    group: Conversation

    def sent(self, type_: str, place: Conversation | None = None, **more: Any) -> Json:
        """Make an activity, at some place."""
        return made.activity(self.ms, self.by, place or self.chat, type_, **more)

    def invoked(self, name: str, value: Any, place: Conversation | None = None) -> Json:
        """Make a request that is to be answered at once."""
        return made.invoke(self.ms, self.by, place or self.chat, name, value)


def shapes(scene: Scene) -> dict[str, Json]:
    """Give all of them, by what they are called."""
    parts = (_written, _afterwards, _installed, _changed, _happened, _odd, _lacking)
    found: dict[str, Json] = {}
    for part in parts:
        found |= part(scene)
    for name, (asked, value) in invokes(scene.by, scene.channel).items():
        found[name] = scene.invoked(asked, value)
    return found


def _written(scene: Scene) -> dict[str, Json]:
    """What people do with messages."""
    said, ago = scene.sent, "1609459200000"
    return {
        "message": said("message", text="good morning", textFormat="plain"),
        "message without text": said("message", attachments=[]),
        "message with a file": said(
            "message",
            attachments=[{
                "contentType": "application/vnd.microsoft.teams.file.download.info",
                "content": {"downloadUrl": "https://example.org/a", "fileType": "txt"},
                "contentUrl": "https://example.org/a.txt",
                "name": "a.txt",
            }],
        ),
        "message with a picture": said(
            "message",
            text="<p><img src='https://example.org/a'></p>",
            attachments=[{"contentType": "image/*", "contentUrl": "https://e.org/a"}],
        ),
        "message in a channel": made.typed(
            scene.ms, scene.by, scene.channel, "help", mention=True
        ),
        "message in a group chat": made.typed(
            scene.ms, scene.by, scene.group, "help", mention=True
        ),
        "message by a press": said("message", value={"anything": 1}, replyToId=ago),
        "message by a press of a text": said("message", value="yes", text="yes"),
        "message with suggested action": said("message", text="help", value=None),
    }  # fmt: skip


def _afterwards(scene: Scene) -> dict[str, Json]:
    """What people do with messages that are there already, or not yet."""
    said, ago = scene.sent, "1609459200000"
    reaction = {"type": "like"}
    emoji = {"type": "1f44d_thumbsup"}
    data = scene.channel.team and {"team": made.described(scene.channel.team)}
    return {
        "messageReaction added": said(
            "messageReaction", reactionsAdded=[reaction], replyToId=ago
        ),
        "messageReaction removed": said(
            "messageReaction", scene.channel, reactionsRemoved=[emoji], replyToId=ago
        ),
        "messageUpdate": said(
            "messageUpdate",
            text="something else",
            channelData=made.channel_data(scene.chat) | {"eventType": "editMessage"},
        ),
        "messageUpdate undeleted": said(
            "messageUpdate",
            text="something",
            channelData=made.channel_data(scene.chat)
            | {"eventType": "undeleteMessage"},
        ),
        "messageDelete": said(
            "messageDelete",
            channelData=made.channel_data(scene.chat)
            | {"eventType": "softDeleteMessage"},
        ),
        "message of a targeted kind": said(
            "message",
            scene.channel,
            text="help",
            entities=[{"type": "targetedMessageInfo", "messageId": ago}],
            channelData=made.channel_data(scene.channel) | (data or {}),
        ),
        "typing": said("typing"),
        "typing while a text streams": said(
            "typing",
            entities=[{
                "type": "streaminfo", "streamType": "streaming", "streamSequence": 1
            }],
            text="half",
        ),
    }  # fmt: skip


def _installed(scene: Scene) -> dict[str, Json]:
    """How the app came, and went."""
    ms, by, found = scene.ms, scene.by, {}
    for action in ("add", "remove", "add-upgrade", "remove-upgrade"):
        for place in (scene.chat, scene.group, scene.channel):
            name = f"installationUpdate {action} {place.kind}"
            found[name] = made.installed(ms, by, place, action)
    return found


def _changed(scene: Scene) -> dict[str, Json]:
    """What becomes of conversations, their people and their channels."""
    ms, by, channel = scene.ms, scene.by, scene.channel
    assert channel.team is not None
    team, found = made.described(channel.team), {}
    data = made.channel_data(channel)
    for kind in (
        "teamArchived", "teamDeleted", "teamHardDeleted", "teamRenamed",
        "teamRestored", "teamUnarchived", "teamMemberAdded", "teamMemberRemoved",
    ):  # fmt: skip
        said = scene.sent("conversationUpdate", channel)
        found[f"conversationUpdate {kind}"] = said | {
            "channelData": data | {"eventType": kind, "team": team}
        }
    for kind in (
        "channelCreated", "channelDeleted", "channelRenamed", "channelRestored",
        "channelShared", "channelUnshared", "channelMemberAdded",
        "channelMemberRemoved",
    ):  # fmt: skip
        said = scene.sent("conversationUpdate", channel)
        other = {"id": channel.id, "name": "something else", "type": "shared"}
        about = {"eventType": kind, "team": team, "channel": other}
        found[f"conversationUpdate {kind}"] = said | {"channelData": data | about}
    for place in (scene.chat, scene.group, channel):
        came = made.members(ms, by, place)
        gone = made.members(ms, by, place, added=False)
        found[f"conversationUpdate the app came to {place.kind}"] = came
        found[f"conversationUpdate the app left {place.kind}"] = gone
        joined = made.members(ms, by, place, by)
        found[f"conversationUpdate somebody came to {place.kind}"] = joined
    topic = scene.sent("conversationUpdate", scene.group, topicName="Another")
    found["conversationUpdate renamed"] = topic
    found["conversationUpdate of nothing"] = scene.sent("conversationUpdate")
    return found


def _happened(scene: Scene) -> dict[str, Json]:
    """Events, of meetings and otherwise."""
    meeting = {
        "id": "MCMxOTptZWV0aW5n",
        "joinUrl": "https://teams.microsoft.com/l/meetup-join/x",
        "title": "A meeting",
        "meetingType": "Scheduled",
        "startTime": "2026-11-27T09:30:00.000Z",
    }
    who = {"members": [{"user": {"id": scene.by.mri}, "meeting": {"inMeeting": True}}]}
    named = {
        "application/vnd.microsoft.meetingStart": meeting,
        "application/vnd.microsoft.meetingEnd": meeting | {"endTime": "2026-11-27"},
        "application/vnd.microsoft.meetingParticipantJoin": who,
        "application/vnd.microsoft.meetingParticipantLeave": who,
        "application/vnd.microsoft.readReceipt": {"lastReadMessageId": "1609459200000"},
        "application/vnd.microsoft.somethingNew": {"anything": [1, 2]},
        "tokens/response": {"connectionName": "x", "token": "y"},
    }
    found = {
        f"event {name.rpartition('.')[2]}": scene.sent("event", name=name, value=value)
        for name, value in named.items()
    }
    return found | {
        "event without a name": scene.sent("event", value={}),
        "command": scene.sent(
            "command",
            name="application/vnd.microsoft.record",
            value={"commandId": "1", "data": {}},
        ),
        "commandResult": scene.sent(
            "commandResult",
            name="application/vnd.microsoft.record",
            value={"commandId": "1", "data": {}, "error": None},
        ),
        "handoff": scene.sent("handoff", value={"continuation": "x"}),
        "trace": scene.sent("trace", name="x", valueType="y", value={}),
        "endOfConversation": scene.sent("endOfConversation", code="unknown"),
        "contactRelationUpdate": scene.sent("contactRelationUpdate", action="add"),
        "deleteUserData": scene.sent("deleteUserData"),
        "suggestion": scene.sent("suggestion", text="x"),
        "ping": scene.sent("ping"),
    }


def _odd(scene: Scene) -> dict[str, Json]:
    """What comes of the app's own doing, and what nobody has heard of."""
    own = scene.sent("message", text="help")
    return {
        "a type that is new": scene.sent("somethingNew", value={"a": None}),
        "a message of the app itself": own | {"from": {"id": BOT, "name": "Dayzero"}},
        "a message of another app": own
        | {"from": {"id": "28:another", "name": "Another", "role": "bot"}},
        "a mention of everybody": own
        | {
            "text": "<at>everyone</at> help",
            "entities": [{
                "type": "mention",
                "text": "<at>everyone</at>",
                "mentioned": {"id": scene.channel.id, "name": "everyone"},
            }],
        },
        "a mention in HTML": own
        | {
            "textFormat": "xml",
            "text": f"<div>{_MENTION}</div>",
        },
    }  # fmt: skip


def _lacking(scene: Scene) -> dict[str, Json]:
    """Ordinary activities, each without something that is mostly there."""
    whole = scene.sent("message", text="help")
    found = {
        f"message without {name}": {k: v for k, v in whole.items() if k != name}
        for name in (
            "from",
            "id",
            "channelData",
            "recipient",
            "entities",
            "locale",
            "timestamp",
            "channelId",
            "text",
        )
    }
    nobody = {"id": scene.by.mri, "name": scene.by.name}
    return found | {
        "message of somebody without an account": whole | {"from": nobody},
        "message with nulls": whole
        | {"entities": None, "attachments": None, "value": None, "replyToId": None},
        "invoke without a name": scene.sent("invoke", value={}),
        "invoke without a value": scene.sent("invoke", name="task/fetch"),
    }
