"""A newer version of the procedure is shown on the case, to whoever keeps it."""

from __future__ import annotations

import shutil
from pathlib import Path

from bot.shelf import OURS, Shelf
from tests.web.walking import Walk
from tests.web.wessex_house import House

MORE = """
[[step]]
id = "thank-everybody"
stage = "notification"
kind = "task"
title = "Thank everybody"
owner = "head-of-qa"
source = { para = "9.9" }
"""
TITLE = "The procedure has a newer version"


def test_whoever_keeps_the_case_sees_what_would_change_and_moves_it(
    house: House, walk: Walk, tmp_path: Path
) -> None:
    folder = tmp_path / "procedures"
    folder.mkdir()
    shutil.copy(OURS / "dorset.toml", folder)
    house.desk.shelf = Shelf(folder)
    ref = walk.raise_alert()
    assert "follows the procedure of Dorset, read from “Dorset" in walk.go("/").text
    with (folder / "dorset.toml").open("a", encoding="utf-8") as file:
        file.write(MORE)
    assert TITLE not in walk.become("helen").go(f"/case/{ref}").text
    walk.become("joan").go(f"/case/{ref}")
    assert TITLE in walk.text
    assert "New: “Thank everybody”." in walk.text
    walk.go(f"/form?does=move&about={move_of(walk)}&back=/case/{ref}")
    assert "New: “Thank everybody”." in walk.text
    walk.fill({"q.note": "The new version was agreed."}, "send")
    assert "A newer version of the procedure is followed now" in walk.text
    walk.go(f"/case/{ref}")
    assert TITLE not in walk.text
    assert "Thank everybody" in walk.text


def move_of(walk: Walk) -> str:
    """Find what the button on the case's page is about."""
    found = next(
        form
        for form in walk.forms
        if any("Move to the newest version" in said for _, _, said in form.buttons)
    )
    return found.fields["about"]
