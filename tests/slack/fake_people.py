"""Who is who in a pretended Slack, and how an app comes by its tokens."""

from __future__ import annotations

from typing import Final

from tests.slack.fake_calls import Call, method
from tests.slack.fake_world import Failed, Json, Token, User, World

CLIENT_ID: Final = "1234567890.0987654321"
CLIENT_SECRET: Final = "the client secret of the tests"
APP_ID: Final = "A0DAYZERO1"
TOKEN_LIFE: Final = 43_200
CODE_LIFE: Final = 600


def shown(world: World, user: User, *, email: bool) -> Json:
    """A user as Slack tells it; the e-mail only to those who may have it."""
    profile = {
        "title": "",
        "phone": "",
        "real_name": user.name,
        "real_name_normalized": user.name,
        "display_name": user.name.partition(" ")[0],
        "display_name_normalized": user.name.partition(" ")[0],
        "status_text": "",
        "status_emoji": "",
        "team": user.home or user.team,
    }
    if email and user.email:
        profile["email"] = user.email
    told = {
        "id": user.id,
        "team_id": user.home or user.team,
        "name": user.name.casefold().replace(" ", "."),
        "deleted": user.deleted,
        "profile": profile,
        "is_bot": user.is_bot,
        "is_app_user": False,
        "updated": int(world.now()),
    }
    if user.deleted:
        return told
    return told | {
        "color": "9f69e7",
        "real_name": user.name,
        "tz": "Europe/London",
        "tz_label": "Greenwich Mean Time",
        "tz_offset": 0,
        "is_admin": False,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": user.is_restricted,
        "is_ultra_restricted": user.is_ultra_restricted,
        "is_stranger": bool(user.home),
    }


@method("api.test")
def api_test(call: Call) -> Json:
    return {"args": dict(call.args)}


@method("auth.test", token="any")
def auth_test(call: Call) -> Json:
    if call.token.kind == "app":
        return {"app_id": APP_ID, "app_name": "Dayzero"}
    workspace = call.workspace
    return {
        "url": f"https://{workspace.domain}.slack.example.org/",
        "team": workspace.name,
        "user": "dayzero",
        "team_id": workspace.id,
        "user_id": workspace.bot_user,
        "bot_id": workspace.bot_id,
        "is_enterprise_install": False,
    }


@method("auth.revoke")
def auth_revoke(call: Call) -> Json:
    call.world.tokens.pop(call.token.value)
    return {"revoked": True}


@method("team.info", "team:read", takes_json=False)
def team_info(call: Call) -> Json:
    workspace = call.workspace
    told = {"id": workspace.id, "name": workspace.name, "domain": workspace.domain}
    return {"team": told}


@method("users.info", "users:read", takes_json=False)
def users_info(call: Call) -> Json:
    user = call.world.users.get(call.need("user", "user_not_found"))
    if user is None or user.team != call.token.team:
        raise Failed("user_not_found")
    email = "users:read.email" in call.token.scopes
    return {"user": shown(call.world, user, email=email)}


@method("users.lookupByEmail", "users:read.email", takes_json=False)
def users_lookup(call: Call) -> Json:
    user = call.world.user_by_email(call.token.team, call.need("email"))
    if user is None:
        raise Failed("users_not_found")
    return {"user": shown(call.world, user, email=True)}


@method("users.list", "users:read", takes_json=False)
def users_list(call: Call) -> Json:
    ours = [u for u in call.world.users.values() if u.team == call.token.team]
    email = "users:read.email" in call.token.scopes
    page, more = call.page(ours)
    members = [shown(call.world, user, email=email) for user in page]
    return {"members": members, "cache_ts": int(call.world.now()), **more}


@method("bots.info", "users:read", takes_json=False)
def bots_info(call: Call) -> Json:
    workspace = call.workspace
    told = {
        "id": workspace.bot_id,
        "deleted": False,
        "name": "dayzero",
        "app_id": APP_ID,
        "user_id": workspace.bot_user,
    }
    return {"bot": told}


@method("oauth.v2.access", takes_json=False, token="none")
def oauth_access(call: Call) -> Json:
    if call.text("client_id") != CLIENT_ID:
        raise Failed("invalid_client_id")
    if call.text("client_secret") != CLIENT_SECRET:
        raise Failed("bad_client_secret")
    grant = call.text("grant_type") or "authorization_code"
    if grant == "authorization_code":
        return _first_token(call)
    if grant != "refresh_token":
        raise Failed("invalid_grant_type")
    refresh = call.need("refresh_token")
    old = next((t for t in call.world.tokens.values() if t.refresh == refresh), None)
    if old is None:
        raise Failed("invalid_refresh_token")
    old.refresh = ""
    return _issued(call.world, old.team, old.scopes)


def _first_token(call: Call) -> Json:
    known = call.world.codes.pop(call.need("code", "invalid_code"), None)
    if known is None:
        raise Failed("invalid_code")
    team, redirect, scopes, made_at = known
    if call.world.now() - made_at > CODE_LIFE:
        raise Failed("code_expired")
    if redirect and call.text("redirect_uri") != redirect:
        raise Failed("bad_redirect_uri")
    workspace = call.world.workspaces[team]
    workspace.scopes, workspace.installed = scopes, True
    return _issued(call.world, team, scopes)


def _issued(world: World, team: str, scopes: frozenset[str]) -> Json:
    workspace, number = world.workspaces[team], world.number()
    token = Token(
        value=f"xoxe.xoxb-1-{team}-{number}",
        team=team,
        kind="bot",
        scopes=scopes,
        expires_at=world.now() + TOKEN_LIFE,
        refresh=f"xoxe-1-{team}-{number}",
    )
    world.tokens[token.value] = token
    return {
        "access_token": token.value,
        "token_type": "bot",
        "expires_in": TOKEN_LIFE,
        "refresh_token": token.refresh,
        "scope": ",".join(sorted(scopes)),
        "bot_user_id": workspace.bot_user,
        "app_id": APP_ID,
        "team": {"id": workspace.id, "name": workspace.name},
        "enterprise": None,
        "is_enterprise_install": False,
        "authed_user": {"id": "U0INSTALLER"},
    }
