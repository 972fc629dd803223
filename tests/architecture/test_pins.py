"""What is installed is pinned, is checked, and comes from wherever you trust."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, settings

DEFAULT = ROOT / "deploy" / "requirements.txt"
EVERYTHING = ROOT / "deploy" / "requirements-all.txt"
IMAGE = ROOT / "deploy" / "requirements-image.txt"
LOCKS = [DEFAULT, IMAGE, EVERYTHING]
OF_NODE = ROOT / "tests" / "node" / "package-lock.json"

# The whole grammar: a name, a version, its hashes. No host, no path, no option.
PIN = re.compile(r"(?P<name>[a-z0-9.-]+)==(?P<version>[a-z0-9.+!]+) \\")
HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}( \\)?")

AT_MOST = 45


def pins(path: Path) -> dict[str, str]:
    """Read which version of each package is pinned."""
    found = (PIN.fullmatch(line) for line in path.read_text("utf-8").splitlines())
    return {pin["name"]: pin["version"] for pin in found if pin}


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_a_lock_file_holds_names_versions_and_hashes_and_nothing_else(
    path: Path,
) -> None:
    for line in path.read_text(encoding="utf-8").splitlines():
        assert PIN.fullmatch(line) or HASH.fullmatch(line), line


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_every_pin_is_followed_by_a_hash(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    after = {b for a, b in zip(lines, [*lines[1:], ""], strict=True) if PIN.match(a)}
    assert all(HASH.fullmatch(line) for line in after)


def test_the_default_installs_few_packages() -> None:
    assert len(pins(DEFAULT)) <= AT_MOST


def test_what_is_tested_is_what_is_run() -> None:
    """The same version of everything, with and without the extras, and the image."""
    assert pins(DEFAULT).items() <= pins(IMAGE).items() <= pins(EVERYTHING).items()


def test_everything_that_is_asked_for_is_pinned() -> None:
    project = settings()["project"]
    extras = [
        need for needs in project["optional-dependencies"].values() for need in needs
    ]
    build = settings()["build-system"]["requires"]
    assert names([*project["dependencies"], *build]) <= pins(DEFAULT).keys()
    assert names(extras) <= pins(EVERYTHING).keys()


def test_what_the_tests_use_of_node_is_pinned_by_hash_and_names_no_host() -> None:
    text = OF_NODE.read_text(encoding="utf-8")
    of_others = {name: p for name, p in json.loads(text)["packages"].items() if name}
    assert of_others
    assert all(p["integrity"].startswith("sha512-") for p in of_others.values())
    assert "://" not in text


def names(needs: list[str]) -> set[str]:
    """Take the names of packages from what is asked of them."""
    return {re.split(r"[\[<>=~! ]", need)[0] for need in needs}
