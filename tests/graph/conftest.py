"""A pretended Graph for each test that asks for one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.graph.fake import FakeGraph
from tests.graph.fake_world import AMINA, BO, US


@pytest.fixture
def graph() -> Iterator[FakeGraph]:
    """A Graph with three mailboxes, which never answers what Graph would not."""
    with FakeGraph(US, AMINA, BO).served() as served:
        yield served
    assert not served.wrong
