"""An answer may be called by an age; nothing else begins with a figure."""

from __future__ import annotations

from bot.core.faults import faults, read
from tests.core.small import SMALL


def test_an_answer_may_begin_with_a_figure_and_a_part_may_not() -> None:
    aged = SMALL.replace('id = "hurt"', 'id = "18-to-24"').replace(
        '"hurt"', '"18-to-24"'
    )
    assert read(aged).forms["alert"].section[0].question[0].options[1].id == "18-to-24"
    (fault,) = faults(SMALL.replace('id = "answer"', 'id = "2nd-answer"'))
    assert fault.says == '"2nd-answer" cannot be used as a name.'
