"""Show each partnership its own rows and no others; let deliveries take turns.

Revision ID: 0004
Revises: 0003
Written: 2026-11-21

PostgreSQL itself keeps partnerships apart, whatever a statement forgets to ask for:
a connection says for whom it works, and one that says nothing sees nothing. The
rules bind the owner of the tables too, and nobody but a superuser goes round them.
To empty a table asks for no row, so that is refused to whoever works for one.
SQLite has no such rules: there, a query names the partnership or finds nothing.

A delivery's turn is when it would go if partnerships took turns. It has a default,
so that whoever does not know of it yet can still queue one.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

INSTANT = sa.String(27).with_variant(sa.String(27, collation="C"), "postgresql")

SCOPED = (
    *("journal", "roots", "cases", "steps", "keys", "answers", "drafts", "outbox"),
    *("roster", "messages", "accounts", "rooms"),
)

WHOSE = "current_setting('dayzero.partnership', true)"

POLICY = """
CREATE POLICY {table}_of_partnership ON {table}
USING (partnership = NULLIF({whose}, '') OR {whose} = '*')
WITH CHECK (partnership = NULLIF({whose}, '') OR {whose} = '*')
"""

NOT_ALL = """
CREATE FUNCTION is_of_many() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('dayzero.partnership', true) IS DISTINCT FROM '*' THEN
    RAISE EXCEPTION 'the % holds rows of others', TG_TABLE_NAME;
  END IF;
  RETURN NULL;
END $$
"""

KEPT = """
CREATE TRIGGER {table}_is_of_many BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION is_of_many()
"""


def upgrade() -> None:
    """Give deliveries their turn, and keep partnerships apart."""
    op.add_column(
        "outbox",
        sa.Column(
            "turn",
            INSTANT,
            server_default="2000-01-01T00:00:00.000000Z",
            nullable=False,
        ),
    )
    op.execute("UPDATE outbox SET turn = COALESCE(try_at, not_before)")
    for name, columns in (
        ("outbox_turn", ["turn", "seq"]),
        ("outbox_partnership_turn", ["partnership", "turn"]),
    ):
        op.create_index(
            name,
            "outbox",
            columns,
            sqlite_where=sa.text("try_at IS NOT NULL"),
            postgresql_where=sa.text("try_at IS NOT NULL"),
        )
    op.execute("INSERT INTO facts (key, value) VALUES ('schema/oldest', '0004')")
    if op.get_bind().dialect.name == "postgresql":
        op.execute(NOT_ALL)
        for table in SCOPED:
            op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
            op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
            op.execute(POLICY.format(table=table, whose=WHOSE))
            op.execute(KEPT.format(table=table))


def downgrade() -> None:
    """Refuse."""
    message = "restore a backup; see deploy/RUNBOOK.md"
    raise NotImplementedError(message)
