"""A case played under one version of a procedure, and held against a newer one."""

from __future__ import annotations

from dataclasses import replace

from bot.core import commands, faults, moving
from bot.core.asking import Asking, Edition
from bot.core.decide import decide
from bot.core.events import Event
from bot.core.moving import Moving
from bot.core.procedure import Procedure
from tests.core.played import (
    HERE,
    Played,
)
from tests.core.worked_out import ENGLAND

TEXT = (HERE / "everything.toml").read_text(encoding="utf-8")
STAMP = """
[anchor.stamp]
title = "it was stamped"
takes = "time"
source = { para = "9" }
"""


NOTIFY = 'when = { choose = "notify" }\n'
LEAVE = NOTIFY.replace("notify", "leave")


def without(*steps: str, text: str = TEXT) -> str:
    """The procedure, with some steps taken out."""
    for step in steps:
        begins = text.index(f'[[step]]\nid = "{step}"')
        ends = text.find("[[step]]", begins + 8)
        text = text[:begins] + (text[ends:] if ends > 0 else "")
    return text


def newer(text: str) -> Procedure:
    return faults.read(text)


def changed(*pairs: tuple[str, str], text: str = TEXT) -> str:
    for was, now in pairs:
        assert was in text
        text = text.replace(was, now, 1)
    return text


def asking(played: Played, text: str, by: str = "kit") -> Asking:
    newest = Edition("2", newer(text), ENGLAND)
    return replace(played.asking(by), newest=newest)


def compared(played: Played, text: str) -> Moving:
    return moving.compared(played.case, asking(played, text))


def move(played: Played, text: str, by: str = "kit") -> tuple[Event, ...]:
    """Move a case, as the desk does it."""
    command = commands.Move(version="2", digest="why")
    standing, events = decide(played.case, command, asking(played, text, by))
    for event in events:
        played.happens(event)
    assert standing.role == "keeper"
    played.procedure = newer(text)
    return events


SOONER = changed(("sent + 14 working days", "sent + 13 working days"))
