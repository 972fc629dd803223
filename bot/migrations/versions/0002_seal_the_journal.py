"""Seal the journal: the database itself refuses to change or remove an entry.

Revision ID: 0002
Revises: 0001
Written: 2026-03-02

Why in the database: a bug, a console session or a future maintainer in a hurry
all go round Python. None of them goes round a trigger without leaving a trace.
The roots are kept the same way, because they are what the journal is held to.

``INSERT OR REPLACE`` removes a row in SQLite without a DELETE, so there an insert
over an entry that exists is refused too. PostgreSQL has TRUNCATE instead.

Going back is not offered. Undoing this would make every entry written since
worthless as evidence; restore a backup instead.
"""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TABLES = {
    "journal": (
        "seq = NEW.seq",
        "(case_ref = NEW.case_ref AND n = NEW.n)",
        (
            "(partnership = NEW.partnership AND cause = NEW.cause"
            " AND cause_n = NEW.cause_n)"
        ),
    ),
    "roots": ("(partnership = NEW.partnership AND day = NEW.day)",),
}

SQLITE = """
CREATE TRIGGER {table}_is_append_only_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, 'the {table} is append-only'); END
"""

SQLITE_INSERT = """
CREATE TRIGGER {table}_is_append_only_insert BEFORE INSERT ON {table}
WHEN {taken}
BEGIN SELECT RAISE(ABORT, 'the {table} is append-only'); END
"""

POSTGRES_FUNCTION = """
CREATE FUNCTION is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the % is append-only', TG_TABLE_NAME; END $$
"""

POSTGRES_ROW = """
CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION is_append_only()
"""

POSTGRES_WHOLE = """
CREATE TRIGGER {table}_is_not_emptied BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION is_append_only()
"""


def upgrade() -> None:
    """Refuse UPDATE, DELETE and whatever amounts to them."""
    if op.get_bind().dialect.name == "sqlite":
        for table, same in TABLES.items():
            taken = " OR ".join(
                f"EXISTS (SELECT 1 FROM {table} WHERE {one})"  # noqa: S608 - our own
                for one in same
            )
            op.execute(SQLITE.format(table=table, verb="update"))
            op.execute(SQLITE.format(table=table, verb="delete"))
            op.execute(SQLITE_INSERT.format(table=table, taken=taken))
        return
    op.execute(POSTGRES_FUNCTION)
    for table in TABLES:
        op.execute(POSTGRES_ROW.format(table=table))
        op.execute(POSTGRES_WHOLE.format(table=table))


def downgrade() -> None:
    """Refuse."""
    message = "restore a backup; see deploy/RUNBOOK.md"
    raise NotImplementedError(message)
