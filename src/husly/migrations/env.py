"""Alembic's environment: our tables, both databases."""

import sqlalchemy as sa
from alembic import context
from sqlalchemy import event
from sqlmodel import SQLModel

import husly.models
from husly.kit.database import open_engine

husly.models.load()


def run(connection: sa.Connection) -> None:
    """Run the migrations over one connection."""
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
        compare_server_default=False,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    engine = open_engine(context.config.attributes["url"])
    if engine.dialect.name == "sqlite":
        # SQLite changes a constraint by making the table anew; rows that refer to the old one must not mind.
        event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA foreign_keys=OFF"))
    with engine.connect() as opened:
        run(opened)
        opened.commit()
    engine.dispose()
