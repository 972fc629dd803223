"""What our own check of cards finds, so that a card it passes can be trusted."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from bot.core.cards import Button, Card
from integrations.teams.acts import Act
from integrations.teams.cards import Refresh, message
from integrations.teams.told import told
from tests.teams.checking import dialog_faults, faults, message_faults
from tests.teams.forming import drawn, filling

ROW = (Button("Open", "open", "DOR-1"), Button("Go", "choose-time", "DOR-1/m/1"))
SOUND = message(
    Card("A card", ("A line.",), (("Due", "Friday"),), buttons=ROW),
    "dorset",
    refresh=Refresh(Act("dorset", "refresh", "DOR-1"), "DOR-1/7/0", ("29:x",)),
)
DIALOG = drawn(filling()).response


def changed(payload: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """Change one place in a payload; nothing at it takes the place away."""
    whole = deepcopy(payload)
    *steps, last = path.split(".")
    place: Any = whole
    for step in steps:
        place = place[int(step) if step.isdigit() else step]
    name = int(last) if last.isdigit() else last
    if value is None:
        del place[name]
    else:
        place[name] = value
    return whole


CARD = "attachments.0.content"


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("summary", " ", "summary"),
        ("text", "A card", "twice"),
        ("attachments", [], "not one card"),
        ("attachments.0.contentType", "text/html", "draws"),
        (f"{CARD}.version", "1.6", "version"),
        (f"{CARD}.speak", None, "speak"),
        (f"{CARD}.msteams", {"width": "Full"}, "no client knows msteams"),
        (f"{CARD}.body", [], "nothing on it"),
        (f"{CARD}.body.0.text", "*bold*", "marks"),
        (f"{CARD}.body.0.text", "1. one", "marks"),
        (f"{CARD}.body.0.text", "one\ntwo", "run together"),
        (f"{CARD}.body.0.text", "{{DATE(x)}}", "date"),
        (f"{CARD}.body.0.text", 3, "no string"),
        (f"{CARD}.body.0.wrap", False, "cut off"),
        (f"{CARD}.body.0.color", "red", "none of"),
        (f"{CARD}.body.0.type", "Text", "card.body[0]"),
        (f"{CARD}.body.1", {"type": "Table", "rows": 3}, "card.body[1]"),
        (f"{CARD}.body.2.facts.0.value", None, "value"),
        (f"{CARD}.body.3.actions", [{"type": "Action.Run"}] * 7, "six"),
        (f"{CARD}.body.3.actions.0.title", "", "label"),
        (f"{CARD}.body.3.actions.0.title", "x" * 70, "label"),
        (f"{CARD}.body.3.actions.0.data", {}, "nothing of what is asked"),
        (f"{CARD}.body.3.actions.0.data.msteams", {"type": "x"}, "msteams"),
        (f"{CARD}.body.3.actions.1.fallback", None, "old client"),
        (f"{CARD}.body.3.actions.1.verb", None, "verb"),
        (f"{CARD}.refresh.userIds", ["x"] * 61, "too many"),
        (f"{CARD}.refresh.action.type", "Action.Submit", "Teams can ask"),
        (f"{CARD}.fallbackText", "x" * 30_000, "bytes"),
    ],
)
def test_what_teams_would_not_take_of_a_message_is_found(
    path: str, value: Any, said: str
) -> None:
    assert not message_faults(SOUND)

    assert said in "\n".join(message_faults(changed(SOUND, path, value)))


BODY = "task.value.card.content.body"
INPUT = f"{BODY}.3.items.0"


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("task.type", "open", "neither"),
        ("task.value.title", "", "title"),
        ("task.value.title", "x" * 65, "title"),
        ("task.value.height", "huge", "height"),
        ("task.value.card.contentType", "text", "draws"),
        (f"{BODY}.0.text", "x" * 30_000, "bytes"),
        (f"{INPUT}.id", "", "without an id"),
        (f"{INPUT}.label", None, "no name"),
        (f"{INPUT}.isRequired", True, "not even to go back"),
        (f"{BODY}.4.items.0.id", DIALOG["task"]["value"]["card"]["content"]["body"][3]
         ["items"][0]["id"], "twice"),
        (f"{BODY}.5.items.0.value", "unknown", "does not offer"),
        (f"{BODY}.5.items.0.style", "filtered", "filtered"),
        (f"{BODY}.5.items.0.choices.0.value", "a,b", "told apart"),
    ],
)  # fmt: skip
def test_what_teams_would_not_take_of_a_dialog_is_found(
    path: str, value: Any, said: str
) -> None:
    assert not dialog_faults(DIALOG)

    assert said in "\n".join(dialog_faults(changed(DIALOG, path, value)))


def test_a_button_that_opens_or_executes_does_nothing_in_a_dialog() -> None:
    card = SOUND["attachments"][0]["content"]

    found = "\n".join(faults(card, dialog=True))
    assert "does nothing in a dialog" in found
    assert "drawn anew by itself" in found
    assert faults(None) == ["card: there is none"]


def test_a_dialog_that_says_something_is_sound() -> None:
    assert not dialog_faults(told("Done.").response)
    assert dialog_faults({"task": {"type": "message", "value": " "}})
    assert dialog_faults({})
