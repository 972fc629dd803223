"""An invented partnership whose procedure has letters, a return form and a pack."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from bot.shelf import Shelf
from bot.store import Store
from tests.core.papers import registered, written_papers
from tests.core.played import ROSTER
from tests.desk.wessex import Wessex

PEOPLE: Final = replace(ROSTER, partnership="northshire")
ALERT: Final[dict[str, Any]] = {"harm": "hurt", "story": "x", "aware-on": "2026-12-18"}


def northshire(store: Store, folder: Path, *portal: str) -> Wessex:
    """The partnership, with some of its people registered for the portal."""
    shelf = folder / "procedures"
    shelf.mkdir()
    (shelf / "northshire.toml").write_text(written_papers(), encoding="utf-8")
    people = registered(*portal, roster=PEOPLE)
    return Wessex(store, folder, shelf=Shelf(shelf), people=people)


def asked(wessex: Wessex, *agencies: str) -> str:
    """A case on which some agencies have been asked."""
    ref = wessex.press("ann", "raise-alert", **ALERT).case
    wessex.must("arun", "decide", f"{ref}/consult", choice="agreed", note="x")
    wessex.must("arun", "decide", f"{ref}/choose", choice="notify", note="x")
    wessex.must("arun", "draft", f"{ref}/sign", summary="What happened.")
    for who in ("dina", "hal", "hope", "cora", "pat"):
        wessex.sign(who, f"{ref}/sign")
    wessex.must("arun", "complete", f"{ref}/send", on="2026-12-18")
    wessex.must("kit", "identify", f"{ref}/ask", agencies=agencies)
    wessex.must("kit", "send-requests", f"{ref}/ask")
    return ref
