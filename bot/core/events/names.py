"""What things are called in the record: identifiers, digests and moments."""

from __future__ import annotations

from datetime import date, datetime
from typing import TypeAlias

CaseRef: TypeAlias = str
"""A case's reference, such as ``DOR-2026-004``."""
StepId: TypeAlias = str
RoleId: TypeAlias = str
AnchorId: TypeAlias = str
PersonId: TypeAlias = str
AgencyId: TypeAlias = str
Digest: TypeAlias = str
"""A keyed digest of text kept in ``answers``, or an empty string for no text."""
Moment: TypeAlias = date | datetime
"""A day in London, or an instant with its zone where hours are counted."""
