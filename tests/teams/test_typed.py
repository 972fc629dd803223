"""What Teams sends of a dialog, read into the parts in which it is kept."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core import fields
from bot.core.forms import Form, Option, Question, Section
from integrations.teams.meta import Meta, verb
from integrations.teams.reading import field_id, named, option_values
from integrations.teams.typed import typed_in

ODD = "an odd/name, of ~some~ length " * 9
FORM = Form(
    "A form",
    "close",
    "DOR-1",
    (
        Section(
            "only",
            "",
            (
                Question("what", "What?", "text"),
                Question("day", "Which day?", "date"),
                Question("at", "When?", "time"),
                Question("one", "Which?", "choice", options=(Option("a,b", "A"),)),
                Question(
                    "many",
                    "Which?",
                    "choices",
                    options=tuple(Option(i, i) for i in ("x", "y", "", "~", "a,b")),
                ),
                Question(ODD, "Odd?"),
            ),
        ),
    ),
    "Send",
)
NAMES = ("what", "day", "at", "at.time", "one", "many", ODD)
DRAWN = [named(name) for name in NAMES]


def sent(**standing: Any) -> dict[str, Any]:
    """Make what Teams sends of a dialog with all the fields of the form."""
    named_so = {field_id(k.replace("__", "."), "mark"): v for k, v in standing.items()}
    return {"form": "next", "drawn": DRAWN, **named_so}


def test_days_and_times_are_kept_in_the_parts_that_every_platform_types() -> None:
    typed = typed_in(sent(day="2026-11-07", at="2026-12-01", at__time="16:30"), FORM)

    assert (typed["day.day"], typed["day.month"], typed["day.year"]) == (
        "7",
        "11",
        "2026",
    )
    assert (typed["at.day"], typed["at.time"]) == ("1", "16:30")
    assert fields.answers_of(FORM, typed)["at"] == "2026-12-01 16:30"


@pytest.mark.parametrize("written", ["27/11/2026", "2026-11", "soon", "2026-13-45-1"])
def test_a_day_in_another_form_is_kept_as_it_was_written(written: str) -> None:
    typed = typed_in(sent(day=written), FORM)

    assert typed["day.day"] == written
    assert list(fields.slips(FORM, typed))


def test_a_day_with_a_time_behind_it_is_the_day() -> None:
    assert typed_in(sent(day="2026-11-07T00:00:00Z"), FORM)["day.day"] == "7"


def test_a_text_keeps_its_lines() -> None:
    assert typed_in(sent(what=" one\r\n\r\n two"), FORM)["what"] == " one\n\n two"


def test_choices_come_back_as_what_they_are() -> None:
    values = option_values(FORM.questions[4])
    assert not any("," in value for value in values)
    assert len(set(values)) == len(values)
    typed = typed_in(sent(many=",".join(reversed(values))), FORM)

    assert set(typed["many"]) == {"x", "y", "", "~", "a,b"}
    assert typed_in(sent(one=option_values(FORM.questions[3])[0]), FORM)["one"] == "a,b"
    assert typed_in(sent(one="unknown", many="x,unknown,x"), FORM)["many"] == ("x",)


def test_what_is_empty_or_left_out_empties_what_was_in_the_dialog() -> None:
    typed = typed_in(sent(what=""), FORM)

    assert typed == {
        "what": "",
        "day.day": "", "day.month": "", "day.year": "",
        "at.day": "", "at.month": "", "at.year": "", "at.time": "",
        "one": "",
        "many": (),
        ODD: "",
    }  # fmt: skip


def test_what_was_not_in_the_dialog_says_nothing() -> None:
    assert typed_in({"form": "next"}, FORM) == {}
    assert typed_in({"drawn": ["what"], "form": "next"}, FORM) == {"what": ""}
    assert typed_in({field_id("what", "m"): "one"}, FORM) == {"what": "one"}


def test_a_name_that_cannot_be_carried_is_carried_by_another() -> None:
    assert typed_in({field_id(ODD, "m"): "one"}, FORM) == {ODD: "one"}


HOSTILE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)
KEYS = st.sampled_from(
    [*(field_id(name, "m") for name in NAMES), "q.", "q.~", "drawn", "held", "piece",
     "meta", "form", "act", "page", "msteams"]
)  # fmt: skip


@settings(max_examples=150)
@given(data=st.dictionaries(KEYS | st.text(max_size=5), HOSTILE, max_size=8))
def test_nothing_that_can_be_sent_does_any_harm(data: dict[str, Any]) -> None:
    typed = typed_in(data, FORM, {"what": "before"})
    meta = Meta.read(data)

    assert all(isinstance(one, str | tuple) for one in typed.values())
    assert isinstance(verb(data), str)
    assert meta is None or isinstance(meta.part, int)


@pytest.mark.parametrize("value", [None, 3, True, ["a"], {"a": 1}])
def test_a_field_that_holds_no_text_takes_nothing_away(value: object) -> None:
    typed = typed_in({field_id("what", "m"): value}, FORM)

    assert typed == {}


def test_a_megabyte_is_kept_as_it_was_typed() -> None:
    text = "a" * 1_000_000

    assert typed_in(sent(what=text), FORM)["what"] == text


META = Meta(
    "dorset", "close", "DOR-1", "a-draft", 3, "once", {"conversation": "19:x"},
    "what", 2, "only 2026",
)  # fmt: skip


def test_what_a_dialog_carries_comes_back_as_it_was() -> None:
    written = META.written()

    assert Meta.read({"meta": written, "form": "stay/2/what"}) == META
    assert Meta("dorset").written() == {"partnership": "dorset"}


def test_what_is_asked_of_a_section_decides_how_it_is_drawn() -> None:
    def asked(way: str) -> tuple[str, int]:
        meta = Meta.read({"meta": META.written(), "form": way})
        assert meta is not None
        return meta.alone, meta.page

    assert asked("next") == ("", 0)
    assert asked("stay/4/what/else") == ("what/else", 4)
    assert asked("stay/1/") == ("", 1)
    assert asked("stay") == ("", 0)
    assert asked("stay/9999999/x") == ("x", 0)
    assert asked("stay/\N{SUPERSCRIPT TWO}/x") == ("x", 0)


def test_what_is_too_much_to_carry_is_left_out() -> None:
    full = Meta("dorset", say={"conversation": "x" * 5_000})

    assert full.written() == {"partnership": "dorset"}


@pytest.mark.parametrize(
    "data", [None, [], "x", {}, {"meta": None}, {"meta": "{}"}, {"meta": [1]}]
)
def test_what_carries_nothing_of_ours_is_no_dialog_of_ours(data: object) -> None:
    assert Meta.read(data) is None


def test_what_is_carried_wrongly_is_as_if_it_were_not() -> None:
    odd = {"partnership": 3, "part": -1, "page": True, "say": [1], "draft": None}

    assert Meta.read({"meta": odd}) == Meta()
