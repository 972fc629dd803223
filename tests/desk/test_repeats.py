"""A request that comes twice, and two people who press at once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TypeVar

from bot.core.people import Absence
from bot.core.press import Press
from bot.desk import Answer
from bot.store.verify import verify
from tests.desk.wessex import ALERT, DRAFT, Wessex, everything

T = TypeVar("T")


def at_once(*acts: Callable[[], T]) -> list[T]:
    """Do several things at the same moment, each in a thread of its own."""
    gate = threading.Barrier(len(acts))
    results: dict[int, T] = {}

    def do(place: int, act: Callable[[], T]) -> None:
        gate.wait()
        results[place] = act()

    threads = [threading.Thread(target=do, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [results[place] for place in range(len(acts))]


def test_a_repeated_alert_is_one_case_with_one_answer(wessex: Wessex) -> None:
    first = wessex.press("amina", "raise-alert", cause="web/1", **ALERT)
    before = everything(wessex.store)
    wessex.wait(minutes=3)
    again = wessex.press("amina", "raise-alert", cause="web/1", **ALERT)
    assert again == first
    assert everything(wessex.store) == before


def test_a_repeated_decision_is_one_entry_with_one_answer(wessex: Wessex) -> None:
    about = f"{wessex.alert()}/consult-partners"
    said = {"choice": "agreed", "note": "They both agree."}
    first = wessex.press("helen", "decide", about, cause="web/2", **said)
    before = everything(wessex.store)
    assert wessex.press("helen", "decide", about, cause="web/2", **said) == first
    assert everything(wessex.store) == before


def test_a_repeat_at_the_same_moment_gets_the_same_answer(wessex: Wessex) -> None:
    about = f"{wessex.alert()}/consult-partners"
    said = {"choice": "agreed", "note": "They both agree."}

    def send() -> Answer:
        return wessex.press("helen", "decide", about, cause="web/3", **said)

    answers = at_once(send, send, send)
    assert answers[0] == answers[1] == answers[2]
    assert not answers[0].code


def test_a_repeat_does_not_tell_somebody_else_what_was_answered(
    wessex: Wessex,
) -> None:
    ref = wessex.alert()
    read = wessex.press("joan", "read", f"{ref}/x/1", cause="web/4")
    assert ("What is the child's full name?", "Zebedee Quill") in read.reads
    stolen = wessex.press("tom", "read", f"{ref}/x/1", cause="web/4")
    assert (stolen.code, stolen.reads) == ("already-done", ())


def test_a_repeat_reads_nothing_to_somebody_who_may_no_longer(wessex: Wessex) -> None:
    ref = wessex.alert()
    wessex.press("helen", "read", f"{ref}/x/1", cause="web/5")
    wessex.must("helen", "conflict", ref, person="helen", note="A cousin.")
    again = wessex.press("helen", "read", f"{ref}/x/1", cause="web/5")
    assert (again.code, again.reads) == ("conflicted", ())


def test_two_who_raise_at_once_get_two_references(wessex: Wessex) -> None:
    refs = at_once(*(lambda who=who: wessex.alert(who) for who in ("amina", "tom")))
    assert sorted(refs) == ["WVX-2026-001", "WVX-2026-002"]
    assert verify(wessex.store) == []


def test_the_same_alert_sent_twice_at_once_is_one_case(wessex: Wessex) -> None:
    pressed = Press("amina", "raise-alert", "", "web/6", ALERT)
    first, second = at_once(
        lambda: wessex.desk.handle(pressed, wessex.now),
        lambda: wessex.desk.handle(pressed, wessex.now),
    )
    assert first == second
    assert len(wessex.desk.cases("joan", wessex.now)) == 1


def test_of_two_who_press_the_same_button_one_is_told_about_the_other(
    wessex: Wessex,
) -> None:
    ref = wessex.alert()
    for step, choice in (("consult-partners", "agreed"), ("criteria", "notify")):
        wessex.must("helen", "decide", f"{ref}/{step}", choice=choice, note="x")
    wessex.must("helen", "draft", f"{ref}/sign-sin", **DRAFT)
    wessex.sign("ruth", f"{ref}/sign-sin")
    for who in ("imran", "grace", "adele"):
        wessex.sign(who, f"{ref}/sign-sin")
    wessex.sign("marian", f"{ref}/sign-sin")
    wessex.must("helen", "complete", f"{ref}/send-sin", on="2026-12-18")
    about = f"{ref}/tell-leadership"
    today = date(2026, 12, 18)
    away = Absence("joan", today, today, "ellis")
    wessex.desk.record_absence(away, "joan", wessex.now)
    answers = at_once(
        lambda: wessex.press("joan", "complete", about, on="2026-12-18"),
        lambda: wessex.press("ellis", "complete", about, on="2026-12-18"),
    )
    won = [a for a in answers if not a.code]
    (lost,) = [a for a in answers if a.code]
    assert len(won) == 1
    assert lost.code == "already-done"
    assert lost.says.startswith(("Joan Whitlock has", "Ellis Tranter has"))
    assert sum("tell-leadership" in repr(e) for e in wessex.journal(ref)) == 1
    assert verify(wessex.store) == []


def test_many_at_once_leave_a_sound_record(wessex: Wessex) -> None:
    ref = wessex.alert()
    people = ("joan", "helen", "marian", "leon", "gordon", "yemi")
    read = partial(wessex.press, does="read", about=f"{ref}/x/1")
    answers = at_once(*(partial(read, who) for who in people))
    assert [a.code for a in answers] == [""] * len(people)
    readers = [e.by for e in wessex.desk.recorded(ref) if e.by in people]
    assert sorted(readers) == sorted(people)
    assert [e.n for e in wessex.desk.recorded(ref)] == list(range(1, len(people) + 4))
    assert verify(wessex.store) == []
