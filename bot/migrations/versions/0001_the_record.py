"""The record: what happened, what is to be said, and what may be erased.

Revision ID: 0001
Revises: nothing
Written: 2026-03-02

This is a picture of the tables on the day it was written. It does not follow
``bot/tables.py`` when that moves on; the next migration does.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.String(27).with_variant(sa.String(27, collation="C"), "postgresql")


def upgrade() -> None:
    """Make every table."""
    _the_journal()
    _the_indexes()
    _the_answers()
    _the_outbox()
    _the_rest()


def downgrade() -> None:
    """Refuse."""
    message = "restore a backup; see deploy/RUNBOOK.md"
    raise NotImplementedError(message)


def _the_journal() -> None:
    op.create_table(
        "journal",
        sa.Column("seq", BIG, autoincrement=True, nullable=False),
        sa.Column("partnership", sa.Text(), nullable=False),
        sa.Column("case_ref", sa.Text(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("by_person", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("instead_of", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("cause_n", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("seal", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="journal_pk"),
        sa.UniqueConstraint("case_ref", "n", name="journal_case_ref_n_once"),
        sa.UniqueConstraint(
            "partnership",
            "cause",
            "cause_n",
            name="journal_partnership_cause_cause_n_once",
        ),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "roots",
        sa.Column("partnership", sa.Text(), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("upto", sa.BigInteger(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("heads", sa.Text(), nullable=False),
        sa.Column("root", sa.Text(), nullable=False),
        sa.Column("planted_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("partnership", "day", name="roots_pk"),
    )


def _the_indexes() -> None:
    op.create_table(
        "cases",
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("partnership", sa.Text(), nullable=False),
        sa.Column("procedure", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("opened_at", INSTANT, nullable=False),
        sa.Column("closed_at", INSTANT, nullable=True),
        sa.Column("head_n", sa.Integer(), nullable=False),
        sa.Column("head_seal", sa.Text(), nullable=False),
        sa.Column("doc", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("ref", name="cases_pk"),
    )
    op.create_index(
        "cases_partnership_closed_at", "cases", ["partnership", "closed_at"]
    )
    op.create_table(
        "steps",
        sa.Column("case_ref", sa.Text(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("partnership", sa.Text(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("due", sa.Text(), nullable=False),
        sa.Column("next_at", INSTANT, nullable=True),
        sa.Column("doc", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_ref"], ["cases.ref"], name="steps_case_ref_known"
        ),
        sa.PrimaryKeyConstraint("case_ref", "step", "item", name="steps_pk"),
    )
    op.create_index(
        "steps_next",
        "steps",
        ["next_at"],
        sqlite_where=sa.text("next_at IS NOT NULL"),
        postgresql_where=sa.text("next_at IS NOT NULL"),
    )
    op.create_index("steps_partnership_status", "steps", ["partnership", "status"])


def _the_answers() -> None:
    op.create_table(
        "keys",
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("partnership", sa.Text(), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=True),
        sa.Column("destroyed_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("owner", name="keys_pk"),
    )
    op.create_table(
        "answers",
        sa.Column("case_ref", sa.Text(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("partnership", sa.Text(), nullable=False),
        sa.Column("cipher", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_ref"], ["keys.owner"], name="answers_case_ref_known"
        ),
        sa.PrimaryKeyConstraint("case_ref", "n", name="answers_pk"),
    )
    op.create_table(
        "drafts",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("partnership", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("cipher", sa.LargeBinary(), nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="drafts_pk"),
    )
    op.create_index("drafts_partnership_person", "drafts", ["partnership", "person"])


def _the_outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("seq", BIG, autoincrement=True, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("partnership", sa.Text(), nullable=False),
        sa.Column("case_ref", sa.Text(), nullable=True),
        sa.Column("n", sa.Integer(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("lane", sa.Text(), nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("not_before", INSTANT, nullable=False),
        sa.Column("try_at", INSTANT, nullable=True),
        sa.Column("queued_at", INSTANT, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("lease_until", INSTANT, nullable=True),
        sa.Column("doubt", sa.Boolean(), nullable=False),
        sa.Column("receipt", sa.Text(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("settled_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("seq", name="outbox_pk"),
        sa.UniqueConstraint("key", name="outbox_key_once"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "lanes",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("next_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("name", name="lanes_pk"),
    )
    _the_outbox_in_order()


def _the_outbox_in_order() -> None:
    op.create_index("outbox_case_ref_step", "outbox", ["case_ref", "step"])
    op.create_index(
        "outbox_dead",
        "outbox",
        ["partnership"],
        sqlite_where=sa.text("state = 'dead'"),
        postgresql_where=sa.text("state = 'dead'"),
    )
    op.create_index(
        "outbox_line",
        "outbox",
        ["line", "seq"],
        sqlite_where=sa.text("try_at IS NOT NULL"),
        postgresql_where=sa.text("try_at IS NOT NULL"),
    )
    op.create_index(
        "outbox_next",
        "outbox",
        ["try_at", "seq"],
        sqlite_where=sa.text("try_at IS NOT NULL"),
        postgresql_where=sa.text("try_at IS NOT NULL"),
    )
    op.create_index("outbox_settled_at", "outbox", ["settled_at"])


def _the_rest() -> None:
    op.create_table(
        "roster",
        sa.Column("partnership", sa.Text(), nullable=False),
        sa.Column("doc", sa.Text(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("partnership", name="roster_pk"),
    )
    op.create_table(
        "procedures",
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("first_used_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("slug", "version", name="procedures_pk"),
    )
    op.create_table(
        "facts",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="facts_pk"),
    )
    op.create_table(
        "messages",
        sa.Column("seq", BIG, autoincrement=True, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("partnership", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("case_ref", sa.Text(), nullable=True),
        sa.Column("steps", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("card", sa.Text(), nullable=False),
        sa.Column("posted_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("seq", name="messages_pk"),
        sa.UniqueConstraint("key", name="messages_key_once"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "messages_partnership_case_ref", "messages", ["partnership", "case_ref"]
    )
    op.create_index(
        "messages_partnership_place_seq", "messages", ["partnership", "place", "seq"]
    )
