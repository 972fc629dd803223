"""What a release is made of is listed, and nothing in it forbids this use."""

from __future__ import annotations

import importlib.util
from types import ModuleType

import pytest

from tests.architecture.tree import ROOT


@pytest.fixture(scope="module")
def sbom() -> ModuleType:
    spec = importlib.util.spec_from_file_location("sbom", ROOT / "deploy/sbom.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_licence_was_thought_about_and_is_listed(sbom: ModuleType) -> None:
    found = {name: sbom.licence(name) for name in sbom.locked()}
    assert not list(sbom.unthought(found))
    assert sbom.LISTED.read_text("utf-8") == sbom.paper(found), "run: make sbom"


@pytest.mark.parametrize(
    "said",
    ["AGPL-3.0-only", "GPL-2.0-or-later", "MIT AND SSPL-1.0", "nothing said", ""],
)
def test_a_licence_that_nobody_thought_about_is_named(
    sbom: ModuleType, said: str
) -> None:
    assert list(sbom.unthought({"ours": "MIT", "theirs": said})) == [f"theirs: {said}"]


def test_only_what_is_in_the_image_is_in_its_list(sbom: ModuleType) -> None:
    parts = [{"name": "Jinja2", "bom-ref": "j"}, {"name": "pytest", "bom-ref": "p"}]
    links = [
        {"ref": "us", "dependsOn": ["j", "p"]},
        {"ref": "p", "dependsOn": ["j"]},
    ]
    document = {
        "metadata": {"component": {"bom-ref": "us"}},
        "components": parts,
        "dependencies": links,
    }
    assert sbom.narrowed(document, {"jinja2"}) == {
        **document,
        "components": parts[:1],
        "dependencies": [{"ref": "us", "dependsOn": ["j"]}],
    }
