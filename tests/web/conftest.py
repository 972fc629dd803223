"""A rehearsal that is served on this machine, and browsers without a window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from tests.web.walking import Walk
from tests.web.wessex_house import House, served


@pytest.fixture
def house(tmp_path: Path) -> House:
    """Put a rehearsal together, in a folder of its own."""
    return House(tmp_path)


@pytest.fixture
def address(house: House) -> Iterator[str]:
    """Serve the rehearsal."""
    with served(house) as at:
        yield at


@pytest.fixture
def browse(address: str) -> Iterator[Callable[[], Walk]]:
    """Open a browser that nobody has used before."""
    with ExitStack() as stack:

        def opened() -> Walk:
            client = httpx.Client(base_url=address, follow_redirects=True, timeout=20)
            return Walk(stack.enter_context(client))

        yield opened


@pytest.fixture
def walk(browse: Callable[[], Walk]) -> Walk:
    """Open one browser."""
    return browse()
