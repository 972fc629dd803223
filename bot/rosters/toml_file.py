"""A roster as a TOML file::

partnership = "wessex-vale"
title = "Wessex Vale Safeguarding Children Partnership"
procedure = "dorset"
prefix = "WVX"

[[agency]]
id = "council"
name = "Wessex Vale Council, Children's Services"

[[person]]
id = "amina"
name = "Amina Yusuf"
email = "amina.yusuf@example.org"
agency = "council"
roles = ["head-of-qa"]
registered = ["portal"]

[[absence]]
person = "amina"
first = 2026-12-21
last = 2026-12-24
deputy = "bo"
"""  # noqa: D415 - the first line leads to the example

from __future__ import annotations

from bot.core.faults import Faulty, not_toml
from bot.core.toml_lines import NotToml, lines_of, parse
from bot.rosters.written import Written


def from_toml(text: str, name: str = "") -> Written:
    """Read a roster file written as TOML, as far as it can be read.

    Raises:
        Faulty: It is no TOML.
    """
    text = text.removeprefix("\ufeff")
    try:
        raw = parse(text)
    except NotToml as problem:
        raise Faulty((not_toml(problem),), name) from None
    return Written(raw, lines_of(text))
