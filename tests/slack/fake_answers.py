"""Response addresses: what an app may say for half an hour where it was asked."""

from __future__ import annotations

from typing import Final

from tests.slack import fake_checks
from tests.slack.fake_talk import change, with_ids
from tests.slack.fake_world import Failed, Json, Message, World

USES: Final = 5
LIFE: Final = 1_800


def answer(world: World, name: str, said: Json) -> tuple[int, Json]:
    """Do what was sent to a response address; returns the status and what is told."""
    found = world.response_urls.get(name)
    if found is None or world.now() - found.made_at > LIFE:
        return 404, {"ok": False, "error": "expired_url"}
    if found.uses >= USES:
        return 404, {"ok": False, "error": "used_url"}
    original = next((m for m in world.messages if m.ts == found.message_ts), None)
    found.uses += 1
    if said.get("delete_original"):
        if original is not None:
            original.deleted = True
        return 200, {"ok": True}
    text, blocks = said.get("text"), said.get("blocks")
    try:
        fake_checks.message(text, blocks)
    except Failed as failed:
        return 400, failed.body
    if said.get("replace_original") and original is not None:
        change(original, text or "", with_ids(blocks))
        return 200, {"ok": True}
    channel = world.channels[found.channel]
    shown = said.get("response_type") == "in_channel"
    world.messages.append(
        Message(
            ts=world.new_ts(),
            channel=found.channel,
            user=world.workspaces[channel.team].bot_user,
            text=text or "",
            blocks=with_ids(blocks),
            thread_ts=said.get("thread_ts", ""),
            only_for="" if shown else found.user,
        )
    )
    return 200, {"ok": True}
