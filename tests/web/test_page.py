"""Every answer of the page: its headers, its refusals, and what it leaves out."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.web.walking import Walk
from tests.web.wessex_house import House

PAGES = ["/", "/form?does=raise-alert&about=", "/calendar", "/mail", "/away", "/nope"]


@pytest.mark.parametrize("to", PAGES)
def test_every_page_carries_the_headers_that_keep_it_safe(walk: Walk, to: str) -> None:
    headers = walk.go(to).page.headers
    assert "default-src 'self'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-store"


@pytest.mark.parametrize("to", PAGES)
def test_no_page_has_a_script_or_a_style_inside_it(walk: Walk, to: str) -> None:
    text = walk.go(to).page.text
    assert " style=" not in text
    assert "<style" not in text
    assert "<script>" not in text
    assert " onclick=" not in text


@pytest.mark.parametrize(
    "to",
    [
        "/nope",
        "/case/WVX-1999-001",
        "/case/%00%E2%80%AE",
        "/mail/..%2f..%2fetc%2fpasswd",
        "/calendar?person=nobody",
        "/form?does=nonsense&about=WVX-1999-001",
        "/page.py",
    ],
)
def test_an_unknown_address_gets_a_page_that_helps(walk: Walk, to: str) -> None:
    walk.go(to)
    assert walk.page.status_code == 404
    assert "Go to the first page" in walk.text


def test_more_than_any_form_holds_is_refused_in_words(walk: Walk) -> None:
    form = walk.form("/say", "Send")
    walk.send(form, {"typed": "x" * 1_200_000})
    assert walk.page.status_code == 413
    assert "Nothing has been recorded" in walk.text


def test_too_many_fields_are_refused_in_words(walk: Walk) -> None:
    walk.page = walk.client.post("/say", data={f"f{n}": "x" for n in range(2_000)})
    assert walk.page.status_code == 400
    assert "could not take what your browser sent" in walk.text


def test_a_press_of_something_unknown_says_so(walk: Walk) -> None:
    ref = walk.raise_alert()
    form = walk.go(f"/case/{ref}").form("/press")
    walk.send(form, {"does": "explode", "about": ref})
    assert "from an older version" in walk.text


def test_something_that_is_not_a_command_is_not_kept_and_stays_in_the_box(
    walk: Walk,
) -> None:
    walk.say("Zebedee Quill has been hurt")
    assert walk.page.status_code == 422
    assert "This page takes commands only" in walk.text
    assert walk.form("/say", "Send").fields["typed"] == "Zebedee Quill has been hurt"
    assert "Zebedee" not in walk.go("/").page.text


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("/help", "What you can type here"),
        ("/case", "waits for you"),
        ("/deadlines", "These are the deadlines"),
        ("/CASE wvx-2026-001", "WVX-2026-001"),
        ("  /help  ", "What you can type here"),
    ],
)
def test_a_command_is_answered_for_the_person_alone(
    walk: Walk, typed: str, says: str
) -> None:
    walk.raise_alert()
    assert says in walk.say(typed).text


def test_a_button_leads_only_to_our_own_pages(walk: Walk) -> None:
    form = walk.form("/say", "Help")
    walk.client.follow_redirects = False
    for back in (
        "//example.org",
        "https://example.org",
        "/\\example.org",
        "/case/../x",
    ):
        sent = walk.client.post(
            "/as", data={**form.fields, "back": back, "person": "amina"}
        )
        assert sent.headers["location"] == "/"


def test_a_childs_name_is_in_no_card_no_list_and_no_journal(
    walk: Walk, browse: Callable[[], Walk], house: House
) -> None:
    ref = walk.raise_alert()
    house.deliver()
    for person in ("amina", "helen", "joan"):
        other = browse().become(person)
        for address in ("/", f"/case/{ref}", "/mail", "/calendar", "/away"):
            page = other.go(address).page.text
            assert "Zebedee" not in page
            assert "Nowhere Lane" not in page


def test_what_was_written_is_shown_to_who_may_read_it_and_that_is_recorded(
    walk: Walk, house: House
) -> None:
    ref = walk.raise_alert()
    walk.become("helen").go(f"/case/{ref}").press("Read what was written: entry 1")
    assert "Zebedee Quill" in walk.text
    assert walk.page.headers["cache-control"] == "no-store"
    entries = [type(entry.event).__name__ for entry in house.desk.recorded(ref)]
    assert "AnswersRead" in entries


def test_what_was_written_is_not_offered_to_who_may_not_read_it(walk: Walk) -> None:
    ref = walk.raise_alert()
    assert "Read what was written" not in walk.go(f"/case/{ref}").text
    form = walk.form("/press")
    walk.send(form, {"does": "read", "about": f"{ref}/-/1"})
    assert "not open to you" in walk.text
    assert "Zebedee" not in walk.page.text


def test_the_page_says_whether_it_is_well(walk: Walk) -> None:
    assert walk.client.get("/healthz").json()["status"] == "ok"


@pytest.mark.parametrize(
    ("to", "kind"),
    [
        ("export.csv", "text/csv"),
        ("export.xlsx", "application/vnd.openxmlformats"),
        ("print", "text/html"),
    ],
)
def test_a_case_can_be_taken_away_without_what_was_written(
    walk: Walk, to: str, kind: str
) -> None:
    ref = walk.raise_alert()
    walk.go(f"/case/{ref}/{to}")
    assert walk.page.headers["content-type"].startswith(kind)
    assert b"Zebedee" not in walk.page.content


def test_a_case_is_not_given_away_in_a_form_that_is_not_offered(walk: Walk) -> None:
    ref = walk.raise_alert()
    assert walk.go(f"/case/{ref}/export.exe").page.status_code == 404
    assert walk.go("/case/WVX-1999-001/export.csv").page.status_code == 404
