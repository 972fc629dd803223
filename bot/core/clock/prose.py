"""What people write for a deadline that is not yet a count from a day.

Abbreviations and ordinals are spelt out. Words that give no day ("immediately", "by
half-term", "working day 16" of nobody says what) are refused, each with what to write.
"""

from __future__ import annotations

import re
from typing import Final

from bot.core.clock.problem import ClockProblem

_FROM: Final = r"(?<![\w-])"
_TO: Final = r"(?![\w-])"
_NAME: Final = "[a-z][a-z0-9]*(?:-[a-z0-9]+)*"
_UNIT: Final = "(?:hours?|working days?|days?|weeks?|months?)"
_AFTER: Final = "(?:of|after|from|since|following)"
_ORDINALS: Final = (
    "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|"
    "twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|"
    "nineteenth|twentieth"
)
_TENS: Final = "thirty|forty|fifty|sixty|seventy|eighty|ninety"
_MONTHS: Final = (
    "january|february|april|june|july|august|september|october|november|december"
)

_SPELT_OUT: Final = (
    (rf"{_FROM}([0-9]+) ?(?:w/?ds?|work days?){_TO}", r"\1 working days"),
    (rf"{_FROM}([0-9]+) ?(?:hrs?|h){_TO}", r"\1 hours"),
    (rf"{_FROM}([0-9]+) ?wks?{_TO}", r"\1 weeks"),
    (rf"{_FROM}([0-9]+) ?mths?{_TO}", r"\1 months"),
    (rf"{_FROM}([0-9]+)(?={_UNIT}{_TO})", r"\1 "),
    (rf"{_FROM}([0-9]+) \([a-z-]+\)(?= {_UNIT}{_TO})", r"\1"),
    (rf"{_FROM}(?:the )?([0-9]+)(?:st|nd|rd|th)(?= {_UNIT} {_AFTER}{_TO})", r"\1"),
    (
        rf"{_FROM}(?:on )?the (?=(?:working )?day (?:before|prior to){_TO})",
        "1 ",
    ),
    (r"^(?=(?:working )?day (?:before|prior to) )", "1 "),
    (rf"{_FROM}the (?=working day {_AFTER}{_TO})", "1 "),
    ("^(?:on |by )?the day of ", "on "),
    ("^(?:every quarter|quarterly) from ", "every 3 months from "),
    (
        "^(?:six|6)[ -]monthly from |^(?:half-yearly|twice a year) from ",
        "every 6 months from ",
    ),
    (
        (
            r"^(?:between |from |on |by )*(working )?days? ([0-9]+)"
            rf"(?: and | to | ?- ?)"
            rf"(?:(?:working )?days? )?([0-9]+) {_AFTER} ({_NAME})$"
        ),
        r"from \2 \1days after \4 to \3 \1days after \4",
    ),
    (
        (
            rf"^(?:by |on |at |within )*({_NAME}) ?\+ ?([0-9]+)"
            rf"(?: to | ?- ?)([0-9]+) ({_UNIT})$"
        ),
        r"from \1 + \2 \4 to \1 + \3 \4",
    ),
    ("^(?:each|once (?:a|every)) ", "every "),
    ("^whichever is (?:the )?(earlier|later) of ", r"\1 of "),
    (
        (
            rf"^((?:by |on |at |within )*)([0-9]+|[a-z]+) ({_UNIT}) "
            rf"{_AFTER} ({_NAME}),? "
            rf"(?:or|and) ({_NAME})(,? whichever .+)$"
        ),
        r"\1\2 \3 after \4 or \2 \3 after \5\6",
    ),
    (
        (
            rf"^((?:by |on |at |within )*)([0-9]+|[a-z]+) ({_UNIT}) {_AFTER} (?:the )?"
            rf"(earlier|later|first known) of ({_NAME}),? (?:or|and) ({_NAME})$"
        ),
        r"\4 of \2 \3 after \5 or \2 \3 after \6",
    ),
)

