"""What Slack sends when somebody does something, with every field that it sends."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, Final

from tests.slack import fake_talk, fake_views
from tests.slack.fake_people import APP_ID
from tests.slack.fake_world import (
    Channel,
    Json,
    Message,
    ResponseUrl,
    User,
    View,
    World,
)

CAPTURED: Final = Path(__file__).parent / "payloads"
VERIFICATION: Final = "the old verification token"


@cache
def _fields(name: str) -> frozenset[str]:
    return frozenset(captured(name))


def captured(name: str) -> Json:
    """The shape of one kind of payload, as it was caught on the wire."""
    text = (CAPTURED / f"{name}.json").read_text(encoding="utf-8")
    shape: Json = json.loads(text)
    return shape


def _whole(name: str, made: Json) -> Json:
    """Add the fields that Slack also sends, with nothing in them."""
    return dict.fromkeys(_fields(name)) | made


def _who(world: World, user: User) -> Json:
    team = world.workspaces[user.team]
    name = user.name.casefold().replace(" ", ".")
    return {
        "enterprise": None,
        "team": {"id": team.id, "domain": team.domain},
        "user": {
            "id": user.id,
            "username": name,
            "name": name,
            "team_id": user.home or user.team,
        },
        "api_app_id": APP_ID,
        "token": VERIFICATION,
        "is_enterprise_install": False,
    }


def _about(channel: Channel) -> Json:
    name = {"im": "directmessage", "private": "privategroup"}.get(channel.kind)
    return {"id": channel.id, "name": name or channel.name}


def command(world: World, user: User, channel: Channel, name: str, text: str) -> Json:
    team = world.workspaces[user.team]
    url = ResponseUrl(user.team, user.id, channel.id, world.now())
    made = {
        "token": VERIFICATION,
        "api_app_id": APP_ID,
        "team_id": team.id,
        "team_domain": team.domain,
        "channel_id": channel.id,
        "channel_name": _about(channel)["name"],
        "user_id": user.id,
        "user_name": user.name.casefold().replace(" ", "."),
        "command": name,
        "text": text,
        "response_url": world.response_url(url),
        "trigger_id": world.trigger(user.team, user.id),
        "is_enterprise_install": False,
    }
    return _whole("SlashCommandPayload", made)


def in_message(world: World, user: User, message: Message, action: Json) -> Json:
    """Somebody presses or chooses something on a message."""
    channel = world.channels[message.channel]
    url = ResponseUrl(
        user.team, user.id, channel.id, world.now(), message.ts, bool(message.only_for)
    )
    container = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": bool(message.only_for),
    }
    made = _who(world, user) | {
        "type": "block_actions",
        "container": container,
        "trigger_id": world.trigger(user.team, user.id),
        "channel": _about(channel),
        "state": {"values": {}},
        "response_url": world.response_url(url),
        "actions": [action | {"action_ts": world.new_ts()}],
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    if not message.only_for:
        made["message"] = fake_talk.told(world, message)
    return made


def in_view(world: World, user: User, view: View, action: Json, values: Json) -> Json:
    """Somebody presses or chooses something in a modal or on the home."""
    return _who(world, user) | {
        "type": "block_actions",
        "container": {"type": "view", "view_id": view.id},
        "trigger_id": world.trigger(
            user.team, user.id, view.id if view.body["type"] == "modal" else ""
        ),
        "view": fake_views.told(world, view, values),
        "actions": [action | {"action_ts": world.new_ts()}],
    }


def submitted(world: World, user: User, view: View, values: Json) -> Json:
    made = _who(world, user) | {
        "type": "view_submission",
        "trigger_id": world.trigger(user.team, user.id, view.id),
        "view": fake_views.told(world, view, values),
        "response_urls": [],
    }
    return _whole("ViewSubmissionPayload", made)


def closed(world: World, user: User, view: View, *, cleared: bool) -> Json:
    made = _who(world, user) | {
        "type": "view_closed",
        "view": fake_views.told(world, view),
        "is_cleared": cleared,
    }
    return _whole("ViewClosedPayload", made)


def shortcut(world: World, user: User, callback: str) -> Json:
    return _who(world, user) | {
        "type": "shortcut",
        "callback_id": callback,
        "trigger_id": world.trigger(user.team, user.id),
        "action_ts": world.new_ts(),
    }


def on_message(world: World, user: User, message: Message, callback: str) -> Json:
    channel = world.channels[message.channel]
    url = ResponseUrl(user.team, user.id, channel.id, world.now())
    return _who(world, user) | {
        "type": "message_action",
        "callback_id": callback,
        "trigger_id": world.trigger(user.team, user.id),
        "action_ts": world.new_ts(),
        "message_ts": message.ts,
        "channel": _about(channel),
        "response_url": world.response_url(url),
        "message": fake_talk.told(world, message),
    }


def event(world: World, team: str, what: Json) -> Json:
    """Something happened in a workspace."""
    workspace = world.workspaces[team]
    authorised = {
        "enterprise_id": None,
        "team_id": team,
        "user_id": workspace.bot_user,
        "is_bot": True,
        "is_enterprise_install": False,
    }
    made = {
        "token": VERIFICATION,
        "enterprise_id": None,
        "team_id": team,
        "api_app_id": APP_ID,
        "type": "event_callback",
        "authed_users": [workspace.bot_user],
        "authed_teams": [team],
        "authorizations": [authorised],
        "is_ext_shared_channel": False,
        "event_id": world.new_id("Ev"),
        "event_time": int(world.now()),
        "event_context": f"4-{world.number():032x}",
        "event": what | {"event_ts": world.new_ts()},
    }
    return _whole("AppHomeOpenedPayload", made)


def home_opened(world: World, user: User) -> Json:
    direct = world.direct(user.team, user.id)
    what: dict[str, Any] = {
        "type": "app_home_opened",
        "user": user.id,
        "channel": direct.id,
        "tab": "home",
    }
    known = world.homes.get((user.team, user.id))
    if known is not None:
        what["view"] = fake_views.told(world, known)
    return event(world, user.team, what)
