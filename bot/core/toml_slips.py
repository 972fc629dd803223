"""What somebody probably meant, on a line of a file that cannot be read.

The library that reads TOML says what it expected, to programmers. Whoever writes a
procedure has forgotten a quotation mark, or brought one over from Word; so the line
itself is looked at, and the commonest slips are told as what they are.
"""

from __future__ import annotations

import re
from typing import Final, TypeAlias

Slip: TypeAlias = tuple[str, str]
"""What is wrong, and what to write instead."""

_VALUE: Final = re.compile(r"^\s*[\w.-]+\s*=\s*(.*?)\s*$")
_HEADING: Final = re.compile(r"^\s*\[+\s*([^\[\]=\"]*?)\s*\]*\s*(?:#.*)?$")
_CURLY: Final = re.compile(
    "[\u201c\u201d\u201e\u00ab\u00bb]|=\\s*[\u2018\u2019`]|&quot;"
)
_UNSEEN: Final = re.compile("[\u00a0\u00ad\u200b-\u200f\u2028\u2029\u2060\ufeff]")
_SUCH: Final = {"role": "director", "anchor": "aware"}
_LISTED: Final = ("step", "stage", "form", "letter", "reading", "left-out")
_YES_OR_NO: Final = re.compile(r"(?:yes|no|true|false|y|n)\s*(?:#.*)?$", re.IGNORECASE)
_NOTE: Final = "What follows a value on its line, as a note for people, begins with #."
_STRAIGHT: Final = 'Write straight ones ("), in a plain text editor and not in Word.'
_QUOTED: Final = 'Write it in double quotes, such as owner = "business-manager".'
_ONE_LINE: Final = (
    "Write what stands between { and } on one line, with a comma between each two, "
    "= in each, and no comma at the end."
)


def slip(said: str, line: str) -> Slip | None:
    """Find the slip on a line, or nothing where it is none of the common ones.

    Args:
        said: What the library says is wrong.
        line: The line on which it stopped.

    Example:
        >>> slip("Invalid value", "several = yes")[1]
        'Write true or false, in small letters and without quotes.'
    """
    if found := _of_letters(line):
        return found
    if line.lstrip().startswith("["):
        return _of_heading(said, line)
    if "Unescaped" in said:
        return "There is a \\ in the text.", "Write / instead, or \\\\ for each \\."
    if "Unclosed array" in said:
        return (
            "In this list, or the one on the line above, a comma or the ] is missing",
            'Write lists like ["director", "business-manager"].',
        )
    if "Cannot overwrite" in said or "Cannot mutate" in said:
        word = line.partition("=")[0].strip()
        return f'"{word}" is said twice in this part', "Take one of the two out."
    if "!=" in line:
        return (
            '"Is not" cannot be written',
            'List the answers that are meant instead, such as ["yes", "not-known"].',
        )
    if "inline table" in said or "key part" in said:
        return "What stands between { and } cannot be read", _ONE_LINE
    return _of_value(line) if _VALUE.match(line) else _of_word(line)


def _of_letters(line: str) -> Slip | None:
    """Find what Word, or a web page, puts in."""
    line = re.sub(r'"[^"]*"', '""', line).partition("#")[0]
    if _CURLY.search(line):
        return "The quotation marks here are not straight", _STRAIGHT
    if _UNSEEN.search(line):
        return (
            "There is a letter here that cannot be seen, as web pages have them",
            "Delete this line, and type it again.",
        )
    if re.match(r"\s*([\u2022\u00b7*]|- )", line):
        return "This line begins with a bullet", "Take the bullet out."
    return None


def _of_heading(said: str, line: str) -> Slip | None:
    found = _HEADING.match(line)
    name = found[1] if found else ""
    if name in _LISTED and not re.match(r"\s*\[\[[^\[\]]*\]\]\s*(#.*)?$", line):
        return "This heading is not written like the others", f"Write [[{name}]]."
    if name in _SUCH:
        return (
            "This heading does not say which one it is",
            f"Write its name in it, such as [{name}.{_SUCH[name]}].",
        )
    if "twice" in said or "overwrite" in said:
        return f"There are two of [{name}]", "Give each a name of its own."
    if name and not re.fullmatch(r"[A-Za-z0-9._-]+", name):
        return (
            f'"{name}" cannot stand in a heading',
            (
                "Write names there in small letters without accents, figures and "
                "hyphens, such as [role.head-of-safeguarding]; title says what people "
                "read."
            ),
        )
    return "The brackets of this heading do not match", "Write [[step]] or [role.name]."


def _of_value(line: str) -> Slip | None:
    found = _VALUE.match(line)
    value = found[1] if found else ""
    if not value or value.startswith("#"):
        return (
            "Nothing stands after the =",
            "Write what it stands for, or take the line out.",
        )
    if value.startswith("="):
        return "There is one = too many", "Write a single =."
    if not re.match("true|false", value) and re.match(_YES_OR_NO, value):
        return (
            "This is to be true or false",
            "Write true or false, in small letters and without quotes.",
        )
    if value.startswith("("):
        return (
            "Lists stand in square brackets",
            'Write lists like ["director", "business-manager"].',
        )
    if re.match(r"[0-9]{1,2}([:.][0-9]{2})?( ?[ap]m)?\s*(#.*)?$", value):
        return (
            "This time of day cannot be read",
            "Write it with hours, minutes and seconds, such as 09:00:00.",
        )
    if value.startswith("{"):
        return "What stands between { and } cannot be read", _ONE_LINE
    if value.startswith("["):
        return (
            "Something in this list stands in no quotation marks",
            'Write lists like ["director", "business-manager"].',
        )
    return _of_text(value)


def _of_text(value: str) -> Slip | None:
    if value.startswith('"') and value.count('"') > 2:  # noqa: PLR2004 - each side
        return (
            "There are quotation marks within the text",
            "Write single ones within it: 'like this'.",
        )
    if re.match(r'(?:"[^"]*"|true|false|[0-9]+(?= ))\s*\S', value):
        return "Something stands after the value on this line", _NOTE
    return "This text stands in no quotation marks", _QUOTED


def _of_word(line: str) -> Slip | None:
    if re.match(r"\s*[\w-]+\s*:", line):
        return "A colon stands where = belongs", 'Write it like: owner = "director".'
    if re.match(r"\s*\w", line):
        return (
            "This line has no = in it",
            (
                'Write a word, =, and what it stands for, such as owner = "director". '
                "A note for people begins with #."
            ),
        )
    return None
