"""Build the app that an administrator uploads to Microsoft Teams: ``make teams-app``.

It is a manifest and two icons in a zip, the same bytes whenever it is built from the
same settings. What it needs is read from the environment, as the program reads it.
"""

from __future__ import annotations

import json
import os
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from string import Template
from typing import Any, Final
from urllib.parse import urlsplit
from zipfile import ZIP_STORED, ZipFile, ZipInfo

ROOT: Final = Path(__file__).parents[1]
PARTS: Final = ROOT / "deploy" / "teams-app"
BUILT: Final = ROOT / "dist" / "dayzero-teams.zip"
ICONS: Final = ("color.png", "outline.png")

_ID: Final = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_VERSION: Final = re.compile(r"(0|[1-9]\d*)(\.(0|[1-9]\d*)){2}", re.ASCII)
_FIRST_DAY: Final = (1980, 1, 1, 0, 0, 0)
"""The oldest that a zip can say: a file in it has no day of its own."""
_UNIX: Final = 3
_READABLE: Final = 0o644 << 16
_LONGEST_NAME: Final = 32
_NO_PAGE: Final = (
    "No {name} was given, so the app names {url}, where there is no such page. To "
    "name one of your own: make teams-app {name}=https://…"
)


def missing(environ: Mapping[str, str]) -> Iterator[str]:
    """Say what is missing or wrong, all of it at once."""
    if not _ID.fullmatch(environ.get("TEAMS_APP_ID", "")):
        yield (
            "TEAMS_APP_ID must be the Application (client) ID of the app in Entra, "
            "such as 00000000-0000-0000-0000-000000000000."
        )
    if not _open(environ.get("DAYZERO_BASE_URL", "")):
        yield (
            "DAYZERO_BASE_URL must be the https address that Microsoft reaches us by, "
            "such as https://dayzero.example.org."
        )
    for name in ("WEBSITE_URL", "PRIVACY_URL", "TERMS_URL"):
        if environ.get(name) and not _open(environ[name]):
            yield f"{name} must be an https address."
    if len(_publisher(environ)) > _LONGEST_NAME:
        yield f"PUBLISHER must have no more than {_LONGEST_NAME} characters."
    if not _VERSION.fullmatch(_version(environ)):
        yield "VERSION must be three numbers, such as 1.0.2."


def manifest(environ: Mapping[str, str]) -> dict[str, Any]:
    """Fill in the manifest from what is set."""
    base = environ["DAYZERO_BASE_URL"].rstrip("/")
    told = {
        "app_id": environ["TEAMS_APP_ID"].lower(),
        "version": _version(environ),
        "domain": urlsplit(base).hostname or "",
        "publisher": _publisher(environ),
        "website": environ.get("WEBSITE_URL") or base,
        "privacy": environ.get("PRIVACY_URL") or base,
        "terms": environ.get("TERMS_URL") or base,
    }
    template = Template((PARTS / "manifest.json").read_text(encoding="utf-8"))
    inside = {name: json.dumps(value)[1:-1] for name, value in told.items()}
    # "$schema" is a name of Microsoft's, not a gap of ours.
    text = template.substitute(inside | {"schema": "$schema"})
    filled: dict[str, Any] = json.loads(text)
    return filled


def build(environ: Mapping[str, str], to: Path = BUILT) -> Path:
    """Write the app, as the same bytes whenever the settings are the same."""
    text = json.dumps(manifest(environ), ensure_ascii=False, indent=2) + "\n"
    held = {"manifest.json": text.encode()}
    held |= {name: (PARTS / name).read_bytes() for name in ICONS}
    to.parent.mkdir(parents=True, exist_ok=True)
    with ZipFile(to, "w", ZIP_STORED) as package:
        for name, content in held.items():
            entry = ZipInfo(name, _FIRST_DAY)
            entry.create_system, entry.external_attr = _UNIX, _READABLE
            package.writestr(entry, content)
    return to


def main(environ: Mapping[str, str]) -> int:
    """Build the app, or say plainly what is missing; returns the exit code."""
    given = {name: value.strip() for name, value in environ.items()}
    wrong = list(missing(given))
    if wrong:
        print("The app cannot be built yet.", *wrong, sep="\n", file=sys.stderr)
        return 2
    built = build(given)
    for name in ("PRIVACY_URL", "TERMS_URL"):
        if not given.get(name):
            print(_NO_PAGE.format(name=name, url=given["DAYZERO_BASE_URL"]))
    print(f"{built.relative_to(ROOT)} is built: version {_version(given)}.")
    return 0


def _open(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme == "https" and bool(parts.hostname) and not parts.username


def _publisher(environ: Mapping[str, str]) -> str:
    return environ.get("PUBLISHER") or "Dayzero"


def _version(environ: Mapping[str, str]) -> str:
    if environ.get("VERSION"):
        return environ["VERSION"]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return str(project["project"]["version"])


if __name__ == "__main__":
    sys.exit(main(os.environ))
