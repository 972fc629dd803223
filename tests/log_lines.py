"""What was logged, caught for a test to look at."""

from __future__ import annotations

import io
import json
import logging
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import structlog

from bot import logs

CHILD = "Zephyrine Quillfeather"


class Written(io.StringIO):
    """What was written, as text and as the lines it is made of."""

    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.getvalue().splitlines()]

    def line(self) -> dict[str, Any]:
        (only,) = self.lines()
        return only

    def names_nobody(self) -> bool:
        said = self.getvalue().lower()
        return not any(part.lower() in said for part in CHILD.split())


@contextmanager
def caught() -> Iterator[Written]:
    """Log to a stream for a while, and leave everything as it was found."""
    hooks = sys.excepthook, threading.excepthook, sys.unraisablehook
    level = logging.root.level
    stream = Written()
    logs.configure("INFO", stream)
    try:
        yield stream
    finally:
        structlog.reset_defaults()
        logging.captureWarnings(False)
        logging.root.handlers.clear()
        logging.root.setLevel(level)
        sys.excepthook, threading.excepthook, sys.unraisablehook = hooks


def fall(error: Exception, because: Exception | None = None) -> None:
    """Raise an error, some way down."""
    raise error from because
