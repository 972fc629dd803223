"""What led to what, for an observatory of the operator's own; off until it is set.

A span has a name, how long it took, and attributes from the same short list as the
log, each in its shape. The library that sends them is loaded only when an address
is set, and nothing waits for it: what cannot be sent is thrown away.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import TYPE_CHECKING, Any, Final, Protocol

import structlog
from typing_extensions import override

from bot.core.errors import Refused
from bot.logs import SHAPES

if TYPE_CHECKING:
    from opentelemetry.context import Context
    from opentelemetry.sdk.trace import ReadableSpan
    from opentelemetry.sdk.trace.export import SpanExporter, SpanExportResult
    from opentelemetry.trace import Tracer

KEPT: Final = frozenset(
    {
        *("action", "attempt", "case", "channel", "code", "count", "engine"),
        *("kind", "outcome", "replica", "status"),
    }
)
"""The keys of the log that may stand on a span as well: those that name nobody."""
_PATIENCE: Final = 5
"""Seconds after which what cannot be sent is thrown away."""
_LIBRARY: Final = "opentelemetry"
_CAUSE: Final = "trace"
"""What a delivery keeps of the span that it was queued in."""
_KEPT_CAUSE: Final = re.compile("([0-9a-f]{32})/([0-9a-f]{16})")


_log = structlog.get_logger()


class Span(Protocol):
    """Something that is going on, of which more may be said before it ends."""

    def say(self, **attributes: object) -> None:
        """Say more of it; what is not on the list is left out."""


class _Silent:
    """A span where nobody listens."""

    __slots__ = ()

    def say(self, **attributes: object) -> None:
        """Say nothing."""
        del attributes


_SILENT: Final = nullcontext[Span](_Silent())
_tracing: list[tuple[Tracer, Callable[[], object]]] = []
"""What listens, and how it is ended; empty where nothing is set."""


def span(
    name: str, queued: Mapping[str, Any] | None = None, /, **attributes: object
) -> AbstractContextManager[Span]:
    """Begin something that others may watch; its log lines bear the trace's id.

    Args:
        name: What it is.
        queued: What was kept of the span that it comes of, if it was queued there.
        attributes: What is known of it.
    """
    if not _tracing:
        return _SILENT
    return _watched(_tracing[0][0], name, attributes, queued or {})


def cause() -> dict[str, str]:
    """Give what has to be kept for what is queued here to be shown as part of this."""
    if not _tracing:
        return {}
    from opentelemetry.trace import get_current_span  # noqa: PLC0415 - only where set

    here = get_current_span().get_span_context()
    known = f"{here.trace_id:032x}/{here.span_id:016x}"
    return {_CAUSE: known} if here.is_valid else {}


def during(
    name: str, deed: Coroutine[Any, Any, None], **attributes: object
) -> Coroutine[Any, Any, None]:
    """Have something that is to be awaited watched; it is itself where nobody is."""
    return _during(name, deed, attributes) if _tracing else deed


async def _during(
    name: str, deed: Coroutine[Any, Any, None], attributes: dict[str, object]
) -> None:
    with span(name, **attributes):
        await deed


def start(url: str, release: str, replica: str = "") -> None:
    """Have spans sent to an address from now on.

    Args:
        url: Where a collector takes traces by OTLP over HTTP.
        release: Which release this is.
        replica: Which of several this process is.

    Raises:
        Refused: The library for it is not installed.
    """
    try:
        from opentelemetry.sdk.resources import Resource  # noqa: PLC0415 - likewise
        from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415 - likewise
        from opentelemetry.sdk.trace.export import (  # noqa: PLC0415 - likewise
            BatchSpanProcessor,
        )

        sending = exporter(url)
    except ImportError:
        raise Refused(
            "DAYZERO_TRACES_URL is set, and what sends traces is not installed.",
            next_step="Install it with: deploy/install.sh full",
        ) from None
    stop()
    # Made from nothing: the library's own would tell the machine's name and commands.
    known = {"service.name": "dayzero", "service.version": release}
    resource = Resource(known | ({"service.instance.id": replica} if replica else {}))
    provider = TracerProvider(resource=resource, shutdown_on_exit=False)
    provider.add_span_processor(BatchSpanProcessor(sending))
    _tracing.append((provider.get_tracer("dayzero"), provider.shutdown))


def exporter(url: str) -> SpanExporter:
    """Make what sends spans; says once that they do not arrive, and that they do again.

    The library would say it with every few of them, for as long as it lasts.

    Args:
        url: Where they are sent.
    """
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import (  # noqa: PLC0415 - large
        OTLPSpanExporter,
    )
    from opentelemetry.sdk.trace.export import (  # noqa: PLC0415 - likewise
        SpanExportResult,
    )

    class Exporter(OTLPSpanExporter):
        arrives = True

        @override
        def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
            told = super().export(spans)
            arrives = told is SpanExportResult.SUCCESS
            if arrives is not self.arrives:
                self.arrives = arrives
                _log.warning("traces.sent-again" if arrives else "traces.not-sent")
            return told

    logging.getLogger(_LIBRARY).setLevel(logging.CRITICAL + 1)
    return Exporter(endpoint=url, timeout=_PATIENCE)


def stop() -> None:
    """Send what is left, for a few seconds at most, and be silent from now on."""
    while _tracing:
        _tracing.pop()[1]()


def _parent(queued: Mapping[str, Any]) -> Context | None:
    """Find the span that something comes of; nothing, where that is not known."""
    found = _KEPT_CAUSE.fullmatch(str(queued.get(_CAUSE, "")))
    if found is None:
        return None
    from opentelemetry import trace  # noqa: PLC0415 - only where set

    whole, part = (int(one, 16) for one in found.groups())
    sampled = trace.TraceFlags(trace.TraceFlags.SAMPLED)
    earlier = trace.SpanContext(whole, part, is_remote=True, trace_flags=sampled)
    return trace.set_span_in_context(trace.NonRecordingSpan(earlier))


@contextmanager
def _watched(
    tracer: Tracer, name: str, attributes: dict[str, Any], queued: Mapping[str, Any]
) -> Iterator[Span]:
    # What went wrong is told by its kind alone: a message may repeat what was typed.
    with tracer.start_as_current_span(
        name, _parent(queued), record_exception=False, set_status_on_exception=False
    ) as begun:
        number = begun.get_span_context().trace_id
        tokens = structlog.contextvars.bind_contextvars(trace=f"{number:032x}")

        class Speaking:
            def say(self, **said: object) -> None:
                begun.set_attributes(dict(_kept(said)))

        speaking = Speaking()
        speaking.say(**attributes)
        try:
            yield speaking
        except BaseException as trouble:
            begun.set_attribute("error.type", type(trouble).__name__)
            raise
        finally:
            structlog.contextvars.reset_contextvars(**tokens)


def _kept(said: dict[str, object]) -> Iterator[tuple[str, str | float | bool]]:
    for key, value in said.items():
        if key not in KEPT or value is None:
            continue
        if isinstance(value, str) and not SHAPES[key].fullmatch(value):
            continue
        if isinstance(value, str | int | float):
            yield key, value
