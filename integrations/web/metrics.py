"""What is counted and how things stand, as Prometheus reads it.

The library for it is loaded when it is first asked for. Its own registry and its
own measures of the process are not used: they would tell more than was counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import product
from typing import TYPE_CHECKING, Any, Final, Literal

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.environment import LOOPBACK
from bot.tally import COUNTED, Tally

if TYPE_CHECKING:
    from prometheus_client.core import Metric

PREFIX: Final = "dayzero_"
_PLAIN: Final = "text/plain; version=0.0.4; charset=utf-8"

GAUGES: Final[Mapping[str, str]] = {
    "backup_age_seconds": "How old the last backup is that is known of.",
    "build_info": "Which release this is, at which migration, on which engine.",
    "cases_overdue_dates": "Dates of open cases that have passed.",
    "courier_idle_seconds": "How long ago the courier last turned in this process.",
    "database_bytes": "How large the database is.",
    "database_up": "Whether the database answers: 1, or 0.",
    "disk_free_bytes": "What is free on the disk of the record.",
    "holidays_horizon_days": "For how many more days bank holidays are known.",
    "lines_unsaid": "What should have been said by now, and was not.",
    "outbox_dead": "Deliveries that were given up, and not tried again.",
    "outbox_oldest_seconds": "How long the first has waited that could have gone.",
    "outbox_waiting": "Deliveries that have not ended.",
    "part_well": "Whether each part does its work: 1, or 0.",
    "ready": "Whether this process can do its work: 1, or 0.",
    "replicas": "How many replicas were seen lately, where there are several.",
    "tick_age_seconds": "How long ago anybody looked at what is due.",
}
"""What is looked up when it is asked for, by its name."""


@dataclass(frozen=True, slots=True)
class Gauge:
    """How something stands.

    Attributes:
        name: Which it is.
        value: The number.
        labels: What it is told apart by; words of the program's own.
    """

    name: str
    value: float
    labels: Mapping[str, str] = field(default_factory=dict)


def metrics(
    who: Literal["no", "local", "yes"],
    tally: Tally,
    gauges: Callable[[], Iterable[Gauge]],
) -> Iterator[Route]:
    """Make the address at which the counts are read, if they are given out.

    Args:
        who: Who may read them: nobody, this machine, or all.
        tally: What is counted.
        gauges: Looks how things stand.
    """

    def told(request: Request) -> Response:
        client = request.client.host if request.client else ""
        if who == "local" and client not in LOOPBACK:
            return PlainTextResponse("Only this machine may read this.\n", 403)
        return PlainTextResponse(written(tally, gauges()), media_type=_PLAIN)

    if who != "no":
        yield Route("/metrics", told)


def written(tally: Tally, gauges: Iterable[Gauge]) -> str:
    """Write everything down as Prometheus reads it."""
    from prometheus_client import generate_latest  # noqa: PLC0415 - only where asked

    collected: list[Metric] = [*_counted(tally), *_standing(gauges)]

    class _Once:
        def collect(self) -> Iterable[Metric]:
            return collected

    registry: Any = _Once()
    return generate_latest(registry).decode()


def _counted(tally: Tally) -> Iterator[Metric]:
    from prometheus_client import core  # noqa: PLC0415 - only where asked

    families: dict[str, Any] = {}
    for name, one in COUNTED.items():
        kind = core.HistogramMetricFamily if one.edges else core.CounterMetricFamily
        families[name] = kind(PREFIX + name, one.says, labels=list(one.labels))
    # What has not happened yet is counted too: a rule sees no rise from nothing.
    counts = {at: 0 for name in COUNTED for at in _all_of(name)}
    counts |= {(name, labels): number for name, labels, number in tally.counts()}
    for (name, labels), number in counts.items():
        families[name].add_metric(labels, number)
    for name, labels, spread in tally.spreads():
        edges = (*map(str, COUNTED[name].edges), "+Inf")
        sums, whole = [], 0
        for edge, number in zip(edges, spread.below, strict=True):
            whole += number
            sums.append((edge, whole))
        families[name].add_metric(labels, sums, spread.total)
    yield from families.values()


def _all_of(name: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """List every way in which something can be counted; nothing for a length."""
    if not COUNTED[name].edges:
        for labels in product(*COUNTED[name].labels.values()):
            yield name, labels


def _standing(gauges: Iterable[Gauge]) -> Iterator[Metric]:
    from prometheus_client import core  # noqa: PLC0415 - only where asked

    families: dict[str, Any] = {}
    for gauge in gauges:
        if gauge.name not in families:
            families[gauge.name] = core.GaugeMetricFamily(
                PREFIX + gauge.name, GAUGES[gauge.name], labels=list(gauge.labels)
            )
        families[gauge.name].add_metric(list(gauge.labels.values()), gauge.value)
    yield from families.values()


@cache
def names() -> frozenset[str]:
    """List every series by the name that rules and pictures use."""
    found = {PREFIX + name for name in GAUGES}
    for name, one in COUNTED.items():
        ends = ("_bucket", "_count", "_sum") if one.edges else ("_total",)
        found |= {f"{PREFIX}{name}{end}" for end in ends}
    return frozenset(found)
