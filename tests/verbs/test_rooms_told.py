"""A private channel on the pages made of a procedure file, and where it is checked."""

from __future__ import annotations

from pathlib import Path

from bot.core.faults import read
from bot.verbs.pages.comparison import compared
from bot.verbs.pages.rooms import in_room
from bot.verbs.retold import retold
from tests.core.small import SMALL
from tests.verbs.line import Line

FILE = Path(__file__).parents[1] / "procedures" / "elsewhere" / "saltmarsh.toml"
TEXT = FILE.read_text(encoding="utf-8")
SALTMARSH = read(TEXT)
SAYS = (
    "One for each case, opened once “Decide whether to notify” is done, for Business "
    "Manager, Head of Service and Director."
)
ASKS = "Who shares a private channel?"


def test_the_page_says_whom_the_channel_lets_in_and_how_that_was_read() -> None:
    text = retold(SALTMARSH)

    assert f"- **Private channel:** {SAYS} `room`\n" in text
    assert "“a confidential group is set up for those who work on it”" in text
    assert "- **2** (`room`). A private channel, of these three offices" in text


def test_a_channel_that_opens_with_the_alert_is_said_to() -> None:
    text = TEXT.replace('opens = "agree"\n', "", 1)

    assert in_room(read(text)).startswith("One for each case, opened with the alert, ")


def test_the_comparison_asks_of_channels_where_some_document_wants_one() -> None:
    small = read(SMALL)

    assert f"| {ASKS} | – | {SAYS} |" in compared([small, SALTMARSH])
    assert ASKS not in compared([small])
    assert in_room(small) == ""


def test_check_tells_what_is_wrong_with_a_channel_and_who_has_to_confirm_it(
    line: Line, tmp_path: Path
) -> None:
    told = line.type("check", str(FILE))
    assert told.code == 0
    plain = " ".join(told.out.split())
    assert "room: nobody has confirmed this reading of 2. A private channel" in plain

    broken = tmp_path / "saltmarsh.toml"
    broken.write_text(TEXT.replace('"director"]', '"direktor"]', 1), encoding="utf-8")
    told = line.type("check", str(broken))
    assert told.code == 1
    assert (
        f"{broken}:11: room, roles number 3: There is no role called "
        '"direktor". Did you mean "director"?'
    ) in told.err
