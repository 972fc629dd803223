"""Plans, national limits and what is held again, as the page and the lists show it."""

from __future__ import annotations

from bot import counts, indexes, particulars, turns
from bot.core import offers
from bot.core.commands import Arrange, Hold
from bot.core.digest import Summary, digest
from bot.core.progress import status
from bot.shown import View, as_open
from integrations.web import case_parts, case_record, timeline_picture
from tests.core.calendar_words import calendar_day
from tests.core.played import Played, at
from tests.core.publishing import begun, planned

PLANNED = "Planned for Tuesday 1 June 2027, 12 days after its last day."
NATIONAL = "National limit: Friday 27 November 2026, 5 working days before this date."


def seen(played: Played, by: str = "kit") -> View:
    """A case as one person sees it."""
    case, asking = played.case, played.asking(by)
    steps = asking.procedure.step
    return View(
        case=case,
        asking=asking,
        journal=tuple(played.journal),
        lines=tuple(played.lines().values()),
        statuses={s.id: status(s, case, asking.procedure) for s in steps},
        buttons={s.id: offers.of_step(s, case, asking) for s in steps},
        readable=True,
    )


def held_twice() -> Played:
    """A case whose panel has met twice, and has a third time."""
    played = begun()
    for day in ("Tue 1 Dec 2026", "Tue 8 Dec 2026"):
        start = at(f"{day} 10:00")
        played.does("kit", Arrange(step="panel", start=start, minutes=60))
        played.goes_to(f"{day} 12:00")
        played.does("kit", Hold(step="panel", on=start.date()))
    return played


def test_the_table_of_dates_says_what_stands_beside_each() -> None:
    dates = {d.title: d for d in case_parts.dates(seen(planned("Tue 1 Jun 2027")))}

    assert dates["Publish"].beside == PLANNED
    tell = dates["Tell the Panel of the decision"]
    assert tell.beside == NATIONAL
    assert tell.why[-1] == "The national limit for this is Friday 27 November 2026."
    assert dates["Visit the family"].beside == ""


def test_the_counts_and_the_drawing_say_it_too() -> None:
    view = seen(planned("Tue 1 Jun 2027"))

    assert PLANNED in [count.beside for count in counts.counts(view)]
    across = timeline_picture.across(view)
    assert across is not None
    assert any(bar.says.endswith(NATIONAL) for bar in across.bars)


def test_what_others_are_to_do_says_it_too() -> None:
    found = turns.others(seen(planned("Tue 1 Jun 2027"), "arun"))
    told = {turn.title: turn for turn in found}

    assert told["Publish"].due == (f"Thursday 20 May 2027. {PLANNED.removesuffix('.')}")
    assert "Plan publication" not in told, "done, and nobody waits for it"


def test_a_meeting_lists_every_time_that_it_was_held() -> None:
    played = held_twice()
    [panel] = [
        m for m in case_record.meetings(seen(played)) if m.title == "Panel meeting"
    ]
    assert panel.held == "Tuesday 1 December 2026 and Tuesday 8 December 2026"
    assert (panel.when, panel.again) == ("", True)

    for start in ("Mon 14 Dec 2026 10:00", "Tue 15 Dec 2026 10:00"):
        played.does("kit", Arrange(step="panel", start=at(start), minutes=60))
    [panel] = [
        m for m in case_record.meetings(seen(played)) if m.title == "Panel meeting"
    ]
    assert panel.when == "Tuesday 15 December 2026, 10am"
    assert panel.moved == ("Monday 14 December 2026, 10am",)


def test_an_export_says_it_too() -> None:
    played = planned("Tue 1 Jun 2027")
    parts = {
        part.title: part.rows
        for part in particulars.parts(played.case, played.asking("kit"), played.journal)
    }

    publish = next(row for row in parts["Deadlines"] if row[0] == "Publish")
    assert publish[2:4] == (calendar_day("Thu 20 May 2027"), PLANNED)
    held = held_twice()
    exported = particulars.parts(held.case, held.asking("kit"), held.journal)
    [meetings] = [part for part in exported if part.title == "Meetings"]
    panel = next(row for row in meetings.rows if row[0] == "Panel meeting")
    assert panel[3] == "Tuesday 1 December 2026 and Tuesday 8 December 2026"


def test_the_digest_says_it_from_the_index() -> None:
    played = planned("Tue 1 Jun 2027").goes_to("Fri 27 Nov 2026 9:00")
    rows = list(indexes.step_rows(played.case, played.asking()))
    assert not any(row.step == "plan" for row in rows), "nobody waits for it"
    assert any(row.step == "last-meeting" and not row.due for row in rows)

    opened = tuple(as_open(row) for row in rows if row.due)
    made = digest(Summary("Eastshire", opened), played.now, played.offices, {})

    tell = next(item for item in made.items if "Tell the Panel" in item.title)
    assert tell.facts[-1] == tuple(NATIONAL.removesuffix(".").split(": ", 1))
