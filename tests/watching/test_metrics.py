"""Whoever reads the counts learns how the bot is, and nothing of anybody."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.applications import Starlette

from bot.core.people import Roster
from bot.store import Store
from bot.store.standing import standing
from bot.tally import COUNTED, OTHER, TALLY, Tally
from bot.watched import of_record
from integrations.web.metrics import GAUGES, PREFIX, Gauge, metrics, names, written
from tests.desk.wessex import ALERT, Wessex

ALERTS = Path("deploy/alerts.yaml")
RUNBOOK = Path("deploy/RUNBOOK.md")
HEADING = re.compile(r"^## (.+)$", re.MULTILINE)


def read(text: str) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
    """Read what was written, as Prometheus does."""
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def asked(app: Starlette, host: str = "127.0.0.1") -> httpx.Response:
    async def ask() -> httpx.Response:
        through = httpx.ASGITransport(app, client=(host, 1))
        async with httpx.AsyncClient(transport=through, base_url="http://it") as asks:
            return await asks.get("/metrics")

    return asyncio.run(ask())


def no_gauges() -> Iterator[Gauge]:
    return iter(())


def test_what_was_counted_is_read_as_it_was_counted() -> None:
    tally = Tally()
    tally.add("presses", platform="slack", outcome="recorded")
    tally.add("presses", 2, platform="slack", outcome="recorded")
    for seconds in (0.004, 0.2, 99.0):
        tally.took("press_seconds", seconds, platform="teams")

    found = read(written(tally, [Gauge("outbox_waiting", 7)]))

    slack = frozenset({("platform", "slack"), ("outcome", "recorded")})
    assert found["dayzero_presses_total", slack] == 3
    teams = ("platform", "teams")
    assert found["dayzero_press_seconds_count", frozenset({teams})] == 3
    assert found["dayzero_press_seconds_sum", frozenset({teams})] == 99.204
    quick = frozenset({teams, ("le", "0.25")})
    assert found["dayzero_press_seconds_bucket", quick] == 2
    assert found["dayzero_outbox_waiting", frozenset()] == 7
    assert found["dayzero_leases_lost_total", frozenset()] == 0


def test_a_word_that_is_not_on_the_list_counts_as_another() -> None:
    tally = Tally()
    tally.add("presses", platform="Zephyrine", outcome="recorded")
    text = written(tally, no_gauges())
    assert "Zephyrine" not in text
    assert f'platform="{OTHER}"' in text


def test_only_what_is_on_the_list_can_be_counted() -> None:
    with pytest.raises(KeyError):
        Tally().add("children")


def test_a_whole_story_leaves_nothing_about_anybody(
    record: Store, tmp_path: Path
) -> None:
    wessex = Wessex(record, tmp_path)
    before = {(name, at): n for name, at, n in TALLY.counts()}
    wessex.alert()
    wessex.carry()
    with record.reading() as tx:
        stands = standing(tx, wessex.now)
    people = wessex.desk.people()
    text = written(TALLY, of_record(stands, wessex.now))

    after = {(name, at): n for name, at, n in TALLY.counts()}
    assert after != before
    known = {label for one in COUNTED.values() for label in one.labels} | {"le"}
    for name, labels in read(text):
        assert name in names()
        assert {label for label, _ in labels} <= known
    for said in whatever_is_personal(people):
        assert said.lower() not in text.lower()


def whatever_is_personal(people: Roster) -> Iterator[str]:
    yield from (ALERT["child-1-name"], "Wessex", "WVX")
    for person in people.people:
        yield from (person.name, person.email)


def test_how_the_record_stands_is_read_in_one_look(
    record: Store, tmp_path: Path
) -> None:
    wessex = Wessex(record, tmp_path)
    wessex.alert()
    with record.reading() as tx:
        stands = standing(tx, wessex.now)
    gauges = {one.name: one.value for one in of_record(stands, wessex.now)}
    assert gauges["outbox_waiting"] > 0
    assert gauges["database_bytes"] > 10_000
    assert "tick_age_seconds" not in gauges, "nobody has looked yet"
    assert gauges.keys() <= GAUGES.keys()


@pytest.mark.parametrize(
    ("who", "host", "status"),
    [
        ("yes", "192.0.2.1", 200),
        ("local", "127.0.0.1", 200),
        ("local", "192.0.2.1", 403),
        ("no", "127.0.0.1", 404),
    ],
)
def test_they_are_given_to_whom_the_setting_says(
    who: str, host: str, status: int
) -> None:
    routes = metrics(who, Tally(), no_gauges)  # type: ignore[arg-type]
    assert asked(Starlette(routes=list(routes)), host).status_code == status


def test_every_rule_asks_for_what_is_counted_and_leads_to_a_heading() -> None:
    text = ALERTS.read_text(encoding="utf-8")
    headings = HEADING.findall(RUNBOOK.read_text(encoding="utf-8"))
    slugs = {re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in headings}
    rules = text.split("- alert: ")[1:]
    assert len(rules) > 10
    for rule in rules:
        used = set(re.findall(rf"{PREFIX}\w+", rule))
        assert used
        assert used <= names()
        (leads,) = re.findall(r"runbook: deploy/RUNBOOK\.md#(\S+)", rule)
        assert leads in slugs
        assert f"`{rule.split()[0]}`" in RUNBOOK.read_text(encoding="utf-8")
