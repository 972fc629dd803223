"""A deadline is read however a person writes it, and what is wrong is said."""

from __future__ import annotations

import pytest

from bot.core.clock import (
    ClockProblem,
    Deadline,
    Manner,
    Term,
    in_words,
    read,
)


@pytest.mark.parametrize(
    ("written", "manner", "term"),
    [
        ("aware + 5 working days", "by", Term("aware", 5, "working days")),
        ("by aware + 5 working days", "by", Term("aware", 5, "working days")),
        ("  By  Aware + 1 Working Day ", "by", Term("aware", 1, "working days")),
        ("aware+5 days", "by", Term("aware", 5, "days")),
        ("aware plus 3 weeks", "by", Term("aware", 3, "weeks")),
        ("5 working days after aware", "by", Term("aware", 5, "working days")),
        ("24 hours after known", "by", Term("known", 24, "hours")),
        ("1 month after published", "by", Term("published", 1, "months")),
        ("publication - 7 working days", "by", Term("publication", -7, "working days")),
        ("publication \u2212 4 weeks", "by", Term("publication", -4, "weeks")),
        ("publication\u22124 weeks", "by", Term("publication", -4, "weeks")),
        ("publication minus 4 weeks", "by", Term("publication", -4, "weeks")),
        (
            "5 weeks before target-publication",
            "by",
            Term("target-publication", -5, "weeks"),
        ),
        ("on sin-sent", "at", Term("sin-sent")),
        ("at sin-sent + 2 working days", "at", Term("sin-sent", 2, "working days")),
        (
            "on 16 working days after sin-sent",
            "at",
            Term("sin-sent", 16, "working days"),
        ),
        ("sin-sent", "by", Term("sin-sent")),
    ],
)
def test_one_day_is_read_however_it_is_written(
    written: str, manner: Manner, term: Term
) -> None:
    assert read(written) == Deadline(manner, written, (term,))


@pytest.mark.parametrize(
    "written",
    [
        "from sin-sent + 8 working days to sin-sent + 11 working days",
        "between sin-sent + 8 working days and sin-sent + 11 working days",
    ],
)
def test_a_window_has_two_ends(written: str) -> None:
    assert read(written) == Deadline(
        "window",
        written,
        (Term("sin-sent", 11, "working days"),),
        opens=Term("sin-sent", 8, "working days"),
    )


def test_a_repeating_deadline_may_have_an_end() -> None:
    written = "every 5 working days from sin-sent until publication - 1 week"

    assert read(written) == Deadline(
        "every",
        written,
        (Term("sin-sent"),),
        every=(5, "working days"),
        until=Term("publication", -1, "weeks"),
    )


@pytest.mark.parametrize(
    ("written", "every"),
    [
        ("every month from published", (1, "months")),
        ("every working day from aware", (1, "working days")),
        ("every 1 hour from known", (1, "hours")),
    ],
)
def test_every_one_of_something_needs_no_figure(
    written: str, every: tuple[int, str]
) -> None:
    assert read(written).every == every


def test_a_deadline_may_go_with_another_step() -> None:
    deadline = read("same day as rapid-review")

    assert (deadline.manner, deadline.with_step) == ("with", "rapid-review")
    assert deadline.anchors == frozenset()


@pytest.mark.parametrize(
    ("words", "choose"),
    [
        ("earlier of", "earlier"),
        ("the later of", "later"),
        ("at the first known of", "first-known"),
    ],
)
def test_two_days_may_compete(words: str, choose: str) -> None:
    deadline = read(f"{words} incident + 5 working days or aware + 5 days or known")

    assert deadline.choose == choose
    assert [term.anchor for term in deadline.terms] == ["incident", "aware", "known"]


def test_a_deadline_names_every_anchor_it_depends_on() -> None:
    assert read("from aware to sin-sent + 1 day").anchors == {"aware", "sin-sent"}
    assert read("every week from told until closed").anchors == {"told", "closed"}


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("   ", "Nothing is written here. Write a deadline such as"),
        ("aware + 5 moons", "'5 moons' is not a unit this understands; write hours,"),
        ("aware + 2 sessions", "choose one and record it with reading and because."),
        ("2 Sessions after aware", "'2 sessions' is not a unit"),
        ("aware + 5", "'5' has no unit. Write 5 hours, working days,"),
        ("aware + 0.5 days", "'0.5' is not a number this counts. Write a whole"),
        ("aware + -5 days", "'-5' is not a number this counts."),
        ("aware + ５ days", "'５' is not a number this counts."),  # noqa: RUF001
        ("aware + several days", "'several' is not a number this counts."),
        ("aware + ", "'' is not a number this counts."),
        ("aware + 10001 days", "'10001 days' is too many. The most is 10,000."),
        ("the incident + 5 days", "'the incident' is not the name of an anchor."),
        ("publication-7 working days", "a minus sign has a space on each side."),
        ("+ 5 days", "is not the name of an anchor."),
        ("earlier of aware + 5 days", "names only one day. Write two or more"),
        ("monthly", "'monthly' does not say what it is counted from."),
        ("every month", "does not say what it is counted from. Write, for"),
        ("every 0 days from aware", "would never move on. Count at least 1."),
        ("every days from aware", "'days' is not a number this counts."),
        ("same day as the meeting", "'the meeting' is not the name of a step."),
        ("from aware + 8 days to aware + 2 days", "ends before it begins."),
    ],
)
def test_what_cannot_be_read_says_what_to_write(written: str, problem: str) -> None:
    with pytest.raises(ClockProblem) as refusal:
        read(written)

    assert problem in str(refusal.value)


@pytest.mark.parametrize(
    ("term", "said"),
    [
        (Term("aware", 5, "working days"), "5 working days after we became aware"),
        (Term("aware", -1, "months"), "1 month before we became aware"),
        (Term("aware"), "we became aware"),
    ],
)
def test_a_term_can_be_said_in_words(term: Term, said: str) -> None:
    assert in_words(term, "we became aware") == said
