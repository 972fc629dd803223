"""What the chats have to say of themselves is told with the rest."""

from __future__ import annotations

import io
from collections.abc import Iterable

import pytest

from bot.settings import Settings, read_settings
from bot.store import Store
from bot.verbs import doctor
from bot.verbs.examined import Finding, fault, fine
from bot.verbs.means import Means
from tests.desk.wessex import Wessex
from tests.verbs.line import SECRET, Line


@pytest.fixture
def well(ours: Line) -> Line:
    """A command line before a record that is where its settings say."""
    ours.home.mkdir(mode=0o700)
    (ours.home / "dayzero.sqlite3").touch()
    return ours


def with_chats(line: Line, wessex: Wessex, found: Iterable[Finding]) -> Means:
    environ = {"DAYZERO_HOME": str(line.home), "DAYZERO_SECRET": SECRET}

    def chats(settings: Settings, store: Store) -> Iterable[Finding]:
        assert (settings.home, store) == (line.home.resolve(), wessex.store)
        return found

    return Means(
        settings=lambda: read_settings(environ),
        now=lambda: wessex.now,
        out=io.StringIO(),
        err=io.StringIO(),
        store=lambda: wessex.store,
        desk=lambda _store, _partnership: wessex.desk,
        chats=chats,
    )


def test_where_no_chat_is_set_up_none_is_spoken_of(well: Line) -> None:
    assert "Slack" not in well.type("doctor").out


def test_what_is_found_in_a_chat_is_told_with_the_rest(
    well: Line, wessex: Wessex
) -> None:
    told = [fine("The bot is there."), fault("Somebody is not.", "Invite them.")]

    said = list(doctor.examine(with_chats(well, wessex, told)))

    assert said[-2:] == told


def test_a_chat_that_cannot_be_examined_is_a_finding(
    well: Line, wessex: Wessex
) -> None:
    def broken() -> Iterable[Finding]:
        yield fine("So far.")
        raise ModuleNotFoundError("no such library")

    *_, fine_, wrong = doctor.examine(with_chats(well, wessex, broken()))

    assert fine_.state == "fine"
    assert wrong.says == (
        "An examination of the chats could not be made: "
        "ModuleNotFoundError: no such library"
    )
