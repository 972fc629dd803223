"""Everything said to and by a pretended Graph, held to Microsoft's description of it.

Prism reads the description by itself, and knows nothing of the checks that the
pretended Graph makes. It takes three seconds to begin: one test for all.
"""

from __future__ import annotations

import re
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from tests.graph.fake import FakeGraph
from tests.graph.fake_checks import DESCRIPTION
from tests.node import running

_PRISM: Final = running.HERE / "node_modules" / "@stoplight" / "prism-cli"
_PATIENCE: Final = 30.0
_PASSED: Final = re.compile(r"The upstream call to \S+ has returned (\d+)")


@dataclass(frozen=True)
class Prism:
    """What stands between the bot and the pretended Graph.

    What is not as described it answers itself: 422 to a request, 500 for an answer.

    Attributes:
        url: Where Graph is to be looked for.
    """

    url: str
    log: IO[str]

    def passed(self) -> list[int]:
        """Give the status of each answer that came back through it."""
        return [int(status) for status in _PASSED.findall(self._said())]

    def refused(self) -> int:
        """Say how many requests went no further, as Graph takes no such thing."""
        return self._said().count("Request received") - len(self.passed())

    def _said(self) -> str:
        return Path(self.log.name).read_text(encoding="utf-8")


@contextmanager
def checking(graph: FakeGraph) -> Iterator[Prism]:
    """Stand before a Graph until the test is over; refuse what is not as described."""
    with closing(socket.socket()) as asked:
        asked.bind(("127.0.0.1", 0))
        port = asked.getsockname()[1]
    script = _PRISM / "dist" / "index.js"
    proxy = [running.node(), str(script), "proxy", str(DESCRIPTION), graph.url]
    where = ["--errors", "--host", "127.0.0.1", "--port", str(port)]
    with tempfile.NamedTemporaryFile("w", encoding="utf-8") as log:
        server = subprocess.Popen(
            [*proxy, *where], stdout=log, stderr=subprocess.STDOUT, text=True
        )
        try:
            made = Prism(f"http://127.0.0.1:{port}", log)
            _wait_until_it_listens(server, made)
            yield made
        finally:
            server.terminate()
            server.wait(_PATIENCE)


def _wait_until_it_listens(server: subprocess.Popen[str], made: Prism) -> None:
    for _ in range(600):
        if "is listening" in made._said():
            return
        try:
            server.wait(0.05)
        except subprocess.TimeoutExpired:
            continue
        break
    raise AssertionError(made._said())
