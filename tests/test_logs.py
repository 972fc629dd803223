"""Nothing a person typed reaches a log, whoever of us passes it and however."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from bot import logs
from tests.log_lines import CHILD, Written, caught, fall


@pytest.fixture
def written() -> Iterator[Written]:
    with caught() as lines:
        yield lines


def test_a_line_says_what_was_done_to_which_case(written: Written) -> None:
    structlog.get_logger().info(
        "sign_off.recorded",
        case="DOR-2026-004",
        step="sign-sin",
        of=3,
        role="corporate-director-qa",
        by="U07QK",
        cause="slack:Ev08/1",
        due=date(2026, 11, 27),
        ms=14.5,
        late=None,
    )

    line = written.line()
    stamp = line.pop("timestamp")
    assert datetime.fromisoformat(stamp).tzinfo == UTC
    assert line == {
        "event": "sign_off.recorded",
        "level": "info",
        "case": "DOR-2026-004",
        "step": "sign-sin",
        "of": 3,
        "role": "corporate-director-qa",
        "by": "U07QK",
        "cause": "slack:Ev08/1",
        "due": "2026-11-27",
        "ms": 14.5,
        "late": None,
    }


def test_a_key_that_is_not_on_the_list_is_left_out_and_counted(
    written: Written,
) -> None:
    structlog.get_logger().info("alert.raised", child=CHILD, body={"name": CHILD})

    assert written.line()["left_out"] == 2
    assert written.names_nobody()


@pytest.mark.parametrize("key", sorted(logs.SHAPES))
@pytest.mark.parametrize(
    "value",
    [
        CHILD,
        f"DOR-2026-004 {CHILD}",
        f"DOR-2026-004\n{CHILD}",
        {"name": CHILD},
        [CHILD],
        ValueError(CHILD),
        CHILD.encode(),
    ],
    ids=["bare", "after a reference", "next line", "in a map", "in a list", "x", "b"],
)
def test_a_name_in_any_listed_place_is_withheld(
    written: Written, key: str, value: object
) -> None:
    said = {"event": "alert.raised", key: value}

    kept = logs.vetted(None, "", said)

    assert kept[key] == logs.WITHHELD


@given(more=st.text(min_size=1))
def test_nothing_but_a_reference_passes_as_a_case(more: str) -> None:
    kept = logs.vetted(None, "", {"event": "x", "case": f"{CHILD}{more}"})

    assert kept["case"] == logs.WITHHELD


@pytest.mark.parametrize("name", ["Zephyrine", "zephyrine", "ZEPHYRINE"])
@pytest.mark.parametrize("key", ["case", "key", "cause", "at", "due", "ms", "count"])
def test_a_single_name_is_not_a_reference_or_a_key(key: str, name: str) -> None:
    assert logs.vetted(None, "", {"event": "x", key: name})[key] == logs.WITHHELD


def test_a_name_in_the_sentence_itself_is_withheld(written: Written) -> None:
    structlog.get_logger().info(f"alert about {CHILD}")
    structlog.get_logger().info("alert about %s", CHILD)

    assert [line["event"] for line in written.lines()] == [logs.WITHHELD] * 2
    assert written.names_nobody()


def test_a_name_bound_to_the_logger_or_the_request_is_left_out(
    written: Written,
) -> None:
    with structlog.contextvars.bound_contextvars(child=CHILD, case=CHILD):
        structlog.get_logger().bind(note=CHILD, by=CHILD).info("alert.raised")

    assert written.line()["left_out"] == 2
    assert written.names_nobody()


def test_an_error_is_its_kind_and_its_place(written: Written) -> None:
    try:
        fall(ValueError(f"no such child: {CHILD}"), KeyError(CHILD))
    except ValueError as wrong:
        wrong.add_note(CHILD)
        structlog.get_logger().exception("delivery.failed", key="DOR-2026-004/7/0")

    line = written.line()
    assert line["problem_kind"] == "ValueError"
    assert line["because"] == "KeyError"
    assert "log_lines:" in line["at"]
    assert written.names_nobody()


def test_an_error_of_ours_says_where_in_our_code(written: Written) -> None:
    try:
        logs.configure(CHILD)
    except KeyError as unknown:
        structlog.get_logger().error("settings.wrong", exc_info=unknown)

    assert written.line()["ours"].startswith("bot.logs:")
    assert written.names_nobody()


def test_asking_for_an_error_when_there_is_none_says_none(written: Written) -> None:
    structlog.get_logger().info("tick.done", exc_info=True, stack_info=True)

    assert "problem_kind" not in written.line()


def test_a_line_opens_with_what_and_when(written: Written) -> None:
    structlog.get_logger().info("alert.raised", case="DOR-2026-004")

    assert list(written.line()) == ["event", "level", "timestamp", "case"]
