"""A year in tables: what a partnership would ask first stands first."""

from __future__ import annotations

from collections import Counter as Count
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from bot.core import words
from bot.national.tally import (
    FIFTEEN,
    FIVE,
    MISSED,
    OUTCOMES,
    Outcome,
    Tally,
    kind_order,
    middle,
)
from bot.national.terms import Terms
from bot.national.weather import Weather

ALL: Final = "All"
_MOST: Final = 12
NAMED: Final[dict[Outcome, str]] = {
    "met": "Met",
    "late": "Done late",
    "open": "Not done",
    "left": "Left at close",
    "to come": "To come",
    "no date": "No date yet",
}
"""How each outcome is called in a table."""
_TROUBLES: Final = {
    "429": "asked for patience (429)",
    "500": "failed (500)",
    "503": "failed, and did nothing (503)",
    "nothing": "did not answer",
    "after": "did it, and the answer was lost",
    "gone": "said that the chat has somebody no more",
    "refused": "refused a letter for good",
}
_EVENTS: Final = {
    "Signed": "Texts signed",
    "SentBack": "Texts sent back",
    "Decided": "Decisions taken, or changed",
    "ViewGiven": "Views given",
    "DissentRecorded": "Disagreements recorded",
    "RequestSent": "Agencies asked",
    "ReturnReceived": "Returns received",
    "MeetingArranged": "Meetings arranged",
    "MeetingMoved": "Meetings moved",
    "MeetingHeld": "Meetings held",
    "PlaceTaken": "Places taken by somebody else",
    "StepCompleted": "Tasks done",
    "StepNotNeeded": "Steps set aside",
    "AnchorCorrected": "Dates put right, or moved",
    "HolidaysAnnounced": "Cases whose dates the new holiday moved",
    "ActionAdded": "Actions planned",
    "ActionCompleted": "Actions completed",
    "Nudged": "Nudges recorded",
    "CaseClosed": "Cases closed",
}


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a year.

    Attributes:
        note: A sentence under its title.
        rows: Its rows, the first of them its head.
    """

    title: str
    note: str
    rows: tuple[tuple[str, ...], ...]


def tables(terms: Terms, tally: Tally) -> tuple[Table, ...]:
    """Tell a year: the same for the same seed, to the letter."""
    return (
        _year(terms, tally),
        _limits(tally, "National limits", national=True),
        _limits(tally, "Local limits", national=False),
        _whys(tally),
        _whom(tally),
        _heard(tally),
        _deliveries(tally),
        _done(tally),
        _refusals(tally),
        _checks(tally),
    )


def share(part: int, whole: int) -> str:
    """Say a share in whole per cent, or a dash where there is nothing."""
    return f"{100 * part / whole:.0f}%" if whole else "–"


def _year(terms: Terms, tally: Tally) -> Table:
    counts = tally.counts
    changes = " and ".join(map(words.day, _clock_changes(terms)))
    rows = (
        ("What", "How much"),
        ("Seed", str(terms.seed)),
        ("Partnerships", f"{terms.partnerships:,}"),
        ("People", f"{counts['people']:,}"),
        ("Alerts raised", f"{counts['alerts']:,}"),
        (
            "Cases closed, and still open",
            _both(counts, "cases closed", "cases still open"),
        ),
        ("Entries in the record", f"{counts['entries']:,}"),
        (
            "Bank holiday announced nine days ahead",
            words.day(tally.holiday) if tally.holiday else "none",
        ),
        ("The clocks change on", changes or "no day of it"),
        ("Bad weeks of the outside", str(Weather(terms).bad_weeks_lived)),
        ("Processes stopped in mid-air", f"{counts['stopped and begun again']:,}"),
    )
    return Table(terms.called, "Everybody and everything in it is invented.", rows)


def _clock_changes(terms: Terms) -> Iterator[date]:
    first = terms.begins.date()
    for month in (3, 10):
        last = date(terms.year, month, 31)
        day = last - timedelta(days=(last.weekday() + 1) % 7)
        if first <= day < terms.ends.date():
            yield day


def _both(counts: Count[str], one: str, other: str) -> str:
    return f"{counts[one]:,} and {counts[other]:,}"


def _limits(tally: Tally, title: str, *, national: bool) -> Table:
    """Tell how limits ended, for all and for each procedure."""
    kinds = sorted({kind for _, kind, _ in tally.limits}, key=kind_order)
    wanted = [kind for kind in kinds if kind.startswith("national") is national]
    slugs = sorted({slug for slug, _, _ in tally.limits})
    rows = [("Limit", "Procedure", *NAMED.values(), "Met of those due")]
    for kind in wanted:
        for slug in (ALL, *slugs):
            ended = outcomes(tally, kind, slug)
            if ended.total():
                named = kind.partition(": ")[2]
                rows.append((named, slug, *_counted(ended), _met(ended)))
    note = (
        "Statutory and national limits. A request has a line for each agency."
        if national
        else "The authority’s own, where no national limit stands for the same act."
    )
    return Table(title, note, tuple(rows))


def outcomes(tally: Tally, kind: str, slug: str = ALL) -> Count[Outcome]:
    """Count how limits of a kind ended, for one procedure or for all."""
    found: Count[Outcome] = Count()
    for (whose, what, outcome), number in tally.limits.items():
        if what == kind and slug in (ALL, whose):
            found[outcome] += number  # type: ignore[index]
    return found


def _counted(ended: Count[Outcome]) -> Iterator[str]:
    yield from (f"{ended[outcome]:,}" for outcome in OUTCOMES)


def _met(ended: Count[Outcome]) -> str:
    due = ended["met"] + sum(ended[outcome] for outcome in MISSED)
    return share(ended["met"], due)


def columns_of_whys(tally: Tally) -> dict[str, Count[str]]:
    """Count why limits were missed: five days, fifteen, other national, and local."""
    found = {name: Count[str]() for name in ("5 days", "15 days", "national", "local")}
    for (kind, why), number in tally.whys.items():
        column = {FIVE: "5 days", FIFTEEN: "15 days"}.get(kind, kind.partition(":")[0])
        found[column][why] += number
    return found


def _whys(tally: Tally) -> Table:
    columns = columns_of_whys(tally)
    every = sum(columns.values(), Count[str]())
    rows: list[tuple[str, ...]] = [
        ("Why a limit was missed", "5 days", "15 days", "Other national", "Local")
    ]
    rows += [
        (why, *(f"{column[why]:,}" for column in columns.values()))
        for why, _ in sorted(every.items(), key=lambda one: (-one[1], one[0]))
    ]
    return Table(
        "Why limits were missed",
        "As things stood on the day: what everything else was waiting for.",
        tuple(rows),
    )


def _whom(tally: Tally) -> Table:
    found = sorted(tally.whom.items(), key=lambda one: (-one[1], one[0]))
    rows = [("Procedure", "Who had not answered", "Limits missed")]
    rows += [(slug, who, f"{number:,}") for (slug, who), number in found[:_MOST]]
    return Table("Who had not answered", "Offices, never people.", tuple(rows))


def _heard(tally: Tally) -> Table:
    rows: list[tuple[str, ...]] = [
        ("What", "Person-days", "Median", "95 in 100", "Worst")
    ]
    for name, of in (("Nudges", tally.nudges), ("All cards", tally.cards)):
        whole = (f"{middle(of, part):,}" for part in (0.5, 0.95, 1.0))
        rows.append((name, f"{of.total():,}", *whole))
    sent, dropped = tally.kinds["digest sent"], tally.kinds["digest dropped"]
    return Table(
        "What one person hears in a day",
        f"On days on which they hear anything. {sent:,} digests were sent, and "
        f"{dropped:,} were dropped: their morning had gone.",
        tuple(rows),
    )


def _deliveries(tally: Tally) -> Table:
    ended, counts = tally.deliveries, tally.counts
    rows = [("What", "How much")]
    rows += [
        ("Sent", f"{ended['sent']:,}"),
        ("Dropped: no longer true when they could go", f"{ended['dropped']:,}"),
        ("Given up as undeliverable", f"{ended['dead']:,}"),
        ("Tries, all told", f"{ended['tries']:,}"),
        ("Tried more than once", f"{ended['tried again']:,}"),
        ("More than an hour late", f"{ended['late']:,}"),
        ("Seen twice by somebody", f"{counts['seen twice']:,}"),
        ("Cards drawn again", f"{counts['cards drawn again']:,}"),
    ]
    rows += [
        (f"The outside {said}", f"{counts[f'trouble {name}']:,}")
        for name, said in _TROUBLES.items()
    ]
    note = "To people and channels, whatever the way."
    return Table("Deliveries", note, tuple(rows))


def _done(tally: Tally) -> Table:
    counts = tally.counts
    rows = [("What", "How much"), ("Presses", f"{counts['presses']:,}")]
    rows += [
        (said, f"{counts[f'event {name}']:,}")
        for name, said in _EVENTS.items()
        if counts[f"event {name}"]
    ]
    rows += [
        (said, f"{counts[name]:,}")
        for name, said in (
            ("pressed twice", "Presses that came twice"),
            ("replied accepted", "Invitations accepted"),
            ("replied declined", "Invitations declined"),
            ("leave recorded", "Absences recorded"),
        )
        if counts[name]
    ]
    return Table("What people did", "From the record of every case.", tuple(rows))


def _refusals(tally: Tally) -> Table:
    found = sorted(tally.stuck.items(), key=lambda one: (-one[1], one[0]))
    rows = [("What was refused", "How often")]
    rows += [(name, f"{number:,}") for name, number in found[:_MOST]]
    return Table(
        "Refusals",
        "After somebody had put their form right as often as they cared to: procedure, "
        "step, act and reason.",
        tuple(rows),
    )


def _checks(tally: Tally) -> Table:
    rows: list[tuple[str, ...]] = [("What was looked at", "What was found")]
    looked = (
        "every seal, every index against its rebuild, every delivery’s end, every late "
        "limit said, nothing seen twice, no digest on a day off"
    )
    rows.append((looked, _found(tally.faults)))
    rows += [("fault", fault) for fault in tally.faults]
    return Table("Checks at the end", "Of every case and every delivery.", tuple(rows))


def _found(faults: Iterable[str]) -> str:
    number = len(list(faults))
    return words.counted(number, "fault") if number else "all is well"
