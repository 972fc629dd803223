"""What the program says to those who run it, and nothing about anybody.

One line of JSON for each thing, on the error stream. Only keys on a list are
written, and each only in the shape it should have; whatever else was given is
left out and counted. An error is its kind and where it was raised, never its
message; a library's line is the library and the place in its code. So nothing
a person typed can reach a log, whoever passes it and however.
"""

from __future__ import annotations

import logging
import re
import sys
import threading
import traceback
from collections.abc import Mapping
from datetime import date
from types import TracebackType
from typing import Any, Final, TextIO

import structlog
from structlog.typing import EventDict, WrappedLogger
from typing_extensions import override

_WORD: Final = re.compile(r"[a-z0-9][a-z0-9_.-]{0,63}")
_ID: Final = re.compile(r"[A-Za-z0-9][\w:./+-]{0,127}", re.ASCII)
# A request's or delivery's key has a number or a mark in it; a name alone is not one.
_REQUEST: Final = re.compile(r"(?=.*[\d:/])[\w:./+-]{1,160}", re.ASCII)
_PART: Final = re.compile(r"[a-z0-9-]+(/[a-z0-9-]+){0,2}")
_NUMBER: Final = re.compile(r"-?\d{1,15}(\.\d+)?")
_CASE: Final = re.compile(r"[A-Z]{1,8}-\d{4}-\d{1,6}")
_PLACE: Final = re.compile(r"[A-Za-z_][\w.<>]*:\d+", re.ASCII)
_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\d([T ][\d:.]+(Z|[+-]\d\d:\d\d)?)?")
_KIND: Final = re.compile(r"[A-Za-z_]\w{0,79}", re.ASCII)
_TRACE: Final = re.compile(r"[0-9a-f]{32}")

SHAPES: Final[Mapping[str, re.Pattern[str]]] = {
    "action": _WORD,
    "agency": _WORD,
    "anchor": _WORD,
    "at": _PLACE,
    "attempt": _NUMBER,
    "because": _KIND,
    "by": _ID,
    "case": _CASE,
    "cause": _REQUEST,
    "channel": _WORD,
    "code": _WORD,
    "count": _NUMBER,
    "day": _MOMENT,
    "due": _MOMENT,
    "engine": _WORD,
    "event": _WORD,
    "key": _REQUEST,
    "kind": _KIND,
    "late": _NUMBER,
    "level": _WORD,
    "link": _NUMBER,
    "logger": _WORD,
    "method": _KIND,
    "ms": _NUMBER,
    "of": _NUMBER,
    "ours": _PLACE,
    "outcome": _WORD,
    "partnership": _WORD,
    "port": _NUMBER,
    "problem_kind": _KIND,
    "procedure": _WORD,
    "replica": _WORD,
    "role": _WORD,
    "seconds": _NUMBER,
    "status": _NUMBER,
    "step": _PART,
    "timestamp": _MOMENT,
    "trace": _TRACE,
    "until": _MOMENT,
    "version": _WORD,
}
"""Every key that may be written, and what its text must look like."""

WITHHELD: Final = "[withheld]"
_OURS: Final = ("bot", "integrations")
_METHODS: Final = frozenset(
    {"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"}
)
_LEVELS: Final = (10, 20, 30, 40, 50)
# Asked to echo, this one writes for itself, parameters and all, if nobody else does.
_SELF_STARTERS: Final = ("sqlalchemy.engine.Engine",)
_FIRST: Final = ("event", "level", "timestamp")
# The lines of libraries that are worth reading in words. The whole line must be
# the same, so what is filled in elsewhere never is.
_KNOWN: Final = {
    "Waiting for application startup.": "server.starting",
    "Application startup complete.": "server.ready",
    "Application shutdown complete.": "server.stopped",
    "Started server process [%d]": "server.process-started",
    "Finished server process [%d]": "server.process-finished",
    "Uvicorn running on %s://%s:%d (Press CTRL+C to quit)": "server.listening",
    "Shutting down": "server.stopping",
    "Exception in ASGI application\n": "server.request-failed",
    "Invalid HTTP request received.": "server.request-unreadable",
    "Running upgrade %s -> %s, %s": "database.upgraded",
    "Running %s %s -> %s": "database.migrated",
}


