"""What documents say that is not yet a count from a day is spelt out, or refused."""

from __future__ import annotations

import pytest

from bot.core.clock import ClockProblem, read
from tests.core.test_clock_usage import said


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("aware + 5 WDs", "aware + 5 working days"),
        ("aware + 24hrs", "aware + 24 hours"),
        ("within 24 hrs of aware", "aware + 24 hours"),
        ("aware + 2 wks", "aware + 2 weeks"),
        ("aware + 6mths", "aware + 6 months"),
        ("aware + 5days", "aware + 5 days"),
        ("within 20 (twenty) working days of aware", "aware + 20 working days"),
        ("aware + thirty working days", "aware + 30 working days"),
        ("on the 15th working day after aware", "on aware + 15 working days"),
        ("by the fifteenth working day after aware", "aware + 15 working days"),
        ("the day before published", "published - 1 day"),
        ("working day before published", "published - 1 working day"),
        ("the working day after aware", "aware + 1 working day"),
        ("on the day of published", "on published"),
        ("quarterly from published", "every 3 months from published"),
        ("six-monthly from published", "every 6 months from published"),
        ("each month from published", "every month from published"),
        (
            "between working day 8 and working day 10 after sent",
            "from sent + 8 working days to sent + 10 working days",
        ),
        (
            "sent + 8-10 working days",
            "from sent + 8 working days to sent + 10 working days",
        ),
        (
            "whichever is earlier of aware + 5 days or incident + 5 days",
            "earlier of aware + 5 days or incident + 5 days",
        ),
        (
            "within 5 working days of aware or incident, whichever is earlier",
            "earlier of aware + 5 working days or incident + 5 working days",
        ),
        (
            "five days after the later of aware and incident",
            "later of aware + 5 days or incident + 5 days",
        ),
    ],
)
def test_what_is_short_for_a_count_is_read_as_one(written: str, meant: str) -> None:
    assert said(read(written)) == said(read(meant))


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("immediately", "'immediately' gives no day. Leave the line out"),
        ("as soon as possible", "write this under doing"),
        ("ASAP after aware", "gives no day"),
        ("overnight", "gives no day"),
        ("on receipt of the report", "gives no day"),
        ("normally 10 days after aware", "'normally' leaves the day open."),
        ("5 clear working days before published", "Count one more"),
        ("aware + 5 working days inclusive", "write one less, such as"),
        ("24/12/2026", "'24/12/2026' is a day of one year"),
        ("by 24th December 2026", "is a day of one year"),
        ("by Friday", "is a day of one year"),
        ("by half-term", "differs from school to school"),
        ("aware + 5 school days", "differs from school to school"),
        ("same day", "Write 'same day as' and a step"),
        ("day zero", "write the anchor, such as 'on aware'."),
        ("on working day 16", "'working day 16' does not say what it is counted from."),
        ("next working day", "does not say what it is counted from."),
        ("3-4 weeks", "does not say what it is counted from."),
        ("quarterly", "does not say what it is counted from."),
        ("prior to published", "does not say how long."),
        ("earlier of aware or incident + 5 days", "can be understood in two ways."),
    ],
)
def test_what_gives_no_day_is_refused_in_the_words_of_its_writer(
    written: str, problem: str
) -> None:
    with pytest.raises(ClockProblem) as refusal:
        read(written)

    assert problem in str(refusal.value)


@pytest.mark.parametrize(
    "name",
    ["end-of-term", "first-day", "about-us", "none-left", "march-past", "q1-end"],
)
def test_a_name_may_have_such_words_in_it(name: str) -> None:
    assert read(f"{name} + 5 working days").anchors == {name}
