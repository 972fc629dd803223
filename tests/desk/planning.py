"""An invented partnership with several cases, and actions at every stage on them."""

from __future__ import annotations

from datetime import date, timedelta

from tests.desk.wessex import Wessex, london

TEXT = "Ask every school whom to call."
RECOMMENDATION = "Recommendation 2"
REFERENCE = "Plan B, action 7"


def add(
    wessex: Wessex,
    ref: str,
    due: str,
    *,
    owner: str = "head-of-qa",
    sheet: str = "rapid-review",
    agency: str = "",
) -> None:
    """Put an action on a plan."""
    wessex.must(
        "joan",
        "add-action",
        ref,
        note=TEXT,
        recommendation=RECOMMENDATION,
        reference=REFERENCE,
        sheet=sheet,
        owner=owner,
        agency=agency,
        due=due,
    )


def complete(wessex: Wessex, ref: str, number: int, by: str = "helen") -> None:
    """Record an action as done today."""
    today = wessex.now.date().isoformat()
    wessex.must(by, "complete-action", f"{ref}/-/{number}", on=today, note="Minutes.")


def at_work(wessex: Wessex) -> list[str]:
    """Raise three alerts, and take actions on them as far as Tue 4 May 2027.

    On the first: 1 late, 2 open, 3 done and checked, 4 done and never checked. On
    the second: 1 reopened. On the third there is none.
    """
    first, second, third = (wessex.alert() for _ in range(3))
    add(wessex, first, "2027-02-01")
    add(wessex, first, "2027-06-01", agency="police", sheet="notification")
    add(wessex, first, "2027-01-05")
    add(wessex, first, "2027-01-06")
    add(wessex, second, "2027-01-07", agency="nhs")
    wessex.now = london("2027-01-04 10:00")
    complete(wessex, first, 3)
    complete(wessex, first, 4)
    complete(wessex, second, 1)
    wessex.must(
        "joan", "check-impact", f"{first}/-/3",
        on="2027-01-04", outcome="difference", note="Calls have doubled.",
    )  # fmt: skip
    wessex.now = london("2027-05-04 10:00")
    wessex.must(
        "joan", "check-impact", f"{second}/-/1",
        on="2027-05-04", outcome="none-yet", due="2027-07-01", note="Nobody calls.",
    )  # fmt: skip
    return [first, second, third]


def many(wessex: Wessex, count: int) -> list[str]:
    """Raise many alerts, a week apart, one in three of them for a death."""
    refs = []
    for number in range(count):
        aware = wessex.now.date()
        refs.append(
            wessex.alert(
                **{
                    "harm": "died" if number % 3 == 0 else "seriously-harmed",
                    "aware-at": f"{aware} 09:00",
                    "incident-day": str(aware - timedelta(days=1)),
                }
            )
        )
        wessex.now += timedelta(days=7)
    return refs


def day(written: str) -> date:
    """Read a day."""
    return date.fromisoformat(written)
