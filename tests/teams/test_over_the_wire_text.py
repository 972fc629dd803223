"""Whatever anybody types, wherever they type it: nothing breaks, and nothing shouts."""

from __future__ import annotations

import re
from typing import Final

import pytest

from tests.teams.house import House
from tests.teams.robot_acts import (
    ALERT,
    begins,
    does,
    goes_on,
    raise_alert,
    to_the_chain,
)
from tests.teams.watching import said_in_teams

pytestmark = pytest.mark.long

HOSTILE: Final = {
    "a mention of everybody": "<at>everyone</at> <at>Dayzero</at> @everyone",
    "links": "[click](https://evil.example.org) https://evil.example.org <a href=x>",
    "marks": "**bold** _slant_ ~~struck~~ `code`\n# heading\n- list\n1. one\n> quoted",
    "HTML": "<img src=x onerror=alert(1)> <script>x</script> &lt;b&gt; &amp;",
    "templates": "${7*7} {{DATE(2026-11-27T09:00:00Z)}} {{7*7}} '; DROP TABLE x; --",
    "right to left": "\u202egnol\u202c \u2067\u0645\u0631\u062d\u0628\u0627\u2069",
    "pictures": "\U0001f469\u200d\U0001f469\u200d\U0001f466 \u26a0\ufe0f \U0001f1ec"
    * 9,
    "nothing to see": "\u200b\u2060\ufeff.",
    "nulls": "a\x00b\x07c\x1b[31m",
    "long": "x" * 10_000,
    "long words": "word " * 2_000,
    "wide": "\u6f22\u5b57" * 4_000,
    "lines": "\r\n\n a \n" * 40,
    "JSON": '"}],"x":[{"act":["a","b","c"]',
}
_MARKS: Final = re.compile(r"<at>(everyone|Dayzero)|evil\.example\.org|\{\{DATE")


def nothing_shouts(house: House) -> None:
    """See that nothing that was typed is in a message, and that all was taken."""
    assert not [text for text in said_in_teams(house) if _MARKS.search(text)]
    assert not house.ms.refused(), [c.answer for c in house.ms.refused()]


def test_an_alert_may_hold_anything(house: House) -> None:
    open_to_all = [
        label for label in ALERT if label.startswith(("What ", "Where", "How can"))
    ]
    left = list(HOSTILE.values())
    number = 0
    while left:
        number += 1
        some, left = left[: len(open_to_all)], left[len(open_to_all) :]
        short = [
            text[:150] if "name" in label or "Where" in label else text
            for label, text in zip(open_to_all, some, strict=False)
        ]

        ref = raise_alert(house, **dict(zip(open_to_all, short, strict=False)))

        assert ref == f"WVX-2026-{number:03}"
    nothing_shouts(house)


def test_what_is_signed_may_hold_anything(house: House) -> None:
    ref = to_the_chain(house)
    for sort in ("a mention of everybody", "marks", "nulls", "long"):
        text = HOSTILE[sort]
        does(house, "ruth", "Send back", ref, {"": text[:2_000]})
        helen = house.robot("helen")
        written = [b.text for b, _ in helen.offered(ref) if b.text.endswith("the text")]
        does(house, "helen", written[0], ref, {"": text[:1_000]})

        ruth = house.robot("ruth")
        ruth.press("Read and sign", ref)

        assert ruth.dialog is not None
        ruth.close()
    nothing_shouts(house)


def test_a_command_may_be_followed_by_anything(house: House) -> None:
    amina = house.robot("amina")
    for text in HOSTILE.values():
        for command in ("alert ", "case ", "deadlines ", ""):
            assert amina.types(f"{command}{text}").status == 200
    nothing_shouts(house)


def test_what_was_typed_is_shown_as_it_was_typed(house: House) -> None:
    amina = begins(house)
    amina.fill({"What happened?": HOSTILE["marks"]})

    amina.submit()
    while amina.dialog is not None and "What happened?" not in amina.told():
        amina.press("Back")

    assert amina.holds("What happened?").replace("\r", "") == HOSTILE["marks"]


def test_what_is_typed_is_in_no_line_of_the_log(house: House) -> None:
    mark = "Xylophonia Quillfeather"
    amina = house.robot("amina")

    raise_alert(house, **{label: mark for label in ALERT if label.startswith("What ")})
    amina.types(f"alert {mark}")
    amina.types(f"case {mark}")
    house.ms.fault("error", "send", error="400 BadSyntax")
    amina.types(mark)
    house.ms.fault("error", "send", error="404 ConversationNotFound")
    amina.types(f"help {mark}")

    logged = house.logged.getvalue()
    assert house.logged.lines()
    assert "Quillfeather" not in logged
    assert house.ms.entra.secret not in logged
    assert "eyJ" not in logged, "no token is in it"


def test_what_was_long_is_whole_when_it_is_shown_once_more(house: House) -> None:
    amina = begins(house)
    long = " ".join(str(n) for n in range(1_500))
    goes_on(amina, **{"What happened?": long})

    amina.press("Back")

    assert amina.holds("What happened?") == long
