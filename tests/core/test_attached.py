from __future__ import annotations

import pytest

from bot.core import faults
from tests.core.papers import with_papers
from tests.core.small import broken

ASK = 'asks_for = "report"\n'
LETTER = """
[[letter]]
id = "to-agency"
title = "To an agency"
text = ["About {reference}.", "For {agncy}, and {name}."]
source = { para = "9" }

[[stage]]
"""


@pytest.mark.parametrize(
    ("was", "now", "says", "then"),
    [
        (ASK, f'{ASK}letter = "to-agenc"\n', "no letter", "has no letter yet"),
        ("[[stage]]\n", LETTER, "filled in for {agncy}", "Did you mean {agency}?"),
        ("[[stage]]\n", LETTER, "filled in for {name}", "These are filled in: {ref"),
        (ASK, f'{ASK}returns = "drft"\n', "no form", 'Did you mean "draft"?'),
        (ASK, f'{ASK}returns = "alert"\n', "own form", "a form of its own"),
        ('id = "wrap-up"', 'id = "Wrap"', "cannot be used as a name", "small letters"),
        ('title = "Send"', 'title = "Send"\npack = "aks"', "no request", '"ask"?'),
        ('title = "Send"', 'title = "Send"\npack = "sign"', "no request", "ask"),
        (
            'title = "Send"',
            'title = "Send"\nregistered = "The Portal"',
            "name of a registration",
            "such as portal",
        ),
        (
            'awaits = "panel"',
            'awaits = "panel"\nregistered = "portal"',
            "nobody here has to be registered",
            "Take registered out",
        ),
    ],
)
def test_what_hangs_on_a_step_is_checked(
    was: str, now: str, says: str, then: str
) -> None:
    found = faults.faults(broken(was, now))

    assert any(says in f.says and then in f.next_step for f in found), found


def test_a_return_does_not_ask_twice_for_its_day_or_its_reason() -> None:
    text = broken(ASK, f'{ASK}returns = "draft"\n').replace(
        'id = "summary"', 'id = "note"'
    )
    assert [f.says for f in faults.faults(text)] == [
        'A return is asked "note" already.'
    ]


def test_a_letter_that_is_there_and_a_form_that_is_there_are_no_fault() -> None:
    assert with_papers().letters
    text = broken(ASK, f'{ASK}letter = "x"\nreturns = "draft"\n')
    letter_table = '[[letter]]\nid = "x"\ntitle = "X"\ntext = ["{agency}"]\n'
    source = 'source = { para = "9" }\n\n'
    assert not faults.faults(
        text.replace("[[stage]]", letter_table + source + "[[stage]]")
    )
