"""What other authorities write for a deadline is read, or refused with a sentence."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.clock import ClockProblem, Deadline, read
from bot.core.clock.usage import LONGEST, usual


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("within 5 working days of aware", "aware + 5 working days"),
        ("Within five (5) working days of aware.", "aware + 5 working days"),
        ("no later than 5 working days after aware", "aware + 5 working days"),
        ("by no later than aware + 5 working days", "aware + 5 working days"),
        ("not later than 14 days after aware", "aware + 14 days"),
        ("not more than 14 calendar days after aware", "aware + 14 days"),
        ("at the latest 14 days after aware", "aware + 14 days"),
        ("at most 14 days after aware", "aware + 14 days"),
        ("up to 14 consecutive days after aware", "aware + 14 days"),
        ("in 14 days from aware", "aware + 14 days"),
        ("within aware + 5 working days", "aware + 5 working days"),
        ("on or before aware + 5 working days", "aware + 5 working days"),
        ("aware + 5 business days", "aware + 5 working days"),
        ("1 business day following aware", "aware + 1 working day"),
        ("48 clock hours after known", "known + 48 hours"),
        ("known + twenty clock hours", "known + 20 hours"),
        ("two calendar months since published", "published + 2 months"),
        ("a fortnight after aware", "aware + 2 weeks"),
        ("three fortnights after aware", "aware + 6 weeks"),
        ("within a year of published", "published + 12 months"),
        ("published + 2 years", "published + 24 months"),
        ("an hour after known", "known + 1 hour"),
        ("the next working day after aware", "aware + 1 working day"),
        ("the day after aware", "aware + 1 day"),
        ("4 weeks prior to published", "published - 4 weeks"),
        ("published \N{EN DASH} 4 weeks", "published - 4 weeks"),
        ("at least 7 working days before published", "published - 7 working days"),
        ("working day 16 of sin-sent", "sin-sent + 16 working days"),
        ("by day 5 after aware", "aware + 5 days"),
        ("on working day 16 after sin-sent", "on sin-sent + 16 working days"),
        ("on the same day as rapid-review", "same day as rapid-review"),
        ("every fortnight from aware", "every 2 weeks from aware"),
        ("fortnightly from aware", "every 2 weeks from aware"),
        ("monthly from aware until closed", "every month from aware until closed"),
        ("weekly from aware", "every 1 week from aware"),
        ("daily from aware", "every day from aware"),
        ("annually from published", "every 12 months from published"),
        ("every five working days from aware", "every 5 working days from aware"),
        (
            "between 8 and 11 working days after sin-sent",
            "from sin-sent + 8 working days to sin-sent + 11 working days",
        ),
        (
            "eight to eleven working days after sin-sent",
            "from sin-sent + 8 working days to sin-sent + 11 working days",
        ),
        (
            "8-11 working days of sin-sent",
            "from sin-sent + 8 working days to sin-sent + 11 working days",
        ),
        (
            "from 10 to 7 working days before published",
            "from published - 10 working days to published - 7 working days",
        ),
        (
            "aware + 5 days or incident + 5 days, whichever is the earlier",
            "earlier of aware + 5 days or incident + 5 days",
        ),
        (
            "aware + 5 days or incident + 5 days whichever comes last",
            "later of aware + 5 days or incident + 5 days",
        ),
        (
            "the sooner of aware + 5 days and incident + 5 days",
            "earlier of aware + 5 days or incident + 5 days",
        ),
        (
            "latest of aware + 5 days, incident + 5 days, or known",
            "later of aware + 5 days or incident + 5 days or known",
        ),
    ],
)
def test_the_same_is_read_however_an_authority_writes_it(
    written: str, meant: str
) -> None:
    found, wanted = read(written), read(meant)

    assert found.written == written
    assert said(found) == said(wanted)


def said(deadline: Deadline) -> tuple[object, ...]:
    """All that a deadline means, apart from how it was written."""
    manner = "by" if deadline.manner == "by" else deadline.manner
    return (
        manner,
        deadline.terms,
        deadline.choose,
        deadline.opens,
        deadline.every,
        deadline.until,
        deadline.with_step,
    )


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("aware + 8 working hours", "'working hours' counts the hours that an office"),
        ("within 8 office hours of aware", "Write hours, which run through nights"),
        ("aware + 5 weekdays", "does not say whether bank holidays count."),
        ("month end", "so it cannot be counted. Write a number of days, weeks or"),
        ("by the end of the calendar month", "so it cannot be counted."),
        ("by the end of aware + 5 days", "due until that day is over. Leave it out"),
        ("close of business on aware", "'close of business' is not needed"),
        ("by 5pm on aware + 5 working days", "'5pm' is a time of day"),
        ("by noon on aware + 1 working day", "'noon' is a time of day"),
        ("by 17:00 on aware", "or count hours, such as 'aware + 24 hours'."),
        ("not before aware + 5 days", "says the first day and not the last."),
        ("at least 5 days after aware", "'at least' says the first day"),
        (
            "aware or incident + 5 working days",
            "'aware or incident' does not say which",
        ),
        (
            "5 working days after aware and incident",
            "does not say which of them it is.",
        ),
        ("aware/incident + 5 days", "Write 'earlier of aware + 5 working days or"),
        ("8 or 9 working days after aware", "is not a unit this understands"),
        ("within 24 hours", "'24 hours' does not say what it is counted from."),
        ("1 day", "Write, for instance, '1 day after aware'."),
        ("aware + several days", "'several' is not a number this counts."),
        (f"aware + {'9' * 200} days", "is too many. The most is 10,000."),
        (f"aware + {'1' * LONGEST} days", "letters long, and no deadline is."),
    ],
)
def test_what_says_no_day_is_refused_with_what_to_write(
    written: str, problem: str
) -> None:
    with pytest.raises(ClockProblem) as refusal:
        read(written)

    assert problem in str(refusal.value)


@pytest.mark.parametrize(
    "written",
    [
        "end-of-review + 5 days",
        "same day as month-end",
        "five-to-noon + 1 day",
        "by weekdays-counted",
        "a-year + 1 month",
    ],
)
def test_a_name_may_be_made_of_any_of_these_words(written: str) -> None:
    assert usual(written) == written
    assert read(written).written == written


SAID = """
    aware sin-sent incident + - plus minus after before by on at from to between and or
    every until same day as the a an of earlier later first known 5 16 24 0 10001 five
    twenty (5) working calendar business clock hours day days week fortnight fortnights
    year years months within no later than not at least end noon 5pm whichever is , . /
    \N{EN DASH} \N{MINUS SIGN} \N{FULLWIDTH DIGIT FIVE} \N{SUPERSCRIPT TWO} x 8-11
