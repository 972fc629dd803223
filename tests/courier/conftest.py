from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.store import Store
from bot.vault import Vault
from tests.conftest import SECRET
from tests.courier.outside import Pillar, Square
from tests.courier.wall import OUTSIDE, Wall
from tests.desk.wessex import Wessex

ASKED = "WVX-2026-001"
"""The one case of the record that is made once for many tests."""


@pytest.fixture
def wessex(store: Store, tmp_path: Path) -> Wessex:
    """The invented partnership on an empty record of each kind."""
    return Wessex(store, tmp_path)


@pytest.fixture
def square() -> Square:
    return Square()


@pytest.fixture
def pillar() -> Pillar:
    return Pillar()


@pytest.fixture(scope="session")
def asked_file(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record of one case on which requests were sent, made once for many tests.

    Its requests went to the police and the NHS, and everything was carried, with a
    calendar shared by all but three.
    """
    folder = tmp_path_factory.mktemp("asked")
    file = folder / "asked.sqlite"
    shutil.copy(sqlite_template, file)
    store = Store(f"sqlite:///{file}", Vault(SECRET))
    there = Wessex(store, folder, mail=Pillar(), shared=Wall())
    assert there.to_asked("police", "nhs") == ASKED
    there.carry()
    store.close()
    return file


@pytest.fixture
def asked_store(asked_file: Path, tmp_path: Path, vault: Vault) -> Iterator[Store]:
    """A copy of that record, for one test."""
    shutil.copy(asked_file, tmp_path / "asked.sqlite")
    opened = Store(f"sqlite:///{tmp_path}/asked.sqlite", vault)
    yield opened
    opened.close()


@pytest.fixture
def wall() -> Wall:
    """A shared calendar that does not reach three people."""
    return Wall(outside=OUTSIDE)
