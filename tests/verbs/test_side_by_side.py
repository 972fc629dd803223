"""The pages written from the files here answer what a manager asks of them."""

from __future__ import annotations

from pathlib import Path

from bot.core.faults import read
from bot.core.procedure import Procedure
from bot.verbs.pages.comparison import compared
from bot.verbs.retold import retold

FOLDER = Path(__file__).parents[2] / "bot" / "procedures"


def named(slug: str) -> Procedure:
    return read((FOLDER / f"{slug}.toml").read_text(encoding="utf-8"), f"{slug}.toml")


def test_the_files_here_can_be_compared() -> None:
    text = compared([named("dorset"), named("kirklees"), named("tower-hamlets")])
    rows = {ln.split(" | ")[0][2:]: ln for ln in text.splitlines() if ln[:2] == "| "}
    for question, said in (
        ("What is day zero?", "<br>“the date of the Serious Incident Notification is"),
        ("What is day zero?", "Three clocks run side by side"),
        ("What if a looked-after child has died?", "Head of Service, Children in Care"),
        ("What follows if it is not notified?", "| – | – | Agree with the Director"),
        ("Who decides on a practice review, and by when?", "THSCP Executive, by 15"),
    ):
        assert said in rows[question], said
    assert "hold a practice review" not in rows["Who decides, and by when?"]


def test_many_steps_that_follow_are_told_by_the_first_and_the_last() -> None:
    text = retold(named("southampton"))
    assert "Then follow 19 steps, from “Speak with the team that holds" in text


def test_a_step_says_who_is_invited_who_chairs_and_who_is_told() -> None:
    text = retold(named("dorset"))
    for said in (
        "Chair: Chair of the LCSPR subgroup. Invited: every agency involved; ",
        "- **Left out:** “The following steps should be completed for all",
        "- **Left out:** \\[mailboxes of the Panel",
        "Told when it is done: Corporate Director, QA and Safeguarding Families; ",
        "- **Decision:** Are the criteria for notification still met? Chair of",
        "The national Panel answers. Recorded by: PDSCP Business Manager, by 10",
        "PDSCP Business Support, no date given. Again and again.",
        "Only where it is found necessary.",
    ):
        assert said in text, said
