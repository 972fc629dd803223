"""A refusal writes nothing at all: no entry, no text, no delivery, no number."""

from __future__ import annotations

from tests.desk.wessex import ALERT, DRAFT, Wessex, everything


def test_an_alert_that_is_refused_leaves_no_trace_and_no_gap(wessex: Wessex) -> None:
    before = everything(wessex.store)
    answer = wessex.press("amina", "raise-alert", **{**ALERT, "where": ""})
    assert [(p.question, p.says) for p in answer.problems] == [
        ("where", "Write an answer.")
    ]
    assert everything(wessex.store) == before
    assert wessex.alert() == "WVX-2026-001"


def test_a_stranger_raises_nothing(wessex: Wessex) -> None:
    before = everything(wessex.store)
    answer = wessex.press("stranger", "raise-alert", **ALERT)
    assert answer.says == "You are not on this partnership's roster."
    assert everything(wessex.store) == before


def test_every_problem_is_said_at_once_each_at_its_question(wessex: Wessex) -> None:
    wrong = {**ALERT, "harm": "maybe", "contact": " ", "aware-at": "tomorrow"}
    answer = wessex.press("amina", "raise-alert", **wrong)
    assert [p.question for p in answer.problems] == ["harm", "aware-at", "contact"]


def test_the_wrong_person_changes_nothing(wessex: Wessex) -> None:
    ref = wessex.alert()
    before = everything(wessex.store)
    about = f"{ref}/consult-partners"
    answer = wessex.press("tom", "decide", about, choice="agreed", note="Mine.")
    assert answer.code == "not-yours"
    assert answer.says == "This is for the Head of QA and Partnerships."
    assert everything(wessex.store) == before


def test_the_wrong_order_changes_nothing(wessex: Wessex) -> None:
    ref = wessex.alert()
    before = everything(wessex.store)
    answer = wessex.press("helen", "draft", f"{ref}/sign-sin", **DRAFT)
    assert answer.code == "out-of-turn"
    assert "Decide whether this must be notified" in answer.says
    assert everything(wessex.store) == before


def test_a_signature_under_an_older_text_is_refused(wessex: Wessex) -> None:
    ref = wessex.alert()
    wessex.must("helen", "decide", f"{ref}/consult-partners", choice="agreed", note="x")
    wessex.must("helen", "decide", f"{ref}/criteria", choice="notify", note="x")
    wessex.must("helen", "draft", f"{ref}/sign-sin", **DRAFT)
    read = wessex.form("sign", f"{ref}/sign-sin", "ruth").about
    wessex.must("helen", "draft", f"{ref}/sign-sin", **{**DRAFT, "summary": "New."})
    before = everything(wessex.store)
    answer = wessex.press("ruth", "sign", read)
    assert answer.code == "text-changed"
    assert everything(wessex.store) == before


def test_a_case_of_another_partnership_is_not_there(wessex: Wessex) -> None:
    ref = wessex.alert()
    with wessex.store.reading() as tx:
        doc = wessex.desk.roster(tx)
    assert doc.partnership == "wessex-vale"
    wessex.desk.partnership = "Elsewhere"
    before = everything(wessex.store)
    answer = wessex.press("joan", "read", f"{ref}/-/1")
    wessex.desk.partnership = "wessex-vale"
    assert answer.code == "unknown"
    assert everything(wessex.store) == before
