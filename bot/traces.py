"""What led to what, for an observatory of the operator's own; off until it is set.

A span has a name, how long it took, and attributes from the same short list as the
log, each in its shape. The library that sends them is loaded only when an address
is set, and nothing waits for it: what cannot be sent is thrown away.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import TYPE_CHECKING, Any, Final, Protocol

import structlog

from bot.core.errors import Refused
from bot.logs import SHAPES

if TYPE_CHECKING:
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


def span(name: str, **attributes: object) -> AbstractContextManager[Span]:
    """Begin something that others may watch; its log lines bear the trace's id."""
    if not _tracing:
        return _SILENT
    return _watched(_tracing[0][0], name, attributes)


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
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import (  # noqa: PLC0415 - large
            OTLPSpanExporter,
        )
        from opentelemetry.sdk.resources import Resource  # noqa: PLC0415 - likewise
        from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415 - likewise
        from opentelemetry.sdk.trace.export import (  # noqa: PLC0415 - likewise
            BatchSpanProcessor,
        )
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
    exporter = OTLPSpanExporter(endpoint=url, timeout=_PATIENCE)
    provider.add_span_processor(BatchSpanProcessor(exporter))
    _tracing.append((provider.get_tracer("dayzero"), provider.shutdown))


def stop() -> None:
    """Send what is left, for a few seconds at most, and be silent from now on."""
    while _tracing:
        _tracing.pop()[1]()


@contextmanager
def _watched(tracer: Tracer, name: str, attributes: dict[str, Any]) -> Iterator[Span]:
    # What went wrong is told by its kind alone: a message may repeat what was typed.
    with tracer.start_as_current_span(
        name, record_exception=False, set_status_on_exception=False
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
