"""A sign of life comes only while the work is really done."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

from typing_extensions import override

from bot.heartbeat import Heartbeat
from bot.pulses import Pulses


class _Listening(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.server.heard.append(self.path)  # type: ignore[attr-defined]
        self.send_response(self.server.answer)  # type: ignore[attr-defined]
        self.end_headers()

    @override
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def listening(answer: int = 200) -> Iterator[tuple[str, list[str]]]:
    """Listen as a monitoring service does."""
    with HTTPServer(("127.0.0.1", 0), _Listening) as server:
        heard: list[str] = []
        server.heard, server.answer = heard, answer  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/beat?key=a-secret", heard
        finally:
            server.shutdown()
            thread.join()


def turned(pulses: Pulses) -> None:
    pulses.tick.done()
    pulses.courier.done()


def test_it_comes_once_everything_has_turned_and_not_again_before_it_has_again() -> (
    None
):
    pulses = Pulses()
    with listening() as (url, heard):
        heart = Heartbeat(url, pulses)

        assert not heart.beat(writable=True)
        turned(pulses)
        assert heart.beat(writable=True)
        assert not heart.beat(writable=True)
        pulses.tick.done()
        assert not heart.beat(writable=True), "the courier has not turned since"
        pulses.courier.done()
        assert heart.beat(writable=True)

    assert heard == ["/beat?key=a-secret"] * 2


def test_it_does_not_come_while_the_record_cannot_be_written_or_when_stopping() -> None:
    pulses = Pulses()
    with listening() as (url, heard):
        heart = Heartbeat(url, pulses)
        turned(pulses)
        assert not heart.beat(writable=False)
        pulses.stop()
        assert not heart.beat(writable=True)

    assert heard == []


def test_that_nobody_hears_it_disturbs_nothing() -> None:
    pulses = Pulses()
    with listening(500) as (url, heard):
        heart = Heartbeat(url, pulses)
        turned(pulses)
        assert not heart.beat(writable=True)
    assert len(heard) == 1
    turned(pulses)
    assert not heart.beat(writable=True), "nobody listens there any more"


def test_whoever_answers_a_letter_at_a_time_keeps_nobody_from_looking() -> None:
    pulses, ended = Pulses(), threading.Event()

    def hang(_: str) -> None:
        ended.wait(10)

    heart = Heartbeat("http://127.0.0.1/beat", pulses, hang, patience=0.01)
    turned(pulses)
    assert not heart.beat(writable=True)
    ended.set()
