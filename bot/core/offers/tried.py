"""What stands for an answer while a button is tried."""

from __future__ import annotations

from typing import Final

SOMETHING: Final = "something written"
"""Stands for whatever will be typed."""
