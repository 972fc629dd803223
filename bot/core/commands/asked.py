"""What every command has: what was typed, and its keyed digest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from bot.core.events import Digest

Says: TypeAlias = Mapping[str, str | tuple[str, ...]]
"""What was typed, by question."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What every command has: what was typed, and its keyed digest."""

    says: Says = field(default_factory=dict)
    digest: Digest = ""
