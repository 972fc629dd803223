"""What the papers say is there, is there."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from bot.environment import SETTINGS
from tests.architecture.tree import ROOT, files, named, parsed, python, settings

DECISIONS = ROOT / "bot" / "decisions"
PARTS = ["Context", "Decision", "Consequences", "Checks"]
TWO_PAGES = 900  # words
PICTURE_BYTES = 300_000

LINK = re.compile(r"!?\[[^\]]*\]\((?P<to>[^)\s]+)\)")
FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
INDENTED = re.compile(r"^(?: {4}|\t).*$", re.MULTILINE)
SPAN = re.compile(r"`([^`\n]+)`")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
PLACE = re.compile(r"(?:bot|deploy|integrations|tests|\.ci)/[\w./-]*")
MODULE = re.compile(r"(?:bot|integrations)(?:\.[a-z_]+)+")


def papers() -> list[Path]:
    """List what is written to be read."""
    return [path for path in files() if path.suffix == ".md"]


def decisions() -> list[Path]:
    """List the decisions, in their order."""
    return [p for p in papers() if p.parent == DECISIONS and p.name != "README.md"]


def code(paper: Path) -> Iterator[str]:
    """Find what a paper gives as something to type, or as a name in the program."""
    text = paper.read_text(encoding="utf-8")
    yield from FENCED.findall(text)
    text = FENCED.sub("", text)
    yield from INDENTED.findall(text)
    yield from SPAN.findall(INDENTED.sub("", text))


def told(pattern: str) -> set[tuple[str, str]]:
    """Find a name wherever code in a paper gives it, with the paper it is in."""
    return {
        (named(paper), name)
        for paper in papers()
        for piece in code(paper)
        for name in re.findall(pattern, piece)
    }


def slug(heading: str) -> str:
    """Make the anchor that a heading is reached by."""
    plain = re.sub(r"[^\w\- ]", "", heading.lower())
    return plain.strip().replace(" ", "-")


@cache
def targets() -> frozenset[str]:
    """List what can be made."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    return frozenset(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))


@cache
def verbs() -> frozenset[str]:
    """List what the command line says it can do."""
    said = subprocess.run(
        [sys.executable, "-m", "bot", "--help"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    return frozenset(re.findall(r"^ {4}([a-z]+)\b", said, re.MULTILINE))


@cache
def sentences() -> frozenset[str]:
    """List every test by its name."""
    return frozenset(
        node.name
        for path in python()
        if path.name.startswith("test_")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
    )


@cache
def contracts() -> frozenset[str]:
    """List every contract about imports by its name."""
    return frozenset(c["id"] for c in settings()["tool"]["importlinter"]["contracts"])


def test_every_link_in_a_paper_leads_somewhere() -> None:
    astray = set()
    for paper in papers():
        for link in LINK.finditer(FENCED.sub("", paper.read_text(encoding="utf-8"))):
            to, _, anchor = link["to"].partition("#")
            if "://" in to or to.startswith("mailto:"):
                continue
            there = (paper.parent / to).resolve() if to else paper
            headings = (
                {slug(h) for h in HEADING.findall(there.read_text(encoding="utf-8"))}
                if anchor and there.suffix == ".md" and there.exists()
                else {anchor}
            )
            if not there.exists() or anchor not in headings:
                astray.add((named(paper), link["to"]))
    assert not astray


def test_every_target_named_in_a_paper_can_be_made() -> None:
    assert not {one for one in told(r"\bmake ([a-z-]+)") if one[1] not in targets()}


def test_every_verb_named_in_a_paper_is_in_the_help() -> None:
    named_verbs = told(r"(?m)(?:^\s*|bin/)dayzero ([a-z]+)\b")
    assert not {one for one in named_verbs if one[1] not in verbs()}


def test_every_setting_named_in_a_paper_can_be_set() -> None:
    known = {setting.name for setting in SETTINGS.values()}
    known |= {f"{s.name}_FILE" for s in SETTINGS.values() if s.in_file}
    assert not {one for one in told(r"\bDAYZERO_[A-Z_]+") if one[1] not in known}


def test_every_file_and_module_named_in_a_paper_is_there() -> None:
    there = {named(path) for path in files()}
    there |= {parent.as_posix() for name in there for parent in Path(name).parents}
    gone = set()
    for paper in papers():
        for piece in SPAN.findall(paper.read_text(encoding="utf-8")):
            place = piece.replace(".", "/") if MODULE.fullmatch(piece) else piece
            if not PLACE.fullmatch(place):
                continue
            plain = place.rstrip("/")
            if not there & {plain, f"{plain}.py", named(paper.parent / plain)}:
                gone.add((named(paper), piece))
    assert not gone


def test_a_picture_in_a_paper_is_small_enough_to_be_kept() -> None:
    pictures = [path for path in files() if path.suffix in {".png", ".jpg", ".gif"}]
    assert not {named(p) for p in pictures if p.stat().st_size > PICTURE_BYTES}


@pytest.mark.parametrize("paper", decisions(), ids=lambda paper: paper.stem)
def test_a_decision_has_its_four_parts_on_two_pages(paper: Path) -> None:
    text = paper.read_text(encoding="utf-8")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == PARTS
    assert len(text.split()) <= TWO_PAGES


@pytest.mark.parametrize("paper", decisions(), ids=lambda paper: paper.stem)
def test_every_check_of_a_decision_is_run(paper: Path) -> None:
    """A check names a test, a contract or a target; what is not run is no check."""
    _, _, checks = paper.read_text(encoding="utf-8").partition("## Checks")
    bullets = re.split(r"^- ", checks, flags=re.MULTILINE)[1:]
    assert bullets
    known = sentences() | contracts() | {f"make {target}" for target in targets()}
    for bullet in bullets:
        names = SPAN.findall(bullet)
        assert names, bullet
        assert set(names) <= known, bullet


def test_decisions_are_numbered_and_listed_in_their_order() -> None:
    names = [paper.name for paper in decisions()]
    assert [name[:4] for name in names] == [
        f"{number:04}" for number in range(1, len(names) + 1)
    ]
    listed = LINK.finditer((DECISIONS / "README.md").read_text(encoding="utf-8"))
    assert [link["to"] for link in listed if link["to"][:4].isdigit()] == names
