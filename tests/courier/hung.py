"""What is done with meetings, and seen of them, where a calendar is shared."""

from __future__ import annotations

from integrations.calendars.ics import read
from tests.courier.conftest import ASKED
from tests.courier.outside import Pillar
from tests.courier.wall import Hung, Wall
from tests.desk.wessex import Wessex

MONDAY = "2027-01-04 10:00"
TUESDAY = "2027-01-05 10:00"


def arrange(wessex: Wessex, ref: str, start: str = MONDAY) -> None:
    about = f"{ref}/rapid-review"
    wessex.must("joan", "arrange", about, when="another", start=start, minutes="120")


def arranged(wessex: Wessex, start: str = MONDAY) -> str:
    arrange(wessex, ASKED, start)
    wessex.carry()
    return ASKED


def later(wessex: Wessex, times: int = 4) -> None:
    for _ in range(times):
        wessex.wait(minutes=6)
        wessex.carry()


def only(wall: Wall) -> Hung:
    (hung,) = wall.live()
    return hung


def letters(pillar: Pillar, who: str = "") -> list[tuple[str, str, int]]:
    """Every invitation by e-mail: to whom, what it does, and its number."""
    found = []
    for _, letter in pillar.sent:
        if letter.calendar and who in ("", letter.to.id):
            item = read(letter.calendar)
            found.append((letter.to.id, letter.method, item.sequence))
    return found


def shared_rows(wessex: Wessex) -> list[tuple[str, str]]:
    rows = [r for kind in ("invite", "attend") for r in wessex.rows(kind=kind)]
    return [(r.state, r.problem) for r in rows if r.place.startswith("shared/")]
