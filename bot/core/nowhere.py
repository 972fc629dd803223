"""Which answers lead to no route at all: something to know about a sound procedure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from math import prod
from typing import Final

from bot.core import routes, words
from bot.core.procedure import Decision, Procedure, QuestionShape

_MOST: Final = 20_000
"""Combinations tried, of answers that any advice tells apart."""


def nowhere(procedure: Procedure) -> Iterator[str]:
    """Say of each decision which answers point to none of its choices.

    Answers that no advice tells apart are tried once. Where something is not known
    yet, it can be right to point nowhere, and that is told apart.
    """
    asked = {question.id: question for question in routes.facts_of(procedure)}
    for step in procedure.step:
        if not isinstance(step, Decision) or not routes.advises(step):
            continue
        used = dict.fromkeys(
            name for choice in step.choices for way in choice.advise for name in way
        )
        told_apart = [_told_apart(step, asked[name]) for name in used]
        if prod(map(len, told_apart)) > _MOST:
            yield (
                f"{step.id}: the advice asks too many questions to try every "
                "combination of answers; make sure that each leads somewhere."
            )
            continue
        lost = [
            dict(zip(used, answers, strict=True))
            for answers in product(*told_apart)
            if not routes.advised(step, dict(zip(used, answers, strict=True)))
        ]
        unsure = [answers for answers in lost if routes.NOT_KNOWN in answers.values()]
        sure = [answers for answers in lost if answers not in unsure]
        if sure:
            yield (
                f"{_lead(step, len(sure))}, such as {_said(sure[0], asked)}. Write "
                "advise on the choice that is right then, unless whoever decides is "
                "to find that alone."
            )
        if unsure:
            yield (
                f"{_lead(step, len(unsure))} while something is not known yet, such "
                f"as {_said(unsure[0], asked)}. Nothing is wrong with that: whoever "
                "decides is told what to find out first."
            )


def _lead(step: Decision, count: int) -> str:
    points = "points" if count == 1 else "point"
    said = words.counted(count, "combination")
    return f"{step.id}: {said} of answers {points} to none of the choices"


def _told_apart(step: Decision, question: QuestionShape) -> list[str]:
    """List the answers to a question, one for each sort that advice tells apart."""
    answers = [option.id for option in question.options]
    if not question.required:
        answers.append(routes.NOT_KNOWN)
    ways = [
        way for choice in step.choices for way in choice.advise if question.id in way
    ]
    sorts: dict[tuple[bool, ...], str] = {}
    for answer in answers:
        one = {question.id: answer}
        fits = (routes.points({question.id: w[question.id]}, one) for w in ways)
        sorts.setdefault(tuple(fits), answer)
    return list(sorts.values())


def _said(answers: Mapping[str, str], asked: Mapping[str, QuestionShape]) -> str:
    given = (
        (routes.said_fact(asked[name], answer) or "nothing", asked[name].asks)
        for name, answer in answers.items()
    )
    return words.listed(f"“{answer}” to “{asks}”" for answer, asks in given)
