"""Charts of a year, as marks on a page: bars with their numbers beside them.

Every chart says in words what it shows, so that nothing depends on colour, and is made
of the page's own text, so that it can be read on a telephone and on paper.
"""

from __future__ import annotations

from collections import Counter as Count
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import Final

from bot.core import words
from bot.national.tally import FIFTEEN, FIVE, MISSED, OUTCOMES, Outcome, Tally, middle
from bot.national.told import ALL, NAMED, columns_of_whys, outcomes, share

_FURTHEST: Final = 15
"""Working days before and after a limit that have a bar of their own."""
_MOST: Final = 12
_TALL: Final = 100
_WEEKS: Final = 53


def charts(tally: Tally) -> Iterator[tuple[str, str, str]]:
    """Draw every chart; gives its title, a sentence, and its marks."""
    slugs = sorted({slug for slug, _, _ in tally.limits})
    for kind, said in ((FIVE, "five"), (FIFTEEN, "fifteen")):
        rows = ((slug, outcomes(tally, kind, slug)) for slug in (ALL, *slugs))
        yield (
            f"The national limit of {said} working days",
            _ended(outcomes(tally, kind)),
            "".join(_stack(slug, ended) for slug, ended in rows if ended.total()),
        )
        yield (
            f"Days to spare: {said} working days",
            "When it was done, in working days before its last day, or after it.",
            _bars(_spared(tally, kind)),
        )
    for name, why in columns_of_whys(tally).items():
        if why.total():
            yield (
                f"Why limits were missed: {name}",
                f"{words.counted(why.total(), 'limit')} missed.",
                _bars(_most(why), late=True),
            )
    for name, of in (("Nudges", tally.nudges), ("All cards", tally.cards)):
        yield (
            f"{name} for one person in a day",
            _middling(of),
            _bars(_spread(of)),
        )
    for what, said in (
        ("alerts", "Alerts raised"),
        ("nudges", "Nudges sent"),
        ("sent", "Deliveries sent"),
        ("late", "Deliveries more than an hour late"),
    ):
        weeks = [tally.weeks[week, what] for week in range(_WEEKS)]
        yield f"{said}, week by week", _weekly(weeks), _columns(weeks, said)


def _middling(of: Count[int]) -> str:
    return (
        f"Half of the person-days have {middle(of, 0.5)} or fewer, 95 in 100 have "
        f"{middle(of, 0.95)} or fewer, and the worst has {max(of, default=0)}."
    )


def _ended(ended: Count[Outcome]) -> str:
    missed = sum(ended[outcome] for outcome in MISSED)
    due = ended["met"] + missed
    if not due:
        return "None came due."
    met, were = share(ended["met"], due), "was" if missed == 1 else "were"
    return f"{met} of {due:,} that came due were met; {missed:,} {were} not."


def _stack(name: str, ended: Count[Outcome]) -> str:
    """Draw how limits ended as one bar of parts, with the same in words under it."""
    whole = ended.total()
    parts = "".join(
        f'<i class="{outcome.replace(" ", "-")}" '
        f'style="width:{100 * ended[outcome] / whole:.2f}%"></i>'
        for outcome in OUTCOMES
        if ended[outcome]
    )
    said = words.listed(
        f"{NAMED[outcome].lower()} {ended[outcome]:,}"
        for outcome in OUTCOMES
        if ended[outcome]
    )
    return (
        f'<div class="stack"><b>{escape(name)}</b>'
        f'<span class="whole" aria-hidden="true">{parts}</span>'
        f"<small>{words.begun(said)}</small></div>"
    )


def _bars(rows: Iterable[tuple[str, int]], *, late: bool = False) -> str:
    """Draw a bar for each row, as long as its number."""
    known = list(rows)
    most = max((number for _, number in known), default=0) or 1
    kind = ' class="late"' if late else ""
    drawn = (
        f'<div><dt>{escape(name)}</dt><dd><span{kind} aria-hidden="true" '
        f'style="--of:{number / most:.4f}"></span><b>{number:,}</b></dd></div>'
        for name, number in known
    )
    return f'<dl class="bars">{"".join(drawn)}</dl>' if known else "<p>Nothing.</p>"


def _most(of: Count[str]) -> list[tuple[str, int]]:
    return sorted(of.items(), key=lambda one: (-one[1], one[0]))[:_MOST]


def _spared(tally: Tally, kind: str) -> Iterator[tuple[str, int]]:
    """Gather days to spare, with what lies far out together."""
    found: Count[int] = Count()
    for (what, days), number in tally.spare.items():
        if what == kind:
            found[max(-_FURTHEST, min(_FURTHEST, days))] += number
    for days in range(_FURTHEST, -_FURTHEST - 1, -1):
        if found[days]:
            more = " or more" if abs(days) == _FURTHEST else ""
            side = "to spare" if days > 0 else "late"
            said = f"{abs(days)}{more} {side}" if days else "on its last day"
            yield said, found[days]


def _spread(of: Count[int]) -> Iterator[tuple[str, int]]:
    """Gather how much was heard in a day, with what is much together."""
    top = max(of, default=0)
    for number in range(1, min(top, _MOST) + 1):
        yield str(number), of[number]
    if top > _MOST:
        more = sum(count for number, count in of.items() if number > _MOST)
        yield f"more than {_MOST}", more


def _weekly(weeks: Sequence[int]) -> str:
    most = max(weeks)
    if not most:
        return "None in the whole year."
    when = weeks.index(most) + 1
    return f"{sum(weeks):,} in all; most in week {when}, with {most:,}."


def _columns(weeks: Sequence[int], said: str) -> str:
    """Draw a column for each week; the months stand under them as text."""
    most = max(*weeks, 1)
    marks = "".join(
        f'<rect x="{10 * week + 1}" y="{_TALL - _TALL * number / most:.1f}" '
        f'width="8" height="{_TALL * number / most:.1f}"/>'
        for week, number in enumerate(weeks)
    )
    months = "".join(f"<span>{month}</span>" for month in "JFMAMJJASOND")
    return (
        f'<svg viewBox="0 0 {10 * _WEEKS} {_TALL}" preserveAspectRatio="none" '
        f'role="img" aria-label="{escape(said)}, a column for each week">{marks}</svg>'
        f'<p class="months" aria-hidden="true">{months}</p>'
    )
