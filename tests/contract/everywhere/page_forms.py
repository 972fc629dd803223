"""How a person reads and fills in a form on the page: by its words, not its names."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.contract.everywhere.page_tree import Node
from tests.contract.everywhere.person import Typed, named


@dataclass
class Field:
    """One question of a form, with the controls that answer it."""

    label: str
    controls: list[Node]
    node: Node
    wrong: str = ""

    @property
    def name(self) -> str:
        return self.controls[-1].given["name"]

    def option(self, wanted: str) -> str:
        """Find the value that stands behind a choice."""
        for exact in (True, False):
            for value, said in self._options():
                if said == wanted or (not exact and wanted in said):
                    return value
        message = f"no choice {wanted!r} at {self.label!r}"
        raise AssertionError(message)

    def _options(self) -> list[tuple[str, str]]:
        if self.controls[-1].tag == "select":
            options = self.controls[-1].tagged("option")
            return [(o.given["value"], o.words()) for o in options]
        labels = {n.given["for"]: n.words() for n in self.node.tagged("label")}
        return [
            (control.given["value"], labels[control.given["id"]])
            for control in self.controls
            if control.given.get("type") in ("radio", "checkbox")
        ]

    def typed(self, said: Typed) -> dict[str, Typed]:
        """Give what is posted once this is answered so."""
        kind = self.controls[-1].given.get("type")
        if self.controls[-1].tag == "select" or kind == "radio":
            assert isinstance(said, str)
            return {self.name: self.option(said)}
        if kind == "checkbox":
            many = [said] if isinstance(said, str) else list(said)
            return {self.name: [self.option(one) for one in many]}
        assert isinstance(said, str)
        by_name = [control.given["name"] for control in self.controls]
        if len(by_name) == 1:
            return {by_name[0]: said}
        day, _, hour = said.partition(" ")
        year, month, date = (str(int(part)) for part in day.split("-"))
        stem = by_name[0].rpartition(".")[0]
        parts = {"day": date, "month": month, "year": year, "time": hour}
        return {f"{stem}.{k}": v for k, v in parts.items() if f"{stem}.{k}" in by_name}


@dataclass
class Form:
    """A form on the page, as far as it has been filled in."""

    node: Node
    held: dict[str, Typed] = field(default_factory=dict)

    @property
    def action(self) -> str:
        return self.node.given["action"]

    def fields(self) -> list[Field]:
        """List what can be answered now; what depends on another answer with it."""
        boxes = self.node.every(lambda n: bool({"question", "field"} & set(n.classes)))
        found: list[Field] = []
        seen: set[int] = set()
        for box in boxes:
            if id(box) in seen or not self._wanted(box):
                seen |= {id(one) for one in box.every(lambda _: True)}
                continue
            seen |= {id(one) for one in box.every(lambda _: True)}
            found.append(_field(box))
        return found

    def _wanted(self, box: Node) -> bool:
        other = box.given.get("data-only-if")
        return other is None or self.held.get(other) == box.given["data-only-when"]

    def button(self, label: str = "") -> Node:
        """Find a button by its words, or the main one."""
        for one in self.node.tagged("button"):
            if "hidden" in one.classes:
                continue
            if label in one.words() if label else "main" in one.classes:
                return one
        message = f"no button {label!r} in {self.node.words()!r}"
        raise AssertionError(message)


def _field(box: Node) -> Field:
    controls = [
        one
        for one in box.tagged("input", "textarea", "select")
        if one.given.get("type") != "hidden"
    ]
    legend = box.first(lambda n: n.tag in ("legend", "label"))
    assert legend is not None
    wrong = box.first(lambda n: "wrong" in n.classes)
    return Field(
        named(legend.words()), controls, box, wrong.words() if wrong is not None else ""
    )


def read(node: Node) -> Form:
    """Read a form, with what already stands in it."""
    held: dict[str, Typed] = {}
    for one in node.tagged("input", "textarea", "select"):
        name, kind = one.given.get("name", ""), one.given.get("type")
        if one.tag == "textarea":
            held[name] = one.words().removeprefix("\n")
        elif one.tag == "select":
            chosen = [o for o in one.tagged("option") if "selected" in o.given]
            held[name] = chosen[0].given["value"] if chosen else ""
        elif kind == "checkbox":
            if "checked" in one.given:
                held[name] = [*_many(held.get(name)), one.given.get("value", "")]
        elif kind != "radio" or "checked" in one.given:
            held[name] = one.given.get("value", "")
    return Form(node, held)


def _many(held: Typed | None) -> list[str]:
    return [] if held is None or isinstance(held, str) else list(held)
