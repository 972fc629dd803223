"""Cards and forms of every procedure, as Teams draws them, kept to compare.

After a change that is meant, draw them again with DAYZERO_TEST_REDRAW=1 and read
what is different.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot.core.cards import Card
from bot.core.faults import read
from bot.core.fields import Typed
from bot.core.forms import Form, Problem
from bot.core.press import ACTS
from bot.core.questions import FORMS
from bot.filling import Filling
from bot.papers import PAPERS
from integrations.teams.acts import at_once
from integrations.teams.cards import message
from integrations.teams.dialogs import Dialog
from integrations.teams.fitting import fitting
from integrations.teams.forms import dialog
from integrations.teams.meta import Meta
from integrations.teams.told import card_dialog
from tests.slack.walking import Shown, shown, step_of, stretched
from tests.teams.checking import dialog_faults, message_faults

HERE = Path(__file__).parent
GOLDEN = HERE / "golden"
ROOT = HERE.parents[1]
FILES = sorted((ROOT / "bot" / "procedures").glob("*.toml"))
NAMES = [path.stem for path in FILES]
EVERYTHING = ROOT / "tests" / "core" / "everything.toml"
REDRAW = os.environ.get("DAYZERO_TEST_REDRAW") == "1"
HEAVY = ("A sentence of it. *here* & so on.\n" * 294, "\N{WAVING HAND SIGN}" * 10_000)

Payload = Mapping[str, Any]


@cache
def walked(path: Path, *, long: bool = False) -> Shown:
    text = path.read_text(encoding="utf-8")
    return shown(stretched(path, 0) if long else read(text, path.name), 0)


def kept_cards(path: Path) -> Iterator[tuple[str, Payload]]:
    """Draw one card of each sort: by what it does and what became of it."""
    found: dict[tuple[object, ...], Card] = {}
    for card in walked(path).cards:
        acts = () if card.items else tuple(button.does for button in card.buttons)
        heading = re.sub(r"\d+|\b(one|two|three|four)\b", "#", card.heading)
        sort = heading if not acts else "", acts, bool(card.outcome)
        found.setdefault(sort, card)
    for number, card in enumerate(found.values(), 1):
        yield f"{number}. {card.heading}", message(card, path.stem)


def kept_forms(path: Path) -> Iterator[tuple[str, Payload]]:
    """Draw the first form of each act, every dialog of it."""
    found: dict[str, tuple[Form, Typed]] = {}
    for form, typed in walked(path).forms:
        found.setdefault(form.does, (form, typed))
    for does, (form, typed) in found.items():
        for at, made in enumerate(dialogs(path, form, typed), 1):
            yield f"{does} {at}", made.response


def dialogs(
    path: Path, form: Form, typed: Typed, problems: tuple[Problem, ...] = ()
) -> Iterator[Dialog]:
    """Draw every dialog of a form, the look at everything included."""
    about = "/".join(form.about.split("/")[:2])
    meta = Meta(path.stem, form.does, about, "a-draft", once="once")
    filling = fitting(Filling(form, 0, "a-draft", typed))
    for at in range(filling.sections + (filling.sections > 1)):
        yield dialog(replace(filling, at=at), meta, problems=problems)


def written(payloads: Mapping[str, Payload]) -> str:
    """Write payloads so that a change can be read: a line for each element."""
    parts = []
    for name, payload in payloads.items():
        whole = json.loads(json.dumps(payload))
        body = _card(whole).pop("body")
        rows = [json.dumps(one, ensure_ascii=False) for one in (whole, *body)]
        lines = ",\n    ".join(rows)
        parts.append(f"  {json.dumps(name, ensure_ascii=False)}: [\n    {lines}\n  ]")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _card(payload: Any) -> Any:
    if "task" in payload:
        return payload["task"]["value"]["card"]["content"]
    return payload["attachments"][0]["content"]


def compare(file: Path, payloads: Mapping[str, Payload]) -> None:
    text = written(payloads)
    if REDRAW:
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8"), (
        "This is drawn otherwise than before. If that is meant, run it once with "
        "DAYZERO_TEST_REDRAW=1."
    )


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_cards_are_drawn_as_before(path: Path) -> None:
    compare(GOLDEN / f"{path.stem}-cards.json", dict(kept_cards(path)))


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_forms_are_drawn_as_before(path: Path) -> None:
    compare(GOLDEN / f"{path.stem}-forms.json", dict(kept_forms(path)))


@pytest.mark.long
@pytest.mark.parametrize("long", [False, True], ids=["as-written", "longest"])
@pytest.mark.parametrize("path", [*FILES, EVERYTHING], ids=[*NAMES, "everything"])
def test_teams_takes_every_card(path: Path, long: bool) -> None:
    for card in dict.fromkeys(walked(path, long=long).cards):
        assert not message_faults(message(card, path.stem))
        meta = Meta(path.stem, "open", card.case)
        assert not dialog_faults(card_dialog(card, path.stem, meta=meta).response)


@pytest.mark.long
@pytest.mark.parametrize("long", [False, True], ids=["as-written", "longest"])
@pytest.mark.parametrize("path", [*FILES, EVERYTHING], ids=[*NAMES, "everything"])
def test_teams_takes_every_form_however_much_is_typed(path: Path, long: bool) -> None:
    seen = set()
    for form, typed in walked(path, long=long).forms:
        if (form.does, step_of(form)) in seen:
            continue
        seen.add((form.does, step_of(form)))
        wrong = tuple(Problem(q.id, "Write an answer. " * 9) for q in form.questions)
        texts = [q for q in form.questions if q.kind in ("line", "text")]
        for heavy in ("", *HEAVY):
            shows = tuple((q.asks, heavy) for q in texts if heavy)
            full = dict(typed) | {q.id: heavy for q in texts if heavy}
            for made in dialogs(path, replace(form, shows=shows), full, wrong):
                assert not dialog_faults(made.response), (form.does, form.about)


@pytest.mark.parametrize("path", [*FILES, EVERYTHING], ids=[*NAMES, "everything"])
def test_only_what_asks_and_shows_nothing_is_done_at_once(path: Path) -> None:
    one = walked(path)
    offered = {
        button.does
        for card in one.cards
        for row in (card.buttons, *(item.buttons for item in card.items))
        for button in row
    }
    asking = {form.does for form, _ in one.forms}

    assert not any(map(at_once, asking))
    assert {does for does in offered if at_once(does)} <= ACTS.keys() - FORMS.keys()


def test_every_act_there_is_is_done_at_once_or_opens_something() -> None:
    done = {does for does in (*ACTS, "again") if at_once(does)}

    assert done == {
        "again", "choose-time", "release-hold", "seek-holds", "seek-times",
        "take-place",
    }  # fmt: skip
    pages = ("open", "whole", "readings", "mine", "deadlines", "undelivered")
    opened = (*FORMS, *PAPERS, *pages, "read", "raise-alert", "section", "hand", "away")
    assert not any(map(at_once, opened))
