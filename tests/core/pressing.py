"""Every act, with a case on which it can be done and what is answered."""

from __future__ import annotations

from typing import Any, Final

from bot.core.asking import Edition
from bot.core.events import (
    ActionAdded,
    ActionCompleted,
    ActionReassigned,
    ActionReopened,
    AgencyIdentified,
    AnchorCorrected,
    AnswersRead,
    CaseClosed,
    ConflictDeclared,
    Decided,
    DissentRecorded,
    DraftWritten,
    FactCorrected,
    ImpactChecked,
    MeetingArranged,
    MeetingHeld,
    MeetingStoodDown,
    PlaceTaken,
    ProcedureMoved,
    RequestSent,
    ReturnReceived,
    SentBack,
    Signed,
    Snoozed,
    StepCompleted,
    StepNotNeeded,
    TimeHeld,
    TimesSought,
    ViewGiven,
)
from bot.core.forms import Answer
from tests.core.plans import done, planned
from tests.core.played import (
    Played,
    arranged,
    asked,
    decided,
    drafted,
    everything,
    raised,
    sent,
    signed,
)
from tests.core.times import holdable, offered, pencilled
from tests.core.worked_out import ENGLAND

TODAY = "2026-11-20"


def listed() -> Played:
    played = sent()
    played.presses("kit", "identify", "ask", agencies=("police",))
    return played


def outdated() -> Played:
    played = raised()
    played.newest = Edition("2", everything(), ENGLAND)
    return played


def over() -> Played:
    played = raised()
    played.presses("arun", "decide", "consult", choice="agreed", note="why")
    played.presses("arun", "decide", "choose", choice="leave", note="why")
    return played


NOTE: Final[dict[str, Answer]] = {"note": "why"}
DONE: Final[list[tuple[Any, ...]]] = [
    (raised, "arun", "decide", "consult", {"choice": "agreed", **NOTE}, Decided),
    (decided, "cora", "dissent", "choose", NOTE, DissentRecorded),
    (decided, "pat", "view", "choose/police", {"view": "leave", **NOTE}, ViewGiven),
    (raised, "kit", "view", "choose", {"role": "police", "view": "leave"}, ViewGiven),
    (raised, "ann", "change-answer", "harm", {"answer": "died", **NOTE}, FactCorrected),
    (decided, "arun", "draft", "sign", {"summary": "x", "more": " "}, DraftWritten),
    (drafted, "dina", "sign", "sign/text 1", {}, Signed),
    (drafted, "dina", "send-back", "sign", NOTE, SentBack),
    (signed, "arun", "complete", "send", {"on": TODAY}, StepCompleted),
    (decided, "kit", "set-aside", "permission", NOTE, StepNotNeeded),
    (
        sent, "kit", "identify", "ask",
        {"agencies": ("police", "nhs"), "return_by": " 2026-12-07 "},
        AgencyIdentified,
    ),
    (sent, "kit", "identify", "ask", {"agencies": "police"}, AgencyIdentified),
    (listed, "kit", "send-requests", "ask", {}, RequestSent),
    (
        lambda: asked("police"), "pat", "returned", "ask/police", {"on": TODAY},
        ReturnReceived,
    ),
    (
        sent, "kit", "arrange", "review",
        {"start": "2026-12-01 10:00", "minutes": "60"}, MeetingArranged,
    ),
    (sent, "kit", "seek-times", "review", {}, TimesSought),
    (offered, "kit", "choose-time", "review/202612011000", {}, MeetingArranged),
    (
        offered, "kit", "arrange", "review", {"when": "202612011000"}, MeetingArranged,
    ),
    (
        offered, "kit", "arrange", "review",
        {"when": "another", "start": "2026-12-02 10:00", "minutes": "60"},
        MeetingArranged,
    ),
    (raised, "kit", "seek-holds", "", {}, TimesSought),
    (
        holdable, "kit", "hold-times", "",
        {"hold-review": "202612011000", "hold-wrap-up": "none"}, TimeHeld,
    ),
    (pencilled, "kit", "release-hold", "review", {}, MeetingStoodDown),
    (arranged, "kit", "stand-down", "review", NOTE, MeetingStoodDown),
    (arranged, "kit", "take-place", "review/chas~carl", {}, PlaceTaken),
    (
        sent, "kit", "held", "review", {"on": TODAY, "chaired_by": "chair"},
        MeetingHeld,
    ),
    (raised, "kit", "correct", "aware", {"value": "2026-11-19", **NOTE},
     AnchorCorrected),
    (decided, "arun", "snooze", "sign", {"until": "2026-11-24", **NOTE}, Snoozed),
    (raised, "hal", "conflict", "", {"person": "hal", **NOTE}, ConflictDeclared),
    (
        raised, "kit", "add-action", "",
        {**NOTE, "sheet": "first", "owner": "head", "due": "2026-12-01"},
        ActionAdded,
    ),
    (planned, "kit", "reassign", "-/1", {"owner": "chair", "due": "2026-12-02"},
     ActionReassigned),
    (planned, "hal", "complete-action", "-/1", {"on": TODAY, **NOTE},
     ActionCompleted),
    (done, "kit", "check-impact", "-/1",
     {"on": TODAY, "outcome": "none-yet", "due": "2026-12-04", **NOTE}, ImpactChecked),
    (done, "kit", "check-impact", "-/1",
     {"on": TODAY, "outcome": "difference", **NOTE}, ImpactChecked),
    (done, "kit", "reopen-action", "-/1", {"due": "2026-12-04", **NOTE},
     ActionReopened),
    (raised, "kit", "read", "-/1", {}, AnswersRead),
    (outdated, "kit", "move", "2", NOTE, ProcedureMoved),
    (over, "kit", "close", "", NOTE, CaseClosed),
]  # fmt: skip
"""A case, who presses what about which part of it, what they answer, what happens."""
