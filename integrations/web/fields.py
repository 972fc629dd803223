"""What stands in the fields of a page that was sent."""

from __future__ import annotations

from typing import Final

from starlette.datastructures import FormData

from bot.core.fields import clean, parts_of
from bot.core.forms import Answer, Form

PREFIX: Final = "q."


def typed_in(data: FormData, form: Form) -> dict[str, Answer]:
    """Take what stands in the fields that were on the page."""
    typed: dict[str, Answer] = {}
    for question in form.questions:
        for part in parts_of(question):
            given = [
                clean(v) for v in data.getlist(PREFIX + part) if isinstance(v, str)
            ]
            if question.kind == "choices" and f"{PREFIX}{part}" in data:
                typed[part] = tuple(value for value in given if value)
            elif given:
                typed[part] = given[-1]
    return typed


def all_typed(data: FormData) -> dict[str, Answer]:
    """Take what was typed, when the form it was typed in is no longer known."""
    return {
        name.removeprefix(PREFIX): clean(value)
        for name, value in data.multi_items()
        if name.startswith(PREFIX) and isinstance(value, str)
    }
