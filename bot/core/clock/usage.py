"""What other authorities write for the same thing, put in the words that are read.

"Within five working days of aware" and "no later than 5 business days after aware"
are both "5 working days after aware". Words that do not say on which day something
is due are refused, with what to write instead.
"""

from __future__ import annotations

import re
from typing import Final

from bot.core.clock.problem import ClockProblem
from bot.core.clock.prose import must_say_a_day, spelt_out

LONGEST: Final = 300
"""Letters in a deadline; more than that is no deadline."""

_SPELT: Final = (
    "zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|"
    "fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty"
)
_OURS: Final = "(?:hours?|working days?|days?|weeks?|months?)"
_THEIRS: Final = (
    "(?:(?:working|calendar|business|clock|consecutive) )?"
    "(?:hour|day|week|fortnight|month|year)s?"
)
_FROM: Final = r"(?<![\w-])"
"""Before a word: no part of a name such as ``end-of-review``."""
_TO: Final = r"(?![\w-])"

_FIRST: Final = (
    "says the first day and not the last. Write both, such as 'from aware + 2 working "
    "days to aware + 5 working days', or leave the line out."
)
_REFUSED: Final = (
    (
        "(?:working|office|business|core) hours?",
        (
            "counts the hours that an office is open, which no two people count alike. "
            "Write hours, which run through nights and weekends, or working days."
        ),
    ),
    (
        "weekdays?",
        (
            "does not say whether bank holidays count. Write working days, which leave "
            "them out, or days, which do not."
        ),
    ),
    (
        (
            "month ends?|ends? of (?:(?:the|that|each|calendar|following|next) )*"
            "(?:week|month|quarter|year|term)"
        ),
        (
            "is not so long after anything, so it cannot be counted. Write a number of "
            "days, weeks or months, and record it with reading and because."
        ),
    ),
    (
        "(?:the )?ends? of|close of (?:business|play)|cob",
        (
            "is not needed: what is due on a day is due until that day is over. Leave "
            "it out, and write the day, such as 'by aware + 5 working days'."
        ),
    ),
    (
        (
            r"noon|midday|midnight|[0-9]{1,2}(?:[:.][0-9]{2})? ?[ap]\.?m\.?"
            "|[0-9]{1,2}:[0-9]{2}"
        ),
        (
            "is a time of day, and a day has no other limit here than its end. Write "
            "the day alone, such as 'by aware + 5 working days', and the time under "
            "doing; or count hours, such as 'aware + 24 hours'."
        ),
    ),
    ("(?:not|no) (?:earlier|sooner) than|not before|on or after", _FIRST),
    ("(?:at least|not less than|no less than|no fewer than)(?= .* after )", _FIRST),
)
_MEANT: Final = (
    (r"\s*[.;]$", ""),
    ("\N{EN DASH}", "-"),
    ("^on or before ", "by "),
    ("^(?:on )?(?:the )?same day as ", "same day as "),
    (rf"{_FROM}prior to{_TO}", "before"),
    (rf"{_FROM}(?:calendar|consecutive) (?=(?:day|week|month|year)s?{_TO})", ""),
    (rf"{_FROM}business (?=days?{_TO})", "working "),
    (rf"{_FROM}clock (?=hours?{_TO})", ""),
    (rf"{_FROM}[0-9]+ \(([0-9]+)\) (?={_OURS}{_TO})", r"\1 "),
    (rf"{_FROM}(?:the )?next (?={_OURS} (?:after|following){_TO})", "1 "),
    ("^(by |on |at )?the (?=day (?:after|following) )", r"\1 1 "),
    (rf"{_FROM}an? (?={_OURS}{_TO})", "1 "),
    ("^daily from ", "every 1 day from "),
    ("^(week|month)ly from ", r"every 1 \1 from "),
    ("^fortnightly from ", "every 2 weeks from "),
    ("^(?:yearly|annually) from ", "every 12 months from "),
    (rf"{_FROM}following{_TO}", "after"),
    (
        (
            rf"{_FROM}(?:by )?(?:within|in|at the latest|at most|up to|(?:no|not) "
            rf"(?:later|more) than) (?=[0-9]+ {_OURS}{_TO})"
        ),
        "",
    ),
    ("^(?:by )?(?:within|at the latest|(?:no|not) later than) ", "by "),
    (
        (
            "^(?:at least|not less than|no less than|no fewer than) "
            rf"(?=[0-9]+ {_OURS} before )"
        ),
        "",
    ),
    (
        rf"{_FROM}(?:the )?(working day|day) ([0-9]+) (?:of|after|from) ",
        r"\2 \1s after ",
    ),
    (
        (
            "^(?:by |on |at )?(?:between |from )?([0-9]+)(?: and | to | ?- ?)([0-9]+) "
            rf"({_OURS}) (?:after|of|from) (.+)$"
        ),
        r"from \1 \3 after \4 to \2 \3 after \4",
    ),
    (
        (
            "^(?:by |on |at )?(?:between |from )?([0-9]+)(?: and | to | ?- ?)([0-9]+) "
            rf"({_OURS}) before (.+)$"
        ),
        r"from \1 \3 before \4 to \2 \3 before \4",
    ),
    (
        (
            "^(.+?),? whichever (?:is|comes) (?:the )?"
            "(?:earlier|earliest|sooner|soonest|first)$"
        ),
        r"earlier of \1",
    ),
    (
        "^(.+?),? whichever (?:is|comes) (?:the )?(?:later|latest|last)$",
        r"later of \1",
    ),
    (rf"{_FROM}(?:earliest|sooner|soonest) of ", "earlier of "),
    (rf"{_FROM}latest of ", "later of "),
)

