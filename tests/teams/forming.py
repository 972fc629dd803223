"""A form to try, its dialogs as they are drawn, and what Teams sends of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.core.forms import Form, Option, Question, Section
from bot.filling import Filling
from integrations.teams.fitting import fitting
from integrations.teams.forms import Dialog, dialog
from integrations.teams.meta import Meta
from tests.teams.checking import dialog_faults, walked

WHAT = Question("what", "What happened?", "text", "A few plain sentences.")
WHERE = Question("where", "Where?", required=False)
DAY = Question("day", "On what day?", "date", required=False)
AWARE = Question("aware", "When did the council know?", "time")
HARM = Question(
    "harm",
    "Was anybody harmed?",
    "choice",
    options=(Option("died", "Somebody died"), Option("harm", "Yes", "Lasting harm")),
)
WHICH = Question(
    "which",
    "Which agencies?",
    "choices",
    required=False,
    options=tuple(Option(f"a{n}", f"Agency {n}") for n in range(4)),
)
FORM = Form(
    "Raise an alert",
    "raise-alert",
    "",
    (
        Section("first", "What happened", (WHAT, WHERE, HARM)),
        Section("second", "When", (DAY, AWARE, WHICH), "As near as is known."),
    ),
    "Raise the alert",
    ("Answer what you know now.",),
)
TYPED = {
    "what": "one\n\n  two *three*\n",
    "where": "At home",
    "harm": "harm",
    "day.day": "27", "day.month": "11", "day.year": "2026",
    "aware.day": "28", "aware.month": "11", "aware.year": "2026",
    "aware.time": "9.30am",
    "which": ("a1", "a3"),
}  # fmt: skip
META = Meta("dorset", "raise-alert", "", "a-draft", once="once")
EMOJI = "\N{WAVING HAND SIGN}"
READ = replace(
    FORM, does="send-back", about="DOR-1/sign", sections=FORM.sections[:1], text=()
)

Given = Mapping[str, Any]


def filling(typed: Given = TYPED, at: int = 0, form: Form = FORM) -> Filling:
    return fitting(Filling(form, at, "a-draft", typed))


def drawn(one: Filling, meta: Meta = META, **more: Any) -> Dialog:
    made = dialog(one, meta, **more)
    assert not dialog_faults(made.response)
    return made


def inputs(made: Dialog) -> dict[str, dict[str, Any]]:
    """List the fields of a dialog, by their labels."""
    found = [one for one in walked(made.card) if one["type"].startswith("Input.")]
    return {str(one.get("label") or one["title"]): one for one in found}


def texts(made: Dialog) -> list[str]:
    return [one["text"] for one in walked(made.card) if one["type"] == "TextBlock"]


def buttons(made: Dialog) -> dict[str, dict[str, Any]]:
    found = [one for one in walked(made.card) if one["type"] == "Action.Submit"]
    return {one["title"]: one for one in found}


def pressed(made: Dialog, button: str, changed: Given | None = None) -> dict[str, Any]:
    """Send a dialog as Teams does: what is empty is left out."""
    fields = inputs(made)
    standing = {one["id"]: one.get("value", "") for one in fields.values()}
    standing |= {fields[name]["id"]: value for name, value in (changed or {}).items()}
    sent = {name: value for name, value in standing.items() if value}
    return {**buttons(made)[button]["data"], **sent}
