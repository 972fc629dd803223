"""Messages in a pretended Slack: posted, changed, taken back, and read."""

from __future__ import annotations

import math
from copy import deepcopy
from typing import Any, Final

from tests.slack import fake_checks
from tests.slack.fake_calls import Call, method
from tests.slack.fake_people import APP_ID
from tests.slack.fake_world import Channel, Failed, Json, Message, Paced, World

METADATA_BYTES: Final = 16 * 1024


def with_ids(blocks: list[Json] | None) -> list[Json]:
    """Give every block an identifier, as Slack does to those without."""
    made = deepcopy(blocks or [])
    for number, block in enumerate(made):
        block.setdefault("block_id", f"auto{number}")
    return made


def told(world: World, message: Message, *, metadata: bool = True) -> Json:
    """A message as Slack tells it."""
    channel = world.channels[message.channel]
    workspace = world.workspaces[channel.team]
    made: Json = {
        "type": "message",
        "user": message.user,
        "ts": message.ts,
        "text": message.text,
        "team": workspace.id,
    }
    if message.user == workspace.bot_user:
        profile = {
            "id": workspace.bot_id,
            "deleted": False,
            "name": "Dayzero",
            "updated": 1,
            "app_id": APP_ID,
            "icons": {"image_36": "", "image_48": "", "image_72": ""},
            "team_id": workspace.id,
        }
        made |= {
            "bot_id": workspace.bot_id,
            "app_id": APP_ID,
            "bot_profile": profile,
        }
    if message.blocks:
        made["blocks"] = deepcopy(message.blocks)
    if message.thread_ts:
        made["thread_ts"] = message.thread_ts
    if message.before:
        made["edited"] = {"user": message.user, "ts": message.ts}
    if metadata and message.metadata:
        made["metadata"] = deepcopy(message.metadata)
    return made


def _destination(call: Call) -> Channel:
    """Find where a message goes: a channel, or by a person's id their own."""
    name = call.need("channel", "channel_not_found")
    user = call.world.users.get(name)
    if user is not None:
        if user.team != call.token.team or user.deleted:
            raise Failed("channel_not_found")
        return call.world.direct(call.token.team, user.id)
    by_name = (
        c
        for c in call.world.channels.values()
        if (f"#{c.name}", c.team) == (name, call.token.team)
    )
    found = next(by_name, None) or call.channel("")
    ours = call.workspace.bot_user in found.members
    if not ours and "chat:write.public" not in call.token.scopes:
        raise Failed("not_in_channel")
    if found.archived:
        raise Failed("is_archived")
    return found


def _paced(world: World, channel: Channel) -> None:
    now = world.now()
    if world.pacing is not None:
        wait = channel.posted_at + world.pacing - now
        if wait > 0:
            raise Paced(math.ceil(wait))
    channel.posted_at = now


def _metadata(call: Call) -> Json | None:
    found = call.data("metadata")
    if found is None:
        return None
    if (
        not isinstance(found, dict)
        or not isinstance(found.get("event_type"), str)
        or not isinstance(found.get("event_payload"), dict)
    ):
        raise Failed("invalid_metadata_format")
    if len(str(found)) > METADATA_BYTES:
        raise Failed("metadata_too_large")
    return found


def _said(call: Call) -> tuple[str, list[Json]]:
    text, blocks = call.args.get("text"), call.data("blocks")
    fake_checks.message(text, blocks)
    return call.text("text"), with_ids(blocks)


@method("chat.postMessage", "chat:write")
def post_message(call: Call) -> Json:
    channel = _destination(call)
    text, blocks = _said(call)
    thread = call.text("thread_ts")
    if thread and call.world.message(channel.id, thread) is None:
        raise Failed("thread_not_found")
    _paced(call.world, channel)
    made = Message(
        ts=call.world.new_ts(),
        channel=channel.id,
        user=call.workspace.bot_user,
        text=text,
        blocks=blocks,
        metadata=_metadata(call),
        thread_ts=thread,
    )
    call.world.messages.append(made)
    return {
        "channel": channel.id,
        "ts": made.ts,
        "message": told(call.world, made),
    }


