"""What somebody posts to us, read only as far as there is any sense in it."""

from __future__ import annotations

from collections.abc import AsyncIterable
from typing import Final

MOST: Final = 1_000_000
"""More bytes than any platform ever posts at once."""


async def whole(parts: AsyncIterable[bytes]) -> bytes | None:
    """Put together what was posted; nothing, if it is more than is ever posted."""
    read: list[bytes] = []
    size = 0
    async for part in parts:
        size += len(part)
        if size > MOST:
            return None
        read.append(part)
    return b"".join(read)
