"""List what a release is made of, and by which licences.

dist/dayzero.cdx.json is for machines: each Python package of the image with its
version, in CycloneDX. deploy/LICENCES.md is for people, and is kept: a package with
a licence that nobody has thought about stops this, and the tests.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from importlib import metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
LOCK = ROOT / "deploy" / "requirements-image.txt"
LISTED = ROOT / "deploy" / "LICENCES.md"
MADE = ROOT / "dist" / "dayzero.cdx.json"

FREE = frozenset(
    {
        "Apache-2.0",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "MIT",
        "MIT-0",
        "PSF-2.0",
        "Python-2.0",
    }
)
"""Those that ask for no more than to be named."""
THOUGHT_ABOUT = {
    "LGPL-3.0-only": "A library that is used as it comes, in files of its own that "
    "anybody may replace, asks nothing of the program that uses it. Whoever passes "
    "the image on passes its licence on too, which is in it; changes to the library "
    "itself would have to be published, and there are none.",
    "MPL-2.0": "Asks that changes to its own files be published. There are none: it "
    "is a list of authorities, used as it comes.",
}
"""Those that ask for more, and why that is kept to here."""
UNSAID = {"protobuf": "BSD-3-Clause"}
"""What a package says only in the text that comes with it."""
SPOKEN = {
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "BSD": "BSD-3-Clause",
    "Apache 2.0": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "Apache License, Version 2.0": "Apache-2.0",
    "LGPL-3.0": "LGPL-3.0-only",
}
"""Older ways to say which it is."""
_WHERE = ("License-Expression", "License")
HEAD = """# Licences

<!-- Written by deploy/sbom.py from what each package says of itself: make sbom -->

The Python packages in the image, by licence. The default installation is a part of
them. None forbids any use; what asks for more than to be named is explained. Each
package brings its licence along. What comes from Debian, Python and the client of
PostgreSQL among it, says its own under `/usr/share/doc`.
"""


def plain(name: str) -> str:
    """Write the name of a package in the one way that all agree on."""
    return re.sub(r"[-_.]+", "-", name).lower()


def locked() -> list[str]:
    """List the packages of the image."""
    text = LOCK.read_text(encoding="utf-8")
    found: list[str] = re.findall(r"^([a-z0-9.-]+)==", text, re.MULTILINE)
    return found


def licence(name: str) -> str:
    """Say by which licence a package comes, as it says itself."""
    if name in UNSAID:
        return UNSAID[name]
    told = metadata.metadata(name)
    said, old = (" ".join(told.get_all(one, [])) for one in _WHERE)
    classes = [
        str(one).rpartition(" :: ")[2]
        for one in told.get_all("Classifier", [])
        if str(one).startswith("License :: OSI Approved :: ")
    ]
    for one in (said, old, *classes):
        found = SPOKEN.get(one, one)
        if terms(found) and not terms(found) - FREE - THOUGHT_ABOUT.keys():
            return found
    return said or " and ".join(classes) or old[:40] or "nothing said"


def terms(expression: str) -> set[str]:
    """List the licences that an expression is made of.

    Where there is a choice, all of them: each has to be one that may be taken.
    """
    return set(re.sub(r"\b(AND|OR|WITH)\b|[()]", " ", expression).split())


def unthought(found: Mapping[str, str]) -> Iterator[str]:
    """Name each package whose licence nobody has thought about."""
    known = FREE | THOUGHT_ABOUT.keys()
    for name, said in found.items():
        if not terms(said) or terms(said) - known:
            yield f"{name}: {said}"


def paper(found: Mapping[str, str]) -> str:
    """Write the list for people."""
    by_licence = defaultdict(list)
    for name, said in found.items():
        by_licence[said].append(name)
    rows = [
        f"| {said} | {', '.join(by_licence[said])} |" for said in sorted(by_licence)
    ]
    more = [
        f"- **{name}**: {why}"
        for name, why in sorted(THOUGHT_ABOUT.items())
        if any(name in terms(said) for said in by_licence)
    ]
    table = ["| Licence | Packages |", "|---|---|", *rows]
    return "\n".join([HEAD, *table, "", *more, ""])


def narrowed(document: dict[str, Any], wanted: set[str]) -> dict[str, Any]:
    """Keep of a list of everything that is installed what belongs to the image."""
    kept = [one for one in document["components"] if plain(one["name"]) in wanted]
    refs = {one["bom-ref"] for one in kept}
    root = document["metadata"]["component"]["bom-ref"]
    linked = [
        {
            **link,
            "dependsOn": [ref for ref in link.get("dependsOn", ()) if ref in refs],
        }
        for link in document["dependencies"]
        if link["ref"] in refs | {root}
    ]
    return {**document, "components": kept, "dependencies": linked}


def main() -> int:
    """Write both; returns 1 where there is a licence that nobody thought about."""
    names = locked()
    found = {name: licence(name) for name in names}
    LISTED.write_text(paper(found), encoding="utf-8")
    bad = list(unthought(found))
    for line in bad:
        print(line, file=sys.stderr)
    MADE.parent.mkdir(exist_ok=True)
    tool = Path(sys.executable).with_name("cyclonedx-py")
    told = ("--output-reproducible", "--no-validate", "--output-format", "JSON")
    project = ROOT / "pyproject.toml"
    said = subprocess.run(
        [tool, "environment", *told, "--pyproject", project, sys.executable],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    document = narrowed(json.loads(said), set(names))
    MADE.write_text(json.dumps(document, indent=2, sort_keys=True) + "\n", "utf-8")
    print(f"{len(document['components'])} packages are listed in {MADE.name}.")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
