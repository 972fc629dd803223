"""Modals and homes in a pretended Slack: opened, stacked, changed, and closed."""

from __future__ import annotations

from copy import deepcopy
from typing import Any, Final

from tests.slack import fake_checks
from tests.slack.fake_calls import Call, method
from tests.slack.fake_people import APP_ID
from tests.slack.fake_talk import with_ids
from tests.slack.fake_world import Failed, Json, Trigger, View, World

STACK: Final = 3
_PLAIN: Final[Json] = {
    "title": None,
    "submit": None,
    "close": None,
    "private_metadata": "",
    "callback_id": "",
    "external_id": "",
    "clear_on_close": False,
    "notify_on_close": False,
    "submit_disabled": False,
}


def told(world: World, view: View, values: Json | None = None) -> Json:
    """A view as Slack tells it, with what has been typed."""
    workspace = world.workspaces[view.team]
    made = _PLAIN | deepcopy(view.body)
    return made | {
        "id": view.id,
        "team_id": view.team,
        "state": {"values": values if values is not None else {}},
        "hash": view.hash,
        "root_view_id": view.root,
        "previous_view_id": view.previous,
        "app_id": APP_ID,
        "app_installed_team_id": view.team,
        "bot_id": workspace.bot_id,
    }


def _hash(world: World) -> str:
    return f"{int(world.now())}.{world.number():08x}"


def _body(made: Json) -> Json:
    return deepcopy(made) | {"blocks": with_ids(made["blocks"])}


def place(world: World, team: str, user: str, made: Any, onto: View | None) -> View:
    """Put a modal before a person, over another or alone."""
    body = _body(fake_checks.view(made, "modal"))
    name = world.new_id("V")
    view = View(
        id=name,
        team=team,
        user=user,
        body=body,
        hash=_hash(world),
        root=onto.root if onto else name,
        previous=onto.id if onto else None,
    )
    if onto is None:
        clear(world, team, user)
    world.views[name] = view
    world.stacks.setdefault((team, user), []).append(name)
    return view


def change(world: World, view: View, made: Any) -> None:
    """Show something else in a modal, keeping what was typed under the same ids."""
    body = _body(fake_checks.view(made, view.body["type"]))
    ids = {block["block_id"] for block in body["blocks"]}
    view.body, view.hash = body, _hash(world)
    view.kept = {key: value for key, value in view.kept.items() if key[0] in ids}
    view.version += 1


def clear(world: World, team: str, user: str) -> None:
    """Close every modal a person has open."""
    for name in world.stacks.pop((team, user), []):
        world.views.pop(name)


def pop(world: World, view: View) -> None:
    """Close one modal, and show the one beneath it."""
    world.stacks[view.team, view.user].remove(view.id)
    world.views.pop(view.id)


def _exchanged(call: Call) -> Trigger:
    name = call.text("trigger_id") or call.text("interactivity_pointer")
    if not name:
        raise Failed("invalid_arguments")
    found = call.world.triggers.get(name)
    if found is None or found.team != call.token.team:
        raise Failed("invalid_trigger_id")
    if call.world.now() - found.made_at > call.world.trigger_life:
        raise Failed("expired_trigger_id")
    if found.spent:
        raise Failed("exchanged_trigger_id")
    return found


@method("views.open")
def open_view(call: Call) -> Json:
    trigger = _exchanged(call)
    stack = call.world.stack(trigger.team, trigger.user)
    onto = stack[-1] if trigger.within and stack else None
    return _placed(call, trigger, onto)


@method("views.push")
def push(call: Call) -> Json:
    trigger = _exchanged(call)
    stack = call.world.stack(trigger.team, trigger.user)
    if not stack or not trigger.within:
        raise Failed("not_found")
    return _placed(call, trigger, stack[-1])


def _placed(call: Call, trigger: Trigger, onto: View | None) -> Json:
    stack = call.world.stack(trigger.team, trigger.user)
    if onto is not None and len(stack) >= STACK:
        raise Failed("push_limit_reached")
    made = call.data("view")
    view = place(call.world, trigger.team, trigger.user, made, onto)
    trigger.spent = True
    return {"view": told(call.world, view)}


@method("views.update")
def update(call: Call) -> Json:
    name, external = call.text("view_id"), call.text("external_id")
    if not name and not external:
        raise Failed("invalid_arguments")
    found = next(
        (
            view
            for view in [*call.world.views.values(), *call.world.homes.values()]
            if view.id == name or (external and view.body["external_id"] == external)
        ),
        None,
    )
    if found is None or found.team != call.token.team:
        raise Failed("not_found")
    given = call.text("hash")
    if given and given != found.hash:
        raise Failed("hash_conflict")
    change(call.world, found, call.data("view"))
    return {"view": told(call.world, found)}


@method("views.publish")
def publish(call: Call) -> Json:
    user = call.world.users.get(call.need("user_id"))
    if user is None or user.team != call.token.team or user.deleted:
        raise Failed("user_not_found")
    made = fake_checks.view(call.data("view"), "home")
    key = (user.team, user.id)
    known = call.world.homes.get(key)
    given = call.text("hash")
    if known is None:
        name = call.world.new_id("V")
        known = View(name, user.team, user.id, _body(made), "", name, None)
        call.world.homes[key] = known
    elif given and given != known.hash:
        raise Failed("hash_conflict")
    change(call.world, known, made)
    return {"view": told(call.world, known)}
