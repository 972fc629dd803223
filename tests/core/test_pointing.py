"""What is wrong with the choices of a decision is told, and what leads nowhere."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from bot.core.faults import faults, read
from bot.core.nowhere import nowhere

ROUTES = (Path(__file__).parent / "routes.toml").read_text(encoding="utf-8")


def changed(was: str, now: str) -> str:
    assert was in ROUTES
    return ROUTES.replace(was, now, 1)


def said(found: Iterable[str]) -> str:
    (one,) = found
    return one


def test_choices_that_are_pointed_to_are_sound() -> None:
    assert faults(ROUTES) == ()


@pytest.mark.parametrize(
    ("was", "now", "says", "next_step"),
    [
        (
            "advise = { harm =", "advise = { hram =",
            'There is no fact called "hram".', 'Did you mean "harm"?',
        ),
        (
            "{ where = ", "{ aware-on = ",
            'There is no fact called "aware-on".', "Use one that the file has: harm,",
        ),
        (
            "{ where = ", "{ lesson = ",
            'There is no fact called "lesson".', "Use one that the file has: harm,",
        ),
        (
            'where = "ward"', 'where = "word"',
            'There is no answer to "where" called "word".', 'Did you mean "ward"?',
        ),
        (
            'basis = "The Act says to notify."\n', "",
            "nothing says on what basis", 'Add basis = "..."',
        ),
        (
            'not_with = ["notify"]', 'not_with = ["leave"]',
            'There is no other choice of this decision called "leave".', "Use one",
        ),
        (
            'not_with = ["notify"]', 'not_with = ["notfy"]',
            'There is no other choice of this decision called "notfy".',
            'Did you mean "notify"?',
        ),
        (
            'views = ["police", "health"]\n', "",
            "Nobody is entitled to a view of this decision", "Write views = ",
        ),
        (
            ', { id = "little", title = "Little" }', "",
            "A decision needs at least two choices.", "Add what else",
        ),
    ],
)  # fmt: skip
def test_a_slip_among_choices_is_told(
    was: str, now: str, says: str, next_step: str
) -> None:
    found = faults(changed(was, now))

    assert any(says in f.says and next_step in f.next_step for f in found), found
    assert len(found) == 1


def test_answers_that_lead_nowhere_are_told_with_one_of_them() -> None:
    assert said(nowhere(read(ROUTES))) == (
        "route: 3 combinations of answers point to none of the choices, such as "
        "“A child was hurt” to “What happened?”, “Yes” to “Was the child looked "
        "after?” and “At home” to “Where did it happen?”. Write advise on the choice "
        "that is right then, unless whoever decides is to find that alone."
    )


def test_one_combination_is_told_as_one() -> None:
    text = changed('advise = { harm = ["died", "hurt"], ', "advise = { ")
    text = text.replace('[{ harm = "died", looked-after = "yes" }, ', "[", 1)

    assert said(nowhere(read(text))) == (
        "route: 1 combination of answers points to none of the choices, such as "
        "“Yes” to “Was the child looked after?” and “At home” to “Where did it "
        "happen?”. Write advise on the choice that is right then, unless whoever "
        "decides is to find that alone."
    )


def test_a_question_left_empty_is_tried_as_not_known() -> None:
    text = changed('    { id = "not-known", title = "Not known" },\n', "")
    text = text.replace('["no", "not-known"]', '["no", "yes"]', 1)
    text = text.replace('["died", "hurt"]', '["died", "hurt", "neither"]', 1)

    assert said(nowhere(read(text))) == (
        "route: 2 combinations of answers point to none of the choices while "
        "something is not known yet, such as “A child died” to “What happened?”, "
        "“nothing” to “Was the child looked after?” and “At home” to “Where did it "
        "happen?”. Nothing is wrong with that: whoever decides is told what to find "
        "out first."
    )


def test_answers_that_all_lead_somewhere_are_not_told() -> None:
    text = changed('basis = "The criteria are not met."\n', """basis = "Not met."
advise = { harm = ["died", "hurt", "neither"] }
""")  # fmt: skip

    assert list(nowhere(read(text))) == []


def test_too_many_answers_to_try_are_said_to_be() -> None:
    many = "".join(
        f"""
[[form.section.question]]
id = "q{n}"
asks = "What about {n}?"
kind = "choice"
fact = true
options = [{{ id = "yes", title = "Yes" }}, {{ id = "no", title = "No" }}]
"""
        for n in range(15)
    )
    asks = ", ".join(f'q{n} = "yes"' for n in range(15))
    text = changed('[[step]]\nid = "route"', f'{many}\n[[step]]\nid = "route"')
    text = text.replace('{ where = "ward" }', f"{{ {asks} }}", 1)

    (said,) = nowhere(read(text))
    assert said.startswith("route: the advice asks too many questions")
