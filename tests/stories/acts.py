"""What people do in a story: each act, and each thing that they answer.

Another act is a line in ``ACTS``; another word to answer with, a line in ``WORDS``.
What has no word of its own is answered by its question, under ``says``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from tests.stories.days import moment_of, typed

if TYPE_CHECKING:
    from tests.stories.telling import Stage

Scene: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Act:
    """Something a person does.

    Attributes:
        does: The button that is pressed.
        fills: Whether the whole form is filled in, where the story does not say.
        opens: Whether the form is opened first, as it must be to sign: it says what
            the press is about, such as the text or the one seat somebody has.
    """

    does: str
    fills: bool = False
    opens: bool = False


ACTS: Mapping[str, Act] = {
    "raises the alert": Act("raise-alert", fills=True),
    "decides": Act("decide"),
    "disagrees": Act("dissent"),
    "gives a view": Act("view", opens=True),
    "changes the answer": Act("change-answer"),
    "writes": Act("draft", fills=True),
    "signs": Act("sign", opens=True),
    "sends back": Act("send-back"),
    "completes": Act("complete"),
    "sets aside": Act("set-aside"),
    "adds agencies": Act("identify"),
    "asks the agencies": Act("send-requests"),
    "records the return": Act("returned", fills=True),
    "arranges": Act("arrange"),
    "calls off": Act("stand-down"),
    "records as held": Act("held", fills=True),
    "corrects": Act("correct"),
    "snoozes": Act("snooze"),
    "declares a conflict": Act("conflict"),
    "adds an action": Act("add-action", fills=True),
    "changes the action": Act("reassign", fills=True),
    "completes the action": Act("complete-action", fills=True),
    "closes the case": Act("close"),
}
"""Every act, by the words of a story."""


def _reason(_stage: Stage, scene: Scene) -> dict[str, Any]:
    return {"note": scene["reason"]}


def _on(_stage: Stage, scene: Scene) -> dict[str, Any]:
    return dict.fromkeys(("on", "value"), typed(scene["on"]))


def _day(_stage: Stage, scene: Scene) -> dict[str, Any]:
    return dict.fromkeys(("return_by", "until", "due"), typed(scene["day"]))


def _agencies(stage: Stage, scene: Scene) -> dict[str, Any]:
    return {"agencies": tuple(stage.agencies[name] for name in scene["agencies"])}


def _start(_stage: Stage, scene: Scene) -> dict[str, Any]:
    start = f"{moment_of(scene['start']):%Y-%m-%d %H:%M}"
    return {"start": start, "minutes": str(scene.get("minutes", 120))}


def _choice(stage: Stage, scene: Scene) -> dict[str, Any]:
    return {"choice": stage.choice(scene["about"], scene["choice"])}


def _choices(stage: Stage, scene: Scene) -> dict[str, Any]:
    chosen = (stage.choice(scene["about"], one) for one in scene["choices"])
    return {"choice": tuple(chosen)}


def _person(stage: Stage, scene: Scene) -> dict[str, Any]:
    return {"person": stage.person(scene["person"]).id}


def _chair(_stage: Stage, scene: Scene) -> dict[str, Any]:
    return {"chaired_by": scene["chair"]}


def _owner(_stage: Stage, scene: Scene) -> dict[str, Any]:
    return {"owner": scene["owner"]}


def _sheet(_stage: Stage, scene: Scene) -> dict[str, Any]:
    return {"sheet": scene["sheet"]}


WORDS: Mapping[str, Callable[[Stage, Scene], dict[str, Any]]] = {
    "reason": _reason,
    "on": _on,
    "day": _day,
    "agencies": _agencies,
    "start": _start,
    "choice": _choice,
    "choices": _choices,
    "person": _person,
    "chair": _chair,
    "owner": _owner,
    "sheet": _sheet,
}
"""Every word that a scene may answer with, and the questions it answers."""


def answers(stage: Stage, scene: Scene) -> dict[str, Any]:
    """Gather what a scene answers, by question."""
    found: dict[str, Any] = {}
    for word, answered in WORDS.items():
        if word in scene:
            found |= answered(stage, scene)
    return found
