"""What a window carries, so that what is typed in it finds its way back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from integrations.slack.limits import METADATA, length


@dataclass(frozen=True, slots=True)
class Meta:
    """What a window carries: which form it is, how far, and where to answer.

    Nothing typed is in it, and nothing that it says gives anybody a right: who may
    do what is looked up when the window is sent.

    Attributes:
        draft: The name under which what is typed is kept.
        part: The section it shows, from nought.
        root: The window that it was opened on top of, if any.
        seen: The section, and which state of what somebody else typed in it, that
            it was drawn with.
        say: Where to answer, such as the channel and the message.
    """

    partnership: str = ""
    does: str = ""
    about: str = ""
    draft: str = ""
    part: int = 0
    root: str = ""
    seen: str = ""
    say: Mapping[str, str] = field(default_factory=dict)

    def written(self) -> str:
        """Write it as a window carries it."""
        kept = {name: value for name, value in asdict(self).items() if value}
        text = json.dumps(kept, ensure_ascii=False, separators=(",", ":"))
        if length(text) > METADATA and self.say:
            return replace(self, say={}).written()
        return text

    @staticmethod
    def read(view: Mapping[str, Any]) -> Meta | None:
        """Read what a window carries; nothing if it is none of ours."""
        try:
            kept = json.loads(str(view.get("private_metadata") or ""))
        except ValueError:
            return None
        if not isinstance(kept, Mapping):
            return None
        texts = ("partnership", "does", "about", "draft", "root", "seen")
        said, part = kept.get("say"), kept.get("part", 0)
        where = said if isinstance(said, Mapping) else {}
        return Meta(
            **{name: str(kept.get(name, "")) for name in texts},
            part=part if isinstance(part, int) and part >= 0 else 0,
            say={str(name): str(value) for name, value in where.items()},
        )
