"""Cards of anything whatever, by chance."""

from __future__ import annotations

import random
from typing import Any

from bot.core.cards import Button, Card, Item

HOSTILE = (
    "",
    " ",
    "\n",
    "Friday",
    "Open",
    "**bold** _slanted_ `code` ~~gone~~",
    "[here](https://example.org) <at>Everyone</at> &lt;b&gt; &#42;",
    "1. one\n2) two\n- three\n+ four\n# five\n> six\n---\n===",
    "{{DATE(2026-11-27T09:00:00Z, SHORT)}} | a | b |",
    "\N{RIGHT-TO-LEFT OVERRIDE}drowssap\N{WAVING HAND SIGN} \ud800 \x00\x07",
    "    four spaces\n\n\n\nand gaps\r\nand ends\r",
    "\\ \\\\ \\* \\_",
)
LONG = ("x" * 10_000, "a word " * 1_500, "\N{WAVING HAND SIGN}" * 900, "\n*\n" * 3_000)
LENGTHS = (0, 1, 2, 7, 60)


class Chance:
    """Anything whatever, by chance."""

    def __init__(self, seed: int) -> None:
        self.of = random.Random(seed)
        self.long = self.of.choice((0, 0, 0.05, 0.4))

    def text(self) -> str:
        return self.of.choice(LONG if self.of.random() < self.long else HOSTILE)

    def some(self, one: Any, most: int) -> Any:
        count = min(self.of.choice(LENGTHS), most)
        return tuple(one() for _ in range(count))

    def fact(self) -> tuple[str, str]:
        return self.text(), self.text()

    def button(self) -> Button:
        does = self.of.choice(("sign", "open", "choose-time", "x" * 300))
        about = self.of.choice(("DOR-2026-004/sign-sin", "", "x" * 600, "x" * 2_000))
        return Button(self.text(), does, about, main=self.of.random() < 0.2)

    def item(self) -> Item:
        facts, buttons = self.some(self.fact, 4), self.some(self.button, 4)
        return Item(self.text(), facts, buttons, late=self.of.random() < 0.3)

    def card(self) -> Card:
        return Card(
            self.text(),
            self.some(self.text, 20),
            self.some(self.fact, 20),
            self.some(self.item, 60) * self.of.choice((1, 1, 4)),
            self.some(self.button, 60),
            self.text(),
        )
