"""Reading a deadline as a procedure writes it, such as "aware + 5 working days".

What may be written::

    aware + 5 working days                       by that day; "by" may be said
    24 hours after known                         the same, in words
    on sin-sent + 16 working days                at that day, and not before it
    from sin-sent + 8 working days to sin-sent + 11 working days
    every 5 working days from sin-sent until target-publication
    same day as rapid-review                     with another step
    earlier of incident + 5 working days or aware + 5 working days

Competing days are the ``earlier of``, the ``later of`` or the ``first known of``
two or more. What other authorities write for the same is read too, by
:mod:`bot.core.clock.usage`; what follows from a deadline on a case is worked out in
:mod:`bot.core.clock.reckoning`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias, get_args

from bot.core import words
from bot.core.clock.problem import ClockProblem
from bot.core.clock.usage import usual
from bot.core.events import AnchorId, StepId

Unit: TypeAlias = Literal["hours", "working days", "days", "weeks", "months"]
"""What a deadline is counted in. ``days`` are days of the calendar."""
Manner: TypeAlias = Literal["by", "at", "window", "every", "with"]
Choice: TypeAlias = Literal["only", "earlier", "later", "first-known"]

UNITS: Final[tuple[Unit, ...]] = get_args(Unit)
MOST: Final = 10_000
"""The largest number a deadline may count; more is a slip of the hand."""

_UNITS_IN_WORDS: Final = "hours, working days, days, weeks or months"
_UNSAID: Final = (
    "If the document does not say, choose one and record it with reading and because."
)
_PROSE: Final = (
    "Write the deadline like 'aware + 5 working days', or leave the line out if the "
    "document gives no date."
)
_NAME: Final = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_MANNER: Final = re.compile(r"(by|on|at)\s+(.*)")
_WINDOW: Final = re.compile(r"(?:from\s+(.+?)\s+to|between\s+(.+?)\s+and)\s+(.+)")
_EVERY: Final = re.compile(r"every\s+(.+?)\s+from\s+(.+?)(?:\s+until\s+(.+))?")
_WITH: Final = re.compile(r"same day as\s+(.+)")
_CHOICE: Final = re.compile(r"(?:the\s+)?(earlier|later|first known) of\s+(.+)")
_OR: Final = re.compile(r",? (?:or|and) |, ")
_SUM: Final = re.compile(r"(.+?)(?:\s*(\+|\u2212)\s*|\s+(-|plus|minus)\s*)(.*)")
_SPELT: Final = re.compile(r"(.+)\s+(after|before)\s+(.+)")
_SEVERAL: Final = re.compile(r"[a-z0-9] ?(?: or | and |/|,|&) ?[a-z0-9]")
_FORWARDS: Final = ("+", "plus", "after")


@dataclass(frozen=True, slots=True)
class Term:
    """An anchor, and how far from it.

    Attributes:
        anchor: The anchor's name in the procedure.
        count: How many units; below nought counts back. Nought is the day itself.
        unit: What is counted, or nothing where the anchor's own day is meant.
    """

    anchor: AnchorId
    count: int = 0
    unit: Unit | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """When a procedure says that something is to be done.

    Attributes:
        manner: ``by`` a day, ``at`` a day, in a ``window`` of days, ``every`` so
            often, or ``with`` another step, on its day.
        written: The text it was read from.
        terms: The days it may fall on, in the order written; none for ``with``.
        choose: Which of several terms wins.
        opens: The first day of a window; its last is the only term.
        every: How often it comes round, as a number and a unit.
        until: The last day on which it comes round.
        with_step: The step it is done on the same day as.
    """

    manner: Manner
    written: str
    terms: tuple[Term, ...] = ()
    choose: Choice = "only"
    opens: Term | None = None
    every: tuple[int, Unit] | None = None
    until: Term | None = None
    with_step: StepId | None = None

    @property
    def anchors(self) -> frozenset[AnchorId]:
        """The anchors it depends on, so that a procedure can be checked.

        Example:
            >>> sorted(read("earlier of incident + 5 days or aware").anchors)
            ['aware', 'incident']
        """
        named = (*self.terms, self.opens, self.until)
        return frozenset(term.anchor for term in named if term)

    @property
    def in_hours(self) -> bool:
        """Whether hours of the clock are counted, so that a day alone says too little.

        Example:
            >>> read("by known + 24 hours").in_hours
            True
        """
        return any(term.unit == "hours" for term in self.terms)


def read(text: str) -> Deadline:
    """Read a deadline as it is written in a procedure file.

    Raises:
        ClockProblem: It cannot be read, with what to write instead.

    Example:
        >>> read("by aware + 5 working days").terms
        (Term(anchor='aware', count=5, unit='working days'),)
        >>> read("5 weeks before publication").terms
        (Term(anchor='publication', count=-5, unit='weeks'),)
    """
    plain = " ".join(text.lower().split())
    if not plain:
        raise ClockProblem(
            "Nothing is written here. Write a deadline such as "
            "'aware + 5 working days', or leave the line out."
        )
    plain = usual(plain)
    if found := _WITH.fullmatch(plain):
        return Deadline("with", text, with_step=_name(found[1], "a step"))
    if found := _WINDOW.fullmatch(plain):
        return _window(text, found[1] or found[2], found[3])
    if plain.startswith("every "):
        return _every(text, plain)
    manner: Manner = "by"
    if found := _MANNER.fullmatch(plain):
        manner = "by" if found[1] == "by" else "at"
        plain = found[2]
    choose, terms = _terms(plain)
    return Deadline(manner, text, terms, choose)


def in_words(term: Term, title: str = "") -> str:
    """Say a term as a person would.

    Example:
        >>> in_words(Term("publication", -1, "weeks"), "the report is published")
        '1 week before the report is published'
        >>> in_words(Term("sin-sent"))
        'sin-sent'
    """
    if term.unit is None:
        return title or term.anchor
    amount = words.counted(abs(term.count), term.unit.removesuffix("s"))
    return f"{amount} {'before' if term.count < 0 else 'after'} {title or term.anchor}"


def _window(text: str, first: str, last: str) -> Deadline:
    opens, closes = _term(first), _term(last)
    comparable = (opens.anchor, opens.unit) == (closes.anchor, closes.unit)
    if comparable and opens.count > closes.count:
        raise ClockProblem(
            f"'{text}' ends before it begins. Write the earlier day first."
        )
    return Deadline("window", text, (closes,), opens=opens)


def _every(text: str, plain: str) -> Deadline:
    found = _EVERY.fullmatch(plain)
    if not found:
        raise ClockProblem(
            f"'{text}' does not say what it is counted from. Write, for instance, "
            "'every 5 working days from sin-sent', or 'every month from published'."
        )
    one = f"{found[1]}s" in UNITS
    count, unit = _amount(f"1 {found[1]}" if one else found[1])
    if not count:
        raise ClockProblem(f"'{text}' would never move on. Count at least 1.")
    until = _term(found[3]) if found[3] else None
    return Deadline("every", text, (_term(found[2]),), every=(count, unit), until=until)


def _terms(plain: str) -> tuple[Choice, tuple[Term, ...]]:
    found = _CHOICE.fullmatch(plain)
    if not found:
        return "only", (_term(plain),)
    written = _OR.split(found[2])
    if len(written) == 1:
        raise ClockProblem(
            f"'{plain}' names only one day. Write two or more with 'or' between "
            f"them, such as '{found[1]} of incident + 5 working days or aware + 5 "
            "working days'."
        )
    choices: dict[str, Choice] = {"earlier": "earlier", "later": "later"}
    return choices.get(found[1], "first-known"), tuple(_term(one) for one in written)


def _term(plain: str) -> Term:
    if found := _SUM.fullmatch(plain):
        name, amount, sign = found[1], found[4], found[2] or found[3]
    elif found := _SPELT.fullmatch(plain):
        amount, sign, name = found.groups()
    else:
        _must_count_from(plain)
        return Term(_name(plain, "an anchor"))
    anchor = _name(name, "an anchor")
    count, unit = _amount(amount)
    return Term(anchor, count if sign in _FORWARDS else -count, unit)


def _must_count_from(plain: str) -> None:
    number, _, unit = plain.partition(" ")
    if re.fullmatch(r"[0-9]+", number) and unit in {
        u for known in UNITS for u in (known, known[:-1])
    }:
        raise ClockProblem(
            f"'{plain}' does not say what it is counted from. Write, for instance, "
            f"'{plain} after aware'. {_UNSAID}"
        )


def _amount(plain: str) -> tuple[int, Unit]:
    number, _, unit = plain.partition(" ")
    if not re.fullmatch(r"[0-9]+", number):
        raise ClockProblem(
            f"'{number}' is not a number this counts. Write a whole number in "
            "figures, with + or - before it to count after or before the anchor."
        )
    if not unit:
        raise ClockProblem(
            f"'{number}' has no unit. Write {number} {_UNITS_IN_WORDS}. {_UNSAID}"
        )
    for known in UNITS:
        if unit in {known, known.removesuffix("s")}:
            # A number of thousands of figures cannot even be read.
            if len(number.lstrip("0")) > len(str(MOST)) or int(number) > MOST:
                raise ClockProblem(f"'{plain}' is too many. The most is {MOST:,}.")
            return int(number), known
    raise ClockProblem(
        f"'{plain}' is not a unit this understands; write {_UNITS_IN_WORDS}. {_UNSAID}"
    )


def _name(plain: str, what: str) -> str:
    if _SEVERAL.search(plain):
        raise ClockProblem(
            f"'{plain}' does not say which of them it is. Write 'earlier of aware + 5 "
            "working days or incident + 5 working days', or 'later of', or choose one "
            "and record it with reading and because."
        )
    if not _NAME.fullmatch(plain):
        prose = " " in plain and "step" not in what
        raise ClockProblem(
            f"'{plain}' is not the name of {what}. Names are small letters, figures "
            "and hyphens, such as sin-sent; a minus sign has a space on each side."
            + (f" {_PROSE}" if prose else "")
        )
    return plain
