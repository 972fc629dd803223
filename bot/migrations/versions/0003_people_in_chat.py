"""Who somebody is on a chat platform, which rooms there are, and by what right we act.

Revision ID: 0003
Revises: 0002
Written: 2026-11-20

A person is known on a platform by the platform's own ids and by nothing else: a
name can be chosen, and an e-mail address can be changed. What lets the bot act in
a workspace is locked with a key of its own, as a draft is.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

INSTANT = sa.String(27).with_variant(sa.String(27, collation="C"), "postgresql")


def upgrade() -> None:
    """Make the three tables."""
    op.create_table(
        "accounts",
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("partnership", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("seen_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint(
            "platform", "tenant", "account", "partnership", name="accounts_pk"
        ),
    )
    op.create_index(
        "accounts_partnership_person", "accounts", ["partnership", "person"]
    )
    op.create_table(
        "rooms",
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("partnership", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("platform", "partnership", "name", name="rooms_pk"),
    )
    op.create_index("rooms_platform_channel", "rooms", ["platform", "channel"])
    op.create_table(
        "installs",
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("cipher", sa.LargeBinary(), nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("platform", "tenant", name="installs_pk"),
    )


def downgrade() -> None:
    """Refuse."""
    message = "restore a backup; see deploy/RUNBOOK.md"
    raise NotImplementedError(message)
