"""What led to what is sent where it is set, and names nobody."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
import structlog
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
)
from opentelemetry.proto.trace.v1.trace_pb2 import Span
from typing_extensions import override

from bot import traces
from bot.logs import SHAPES
from bot.store import Store
from tests.desk.wessex import ALERT, Wessex
from tests.log_lines import CHILD, Written


class Collector(HTTPServer):
    """Takes traces as a collector does."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Taking)
        self.taken: list[ExportTraceServiceRequest] = []
        self.says = 200

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1/traces"

    @property
    def spans(self) -> dict[str, Span]:
        return {
            span.name: span
            for request in self.taken
            for resource in request.resource_spans
            for scope in resource.scope_spans
            for span in scope.spans
        }


class _Taking(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.headers.get("Content-Encoding") is None:
            request = ExportTraceServiceRequest.FromString(body)
            self.server.taken.append(request)  # type: ignore[attr-defined]
        self.send_response(self.server.says)  # type: ignore[attr-defined]
        self.end_headers()

    @override
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def collecting() -> Iterator[Collector]:
    with Collector() as collector:
        thread = threading.Thread(target=collector.serve_forever, args=(0.01,))
        thread.start()
        try:
            traces.start(collector.url, "1.2.3", "a-replica")
            yield collector
        finally:
            traces.stop()
            collector.shutdown()
            thread.join()


def attributes(span: Span) -> dict[str, str]:
    return {one.key: one.value.string_value for one in span.attributes}


def test_while_it_is_off_a_span_is_nothing() -> None:
    with traces.span("press", case="WVX-2026-001") as told:
        told.say(outcome="recorded")
        assert "trace" not in structlog.contextvars.get_contextvars()


def test_what_belongs_together_is_told_as_one_and_the_log_names_it(
    logged: Written,
) -> None:
    async def after() -> None:
        await asyncio.sleep(0)

    async def heard() -> None:
        with traces.span("heard", channel="slack"):
            with traces.span("press", case="WVX-2026-001") as told:
                told.say(outcome="recorded")
                structlog.get_logger().info("press.taken")
            await traces.during("after", after(), action="look")

    with collecting() as collector:
        asyncio.run(heard())
        traces.stop()
        found = collector.spans
    assert found.keys() == {"heard", "press", "after"}
    assert {one.trace_id for one in found.values()} == {found["heard"].trace_id}
    assert found["press"].parent_span_id == found["heard"].span_id
    said = {"case": "WVX-2026-001", "outcome": "recorded"}
    assert attributes(found["press"]) == said
    assert logged.line()["trace"] == found["heard"].trace_id.hex()
    assert SHAPES["trace"].fullmatch(logged.line()["trace"])
    assert "trace" not in structlog.contextvars.get_contextvars()


def goes_wrong() -> None:
    with traces.span("press", child=CHILD):
        with traces.span("inner", case=CHILD, outcome=None, attempt=2):
            pass
        raise ValueError(CHILD)


def test_what_is_not_on_the_list_or_not_in_its_shape_is_not_told() -> None:
    with collecting() as collector:
        with pytest.raises(ValueError, match=CHILD):
            goes_wrong()
        traces.stop()
        whole = "".join(str(request) for request in collector.taken)
        found = collector.spans
    assert CHILD not in whole
    assert attributes(found["press"]) == {"error.type": "ValueError"}
    assert [one.key for one in found["inner"].attributes] == ["attempt"]


def test_a_whole_story_is_told_and_names_nobody(record: Store, tmp_path: Path) -> None:
    wessex = Wessex(record, tmp_path)
    with collecting() as collector:
        wessex.alert()
        wessex.carry()
        traces.stop()
        found, whole = collector.spans, "".join(map(str, collector.taken))
    assert {"press", "delivery"} <= found.keys()
    for person in wessex.desk.people().people:
        assert person.name not in whole
        assert person.email not in whole
    assert ALERT["child-1-name"] not in whole
    assert "service.name" in whole
    for word in ("host.name", "process.", "telemetry.sdk"):
        assert word not in whole


def test_a_delivery_is_told_as_part_of_the_press_that_it_comes_of(
    record: Store, tmp_path: Path
) -> None:
    wessex = Wessex(record, tmp_path)
    with collecting() as collector:
        wessex.alert()
        wessex.carry()
        traces.stop()
        found = collector.spans
    assert found["delivery"].trace_id == found["press"].trace_id
    assert found["delivery"].parent_span_id == found["press"].span_id


def test_what_was_queued_while_nobody_traced_begins_a_trace_of_its_own() -> None:
    with collecting() as collector:
        for kept in ({}, {"trace": None}, {"trace": "not one"}):
            with traces.span("delivery", kept):
                pass
        assert traces.cause() == {}
        traces.stop()
        assert traces.cause() == {}
        assert collector.spans["delivery"].parent_span_id == b""


def test_a_collector_that_is_not_there_disturbs_nothing(logged: Written) -> None:
    with collecting() as collector:
        url = collector.url
    traces.start(url, "1.2.3")
    with traces.span("press") as told:
        told.say(outcome="recorded")
    traces.stop()
    assert [line["event"] for line in logged.lines()] == ["traces.not-sent"]


def test_that_traces_do_not_arrive_is_said_once_and_once_that_they_do(
    logged: Written,
) -> None:
    with collecting() as collector:
        sending = traces.exporter(collector.url)
        for status in (400, 400, 200, 200, 400):
            collector.says = status
            sending.export(())
        sending.shutdown()
    assert [line["event"] for line in logged.lines()] == [
        *("traces.not-sent", "traces.sent-again", "traces.not-sent")
    ]
