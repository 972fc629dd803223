"""What is done after the acknowledgement is done to its end, and with patience."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from structlog.testing import capture_logs

from bot.lately import Recent
from integrations.slack.afterwards import Afterwards, asked_to_wait, problem_of


class Answered:
    """An answer as Slack's library hands it over."""

    def __init__(self, status: int, body: Any, **headers: str) -> None:
        self.status_code = status
        self.headers = {
            name.replace("_", "-"): value for name, value in headers.items()
        }
        self._body = body

    def get(self, name: str, otherwise: object = None) -> object:
        body = json.loads(self._body) if isinstance(self._body, str) else self._body
        return body.get(name, otherwise)


def refusal_of(answer: object) -> SlackApiError:
    made: SlackApiError = SlackApiError("no", answer)  # type: ignore[no-untyped-call]
    return made


def no(status: int = 200, body: Any = None, **headers: str) -> SlackApiError:
    return refusal_of(Answered(status, body or {}, **headers))


def patient(waited: list[float]) -> Afterwards:
    async def wait(seconds: float) -> None:
        waited.append(seconds)

    return Afterwards(wait)


def answering(*answers: object) -> Callable[[], Awaitable[object]]:
    left = list(answers)

    async def ask() -> object:
        answer = left.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    return ask


def test_a_call_waits_as_long_as_slack_asks_and_is_then_made_again() -> None:
    waited: list[float] = []
    asked = answering(no(429, Retry_After="3"), no(429, Retry_After="4"), "done")

    assert asyncio.run(patient(waited).patiently(asked)) == "done"
    assert waited == [3, 4]


def test_a_call_that_is_asked_for_too_much_patience_is_given_up() -> None:
    waited: list[float] = []
    asked = answering(no(429, Retry_After="3"), no(429, Retry_After="3"), "done")

    with pytest.raises(SlackApiError):
        asyncio.run(patient(waited).patiently(asked, most=5))
    assert waited == [3]


def test_a_call_that_is_refused_is_not_made_again() -> None:
    waited: list[float] = []

    with pytest.raises(SlackApiError):
        asyncio.run(patient(waited).patiently(answering(no(200), "done")))
    assert not waited


def test_a_call_is_made_only_so_often() -> None:
    waited: list[float] = []
    asked = answering(*[no(429, Retry_After="1") for _ in range(9)])

    with pytest.raises(SlackApiError):
        asyncio.run(patient(waited).patiently(asked))
    assert waited == [1, 1, 1]


NINE = "Fri, 27 Nov 2026 09:00:00 GMT"


@pytest.mark.parametrize(
    ("refusal", "seconds"),
    [
        (no(429, retry_after="2"), 2),
        (no(429), 1),
        (no(429, Retry_After="soon"), 1),
        (no(429, Retry_After="0"), 0.1),
        (no(429, Retry_After="12.5"), 12.5),
        (no(429, Retry_After="inf"), 3600),
        (no(429, Retry_After="nan"), 1),
        (no(429, Retry_After=NINE, Date="Fri, 27 Nov 2026 08:58:00 GMT"), 120),
        (no(429, Retry_After=NINE), 1),
        (no(500, Retry_After="9"), 0),
        (refusal_of({"ok": False}), 0),
    ],
)
def test_how_long_slack_asks_to_be_left_alone(
    refusal: SlackApiError, seconds: float
) -> None:
    assert asked_to_wait(refusal) == seconds


def test_what_is_wrong_has_the_name_that_slack_gives_it() -> None:
    assert problem_of(no(200, {"error": "not_in_channel"})) == "not_in_channel"
    assert problem_of(no(500, "a page of HTML")) == ""
    assert problem_of(refusal_of(None)) == ""


def test_what_fails_afterwards_is_logged_by_its_kind_alone() -> None:
    async def fails(error: Exception) -> None:
        raise error

    async def run() -> None:
        afterwards = Afterwards()
        afterwards.do(fails(RuntimeError("Zebedee")), "one")
        afterwards.do(fails(no(200, {"error": "no_such_thing"})), "two")
        await afterwards.quiet()

    with capture_logs() as said:
        asyncio.run(run())

    assert sorted((line["event"], line["action"]) for line in said) == [
        ("slack.failed", "one"),
        ("slack.refused", "two"),
    ]
    assert next(line["code"] for line in said if "code" in line) == "no_such_thing"


def test_what_is_in_hand_comes_to_its_end_before_the_program_does() -> None:
    done: list[str] = []

    async def run() -> None:
        begun, go_on = asyncio.Event(), asyncio.Event()

        async def deed() -> None:
            begun.set()
            await go_on.wait()
            done.append("done")

        afterwards = Afterwards()
        afterwards.do(deed())
        await begun.wait()
        go_on.set()
        await afterwards.stop()

    asyncio.run(run())
    assert done == ["done"]


def test_what_never_ends_is_given_up_at_the_end() -> None:
    async def run() -> None:
        async def never() -> None:
            await asyncio.Event().wait()

        afterwards = Afterwards()
        afterwards.do(never(), "waits")
        await afterwards.stop(seconds=0)
        await afterwards.stop()

    with capture_logs() as said:
        asyncio.run(run())

    assert [line["event"] for line in said] == ["slack.given-up"]


def test_only_the_last_few_names_are_remembered() -> None:
    recent = Recent(most=2)

    assert [recent.first(name) for name in "aab"] == [True, False, True]
    assert recent.first("c")
    assert "a" not in recent
    assert "c" in recent
    recent.forget("c")
    assert recent.first("c")
