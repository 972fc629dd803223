"""Every card and every form of every procedure, as Slack draws it, kept to compare.

After a change that is meant, draw them again with DAYZERO_TEST_REDRAW=1 and read
what is different.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from slack_sdk.models.blocks import Block as SdkBlock
from slack_sdk.models.views import View as SdkView

from bot.core.cards import Card
from bot.core.faults import read
from bot.core.fields import Typed
from bot.core.forms import Form
from bot.filling import Filling
from integrations.slack.blocks import message
from integrations.slack.meta import Meta
from integrations.slack.modal import fitting, form_view
from integrations.slack.told import card_view
from tests.slack.checking import message_faults, view_faults
from tests.slack.walking import Shown, shown, step_of, stretched

HERE = Path(__file__).parent
GOLDEN = HERE / "golden"
ROOT = HERE.parents[1]
FILES = sorted((ROOT / "bot" / "procedures").glob("*.toml"))
NAMES = [path.stem for path in FILES]
EVERYTHING = ROOT / "tests" / "core" / "everything.toml"
SEEDS = (0, 1)
REDRAW = os.environ.get("DAYZERO_TEST_REDRAW") == "1"
LONGEST = "A sentence of the account that was given. <!here> & so on.\n" * 168

Payload = Mapping[str, Any]


@cache
def walked(path: Path, seed: int, *, long: bool = False) -> Shown:
    text = path.read_text(encoding="utf-8")
    procedure = stretched(path, seed) if long else read(text, path.name)
    return shown(procedure, seed)


def kind_of(card: Card) -> tuple[object, ...]:
    """Say what sort of card it is, so that one of each sort is kept."""
    heading = re.sub(r"\d+|\b(one|two|three|four|five|six)\b", "#", card.heading)
    acts = () if card.items else tuple(button.does for button in card.buttons)
    return heading, acts, bool(card.outcome)


def cards_of(path: Path) -> Iterator[tuple[str, Payload]]:
    found: dict[tuple[object, ...], Card] = {}
    for seed in SEEDS:
        for card in walked(path, seed).cards:
            found.setdefault(kind_of(card), card)
    for number, card in enumerate(found.values(), 1):
        made = message(card, path.stem)
        yield f"{number}. {card.heading}", {"text": made.text, "blocks": made.blocks}


def forms_of(path: Path) -> Iterator[tuple[str, Payload]]:
    found: dict[tuple[str, str], tuple[Form, Typed]] = {}
    for seed in SEEDS:
        for form, typed in walked(path, seed).forms:
            found.setdefault((form.does, step_of(form)), (form, typed))
    for (does, step), (form, typed) in found.items():
        for at, view in enumerate(views(path, form, typed), 1):
            yield f"{does} {step} {at}".replace("  ", " "), view


def views(path: Path, form: Form, typed: Typed) -> Iterator[dict[str, Any]]:
    """Draw every window of a form, the look at everything included."""
    about = "/".join(filter(None, form.about.split("/")[:2]))
    meta = Meta(path.stem, form.does, about, "a-draft")
    filling = fitting(Filling(form, 0, "a-draft", typed))
    for at in range(filling.sections + (filling.sections > 1)):
        yield form_view(Filling(filling.form, at, "a-draft", typed), meta)


def written(payloads: Mapping[str, Payload]) -> str:
    """Write payloads so that a change can be read: a line for each block."""
    lines = []
    for name, payload in payloads.items():
        plain = {key: value for key, value in payload.items() if key != "blocks"}
        rows = [json.dumps(block, ensure_ascii=False) for block in payload["blocks"]]
        head = json.dumps(plain, ensure_ascii=False)
        blocks = ",\n    ".join(rows)
        title = json.dumps(name, ensure_ascii=False)
        lines.append(f"  {title}: [\n    {head},\n    {blocks}\n  ]")
    return "{\n" + ",\n".join(lines) + "\n}\n"


def compare(file: Path, payloads: Mapping[str, Payload]) -> None:
    text = written(payloads)
    if REDRAW:
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    kept = file.read_text(encoding="utf-8")
    assert json.loads(text) == json.loads(kept), (
        "This is drawn otherwise than before. If that is meant, run it once with "
        "DAYZERO_TEST_REDRAW=1."
    )


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_cards_are_drawn_as_before(path: Path) -> None:
    compare(GOLDEN / f"{path.stem}-cards.json", dict(cards_of(path)))


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_forms_are_drawn_as_before(path: Path) -> None:
    compare(GOLDEN / f"{path.stem}-forms.json", dict(forms_of(path)))


@pytest.mark.parametrize("long", [False, True], ids=["as-written", "longest"])
@pytest.mark.parametrize("path", [*FILES, EVERYTHING], ids=[*NAMES, "everything"])
def test_slack_takes_every_card(path: Path, long: bool) -> None:
    for card in dict.fromkeys(walked(path, 0, long=long).cards):
        made = message(card, path.stem)
        assert not message_faults({"text": made.text, "blocks": made.blocks})
        window = card_view(card, path.stem, card.heading)
        assert not view_faults(window)
        for block in made.blocks:
            _read_by_slacks_library(block)


@pytest.mark.parametrize("long", [False, True], ids=["as-written", "longest"])
@pytest.mark.parametrize("path", [*FILES, EVERYTHING], ids=[*NAMES, "everything"])
def test_slack_takes_every_form_however_much_is_typed(path: Path, long: bool) -> None:
    seen = set()
    for form, typed in walked(path, 0, long=long).forms:
        if (form.does, step_of(form)) in seen:
            continue
        seen.add((form.does, step_of(form)))
        shows = tuple((q.asks, LONGEST) for q in form.questions if q.kind == "text")
        full = {q.id: LONGEST for q in form.questions if q.kind == "text"}
        for made in (form, Form(**{**_fields(form), "shows": shows})):
            for answers in ({}, typed, {**typed, **full}):
                for view in views(path, made, answers):
                    assert not view_faults(view), (form.does, form.about)
                    SdkView(**view).validate_json()


def _fields(form: Form) -> dict[str, Any]:
    return {name: getattr(form, name) for name in Form.__dataclass_fields__}


def _read_by_slacks_library(block: dict[str, Any]) -> None:
    parsed = SdkBlock.parse(block)
    assert parsed is not None
    parsed.validate_json()
