"""How alembic reaches the database: through the connection it is handed.

``bot.store.migrate`` hands it one, in a transaction of its own, so that a
migration is done whole or not at all, on SQLite too. From a developer's own
command line (``alembic -x url=sqlite:///trial.sqlite revision --autogenerate``)
it opens the one that is named.
"""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection

from bot.store.connecting import opened
from bot.tables import metadata


def run(tx: Connection) -> None:
    """Run what has not been run yet."""
    context.configure(
        connection=tx,
        target_metadata=metadata,
        transactional_ddl=True,
        compare_server_default=True,
    )
    with context.begin_transaction():
        context.run_migrations()


if (given := context.config.attributes.get("connection")) is not None:
    run(given)
else:
    with opened(context.get_x_argument(as_dictionary=True)["url"]).begin() as own:
        run(own)
