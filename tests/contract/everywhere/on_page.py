"""Somebody who uses the page: the same acts, by its forms, buttons and links."""

from __future__ import annotations

import html
from collections.abc import Mapping

import httpx

from tests.contract.everywhere import page_forms
from tests.contract.everywhere.page_forms import Form
from tests.contract.everywhere.page_tree import Node, tree
from tests.contract.everywhere.person import (
    Answers,
    Cannot,
    Person,
    Seen,
    Typed,
    absence,
)

_FORMS = ("/form", "/form/hand", "/away")


class OnPage:
    """Somebody at a browser that nobody else uses."""

    def __init__(self, client: httpx.Client, who: str) -> None:
        self.client = client
        self.who = who
        self._shows(client.get("/"))
        become = self._form_to("/as")
        self._posts(become.action, {**become.held, "person": who})

    # --- where they are --------------------------------------------------------

    def _shows(self, page: httpx.Response) -> None:
        assert page.status_code < 500, page.text[:500]
        self.page = page
        self.at = tree(page.text)
        self.filled: Form | None = None

    def _goes(self, to: str) -> None:
        self._shows(self.client.get(html.unescape(to)))

    def _posts(self, to: str, data: Mapping[str, Typed]) -> None:
        self.last = (to, dict(data))
        self._shows(self.client.post(to, data=dict(data)))

    def _form_to(self, action: str, label: str = "") -> Form:
        for node in self.at.tagged("form"):
            if node.given.get("action") == action and label in node.words():
                return page_forms.read(node)
        message = f"no form to {action} with {label!r}: {self.told()}"
        raise AssertionError(message)

    @property
    def form(self) -> Form | None:
        """The form in front of them, with what they have typed in it so far."""
        if self.filled is None:
            for node in self.at.tagged("form"):
                if node.given.get("action") in _FORMS:
                    self.filled = page_forms.read(node)
        return self.filled

    # --- what they see ---------------------------------------------------------

    def told(self) -> str:
        answer = self.at.first(lambda n: n.given.get("id") == "answer")
        if answer is not None:
            cards = answer.tagged("article")
            if cards:
                return cards[0].words()
            return " ".join(
                one.words() for one in answer.tagged("p") if not one.tagged("a")
            )
        main = self.at.first(lambda n: n.tag == "main")
        return main.words() if main is not None else ""

    def _cards(self) -> list[tuple[str, Node]]:
        home = tree(self.client.get("/").text)
        found = []
        for place in ("direct", "channel"):
            box = home.first(lambda n, place=place: n.given.get("id") == place)  # type: ignore[misc]
            found += [(place, c) for c in box.tagged("article")] if box else []
        return found

    def card(self, about: str) -> Seen:
        for _, one in self._cards():
            if about in one.words():
                return seen(one)
        message = f"{self.who} has no card about {about!r}"
        raise AssertionError(message)

    def in_channel(self) -> list[Seen]:
        return [seen(one) for place, one in self._cards() if place == "channel"]

    def hears(self, about: str = "") -> str:
        said = [one.words(("hidden", "when")) for _, one in self._cards()]
        return "\n\n".join(text for text in reversed(said) if about in text)

    # --- what they do ----------------------------------------------------------

    def types(self, command: str, text: str = "") -> None:
        self._goes("/")
        say = self._form_to("/say", "Send")
        self._posts(say.action, {**say.held, "typed": f"/{command} {text}".strip()})

    def asks_before_others(self) -> None:
        message = "There is no place on the page where others read along."
        raise Cannot(message)

    def presses(self, label: str, about: str = "") -> None:
        if self.form is not None and not about:
            self._presses_in_form(label)
            return
        answer = self.at.first(lambda n: n.given.get("id") == "answer")
        on_case = self.page.url.path.startswith("/case/")
        if answer is not None and self._pressed_within(answer, label, about):
            return
        if on_case and self._pressed_within(self.at, label, about):
            return
        self._goes("/")
        assert self._pressed_within(self.at, label, about), f"{label!r} on {about!r}"

    def _presses_in_form(self, label: str) -> None:
        form = self.form
        assert form is not None
        box = form.node.first(
            lambda n: n.tag == "a" and "button" in n.classes and label in n.words()
        )
        if box is not None:
            self._goes(box.given["href"])
            return
        button = form.button(label).given
        pressed = {button["name"]: button["value"]} if button.get("name") else {}
        self._posts(form.action, {**form.held, **pressed})

    def _pressed_within(self, place: Node, label: str, about: str) -> bool:
        for node in place.tagged("form"):
            if node.given.get("action") != "/press":
                continue
            button, form = node.tagged("button")[0], page_forms.read(node)
            whole = f"{button.words(())} {form.held['about']}"
            if button.words() == label and about in whole:
                self._posts("/press", form.held)
                return True
        for link in place.tagged("a"):
            if link.words() == label and about in f"{link.words(())} {link.given}":
                self._goes(link.given["href"])
                return True
        return False

    def in_form(self) -> bool:
        return self.form is not None

    def asked(self) -> tuple[str, ...]:
        return tuple(f.label for f in self._form().fields())

    def holds(self, label: str) -> str:
        form = self._form()
        held = next(
            form.held.get(f.name, "")
            for f in form.fields()
            if f.label.startswith(label)
        )
        return str(held)

    def fills(self, answers: Answers) -> None:
        form = self._form()
        done: set[str] = set()
        while left := [f for f in form.fields() if f.name not in done]:
            one = left[0]
            done.add(one.name)
            text = one.controls[-1].tag == "textarea" or (
                one.controls[-1].tag == "input"
                and len(one.controls) == 1
                and one.controls[0].given.get("type") is None
            )
            said = [
                a
                for label, a in answers.items()
                if one.label.startswith(label) and (label or text)
            ]
            if said:
                form.held |= one.typed(said[-1])

    def sends(self) -> dict[str, str]:
        form = self._form()
        button = form.button().given
        pressed = {button["name"]: button["value"]} if button.get("name") else {}
        self._posts(form.action, {**form.held, **pressed})
        if self.form is None:
            return {}
        return {f.label: f.wrong for f in self.form.fields() if f.wrong}

    def leaves(self) -> None:
        self._presses_in_form("Leave, and keep what I typed")

    def takes_up(self) -> None:
        self._goes("/")
        for link in self.at.tagged("a"):
            if link.words().startswith("Continue"):
                self._goes(link.given["href"])
                return
        message = f"{self.who} has left nothing half way"
        raise AssertionError(message)

    def reads_written(self, ref: str) -> str:
        self._goes(f"/case/{ref}")
        entries = self.at.first(lambda n: "journal" in n.classes)
        assert entries is not None
        alert = next(
            one for one in entries.tagged("li") if "alert was raised" in one.words()
        )
        assert self._pressed_within(alert, "Read what was written", ref)
        return self.told()

    def away(self, deputy: str, first: str, last: str) -> None:
        self._goes("/away")
        me = self.at.first(lambda n: n.given.get("id") == "who")
        assert me is not None
        name = me.tagged("strong")[0].words()
        self.fills(absence(name, deputy, first, last))
        assert not self.sends()

    def again(self) -> None:
        to, data = self.last
        self._posts(to, data)

    def forges(self, other: Person, label: str, about: str) -> None:
        assert isinstance(other, OnPage)
        for _, one in other._cards():
            for node in one.tagged("form"):
                if node.tagged("button")[0].words() == label and about in one.words():
                    theirs = page_forms.read(node).held
                    self._goes("/")
                    mine = self._form_to("/say", "Send").held["cause"]
                    self._posts("/press", {**theirs, "cause": mine})
                    return
        message = f"{other.who} is not offered {label!r}"
        raise Cannot(message)

    def _form(self) -> Form:
        assert self.form is not None, f"no form before {self.who}: {self.told()}"
        return self.form


def seen(card: Node) -> Seen:
    """Read a card as it is drawn."""
    pressed = [
        *card.tagged("button"),
        *card.every(lambda n: n.tag == "a" and "button" in n.classes),
    ]
    return Seen(
        card.words(("hidden", "when")), tuple(sorted(one.words() for one in pressed))
    )
