"""Whatever is typed is kept or refused with an answer, and never makes a crash."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest

from bot.core.commands import Erase
from bot.core.errors import Refused
from bot.core.press import ACTS, Press
from bot.desk import Answer
from bot.store.verify import verify
from tests.desk.walk import WALK, steps, walked
from tests.desk.wessex import ALERT, Wessex, everything

HOSTILE = {
    "markup": "<script>alert(1)</script> *bold* [a](javascript:1) {{7*7}} ${x} %s {0}",
    "mentions": "<!channel> <@U07QK> @everyone <at>Tom</at>",
    "long": "A" * 10_000,
    "too long": "A" * 10_001,
    "right to left": "\u202egnp.exe\u2066abc\u2069\u200f",
    "emoji": "\U0001f469\u200d\U0001f467\U0001f3fd \U0001f1ec\U0001f1e7",
    "nul": "before\0after",
    "lone surrogate": "before\ud800after",
    "lines": "a\r\nBcc: somebody@example.org\r\n\r\nbody\u2028x\x1b[2J\x07",
    "quotes": "'; DROP TABLE journal; --\" \\",
    "blank": " \t\u00a0 ",
    "combining": "Z" + "\u0351" * 500,
}
ODD: tuple[Any, ...] = (
    *("", "x", "\0", "\ud800", "2026-12-18", "  2026-12-18  ", "2026-12-18 10:00"),
    *("0001-01-01", "9999-12-31", "0001-01-01 00:00+14:00", "20261218", "2026-W51-5"),
    *("\u0661\u0662", "-1", "9" * 5000, "agreed", "1e9", "2026-02-30", "24:00"),
    *((), ("",), ("2026-12-18",), ("agreed", "notify"), ("police", "police", "\0")),
)


REFUSED = ("too long", "blank")


def press(wessex: Wessex, by: str, does: str, about: str, **answers: Any) -> Answer:
    """Press, and be sure that there was an answer, and that no means no."""
    before = everything(wessex.store)
    answer = wessex.press(by, does, about, **answers)
    assert answer.says
    if answer.code:
        assert everything(wessex.store) == before
    return answer


@pytest.mark.parametrize("sort", [sort for sort in HOSTILE if sort not in REFUSED])
def test_hostile_text_in_every_field_is_kept_as_it_was_typed(
    wessex: Wessex, sort: str
) -> None:
    ref = walked(wessex, HOSTILE[sort])
    wessex.carry()
    read = wessex.must("helen", "read", f"{ref}/-/1").reads
    assert ("Where did it happen?", HOSTILE[sort]) in read
    noted = [e.n for e in wessex.desk.recorded(ref) if getattr(e.event, "digest", "")]
    kept = [wessex.must("helen", "read", f"{ref}/-/{n}").reads for n in noted]
    assert sum(HOSTILE[sort] in dict(reads).values() for reads in kept) >= 15
    assert verify(wessex.store) == []


@pytest.mark.parametrize("sort", REFUSED)
def test_text_that_cannot_be_kept_is_refused_at_its_field(
    wessex: Wessex, sort: str
) -> None:
    refused = 0
    for step, about, said in steps(wessex, "Plain words."):
        given = step.said(HOSTILE[sort])
        # A note that may be left out is not missed when it is blank.
        if given == said or (sort == "blank" and step.does in FREE):
            continue
        answer = press(wessex, step.by, step.does, about, **given)
        assert answer.code == "problems"
        typed = {k for k in given if given[k] == HOSTILE[sort]}
        assert {problem.question for problem in answer.problems} <= typed
        refused += 1
    assert refused >= 10


FREE = ("complete", "returned", "arrange", "view")
"""Acts whose note may be left out, or is asked for by the rule and not the field."""


def test_an_odd_answer_to_any_question_makes_no_crash(wessex: Wessex) -> None:
    ref = walked(wessex, "Plain words.")
    for step in WALK[1:]:
        about = f"{ref}/{step.about}" if step.about else ref
        for question in dict(step.answers):
            for odd in ODD:
                said = {**step.said("Plain words."), question: odd}
                assert wessex.press(step.by, step.does, about, **said).says
    assert verify(wessex.store) == []


def test_an_odd_answer_to_any_question_of_an_alert_makes_no_crash(
    wessex: Wessex,
) -> None:
    for question in ALERT:
        for odd in ODD:
            answer = wessex.press("amina", "raise-alert", **{**ALERT, question: odd})
            assert answer.says
    assert verify(wessex.store) == []


ABOUT = (
    *("", "/", "//", "///", "x", "x/y/z", "\0", "\ud800", "WVX-2026-001\0"),
    *("WVX-2026-001/\0", "WVX-2026-001/nothing", "WVX-2026-001/sign-sin/\ud800"),
    *("WVX-2026-001/-/" + "9" * 190, "WVX-2026-001/-/\u0661", "A" * 100_000),
    *("WVX-2026-001/-/0", "WVX-2026-001/-/-1", "WVX-2026-001/briefing-reports/nobody"),
    *("WVX-2026-001/criteria/x/y", "wvx-2026-001/criteria", "WVX-2026-001/ /"),
)


def test_an_odd_address_makes_no_crash_and_changes_nothing(wessex: Wessex) -> None:
    wessex.alert()
    for does in (*ACTS, "nothing", "", "\0"):
        for about in ABOUT:
            press(wessex, "joan", does, about, note="Why.", on="2026-12-18")
            with suppress(Refused):
                wessex.desk.form(does, about, "joan", wessex.now)
    assert verify(wessex.store) == []


@pytest.mark.parametrize("by", ["", "nobody", "\0", "\ud800", "dayzero", "A" * 9999])
def test_somebody_who_is_not_on_the_roster_changes_nothing(
    wessex: Wessex, by: str
) -> None:
    ref = wessex.alert()
    for step in WALK:
        about = "/".join(part for part in (ref, step.about) if part)
        answer = press(wessex, by, step.does, about, **step.said("Words."))
        assert answer.code


@pytest.mark.parametrize("cause", ["", "\0", "\ud800", "A" * 100_000])
def test_an_odd_request_is_refused(wessex: Wessex, cause: str) -> None:
    pressed = Press("amina", "raise-alert", "", cause, ALERT)
    before = everything(wessex.store)
    assert wessex.desk.handle(pressed, wessex.now).code == "unknown"
    assert everything(wessex.store) == before


def test_a_date_with_spaces_about_it_is_a_date(wessex: Wessex) -> None:
    ref = wessex.to_signed()
    wessex.must("helen", "complete", f"{ref}/send-sin", on=" 2026-12-18 ")
    assert "sin-sent" in repr(wessex.journal(ref))


def test_what_was_not_asked_is_not_kept(wessex: Wessex) -> None:
    ref = wessex.to_signed()
    wessex.must("helen", "complete", f"{ref}/send-sin", on="2026-12-18", smuggled="x")
    assert wessex.rows() != []
    (n,) = [e.n for e in wessex.desk.recorded(ref) if "StepCompl" in repr(e.event)]
    assert wessex.must("helen", "read", f"{ref}/-/{n}").reads == ()


def test_an_act_on_an_erased_case_is_refused_in_words(wessex: Wessex) -> None:
    ref = wessex.alert()
    wessex.desk.ask(ref, Erase(), by="dayzero", cause="cli/1", now=wessex.now)
    answer = press(
        wessex, "joan", "add-action", ref,
        sheet="rapid-review", owner="head-of-qa", due="2027-02-01", note="Words.",
    )  # fmt: skip
    assert answer.code == "out-of-turn"
    assert "erased" in answer.says
