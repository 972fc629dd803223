"""The guide for whoever writes a procedure is true: each sample, and every word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel

from bot.core import procedure as shapes
from bot.core.attached import GAPS
from bot.core.clock import UNITS
from bot.core.faults import faults
from bot.verbs.new import SKELETON

GUIDE = Path("bot/procedures/README.md").read_text(encoding="utf-8")
SAMPLES = re.findall(r"^```toml\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)
BEGUN = SKELETON.read_text(encoding="utf-8").replace("SLUG", "northshire")
STEP = """
[[step]]
id = "sample"
stage = "rapid-review"
kind = "task"
title = "Sample"
owner = "director"
source = { para = "1" }
"""


def written() -> Iterator[str]:
    """Each sample as a whole file: a part by itself, a line within a step."""
    for sample in SAMPLES:
        if sample.startswith("["):
            yield BEGUN + sample
        else:
            yield from (BEGUN + STEP + line + "\n" for line in sample.splitlines())


def words() -> set[str]:
    """Every word that some part of a file can use."""
    found: set[str] = set()
    for shape in vars(shapes).values():
        if isinstance(shape, type) and issubclass(shape, BaseModel):
            fields = shape.model_fields
            found |= {field.alias or name for name, field in fields.items()}
    return found


@pytest.mark.parametrize("text", list(written()))
def test_every_sample_in_the_guide_is_sound(text: str) -> None:
    assert faults(text) == ()


def test_the_guide_explains_every_word_that_a_file_can_use() -> None:
    spans = set(
        re.findall(
            r"`([^`\n]+)`",
            re.sub(r"^```.*?^```", "", GUIDE, flags=re.MULTILINE | re.DOTALL),
        )
    )
    told = {word for span in spans for word in re.findall(r"[a-z][a-z_-]*", span)}
    assert words() - told == set()
    assert {"disputed", "late", "every-agency", "channel", *GAPS} <= told
    plain = " ".join(GUIDE.split())
    assert all(unit in plain for unit in UNITS)


def test_the_guide_is_worked_through_in_half_an_hour() -> None:
    times = [
        (int(first), int(last))
        for first, last in re.findall(r"^\| (\d+) to (\d+) \|", GUIDE, re.MULTILINE)
    ]
    assert times[0][0] == 0
    assert times[-1][1] == 30
    assert [last for _, last in times[:-1]] == [first for first, _ in times[1:]]


def test_what_is_begun_is_organised_as_the_guide_goes_through_it() -> None:
    parts = re.findall(r"^# === (\d)\. (.+?) =+$", BEGUN, re.MULTILINE)
    assert [int(number) for number, _ in parts] == [1, 2, 3, 4, 5, 6, 7]
    for number, _ in parts[:5]:
        assert f"**{number}. " in GUIDE
