"""Using the page without a window: reading its forms, and sending them back."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import httpx
from typing_extensions import override

ALERT_PAGES: tuple[dict[str, str], ...] = (
    {
        "q.harm": "seriously-harmed",
        "q.abuse": "yes",
        "q.what-happened": "Zebedee Quill was found hurt.",
        "q.where": "12 Nowhere Lane",
    },
    {
        "q.aware-at.day": "27",
        "q.aware-at.month": "11",
        "q.aware-at.year": "2026",
        "q.aware-at.time": "9am",
    },
    {
        "q.child-1-name": "Zebedee Quill",
        "q.looked-after": "no",
        "q.care-leaver": "no",
        "q.child-2": "no",
    },
    {"q.made-safe": "The police have been.", "q.contact": "01632 960001"},
)
"""What is typed on each page of the alert, all of it invented."""


@dataclass
class Form:
    """A form found on a page: where it goes, and what stands in it."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)
    buttons: list[tuple[str, str, str]] = field(default_factory=list)


class Forms(HTMLParser):
    """Find the forms of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._area = ""
        self._button: tuple[str, str] | None = None
        self._said = ""
        self.feed(text)

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(given["action"], given.get("method", "get")))
        elif not self.forms:
            return
        elif tag == "input":
            ticked = (
                given.get("type") not in ("radio", "checkbox") or "checked" in given
            )
            if ticked and "name" in given:
                self.forms[-1].fields[given["name"]] = given.get("value", "")
        elif tag == "textarea":
            self._area = given["name"]
            self.forms[-1].fields[self._area] = ""
        elif tag == "button":
            self._button, self._said = (
                (given.get("name", ""), given.get("value", "")),
                "",
            )

    @override
    def handle_data(self, data: str) -> None:
        if self._area:
            self.forms[-1].fields[self._area] += data
        if self._button:
            self._said += data

    @override
    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._area:
            text = self.forms[-1].fields[self._area]
            self.forms[-1].fields[self._area] = text.removeprefix("\n")
            self._area = ""
        if tag == "button" and self._button:
            self.forms[-1].buttons.append((*self._button, self._said.strip()))
            self._button = None


class Walk:
    """One browser, and the page it is on."""

    def __init__(self, client: httpx.Client) -> None:
        self.client = client
        self.page = client.get("/")

    @property
    def text(self) -> str:
        """What the page says, without its marks."""
        said = re.sub(r"<(script|style).*?</\1>", " ", self.page.text, flags=re.DOTALL)
        plain = html.unescape(re.sub(r"<[^>]+>", " ", said))
        return " ".join(plain.split())

    @property
    def forms(self) -> list[Form]:
        """The forms of the page."""
        return Forms(self.page.text).forms

    def go(self, to: str) -> Walk:
        """Open an address."""
        self.page = self.client.get(to)
        return self

    def become(self, person: str) -> Walk:
        """Act as somebody else."""
        self.go("/")
        return self.send(self.form("/as"), {"person": person})

    def form(self, action: str, label: str = "") -> Form:
        """Find the form that goes to an address, by what its button says."""
        for form in self.forms:
            said = [text for _, _, text in form.buttons]
            if form.action == action and any(label in text for text in said):
                return form
        message = f"no form to {action} with {label!r} on {self.page.url}"
        raise AssertionError(message)

    def press(self, label: str) -> Walk:
        """Press a button of a card or of the case."""
        return self.send(self.form("/press", label))

    def send(self, form: Form, typed: Mapping[str, Any] | None = None) -> Walk:
        """Send a form with what is typed in it."""
        self.page = self.client.post(form.action, data={**form.fields, **(typed or {})})
        return self

    def say(self, typed: str) -> Walk:
        """Type something into the chat."""
        self.go("/")
        return self.send(self.form("/say", "Send"), {"typed": typed})

    def fill(self, typed: Mapping[str, Any], then: str = "on") -> Walk:
        """Fill in the form on the page, and press one of its buttons."""
        return self.send(self.form("/form"), {**typed, "then": then})

    def raise_alert(self) -> str:
        """Raise an alert from beginning to end; returns the case's reference."""
        self.say("/alert")
        for typed in ALERT_PAGES:
            self.fill(typed)
            assert "to put right" not in self.text, self.text
        self.fill({}, "send")
        found = re.search(r"WVX-\d{4}-\d{3}", self.text)
        assert found, self.text
        return found[0]
