"""One section of an alert is handed to somebody else, on the page."""

from __future__ import annotations

from collections.abc import Callable

from tests.web.walking import ALERT_PAGES, Walk

MINE = {**ALERT_PAGES[0], "q.where": "12 Nowhere Lane"}


def handed(amina: Walk, to: str = "helen") -> str:
    """Ask for the first section; returns the alert's address."""
    amina.become("amina").say("/alert")
    here = str(amina.page.url)
    amina.fill(MINE, "hand")
    assert "nothing of what is in it" in amina.text
    amina.send(amina.form("/form/hand", "Ask them"), {"to": to})
    assert "has been asked to complete this section" in amina.text
    return here


def theirs(helen: Walk) -> Walk:
    helen.become("helen").go("/")
    at = helen.page.text.split("/form?does=section")[1].split('"')[0]
    return helen.go(f"/form?does=section{at.replace('&amp;', '&')}")


def test_a_section_is_completed_by_somebody_else_and_nothing_is_lost(
    browse: Callable[[], Walk],
) -> None:
    amina, helen = browse(), browse()
    handed(amina)
    assert "Helen Marsh was asked to complete this section" in amina.text

    theirs(helen)
    assert "You see this section of the alert only" in helen.text
    assert helen.form("/form").fields["q.where"] == "12 Nowhere Lane"
    helen.fill({"q.where": "12 Nowhere Lane, upstairs", "q.harm": "died"}, "send")
    assert "The section is saved" in helen.text

    stale = amina.form("/form")
    amina.send(stale, {"q.where": "12 Nowhere Lane, downstairs", "then": "leave"})
    amina.go("/")
    assert "Helen Marsh has filled in a section of it" in amina.text
    amina.go(_continue(amina))
    where = amina.form("/form").fields["q.where"]
    assert "upstairs" in where
    assert "downstairs" in where
    assert "Helen Marsh answered:" in amina.text

    amina.fill({"q.where": "Only upstairs"}, "leave").go("/")
    amina.go(_continue(amina))
    assert amina.form("/form").fields["q.where"] == "Only upstairs"


def _continue(walk: Walk) -> str:
    at = walk.page.text.split('href="/form?does=raise-alert&amp;about=&amp;draft=')[1]
    rest = at.split('"')[0].replace("&amp;", "&")
    return f"/form?does=raise-alert&about=&draft={rest}"


def test_a_section_is_taken_back(browse: Callable[[], Walk]) -> None:
    amina, helen = browse(), browse()
    handed(amina)
    theirs(helen)
    late = helen.form("/form")
    helen.fill({"q.where": "In the garden"}, "leave")

    amina.fill({}, "hand")
    amina.send(amina.form("/form/hand", "Take it back"))

    assert "is no longer asked for this section" in amina.text
    assert "In the garden" in amina.form("/form").fields["q.where"]
    helen.send(late, {"q.where": "Too late", "then": "send"})
    assert "no longer asked of you" in helen.text


def test_a_section_goes_when_the_alert_is_raised(browse: Callable[[], Walk]) -> None:
    amina, helen = browse(), browse()
    handed(amina)
    for typed in ALERT_PAGES:
        amina.fill(typed)
    assert "has not said yet that it is complete" in amina.text
    amina.fill({}, "send")
    assert "The alert was raised" in amina.text

    helen.become("helen").go("/")
    assert "you were asked to complete" not in helen.text


def test_nobody_asks_for_a_section_of_somebody_elses_alert(
    browse: Callable[[], Walk],
) -> None:
    amina, kofi = browse(), browse()
    handed(amina)
    draft = amina.form("/form").fields["draft"]
    page = kofi.become("kofi").go(f"/form/hand?draft={draft}&section=x").page
    assert page.status_code == 404
    kofi.say("/alert").fill({}, "hand")
    kofi.send(kofi.form("/form/hand", "Ask them"), {"draft": draft, "to": "helen"})
    assert "This could not be done." in kofi.text


def test_a_half_filled_date_in_a_section_is_put_right_first(
    browse: Callable[[], Walk],
) -> None:
    amina, helen = browse(), browse()
    amina.become("amina").say("/alert").fill(ALERT_PAGES[0]).fill({}, "hand")
    amina.send(amina.form("/form/hand", "Ask them"), {"to": "helen"})
    theirs(helen).fill({"q.aware-at.day": "27"}, "send")
    assert "to put right" in helen.text
