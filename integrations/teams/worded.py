"""What somebody wrote in Teams, which sends it as a page: as plain text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from typing import Any, Final

from typing_extensions import override

from bot.core.fields import clean
from integrations.teams.activities import mapping

_LINES: Final = frozenset({
    *("address", "article", "blockquote", "br", "dd", "div", "dl", "dt", "h1", "h2"),
    *("h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "section", "table"),
    *("tr", "ul"),
})  # fmt: skip
"""What stands on lines of its own."""
_UNSEEN: Final = frozenset({"head", "script", "style", "template", "title"})
_MENTION: Final = "at"
_TAG: Final = re.compile(r"</?[A-Za-z]")
_BLANK: Final = re.compile(r"[^\S\n]+")
_GAPS: Final = re.compile(r"\n{3,}")


class _Reading(HTMLParser):
    """Reads what a page says, and leaves out how it looks."""

    def __init__(self, *, unseen: frozenset[str]) -> None:
        super().__init__(convert_charrefs=True)
        self._unseen = unseen
        self._hidden: list[str] = []
        self.said: list[str] = []

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _LINES:
            self.said.append("\n")
        if tag in ("td", "th"):
            self.said.append(" ")
        if tag in self._unseen:
            self._hidden.append(tag)

    @override
    def handle_endtag(self, tag: str) -> None:
        if tag in _LINES and tag != "br":
            self.said.append("\n")
        if tag in self._hidden:
            del self._hidden[self._hidden.index(tag) :]

    @override
    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.said.append(_BLANK.sub(" ", data.replace("\n", " ")))


def text_of(page: str, *, mentions: bool = True) -> str:
    r"""Read what a page says, with its lines kept.

    Args:
        page: What Teams sent.
        mentions: Whether the names of those who were called on are part of it.

    Example:
        >>> text_of("<p>Fish &amp; chips</p><p>On&nbsp;Friday<br>at six</p>")
        'Fish & chips\n\nOn Friday\nat six'
    """
    reading = _Reading(unseen=_UNSEEN if mentions else _UNSEEN | {_MENTION})
    reading.feed(clean(page))
    reading.close()
    lines = [
        _BLANK.sub(" ", line).strip() for line in "".join(reading.said).split("\n")
    ]
    return _GAPS.sub("\n\n", "\n".join(lines)).strip()


def words_of(activity: Mapping[str, Any]) -> list[str]:
    """Read what somebody typed to the bot, word by word, without whom they called."""
    text = activity.get("text")
    said = text if isinstance(text, str) else ""
    for called in _mentions(activity):
        whole = called.get("text")
        if isinstance(whole, str) and whole:
            said = said.replace(whole, " ")
    # What is pasted may hold marks that nobody sees, such as of the way it is written.
    seen = "".join(one for one in said if unicodedata.category(one) != "Cf")
    return text_of(seen, mentions=False).split()


def calls_us(activity: Mapping[str, Any]) -> bool:
    """Say whether a message calls on the bot."""
    us = mapping(activity.get("recipient")).get("id")
    called = (mapping(one.get("mentioned")).get("id") for one in _mentions(activity))
    return bool(us) and us in called


def message_of(value: Mapping[str, Any]) -> str:
    """Read the message that somebody picked in a chat; nothing, if they picked none."""
    payload = mapping(value.get("messagePayload"))
    body = mapping(payload.get("body"))
    content = body.get("content")
    if not isinstance(content, str):
        return ""
    plain = body.get("contentType") == "text" and not _TAG.search(content)
    return clean(content).strip() if plain else text_of(content)


def _mentions(activity: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    entities = activity.get("entities")
    for one in entities if isinstance(entities, list) else ():
        if mapping(one).get("type") == "mention":
            yield one
