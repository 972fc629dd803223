from __future__ import annotations

import pytest

from bot.core.forms import Answer, Option, Question, Section
from bot.core.joining import alone, together

ASKED = (
    Question("what", "What happened?", "text"),
    Question("name", "Whose name?"),
    Question("harm", "What harm?", "choice", options=(Option("a", "A"),)),
    Question("who", "Who is there?", "choices"),
)


@pytest.mark.parametrize(
    ("mine", "theirs", "both"),
    [
        ({}, {"what": "Theirs."}, {"what": "Theirs."}),
        ({"what": "Mine."}, {"what": ""}, {"what": "Mine."}),
        ({"what": "Mine."}, {"what": "Theirs."}, {"what": "Mine.\n\nTheirs."}),
        ({"name": "Zeb"}, {"name": "Quill"}, {"name": "Zeb; Quill"}),
        ({"what": "Mine. Theirs."}, {"what": "Theirs."}, {"what": "Mine. Theirs."}),
        ({"what": "Mine."}, {"what": "Mine. More."}, {"what": "Mine. More."}),
        ({"harm": "a"}, {"harm": "b"}, {"harm": "a"}),
        ({"who": ("x", "y")}, {"who": ("y", "z")}, {"who": ("x", "y", "z")}),
        ({"who": ("x",)}, {"who": "y"}, {"who": ("x",)}),
        ({"day.month": "1"}, {"day.month": "2"}, {"day.month": "1"}),
        ({"what": "Same."}, {"what": "Same."}, {"what": "Same."}),
        ({}, {":saved": "now"}, {}),
    ],
)
def test_what_two_people_typed_is_put_together_without_loss(
    mine: dict[str, Answer], theirs: dict[str, Answer], both: dict[str, Answer]
) -> None:
    assert together(ASKED, mine, theirs) == both


def test_a_section_by_itself_asks_nothing_that_hangs_on_another() -> None:
    section = Section(
        "what",
        "What",
        (
            Question("a", "A?", only_if=("elsewhere", "yes")),
            Question("b", "B?", only_if=("a", "yes")),
            Question("c", "C?"),
        ),
    )

    made = alone(section).questions
    assert [q.only_if for q in made] == [None, ("a", "yes"), None]
    assert not any(q.required for q in made)