_NOT_READ: Final = tuple(
    (re.compile(f"{_FROM}(?:{pattern}){_TO}"), says) for pattern, says in _REFUSED
)
_READ_AS: Final = tuple((re.compile(pattern), instead) for pattern, instead in _MEANT)
_IN_LETTERS: Final = re.compile(
    f"{_FROM}({_SPELT})"
    rf"(?= (?:\([0-9]+\) )?(?:(?:and|to) (?:[0-9]+|{_SPELT}) )?{_THEIRS}{_TO})"
)
_LONG: Final = re.compile(
    f"{_FROM}(?:([0-9]{{1,4}}) |an? |(?<=every ))(fortnight|year)s?{_TO}"
)
_SINCE: Final = re.compile(f"{_FROM}([0-9]+ {_OURS}) (?:of|from|since) (?=[a-z])")


def usual(plain: str) -> str:
    """Put a deadline in the words that are read, as far as it says a day.

    Args:
        plain: A deadline in small letters, with single spaces.

    Raises:
        ClockProblem: It uses words that do not say a day, or is far too long.

    Example:
        >>> usual("within five business days of aware")
        '5 working days after aware'
        >>> usual("not later than a fortnight after sin-sent")
        '2 weeks after sin-sent'
    """
    if len(plain) > LONGEST:
        raise ClockProblem(
            f"This is {len(plain)} letters long, and no deadline is. Write it like "
            "'by aware + 5 working days'."
        )
    for pattern, says in _NOT_READ:
        if found := pattern.search(plain):
            raise ClockProblem(f"'{found[0]}' {says}")
    plain = spelt_out(plain)
    must_say_a_day(plain)
    plain = _IN_LETTERS.sub(_figures, plain)
    plain = _LONG.sub(_shorter, plain)
    for pattern, instead in _READ_AS:
        plain = " ".join(pattern.sub(instead, plain).split())
    # What comes round is counted "from" something, and means that.
    return plain if plain.startswith("every ") else _SINCE.sub(r"\1 after ", plain)


def _figures(found: re.Match[str]) -> str:
    return str(_SPELT.split("|").index(found[1]))


def _shorter(found: re.Match[str]) -> str:
    """Say fortnights in weeks, and years in months."""
    each, unit = (2, "weeks") if found[2] == "fortnight" else (12, "months")
    return f"{int(found[1] or 1) * each} {unit}"
