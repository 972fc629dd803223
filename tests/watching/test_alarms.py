"""A person is told when the bot stops: once, every few hours, and when it is over."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from bot.core import words
from bot.store import Store, facts, leases, outbox
from bot.store.index import CaseRow, StepRow, write_case, write_steps
from bot.store.standing import BACKUP
from bot.troubles import ALARMS
from bot.vault import Vault
from bot.watching import Watch, lost
from tests.store.words import a_delivery
from tests.watching.conftest import FRIDAY, Looking, Told

MINUTE = timedelta(minutes=1)
RUNBOOK = Path("deploy/RUNBOOK.md")


def ticked(store: Store, ago: timedelta, looking: Looking) -> None:
    with store.writing() as tx:
        facts.set_(tx, facts.LAST_TICK, (looking.now - ago).isoformat())


def a_case(store: Store, ref: str, due: str, next_at: datetime | None = None) -> None:
    case = CaseRow(ref, "wessex", "dorset", "v", FRIDAY, None, 1, "seal", {})
    task = ("sign-sin", "wessex", "a", "task", "open", "head-of-qa")
    step = StepRow(ref, *task, due=due, next_at=next_at)
    with store.writing() as tx:
        write_case(tx, case)
        write_steps(tx, ref, [step])


def test_while_all_is_well_nobody_is_told(looking: Looking) -> None:
    ticked(looking.store, MINUTE, looking)
    watch = looking.watch()

    assert [watch.look() for _ in range(3)] == [(), (), ()]
    assert looking.told.letters == []
    assert watch.is_writable


def test_that_nobody_looks_at_what_is_due_is_told_with_what_falls_due(
    looking: Looking,
) -> None:
    ticked(looking.store, 31 * MINUTE, looking)
    a_case(looking.store, "WVX-2026-001", "2026-11-27")
    a_case(looking.store, "WVX-2026-004", "2026-11-28T09:30+00:00")
    a_case(looking.store, "WVX-2026-005", "2026-11-26")
    a_case(looking.store, "WVX-2026-006", "2026-12-24")

    looking.watch().look(sure=True)

    ((subject, text, _),) = looking.told.letters
    assert subject == "Dayzero: nobody looks at what is due"
    for said in (
        "since Friday 27 November 2026, 1:39am: for 31 minutes by now.",
        "statutory time goes on",
        "1 date has passed already.",
        "2 dates fall due today or tomorrow, in WVX-2026-001 and WVX-2026-004.",
        "Do first: See whether the bot runs",
        "deploy/RUNBOOK.md, under “Nobody looks at what is due”",
        "again in 4 hours",
    ):
        assert said in text
    assert "head-of-qa" not in text


def test_one_bad_moment_is_no_trouble(looking: Looking) -> None:
    watch = looking.watch()
    ticked(looking.store, 31 * MINUTE, looking)
    assert watch.look()
    assert looking.told.letters == []
    ticked(looking.store, MINUTE, looking)
    watch.look()
    assert looking.told.letters == []


def test_it_is_told_once_and_again_every_few_hours_and_once_when_over(
    looking: Looking,
) -> None:
    watch = looking.watch()
    ticked(looking.store, 31 * MINUTE, looking)
    for _ in range(9):
        watch.look()
        looking.now += MINUTE
    assert len(looking.told.letters) == 1
    looking.now += timedelta(hours=4)
    watch.look()
    assert len(looking.told.letters) == 2
    ticked(looking.store, MINUTE, looking)
    watch.look()
    watch.look()
    assert looking.told.subjects[2:] == ["Dayzero: over: nobody looks at what is due"]
    assert "said by itself" in looking.told.letters[2][1]


def test_what_could_not_be_told_is_told_at_the_next_look(looking: Looking) -> None:
    watch = looking.watch()
    ticked(looking.store, 31 * MINUTE, looking)
    looking.told.away = True
    watch.look(sure=True)
    looking.told.away = False
    watch.look(sure=True)
    assert len(looking.told.letters) == 1


def test_of_several_replicas_one_tells(looking: Looking) -> None:
    ticked(looking.store, 31 * MINUTE, looking)
    replicas = [looking.watch() for _ in range(3)]
    for _ in range(4):
        for replica in replicas:
            replica.look()
        looking.now += MINUTE
    assert len(looking.told.letters) == 1


def test_when_the_replica_that_tells_has_died_another_does(looking: Looking) -> None:
    first, second = looking.watch(), looking.watch()
    first.look()
    second.look()
    looking.now += 5 * MINUTE
    ticked(looking.store, 31 * MINUTE, looking)
    second.look()
    second.look()
    assert len(looking.told.letters) == 1


def test_somebody_who_looks_from_outside_tells_it_no_second_time(
    looking: Looking,
) -> None:
    ticked(looking.store, 31 * MINUTE, looking)
    looking.watch().look(sure=True)
    outside = Watch(
        looking.store, looking.home, lambda: looking.now, looking.told, outside=True
    )
    assert [one.name for one in outside.look(sure=True)] == ["no-tick"]
    assert len(looking.told.letters) == 1


def test_more_of_the_same_is_told_again_before_the_hours_are_over(
    looking: Looking,
) -> None:
    watch = looking.watch()
    ticked(looking.store, MINUTE, looking)
    for number in range(2):
        with looking.store.writing() as tx:
            row = a_delivery(f"K/{number}", case_ref=None, n=None)
            outbox.enqueue(tx, [row], looking.now)
            tx.exec_driver_sql("UPDATE outbox SET state = 'dead', try_at = NULL")
        watch.look(sure=True)
        watch.look(sure=True)
        looking.now += 20 * MINUTE
        ticked(looking.store, MINUTE, looking)
    assert looking.told.subjects == ["Dayzero: something could not be delivered"] * 2
    assert "2 deliveries were given up." in looking.told.letters[1][1]


def test_what_should_have_gone_and_what_should_have_been_said_is_told(
    looking: Looking,
) -> None:
    ticked(looking.store, MINUTE, looking)
    hour = looking.now - timedelta(hours=1)
    a_case(looking.store, "WVX-2026-001", "2026-12-24", next_at=hour)
    with looking.store.writing() as tx:
        row = a_delivery("K/1", case_ref=None, n=None, not_before=hour)
        outbox.enqueue(tx, [row], hour)
    found = {one.name: one for one in looking.watch().look()}
    assert found.keys() == {"unsaid", "stuck"}
    assert (
        found["unsaid"].says == "1 thing should have been said by now, and is not said."
    )
    assert found["stuck"].since == hour


def test_what_waits_for_its_turn_or_for_a_place_is_not_stuck(looking: Looking) -> None:
    ticked(looking.store, MINUTE, looking)
    hour, minute = timedelta(hours=1), timedelta(minutes=1)
    before = looking.now - hour
    first, second = (a_delivery(f"K/{n}", not_before=before) for n in (1, 2))
    other = a_delivery("K/3", not_before=before, person="yemi", lane="chat/x")
    with looking.store.writing() as tx:
        outbox.enqueue(tx, [first, second], before)
        row = leases.lease(tx, None, looking.now, minute)
        assert row is not None
        until = looking.now + 5 * minute
        leases.postpone(tx, row.key, row.fence, until, counts=True)
        outbox.enqueue(tx, [other], before)
        leases.hold_lane(tx, "chat/x", looking.now + hour)
    assert looking.watch().look() == ()


def test_a_folder_that_is_not_there_keeps_nobody_from_looking(
    looking: Looking, tmp_path: Path
) -> None:
    watch = looking.watch()
    watch.kept_in = tmp_path / "gone"
    assert watch.look() == ()


def test_a_bot_that_never_looked_is_told_of_once_something_is_due(
    looking: Looking,
) -> None:
    assert looking.watch().look() == ()
    hour = looking.now - timedelta(hours=1)
    a_case(looking.store, "WVX-2026-001", "2026-12-24", next_at=hour)
    assert [one.name for one in looking.watch().look()] == ["no-tick"]


def test_an_old_backup_and_holidays_that_run_out_are_told(looking: Looking) -> None:
    watch = looking.watch()
    watch.known_to = (looking.now + timedelta(days=59)).date()
    with looking.store.writing() as tx:
        facts.set_(tx, BACKUP, (looking.now - timedelta(days=3)).isoformat())
    ticked(looking.store, MINUTE, looking)
    assert {one.name for one in watch.look()} == {"holidays", "backup"}


def test_a_disk_that_is_nearly_full_is_told(looking: Looking, tmp_path: Path) -> None:
    watch = looking.watch()
    watch.kept_in = tmp_path
    watch.least_free = 2**62
    ticked(looking.store, MINUTE, looking)
    assert [one.name for one in watch.look(sure=True)] == ["disk"]
    assert looking.told.subjects == ["Dayzero: the disk is nearly full"]


def test_a_database_that_cannot_be_reached_is_told_and_so_is_that_it_is_back(
    looking: Looking, vault: Vault
) -> None:
    a_case(looking.store, "WVX-2026-001", "2026-11-27")
    watch = looking.watch()
    watch.look()
    file = Path(str(looking.store.engine.url.database))
    looking.store.close()
    kept = file.with_name("kept")
    file.rename(kept)
    file.write_bytes(b"not a database" * 100)
    for _ in range(4):
        looking.now += MINUTE
        watch.look()
    assert not watch.is_writable
    ((subject, text, _),) = looking.told.letters
    assert subject.startswith("Dayzero: the database cannot be reached")
    assert "in WVX-2026-001." in text
    looking.store.close()
    kept.rename(file)
    watch.look()
    watch.look()
    assert looking.told.subjects[1].startswith("Dayzero: over: the database")
    assert len(looking.told.letters) == 2


def test_a_database_that_cannot_be_opened_is_told_once_from_outside(
    told: Told, tmp_path: Path
) -> None:
    for _ in range(2):
        assert [one.name for one in lost(tmp_path, told, FRIDAY)] == ["database"]
    assert len(told.letters) == 1
    assert lost(tmp_path, None, FRIDAY)


def test_a_clock_that_was_set_back_keeps_nobody_from_being_told(
    looking: Looking,
) -> None:
    watch = looking.watch()
    ticked(looking.store, 31 * MINUTE, looking)
    watch.look(sure=True)
    looking.now -= timedelta(days=30)
    ticked(looking.store, 31 * MINUTE, looking)
    watch.look(sure=True)
    assert len(looking.told.letters) == 2


def test_every_alarm_has_its_heading_in_the_runbook() -> None:
    text = RUNBOOK.read_text(encoding="utf-8")
    headings = {one.removeprefix("## ") for one in text.splitlines()}
    assert {alarm.heading for alarm in ALARMS.values()} <= headings


def test_every_alarm_can_be_told_in_whole_sentences() -> None:
    for alarm in ALARMS.values():
        assert alarm.first.endswith((".", "!"))
        assert words.begun(alarm.title)
