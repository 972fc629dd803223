"""One way to write data as text, so that the same data always gives the same proof."""

from __future__ import annotations

import json
from typing import Any, Final

_WRITER: Final = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), allow_nan=False
)


def canonical(value: Any) -> str:
    r"""Write plain data as the one JSON text that stands for it.

    Keys are sorted, nothing is spaced, and every character beyond ASCII is
    escaped, so that no database and no locale can store it differently. That also
    carries NUL and lone surrogates, which PostgreSQL would otherwise refuse.

    Raises:
        TypeError: There is something in it that JSON has no word for.
        ValueError: There is a number in it that is not a number.

    Example:
        >>> canonical({"step": "sign-sin", "link": 2, "note": "café"})
        '{"link":2,"note":"caf\\u00e9","step":"sign-sin"}'
    """
    return _WRITER.encode(value)
