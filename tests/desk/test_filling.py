"""A form is begun, kept, taken up again and sent, whatever platform draws it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.core.forms import Answer, Form, Option, Question, Section
from bot.filling import Filling, begun, keep, offered, problems, send
from tests.core.played import ROSTER
from tests.desk.wessex import ALERT, DRAFT, Wessex


def opened(wessex: Wessex, does: str, about: str, by: str, **where: Any) -> Filling:
    found = begun(wessex.desk, does, about, by, wessex.now, **where)
    assert found is not None
    return found


def typed(filling: Filling, **more: Answer) -> Filling:
    return replace(filling, typed={**filling.typed, **more})


def kept(wessex: Wessex, filling: Filling, by: str) -> str:
    return keep(wessex.desk, filling, by, wessex.now)


def test_what_is_begun_is_taken_up_again_by_its_name(wessex: Wessex) -> None:
    first = typed(opened(wessex, "raise-alert", "", "amina"), where="At home.")
    name = kept(wessex, first, "amina")
    again = opened(wessex, "raise-alert", "", "amina", draft=name, at=2)

    assert name == first.draft
    assert again.typed["where"] == "At home."
    assert (again.at, again.kept_at) == (2, wessex.now)
    assert opened(wessex, "raise-alert", "", "amina").typed == {}
    assert opened(wessex, "raise-alert", "", "amina", draft="unheard-of").typed == {}


def test_nothing_typed_is_nothing_kept(wessex: Wessex) -> None:
    kept(wessex, opened(wessex, "raise-alert", "", "amina"), "amina")
    assert wessex.desk.drafts_of("amina") == ()


def test_a_form_about_a_case_is_found_by_what_it_is_about(wessex: Wessex) -> None:
    about = f"{wessex.alert()}/consult-partners"
    wrote = typed(opened(wessex, "decide", about, "helen"), note="Because.")
    kept(wessex, wrote, "helen")

    again = opened(wessex, "decide", about, "helen")
    assert (again.draft, again.typed["note"]) == (wrote.draft, "Because.")
    fresh = opened(wessex, "decide", about, "helen", fresh=True)
    assert "note" not in fresh.typed
    assert fresh.draft != wrote.draft
    assert len(wessex.desk.drafts_of("helen")) == 1, "what was left is still there"


def test_nobody_writes_over_what_somebody_else_began(wessex: Wessex) -> None:
    first = typed(opened(wessex, "raise-alert", "", "amina"), where="At home.")
    name = kept(wessex, first, "amina")
    theirs = opened(wessex, "raise-alert", "", "helen", draft=name)

    assert theirs.typed == {}
    assert kept(wessex, typed(theirs, where="No."), "helen") != name
    assert wessex.desk.drafts_of("amina")[0].says == {"where": "At home."}


def test_what_is_usually_right_stands_in_the_fields(wessex: Wessex) -> None:
    ref = wessex.to_signed()
    filling = opened(wessex, "complete", f"{ref}/send-sin", "helen")
    assert filling.answers["on"] == "2026-12-18"


def test_a_text_that_was_sent_back_is_changed_from_what_it_was(wessex: Wessex) -> None:
    ref = wessex.alert()
    for step, choice in (("consult-partners", "agreed"), ("criteria", "notify")):
        wessex.must("helen", "decide", f"{ref}/{step}", choice=choice, note="x")
    wessex.must("helen", "draft", f"{ref}/sign-sin", **DRAFT)
    filling = opened(wessex, "draft", f"{ref}/sign-sin", "helen")
    assert filling.typed["summary"] == DRAFT["summary"]


def test_an_act_that_asks_nothing_has_no_form(wessex: Wessex) -> None:
    ref = wessex.alert()
    for does in ("read", "open", "whole", "again", "letter"):
        assert begun(wessex.desk, does, f"{ref}/-/1", "helen", wessex.now) is None


def test_whoever_may_be_chosen_is_offered() -> None:
    asked = (
        Question("who", "Who?", "person"),
        Question("whose", "Whose?", "agency"),
        Question("what", "What?"),
    )
    form = Form("A form", "do", "", (Section("only", "", asked),), "Send")
    found = offered(form, ROSTER).questions

    assert {o.id for o in found[0].options} == {p.id for p in ROSTER.people}
    assert {o.id for o in found[1].options} == {a.id for a in ROSTER.agencies}
    assert found[2].options == ()


def test_an_answer_is_said_as_a_person_would_read_it() -> None:
    many = (Option("a", "The first"), Option("b", "The second"))
    asked = (
        Question("one", "Which?", "choice", options=many),
        Question("all", "Which of them?", "choices", options=many),
        Question("day", "Which day?", "date"),
    )
    form = Form("A form", "do", "", (Section("only", "", asked),), "Send")
    day = {"day.day": "27", "day.month": "11", "day.year": "2026"}
    wrote = Filling(form, 0, "d", {"one": "b", "all": ("a", "b"), **day})

    said = [wrote.said(question) for question in asked]
    assert said == ["The second", "The first and The second", "Friday 27 November 2026"]
    half = typed(wrote, **{"day.month": "13"})
    assert half.said(asked[2]) == "2026-13-27"
    assert typed(wrote, **dict.fromkeys(day, "")).said(asked[2]) == ""
    assert (wrote.sections, wrote.checking, wrote.section.id) == (1, False, "only")
    assert wrote.asked(asked[0])


def test_an_alert_is_sent_once_and_its_draft_thrown_away(wessex: Wessex) -> None:
    empty = opened(wessex, "raise-alert", "", "amina")
    whole = typed(empty, **dict(ALERT))
    spread = {
        "aware-at.day": "18",
        "aware-at.month": "12",
        "aware-at.year": "2026",
        "aware-at.time": "10am",
        "incident-day.day": "17",
        "incident-day.month": "12",
        "incident-day.year": "2026",
    }
    whole = typed(whole, **spread)
    kept(wessex, whole, "amina")
    wrong = send(wessex.desk, empty, "amina", "one", wessex.now)
    answer = send(wessex.desk, whole, "amina", "two", wessex.now)

    assert wrong.problems
    assert answer.case == "WVX-2026-001"
    assert wessex.desk.drafts_of("amina") == ()
    assert send(wessex.desk, empty, "amina", "two", wessex.now) == answer


def test_a_half_filled_date_is_put_right_in_the_words_of_its_fields(
    wessex: Wessex,
) -> None:
    filling = typed(opened(wessex, "raise-alert", "", "amina"), **{"aware-at.day": "3"})
    found = problems(filling, filling.form.questions, wessex.now)
    says = {problem.question: problem.says for problem in found}
    assert says["aware-at"] == "The date must include a month and a year."

    answer = send(wessex.desk, filling, "amina", "one", wessex.now)
    assert says["aware-at"] in [problem.says for problem in answer.problems]


def test_a_section_is_kept_and_sent_by_whoever_was_asked(wessex: Wessex) -> None:
    name = kept(
        wessex,
        typed(opened(wessex, "raise-alert", "", "amina"), where="At home."),
        "amina",
    )
    form = wessex.form("raise-alert", "", "amina")
    section = next(
        s.id for s in form.sections if "where" in {q.id for q in s.questions}
    )
    wessex.desk.ask_for_section(name, section, "helen", "amina", wessex.now)
    filling = opened(wessex, "section", f"{name}/{section}", "helen", fresh=True)
    assert filling.typed["where"] == "At home."

    wrote = typed(filling, where="In the garden.")
    answer = send(wessex.desk, wrote, "helen", "one", wessex.now)
    assert answer.says.startswith("The section is saved")
    assert send(wessex.desk, wrote, "helen", "one", wessex.now) == answer

    hers = opened(wessex, "raise-alert", "", "amina", draft=name)
    assert "In the garden." in str(hers.typed["where"])
    (handed,) = hers.handed
    assert hers.otherwise(handed) == []
    changed = typed(hers, where="At school.")
    assert [said for _, said in changed.otherwise(handed)] == ["In the garden."]


def test_what_is_only_chosen_is_not_kept(wessex: Wessex) -> None:
    away = typed(opened(wessex, "away", "", "helen"), deputy="kofi")
    kept(wessex, away, "helen")
    assert wessex.desk.drafts_of("helen") == ()
