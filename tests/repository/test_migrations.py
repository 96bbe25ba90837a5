"""One chain of migrations, and models = migrations, on both databases."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Engine
from sqlmodel import SQLModel

from husly.administration import alembic_config
from husly.kit.database import open_engine


@pytest.fixture
def empty_engine(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A database without a table, of each kind."""
    if database_url.startswith("sqlite"):
        made = open_engine(f"sqlite:///{tmp_path_factory.mktemp('migrations') / 'empty.sqlite'}")
        yield made
        made.dispose()
        return
    server = sa.create_engine(database_url, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(sa.text("DROP DATABASE IF EXISTS migrations"))
        connection.execute(sa.text("CREATE DATABASE migrations"))
    made = open_engine(sa.make_url(database_url).set(database="migrations").render_as_string(hide_password=False))
    yield made
    made.dispose()
    with server.connect() as connection:
        connection.execute(sa.text("DROP DATABASE migrations"))
    server.dispose()


def migrate(engine: Engine, how: str, to: str) -> None:
    config = alembic_config(str(engine.url))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        getattr(command, how)(config, to)


def test_there_is_one_chain() -> None:
    assert len(ScriptDirectory.from_config(alembic_config("sqlite://")).get_heads()) == 1


def test_the_migrations_make_what_the_models_say(empty_engine: Engine) -> None:
    migrate(empty_engine, "upgrade", "head")
    with empty_engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, SQLModel.metadata) == []


def test_check_constraints_are_in_the_migrations_too(empty_engine: Engine) -> None:
    migrate(empty_engine, "upgrade", "head")
    inspector = sa.inspect(empty_engine)
    for table in SQLModel.metadata.sorted_tables:
        declared = {str(c.name) for c in table.constraints if isinstance(c, sa.CheckConstraint) and c.name}
        made = {str(check["name"]) for check in inspector.get_check_constraints(table.name)}
        assert declared <= made, f"{table.name}: {declared - made}"


def test_every_value_of_every_enumeration_is_allowed_by_the_migrations_too(empty_engine: Engine) -> None:
    migrate(empty_engine, "upgrade", "head")
    inspector = sa.inspect(empty_engine)
    for table in SQLModel.metadata.sorted_tables:
        made = {str(check["name"]): check["sqltext"] for check in inspector.get_check_constraints(table.name)}
        for column in table.columns:
            if isinstance(column.type, sa.Enum):
                rule = made[f"ck_{table.name}_{column.type.name}"]
                assert [value for value in column.type.enums if f"'{value}'" not in rule] == [], column


def test_the_migrations_can_be_taken_back(empty_engine: Engine) -> None:
    migrate(empty_engine, "upgrade", "head")
    migrate(empty_engine, "downgrade", "base")
    assert set(sa.inspect(empty_engine).get_table_names()) <= {"alembic_version"}
