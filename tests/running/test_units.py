"""The units of systemd, read as systemd reads them where it is there."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from bot.__main__ import arguments
from tests.architecture.tree import ROOT

UNITS = sorted((ROOT / "deploy").glob("*.service")) + sorted(
    (ROOT / "deploy").glob("*.timer")
)
SERVICES = [unit for unit in UNITS if unit.suffix == ".service"]
EXPOSED = 2.0
"""The most that systemd may find a service exposed to, of ten."""
SHUT = {
    "CapabilityBoundingSet": "",
    "NoNewPrivileges": "yes",
    "PrivateTmp": "yes",
    "ProtectHome": "yes",
    "ProtectSystem": "strict",
    "RestrictNamespaces": "yes",
    "UMask": "0077",
}


def told(unit: Path) -> dict[str, list[str]]:
    """Read what a unit says, by the name of each thing said."""
    found: dict[str, list[str]] = {}
    for line in unit.read_text("utf-8").splitlines():
        if re.match(r"[A-Z]\w*=", line):
            name, _, value = line.partition("=")
            found.setdefault(name, []).append(value)
    return found


def analysed(*words: str) -> subprocess.CompletedProcess[str]:
    """Ask systemd itself."""
    return subprocess.run(
        ["systemd-analyze", *words], capture_output=True, text=True, check=False
    )


def test_there_is_one_for_the_bot_and_a_timed_one_for_each_thing_beside_it() -> None:
    assert [unit.name for unit in UNITS] == [
        "dayzero-backup.service",
        "dayzero-watch.service",
        "dayzero.service",
        "dayzero-backup.timer",
        "dayzero-watch.timer",
    ]


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_a_service_is_shut_in(unit: Path) -> None:
    said = told(unit)
    assert {name: said[name][-1] for name in SHUT} == SHUT
    assert said["User"] == ["dayzero"]
    assert said["SystemCallFilter"][0] == "@system-service"


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_what_a_service_runs_is_understood(unit: Path) -> None:
    (line,) = told(unit)["ExecStart"]
    program, *words = line.split()
    assert program == "/opt/dayzero/.venv/bin/dayzero"
    assert arguments(words[0]).parse_args(words).perform


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_systemd_reads_every_line_of_a_unit(unit: Path, tmp_path: Path) -> None:
    """Where it is on this machine; elsewhere every name is one that it knows."""
    if shutil.which("systemd-analyze") is None:
        known = {"Unit", "Service", "Timer", "Install"}
        sections = re.findall(r"^\[(\w+)\]$", unit.read_text("utf-8"), re.MULTILINE)
        assert set(sections) <= known
        return
    # All of them, as a timer is only right beside its service; and with a program
    # that is on this machine, because that it is not is the one thing found wrong.
    for one in UNITS:
        text = one.read_text("utf-8").replace(
            "/opt/dayzero/.venv/bin/dayzero", "/bin/true"
        )
        (tmp_path / one.name).write_text(text, encoding="utf-8")
    said = analysed("verify", "--man=no", str(tmp_path / unit.name))
    ours = [line for line in said.stderr.splitlines() if "dayzero" in line]
    assert not ours
    if unit.suffix == ".service":
        level = analysed("security", "--offline=yes", "--no-pager", str(unit)).stdout
        found = re.search(r"exposure level for \S+: ([\d.]+)", level)
        assert found
        assert float(found[1]) <= EXPOSED
