"""A whole case as a list of presses, with something typed in every field there is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.desk.wessex import ALERT, DRAFT, Wessex, london

CHILD = "Zephyrine Quillfeather"


@dataclass(frozen=True)
class Step:
    """One press of the walk; ``answers`` holds ``{}`` where free text is typed."""

    by: str
    does: str
    about: str = ""
    answers: Any = ()

    def said(self, text: str) -> dict[str, Any]:
        """Its answers, with a text typed in every free field."""
        given = dict(self.answers)
        return {k: text if v == TYPED else v for k, v in given.items()}


TYPED = "{typed}"
NOTE = ("note", TYPED)
TODAY = ("on", "2026-12-18")
_ALERT = {
    **ALERT,
    **dict.fromkeys(
        (
            *("what-happened", "where", "child-1-name", "child-1-address"),
            *("child-1-school", "made-safe", "who-knows", "agencies-known", "contact"),
        ),
        TYPED,
    ),
}
_DRAFT = dict.fromkeys(DRAFT, TYPED)
_SIGNERS = ("ruth", "imran", "grace", "adele", "marian")

WALK: tuple[Step, ...] = (
    Step("amina", "raise-alert", "", _ALERT.items()),
    Step("helen", "decide", "consult-partners", [("choice", "agreed"), NOTE]),
    Step("helen", "decide", "criteria", [("choice", "notify"), NOTE]),
    Step("gordon", "dissent", "criteria", [NOTE]),
    Step(
        "helen", "view", "criteria/partner-police", [("view", "not-notifiable"), NOTE]
    ),
    Step("joan", "change-answer", "looked-after", [("answer", "not-known"), NOTE]),
    Step("helen", "draft", "sign-sin", _DRAFT.items()),
    Step("ruth", "send-back", "sign-sin", [NOTE]),
    Step("helen", "draft", "sign-sin", (_DRAFT | {"learning": "More."}).items()),
    *(Step(who, "sign", "sign-sin") for who in _SIGNERS),
    Step("helen", "complete", "send-sin", [TODAY, NOTE]),
    Step("joan", "complete", "tell-leadership", [TODAY, NOTE]),
    Step("joan", "complete", "identify-agencies", [TODAY, NOTE]),
    Step("joan", "identify", "briefing-reports", [("agencies", ("police", "nhs"))]),
    Step("joan", "send-requests", "briefing-reports"),
    Step("priya", "returned", "briefing-reports/police", [TODAY, NOTE]),
    Step(
        "joan",
        "arrange",
        "rapid-review",
        [("start", "2027-01-06 10:00"), ("minutes", "120"), NOTE],
    ),
    Step(
        "joan",
        "arrange",
        "rapid-review",
        [("start", "2027-01-06 14:00"), ("minutes", "120"), NOTE],
    ),
    Step(
        "joan",
        "arrange",
        "action-planning",
        [("start", "2027-01-12 10:00"), ("minutes", "120"), NOTE],
    ),
    Step("joan", "stand-down", "action-planning", [NOTE]),
    Step("joan", "snooze", "arrange-sign-off", [("until", "2026-12-22"), NOTE]),
    Step("joan", "set-aside", "arrange-sign-off", [NOTE]),
    Step("joan", "correct", "aware", [("value", "2026-12-16"), NOTE]),
    Step("joan", "conflict", "", [("person", "owen"), NOTE]),
    Step(
        "joan",
        "add-action",
        "",
        [
            ("sheet", "rapid-review"),
            ("owner", "head-of-qa"),
            ("due", "2027-02-01"),
            NOTE,
        ],
    ),
    Step(
        "joan",
        "reassign",
        "-/1",
        [("owner", "business-manager"), ("due", "2027-02-02")],
    ),
    Step("joan", "complete-action", "-/1", [TODAY, NOTE]),
    Step(
        "joan",
        "check-impact",
        "-/1",
        [TODAY, ("outcome", "none-yet"), ("due", "2027-03-01"), NOTE],
    ),
    Step("joan", "complete-action", "-/1", [TODAY, NOTE]),
    Step("joan", "reopen-action", "-/1", [("due", "2027-04-01"), NOTE]),
    Step("helen", "read", "-/1"),
)


def steps(wessex: Wessex, text: str) -> Iterator[tuple[Step, str, dict[str, Any]]]:
    """Walk through a case; yields each press before it is made, with its answers."""
    wessex.now = london("2026-12-18 10:30")
    ref = ""
    for step in WALK:
        about = "/".join(part for part in (ref, step.about) if part)
        if step.does == "sign":
            about = wessex.form("sign", about, step.by).about
        said = step.said(text)
        yield step, about, said
        answer = wessex.must(step.by, step.does, about, **said)
        ref = ref or answer.case


def walked(wessex: Wessex, text: str = CHILD) -> str:
    """Walk through a whole case; returns its reference."""
    for _ in steps(wessex, text):
        pass
    return "WVX-2026-001"