def _ours(call: Call, error: str) -> Message:
    channel = call.channel("")
    found = call.world.message(channel.id, call.need("ts", "message_not_found"))
    if found is None:
        raise Failed("message_not_found")
    if found.user != call.workspace.bot_user:
        raise Failed(error)
    return found


def change(message: Message, text: str, blocks: list[Json]) -> None:
    """Write a message anew, keeping what it said before."""
    message.before.append({"text": message.text, "blocks": message.blocks})
    message.text, message.blocks = text, blocks


@method("chat.update", "chat:write")
def update(call: Call) -> Json:
    message = _ours(call, "cant_update_message")
    text, blocks = _said(call)
    _paced(call.world, call.world.channels[message.channel])
    metadata = _metadata(call)
    change(message, text, blocks)
    message.metadata = metadata if metadata is not None else message.metadata
    return {
        "channel": message.channel,
        "ts": message.ts,
        "text": message.text,
        "message": told(call.world, message),
    }


@method("chat.delete", "chat:write")
def delete(call: Call) -> Json:
    message = _ours(call, "cant_delete_message")
    message.deleted = True
    return {"channel": message.channel, "ts": message.ts}


@method("chat.postEphemeral", "chat:write")
def post_ephemeral(call: Call) -> Json:
    channel = _destination(call)
    user = call.need("user", "user_not_in_channel")
    if user not in channel.members:
        raise Failed("user_not_in_channel")
    text, blocks = _said(call)
    made = Message(
        ts=call.world.new_ts(),
        channel=channel.id,
        user=call.workspace.bot_user,
        text=text,
        blocks=blocks,
        thread_ts=call.text("thread_ts"),
        only_for=user,
    )
    call.world.messages.append(made)
    return {"message_ts": made.ts}


@method("chat.getPermalink", takes_json=False)
def permalink(call: Call) -> Json:
    channel = call.channel("")
    ts = call.need("message_ts", "message_not_found")
    if call.world.message(channel.id, ts) is None:
        raise Failed("message_not_found")
    link = f"https://slack.example.org/archives/{channel.id}/p{ts.replace('.', '')}"
    return {"channel": channel.id, "permalink": link}


def _read(call: Call, found: list[Message]) -> Json:
    oldest, latest = call.text("oldest"), call.text("latest")
    also = call.flag("inclusive")
    kept = [m for m in found if not m.only_for]
    if oldest:
        edge = float(oldest)
        kept = [m for m in kept if float(m.ts) > edge or (also and m.ts == oldest)]
    if latest:
        edge = float(latest)
        kept = [m for m in kept if float(m.ts) < edge or (also and m.ts == latest)]
    page, more = call.page(kept)
    metadata = call.flag("include_all_metadata")
    messages: list[Any] = [told(call.world, m, metadata=metadata) for m in page]
    has_more = bool(more["response_metadata"]["next_cursor"])
    return {"messages": messages, "has_more": has_more, **(more if has_more else {})}


@method("conversations.history", takes_json=False)
def history(call: Call) -> Json:
    channel = call.channel("history", member=True)
    posted = [
        m
        for m in reversed(call.world.posted(channel.id))
        if not m.thread_ts or m.thread_ts == m.ts
    ]
    return {**_read(call, posted), "pin_count": 0}


@method("conversations.replies", takes_json=False)
def replies(call: Call) -> Json:
    channel = call.channel("history", member=True)
    thread = call.need("ts", "thread_not_found")
    if call.world.message(channel.id, thread) is None:
        raise Failed("thread_not_found")
    posted = call.world.posted(channel.id)
    return _read(call, [m for m in posted if thread in (m.ts, m.thread_ts)])
