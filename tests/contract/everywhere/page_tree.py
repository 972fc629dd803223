"""A page as a tree, to be read the way a person reads it: what is shown, and where."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from typing_extensions import override

_VOID = frozenset({"br", "hr", "img", "input", "link", "meta"})


@dataclass
class Node:
    """An element of a page, or a text in it."""

    tag: str = ""
    given: dict[str, str] = field(default_factory=dict)
    text: str = ""
    inside: list[Node] = field(default_factory=list)

    @property
    def classes(self) -> list[str]:
        return self.given.get("class", "").split()

    def every(self, match: Callable[[Node], bool]) -> Iterator[Node]:
        """Find every element within, in the order of reading."""
        for one in self.inside:
            if match(one):
                yield one
            yield from one.every(match)

    def tagged(self, *tags: str) -> list[Node]:
        return list(self.every(lambda node: node.tag in tags))

    def first(self, match: Callable[[Node], bool]) -> Node | None:
        return next(self.every(match), None)

    def words(self, without: tuple[str, ...] = ("hidden",)) -> str:
        """Read it out; ``without`` names classes that are passed over."""
        if self.tag == "summary" or set(without) & set(self.classes):
            return ""
        if self.tag == "textarea":
            return self.text + "".join(one.text for one in self.inside)
        parts = [self.text, *(one.words(without) for one in self.inside)]
        return " ".join(" ".join(parts).split())


class _Builder(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.root = Node("page")
        self._open = [self.root]
        self.feed(text)

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self._open[-1].inside.append(node)
        if tag not in _VOID:
            self._open.append(node)

    @override
    def handle_endtag(self, tag: str) -> None:
        if any(node.tag == tag for node in self._open[1:]):
            while self._open.pop().tag != tag:
                pass

    @override
    def handle_data(self, data: str) -> None:
        self._open[-1].inside.append(Node(text=data))


def tree(text: str) -> Node:
    """Read a page."""
    return _Builder(text).root