_NO_DAY: Final = (
    "gives no day. Leave the line out, and write this under doing; or agree a day, "
    "write that, and record it with reading and because."
)
_UNSURE: Final = (
    "leaves the day open. Leave that word out, and record it with reading and because."
)
_OF_THE_CALENDAR: Final = (
    "is a day of one year, and a procedure is for every case. Write how long after "
    "what, such as 'aware + 5 working days'; or let a step agree the day, and set an "
    "anchor that is planned."
)
_FROM_NOTHING: Final = (
    "does not say what it is counted from. Write an anchor with it, such as 'working "
    "day 5 after aware', '1 working day after aware' or 'from aware + 3 weeks to aware "
    "+ 4 weeks'. If the document does not say, choose one and record it with reading "
    "and because."
)
_HOW_LONG: Final = (
    "does not say how long. Write a count, such as '1 working day before published', "
    "or 'on' and the anchor for the day itself."
)
_REFUSED: Final = (
    (
        (
            r"(?:(?:with )?immediate(?:ly| effect)|straight ?away|overnight|asap|"
            r"forthwith|"
            r"as soon as [a-z ]+|promptly|urgently|without (?:undue |further )?delay|"
            r"in a "
            rf"timely (?:manner|way)|a reasonable time|at once|tb[ca]|n/a|none|not "
            rf"(?:stated|specified|known)|by return(?: of post)?|on receipt(?: of .+)?)"
            rf"{_TO}"
        ),
        _NO_DAY,
    ),
    (
        (
            "(?:normally|usually|ideally|approximately|approx|about|around|circa|"
            "typically|"
            f"where(?:ver)? possible|if possible|roughly){_TO}"
        ),
        _UNSURE,
    ),
    (
        rf"(?:[0-9]+ )?clear (?=(?:working )?days?{_TO})",
        (
            "leaves out the day at both ends. Count one more, such as 'published - 6 "
            "working days' for five clear days before it, and record it with "
            "reading and because."
        ),
    ),
    (
        r"(?:inclusive|including (?:the )?(?:first )?day.*|counting (?:the )?day.*)$",
        (
            "counts the first day too. The day counted from is day zero here: write "
            "one less, such as 'aware + 4 working days' for a fifth day, and record it "
            "with reading and because."
        ),
    ),
    (
        r"[0-9]{1,2}[/.][0-9]{1,2}[/.][0-9]{2,4}|[0-9]{4}-[0-9]{2}-[0-9]{2}",
        _OF_THE_CALENDAR,
    ),
    (
        (
            rf"(?:[0-9]{{1,2}}(?:st|nd|rd|th)? )?(?:mid-)?"
            rf"(?:{_MONTHS})(?: [0-9]{{4}})?{_TO}|"
            rf"[0-9]{{1,2}}(?:st|nd|rd|th)? (?:march|may){_TO}|"
            rf"(?:next |the first )?(?:mon|tues|wednes|thurs|fri|satur|sun)days?{_TO}|"
            rf"q[1-4]{_TO}|christmas{_TO}|easter{_TO}|new year{_TO}"
        ),
        _OF_THE_CALENDAR,
    ),
    (
        (
            rf"(?:[0-9]+ )?(?:school|term-time|term) (?:days?|holidays?|time){_TO}|"
            rf"half[ -]term{_TO}|(?:(?:autumn|spring|summer) )?terms?{_TO}"
        ),
        (
            "differs from school to school, and cannot be counted. Write working days, "
            "days or weeks, and record it with reading and because."
        ),
    ),
)
_REFUSED_WHOLE: Final = (
    (
        r"same day$|the same day$",
        "does not say as what. Write 'same day as' and a step, or 'on' and an anchor.",
    ),
    (
        r"day (?:zero|0)$",
        "has a name of its own here: write the anchor, such as 'on aware'.",
    ),
    (
        (
            rf"(?:the )?(?:(?:next|following|[0-9]+(?:st|nd|rd|th)|{_ORDINALS}) )?"
            r"(?:working )?days?"
            r"(?: [0-9]+(?: ?(?:-|to|and) ?(?:(?:working )?day )?[0-9]+)?)?$|"
            rf"[0-9]+ ?(?:-|to|or) ?[0-9]+ {_UNIT}$|the hour$|"
            r"(?:dai|week|month|quarter|year|annual|fortnight)ly$"
        ),
        _FROM_NOTHING,
    ),
    (rf"(?:before|after|from|prior to|during|following) {_NAME}$", _HOW_LONG),
)
_SPELLINGS: Final = tuple((re.compile(p), instead) for p, instead in _SPELT_OUT)
_WHOLE: Final = tuple(
    (re.compile(rf"(?:by |on |at |within |in )*({pattern})"), says)
    for pattern, says in _REFUSED_WHOLE
)
_ANYWHERE: Final = tuple(
    (re.compile(f"{_FROM}(?:{pattern})"), says) for pattern, says in _REFUSED
)
_ORDINAL: Final = re.compile(
    rf"{_FROM}(?:the )?({_ORDINALS})(?= {_UNIT} {_AFTER}{_TO})"
)
_TEN: Final = re.compile(rf"{_FROM}({_TENS})(?= (?:\([0-9]+\) )?{_UNIT}{_TO})")
_MIXED: Final = re.compile(
    rf"(?:by |on |at )?(?:the )?(?:earlier|later|first known) of {_NAME},? (?:or|and) "
    rf"{_NAME} ?[+-] ?[0-9].*"
)


def spelt_out(plain: str) -> str:
    """Spell out abbreviations and ordinals, and say a count with each of two anchors.

    Example:
        >>> spelt_out("by the 15th working day after sin-sent")
        'by 15 working day after sin-sent'
        >>> spelt_out("5 days of aware or incident, whichever is earlier")
        '5 days after aware or 5 days after incident, whichever is earlier'
    """
    plain = _ORDINAL.sub(lambda f: str(_ORDINALS.split("|").index(f[1]) + 1), plain)
    plain = _TEN.sub(lambda f: str((_TENS.split("|").index(f[1]) + 3) * 10), plain)
    for pattern, instead in _SPELLINGS:
        plain = pattern.sub(instead, plain)
    return plain


def must_say_a_day(plain: str) -> None:
    """Refuse words that give no day, with what to write instead.

    Raises:
        ClockProblem: They do not.
    """
    if _MIXED.fullmatch(plain):
        raise ClockProblem(
            f"'{plain}' can be understood in two ways. Write the count with each, such "
            "as 'earlier of aware + 5 working days or incident + 5 working days'."
        )
    for pattern, says in _ANYWHERE:
        if found := pattern.search(plain):
            raise ClockProblem(f"'{found[0].strip()}' {says}")
    for pattern, says in _WHOLE:
        if found := pattern.fullmatch(plain):
            raise ClockProblem(f"'{found[1]}' {says}")
