"""What people write is kept under its entry, and read by those who may."""

from __future__ import annotations

from datetime import date

import pytest

from bot.core.errors import NotYours
from bot.core.events import AnswersRead, DraftWritten, SentBack
from tests.desk.wessex import DRAFT, Wessex, london


def _drafted(wessex: Wessex) -> str:
    ref = wessex.alert()
    wessex.must("helen", "decide", f"{ref}/consult-partners", choice="agreed", note="x")
    wessex.must("helen", "decide", f"{ref}/criteria", choice="notify", note="x")
    wessex.must("helen", "draft", f"{ref}/sign-sin", **DRAFT)
    return ref


def test_each_text_is_read_under_its_own_entry(wessex: Wessex) -> None:
    ref = _drafted(wessex)
    wessex.must("ruth", "send-back", f"{ref}/sign-sin", note="Say more about school.")
    entries = {type(e.event): e.n for e in wessex.desk.recorded(ref)}
    draft = wessex.must("ruth", "read", f"{ref}/-/{entries[DraftWritten]}").reads
    assert draft[0] == (
        "What happened, in the words of the notification?",
        DRAFT["summary"],
    )
    back = wessex.must("helen", "read", f"{ref}/-/{entries[SentBack]}").reads
    assert back == (("What was written", "Say more about school."),)


@pytest.mark.parametrize("who", ["tom", "noor", "ellis", "owen"])
def test_nobody_else_reads_it(wessex: Wessex, who: str) -> None:
    ref = wessex.alert()
    answer = wessex.press(who, "read", f"{ref}/-/1")
    assert (answer.code, answer.reads) == ("not-yours", ())
    assert not [e for e in wessex.journal(ref) if isinstance(e, AnswersRead)]


def test_each_reading_is_recorded_with_its_reader(wessex: Wessex) -> None:
    ref = wessex.alert()
    for who in ("helen", "joan", "helen"):
        wessex.must(who, "read", f"{ref}/-/1")
    read = [e for e in wessex.desk.recorded(ref) if isinstance(e.event, AnswersRead)]
    assert [e.by for e in read] == ["helen", "joan", "helen"]


def test_opening_a_text_to_sign_it_is_a_reading_too(wessex: Wessex) -> None:
    ref = _drafted(wessex)
    form = wessex.form("sign", f"{ref}/sign-sin", "ruth")
    assert ("What has been learned at once?", "Nothing yet.") in form.shows
    read = [e for e in wessex.desk.recorded(ref) if isinstance(e.event, AnswersRead)]
    assert [e.by for e in read] == ["ruth"]


def test_somebody_who_may_not_sign_is_not_shown_the_text(wessex: Wessex) -> None:
    ref = _drafted(wessex)
    with pytest.raises(NotYours):
        wessex.form("sign", f"{ref}/sign-sin", "tom")


def test_a_draft_is_its_authors_alone(wessex: Wessex) -> None:
    said = {"where": "At the old mill."}
    name = wessex.desk.keep_draft("", "amina", "raise-alert", "", said, wessex.now)
    other = wessex.desk.keep_draft(name, "tom", "raise-alert", "", said, wessex.now)
    assert other != name
    assert [d.id for d in wessex.desk.drafts_of("amina")] == [name]
    wessex.desk.drop_draft(name, "tom")
    assert [d.says for d in wessex.desk.drafts_of("amina")] == [said]


@pytest.mark.parametrize("odd", ["\0", "\ud800", "A" * 999])
def test_a_draft_with_an_odd_name_is_kept_all_the_same(
    wessex: Wessex, odd: str
) -> None:
    said = {"where": "before\0after \ud800"}
    name = wessex.desk.keep_draft(odd, "amina", odd, odd, said, wessex.now)
    (kept,) = wessex.desk.drafts_of("amina")
    assert (kept.id, kept.says) == (name, said)


def test_a_corrected_anchor_moves_every_date_and_the_old_one_stays(
    wessex: Wessex,
) -> None:
    ref = wessex.to_sent()
    lines = {ln.part: ln for ln in wessex.desk.view(ref, "joan", wessex.now).lines}
    # Fri 18 Dec 2026 is day zero; Mon 21 is day 1; Fri 25 and Mon 28 are holidays.
    assert lines["briefing-reports"].day == date(2027, 1, 4)
    assert lines["send-to-panel"].day == date(2027, 1, 13)
    wessex.now = london("2026-12-21 10:00")
    wessex.must(
        "joan", "correct", f"{ref}/sin-sent", value="2026-12-21", note="It was sent."
    )
    lines = {ln.part: ln for ln in wessex.desk.view(ref, "joan", wessex.now).lines}
    # Mon 21 Dec 2026 is day zero now: every day of its line is one later.
    assert lines["briefing-reports"].day == date(2027, 1, 5)
    assert lines["send-to-panel"].day == date(2027, 1, 14)
    (was,) = wessex.desk.view(ref, "joan", wessex.now).case.corrected
    assert (was.anchor, was.value) == ("sin-sent", date(2026, 12, 18))