"""
WORDS = st.sampled_from(SAID.split())


def refused(text: str) -> str:
    """Say how a text is refused; nothing if it is read as a deadline."""
    try:
        deadline = read(text)
    except ClockProblem as problem:
        return str(problem) or "without a word"
    assert deadline.written == text
    return ""


@settings(max_examples=400)
@given(st.lists(WORDS, max_size=14).map(" ".join) | st.text(max_size=400))
def test_no_text_whatever_does_worse_than_be_refused(text: str) -> None:
    assert refused(text) != "without a word"


@settings(max_examples=200)
@given(st.text("0123456789", min_size=1, max_size=9000))
def test_no_number_is_too_long_to_be_refused(number: str) -> None:
    assert refused(f"aware + {number} days") in ("", *_too_many(number))


def _too_many(number: str) -> tuple[str, ...]:
    many = f"'{number} days' is too many. The most is 10,000."
    long = (
        f"This is {len(number) + 13} letters long, and no deadline is. Write it like "
    )
    return many, f"{long}'by aware + 5 working days'."


@settings(max_examples=200)
@given(
    st.sampled_from(["aware", "sin-sent"]),
    st.sampled_from(["+", "-"]),
    st.integers(0, 10_000),
    st.sampled_from(["hours", "working days", "days", "weeks", "months"]),
)
def test_what_was_read_already_is_left_as_it_is(
    anchor: str, sign: str, count: int, unit: str
) -> None:
    written = f"{anchor} {sign} {count} {unit}"

    assert usual(written) == written
    for manner in ("by", "on", "same day as", f"every {count or 1} {unit} from"):
        assert usual(f"{manner} {anchor}") == f"{manner} {anchor}"