def configure(level: str = "INFO", stream: TextIO | None = None) -> None:
    """Send everything that this process says, ours and the libraries', through here.

    Args:
        level: The least that is written, such as ``INFO``.
        stream: Where to; the error stream if not given.
    """
    least = logging.getLevelNamesMapping()[level]
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            _placed,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            vetted,
            structlog.processors.JSONRenderer(ensure_ascii=True),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(least),
        logger_factory=structlog.WriteLoggerFactory(file=stream or sys.stderr),
        cache_logger_on_first_use=False,
    )
    logging.root.handlers[:] = [_Forwarding()]
    logging.root.setLevel(least)
    for name in {*logging.root.manager.loggerDict, *_SELF_STARTERS}:
        library = logging.getLogger(name)
        library.handlers[:] = [logging.NullHandler()]
        library.propagate = True
    logging.captureWarnings(True)  # noqa: FBT003 - the library's own signature
    sys.excepthook = _fell
    threading.excepthook = _thread_fell
    sys.unraisablehook = _object_fell


def vetted(_logger: WrappedLogger, _name: str, said: EventDict) -> EventDict:
    """Keep the keys on the list, in their shapes, and count what was left out.

    Example:
        >>> vetted(None, "", {"event": "alert.raised", "child": "Zephyrine"})
        {'event': 'alert.raised', 'left_out': 1}
    """
    order = [k for k in _FIRST if k in said] + [k for k in said if k not in _FIRST]
    kept = {k: _shaped(k, said[k]) for k in order if k in SHAPES}
    left_out = len(said) - len(kept)
    return {**kept, "left_out": left_out} if left_out else kept


def _shaped(key: str, value: object) -> str | float | bool | None:
    if value is None or isinstance(value, int | float):
        return value
    text = value.isoformat() if isinstance(value, date) else value
    if isinstance(text, str) and SHAPES[key].fullmatch(text):
        return str(text)
    return WITHHELD


def _placed(_logger: WrappedLogger, _name: str, said: EventDict) -> EventDict:
    """Put an error's kind and place where the error was."""
    error = _error(said.pop("exc_info", None))
    if error is None:
        return said
    places = [
        (str(frame.f_globals.get("__name__", "")), line)
        for frame, line in traceback.walk_tb(error.__traceback__)
    ]
    ours = [place for place in places if place[0].partition(".")[0] in _OURS]
    said["problem_kind"] = type(error).__name__
    if error.__cause__ is not None:
        said["because"] = type(error.__cause__).__name__
    for key, found in (("at", places), ("ours", ours)):
        if found:
            said[key] = "{}:{}".format(*found[-1])
    return said


def _error(given: object) -> BaseException | None:
    if isinstance(given, tuple):
        given = given[1]
    if isinstance(given, BaseException):
        return given
    return sys.exc_info()[1] if given else None


class _Forwarding(logging.Handler):
    """Take what libraries say through the standard library, and say what may be."""

    @override
    def emit(self, record: logging.LogRecord) -> None:
        try:
            event, said = _from_library(record)
            if event == "library.said" and record.levelno < logging.WARNING:
                return  # that a library did something unnamed helps nobody
            level = max(n for n in (0, *_LEVELS) if n <= record.levelno) or _LEVELS[0]
            structlog.get_logger().log(level, event, **said)
        except (OSError, TypeError, ValueError):
            self.handleError(record)

    @override
    def handleError(self, record: logging.LogRecord) -> None:
        """Say nothing: the usual complaint would print the record."""


def _from_library(record: logging.LogRecord) -> tuple[str, dict[str, Any]]:
    args = record.args
    if record.name == "uvicorn.access" and isinstance(args, tuple) and len(args) == 5:  # noqa: PLR2004 - who, method, path, version, status
        method = args[1] if args[1] in _METHODS else "OTHER"
        return "http.request", {"method": method, "status": args[4]}
    library = record.name.partition(".")[0]
    said: dict[str, Any] = {"at": f"{record.module}:{record.lineno}"}
    if library in sys.modules:  # a name that is code's, and not one made up from data
        said["logger"] = library
    if record.exc_info:
        said["exc_info"] = record.exc_info
    known = _KNOWN.get(record.msg) if isinstance(record.msg, str) else None
    return known or "library.said", said


def _fell(
    _kind: type[BaseException], error: BaseException, _trace: TracebackType | None
) -> None:
    structlog.get_logger().critical("program.fell", exc_info=error)


def _thread_fell(fallen: threading.ExceptHookArgs) -> None:
    structlog.get_logger().critical("thread.fell", exc_info=fallen.exc_value)


def _object_fell(fallen: sys.UnraisableHookArgs) -> None:
    structlog.get_logger().error("object.fell", exc_info=fallen.exc_value)
