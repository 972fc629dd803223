"""Channels in a pretended Slack: made, filled, named, and emptied."""

from __future__ import annotations

import re
from typing import Final

from tests.slack.fake_calls import SCOPES_OF_KIND, Call, method
from tests.slack.fake_world import Channel, Failed, Json

NAME: Final = re.compile(r"[a-z0-9_\-]{1,80}")
"""What a channel's name may be: a small letter, a digit, a dash or a low line."""
TOPIC: Final = 250


def told(channel: Channel) -> Json:
    """A channel as Slack tells it."""
    if channel.kind == "im":
        other = next(m for m in sorted(channel.members) if not m.startswith("U0BOT"))
        return {"id": channel.id, "created": 1, "is_im": True, "user": other}
    return {
        "id": channel.id,
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": channel.kind == "public",
        "is_group": channel.kind == "private",
        "is_im": False,
        "is_mpim": False,
        "is_private": channel.kind == "private",
        "is_archived": channel.archived,
        "is_general": False,
        "is_shared": False,
        "created": 1,
        "creator": channel.creator,
        "topic": {"value": channel.topic, "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
        "num_members": len(channel.members),
    }


def _known(call: Call, channel: Channel) -> Json:
    member = call.workspace.bot_user in channel.members
    return told(channel) | {"is_member": member}


@method("conversations.open", "im:write", "mpim:write")
def open_direct(call: Call) -> Json:
    given = call.text("channel")
    if given:
        channel = call.channel("")
        return {"channel": {"id": channel.id}, "no_op": True, "already_open": True}
    users = call.names("users")
    if not users:
        raise Failed("users_list_not_supplied")
    if len(users) > 8:
        raise Failed("too_many_users")
    if len(users) > 1:
        call.scope("mpim:write")
        raise Failed("method_not_supported_for_channel_type")
    user = call.world.users.get(users[0])
    if user is None or user.team != call.token.team:
        raise Failed("user_not_found")
    if user.deleted:
        raise Failed("user_disabled")
    channel = call.world.direct(call.token.team, user.id)
    if call.flag("return_im"):
        return {"channel": told(channel)}
    return {"channel": {"id": channel.id}}


@method("conversations.create", "channels:manage", "groups:write")
def create(call: Call) -> Json:
    kind = "private" if call.flag("is_private") else "public"
    call.scope(SCOPES_OF_KIND["manage"][kind])
    name = call.need("name", "invalid_name_required")
    if len(name) > 80:
        raise Failed("invalid_name_maxlength")
    if not NAME.fullmatch(name):
        raise Failed("invalid_name_specials")
    team = call.token.team
    if any(c.name == name and c.team == team for c in call.world.channels.values()):
        raise Failed("name_taken")
    letter = "C"
    made = Channel(call.world.new_id(letter), team, name, kind)
    made.creator = call.workspace.bot_user
    made.members.add(made.creator)
    call.world.channels[made.id] = made
    return {"channel": _known(call, made)}


@method("conversations.invite", "channels:manage", "groups:write")
def invite(call: Call) -> Json:
    channel = call.channel("manage", member=True)
    users = call.names("users")
    if not users:
        raise Failed("no_user")
    if len(users) > 100:
        raise Failed("too_many_users")
    wrong = []
    for name in users:
        error = _not_invited(call, channel, name)
        if error:
            wrong.append({"user": name, "ok": False, "error": error})
    if wrong and not call.flag("force"):
        raise Failed(str(wrong[0]["error"]), errors=wrong)
    bad = {entry["user"] for entry in wrong}
    channel.members.update(name for name in users if name not in bad)
    return {"channel": _known(call, channel)}


def _not_invited(call: Call, channel: Channel, name: str) -> str:
    user = call.world.users.get(name)
    if user is None or user.team != call.token.team or user.deleted:
        return "user_not_found"
    if name == call.workspace.bot_user:
        return "cant_invite_self"
    if user.is_ultra_restricted:
        return "ura_max_channels"
    return "already_in_channel" if name in channel.members else ""


@method("conversations.kick", "channels:manage", "groups:write")
def kick(call: Call) -> Json:
    channel = call.channel("manage", member=True)
    user = call.need("user", "user_not_found")
    if user == call.workspace.bot_user:
        raise Failed("cant_kick_self")
    if user not in channel.members:
        raise Failed("not_in_channel")
    channel.members.discard(user)
    return {"errors": {}}


@method("conversations.join", "channels:join")
def join(call: Call) -> Json:
    channel = call.channel("")
    if channel.kind != "public":
        raise Failed("method_not_supported_for_channel_type")
    if channel.archived:
        raise Failed("is_archived")
    channel.members.add(call.workspace.bot_user)
    return {"channel": _known(call, channel)}


@method("conversations.leave", "channels:manage", "groups:write")
def leave(call: Call) -> Json:
    channel = call.channel("manage")
    channel.members.discard(call.workspace.bot_user)
    return {}


@method("conversations.archive", "channels:manage", "groups:write")
def archive(call: Call) -> Json:
    channel = call.channel("manage", member=True)
    if channel.archived:
        raise Failed("already_archived")
    channel.archived = True
    return {}


@method("conversations.setTopic", "channels:manage", "groups:write")
def set_topic(call: Call) -> Json:
    channel = call.channel("manage", member=True)
    topic = call.text("topic")
    if len(topic) > TOPIC:
        raise Failed("too_long")
    channel.topic = topic
    return {"channel": _known(call, channel)}


@method("conversations.setPurpose", "channels:manage", "groups:write")
def set_purpose(call: Call) -> Json:
    return {"channel": _known(call, call.channel("manage", member=True))}


@method("conversations.rename", "channels:manage", "groups:write")
def rename(call: Call) -> Json:
    channel = call.channel("manage", member=True)
    name = call.need("name", "invalid_name_required")
    if not NAME.fullmatch(name):
        raise Failed("invalid_name_specials")
    channel.name = name
    return {"channel": _known(call, channel)}


@method("conversations.info", takes_json=False)
def info(call: Call) -> Json:
    return {"channel": _known(call, call.channel("read"))}


@method("conversations.members", takes_json=False)
def members(call: Call) -> Json:
    page, more = call.page(sorted(call.channel("read").members))
    return {"members": page, **more}


@method("conversations.list", takes_json=False)
def listed(call: Call) -> Json:
    kinds = {
        "public_channel": "public",
        "private_channel": "private",
        "im": "im",
        "mpim": "mpim",
    }
    wanted = call.names("types") or ["public_channel"]
    if not set(wanted) <= set(kinds):
        raise Failed("invalid_types")
    for name in wanted:
        call.scope(SCOPES_OF_KIND["read"].get(kinds[name], "mpim:read"))
    kept = {kinds[name] for name in wanted}
    ours = call.workspace.bot_user
    rows = [
        channel
        for channel in call.world.channels.values()
        if channel.team == call.token.team
        and channel.kind in kept
        and (channel.kind == "public" or ours in channel.members)
        and not (channel.archived and call.flag("exclude_archived"))
    ]
    page, more = call.page(rows)
    return {"channels": [_known(call, channel) for channel in page], **more}
