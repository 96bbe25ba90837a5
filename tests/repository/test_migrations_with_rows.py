"""A register that is in use is brought back to an older version and up again: its rows stay, its rules hold."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from sqlalchemy.engine import Engine

from husly.administration import alembic_config
from husly.demo.loading import load_register
from husly.kit import audit
from husly.kit.access import SYSTEM
from husly.kit.database import open_engine, transaction
from register.municipalities.boundaries import shipped_boundaries

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
OLD = "0007"
"""What was there before contests, terms, mandates, upkeep, reports, evidence and drafts."""

KEPT = ("employer", "dwelling", "accommodation", "declaration", "room", "audit_event")


@pytest.fixture
def used(database_url: str, tmp_path: Path, repository: Path) -> Iterator[Engine]:
    """A database made by the migrations, with a small register and an account in it."""
    url, server = f"sqlite:///{tmp_path / 'used.sqlite'}", None
    if not database_url.startswith("sqlite"):
        server = sa.create_engine(database_url, isolation_level="AUTOCOMMIT")
        with server.connect() as connection:
            connection.execute(sa.text("DROP DATABASE IF EXISTS used"))
            connection.execute(sa.text("CREATE DATABASE used"))
        url = sa.make_url(database_url).set(database="used").render_as_string(hide_password=False)
    command.upgrade(alembic_config(url), "head")
    engine = open_engine(url)
    filled(engine, repository / "data")
    yield engine
    engine.dispose()
    if server is not None:
        with server.connect() as connection:
            connection.execute(sa.text("DROP DATABASE used"))
        server.dispose()


def filled(engine: Engine, data: Path) -> None:
    with transaction(engine) as session:
        load_register(
            session,
            accommodations=40,
            seed=1,
            at=AT,
            boundaries=shipped_boundaries(data),
            data_path=data,
            progress=lambda _: None,
        )
        audit.record(session, by=SYSTEM, at=AT, action="test.filled", on=("register", "1"))


def moved(engine: Engine, how: str, to: str) -> None:
    """As ``husly db upgrade`` does it: over a connection that Alembic opens itself."""
    engine.dispose()
    url = engine.url.render_as_string(hide_password=False)
    getattr(command, how)(alembic_config(url), to)


def rows(engine: Engine, columns: dict[str, list[str]] | None = None) -> dict[str, list[tuple[object, ...]]]:
    """What stands in the tables that both versions have, of the columns given."""
    found = {}
    with engine.connect() as connection:
        for name in KEPT:
            table = sa.Table(name, sa.MetaData(), autoload_with=connection)
            wanted = [table.c[key] for key in (columns or {}).get(name, sorted(table.c.keys()))]
            found[name] = sorted((tuple(row) for row in connection.execute(sa.select(*wanted))), key=str)
    return found


def columns_of(engine: Engine) -> dict[str, list[str]]:
    inspector = sa.inspect(engine)
    return {name: sorted(column["name"] for column in inspector.get_columns(name)) for name in KEPT}


def loose_ends(engine: Engine) -> list[object]:
    """Rows that point at nothing; PostgreSQL never lets any stand."""
    if engine.dialect.name != "sqlite":
        return []
    with engine.connect() as connection:
        broken = list(connection.exec_driver_sql("PRAGMA foreign_key_check"))
        sound = connection.exec_driver_sql("PRAGMA integrity_check").scalar_one()
    return broken if sound == "ok" else [sound]


def refused(engine: Engine, statement: str) -> bool:
    try:
        with engine.begin() as connection:
            assert connection.execute(sa.text(statement)).rowcount
    except sa.exc.IntegrityError:
        return True
    return False


def test_rows_outlive_the_way_down_and_up_again(used: Engine) -> None:
    before = rows(used)
    assert all(before.values()), "every table has rows"
    moved(used, "downgrade", OLD)
    old = columns_of(used)
    at_old = rows(used)
    assert {name: len(found) for name, found in at_old.items()} == {name: len(found) for name, found in before.items()}
    assert loose_ends(used) == []
    moved(used, "upgrade", "head")
    assert rows(used, old) == at_old
    assert {name: len(found) for name, found in rows(used).items()} == {
        name: len(found) for name, found in before.items()
    }
    assert loose_ends(used) == []


def test_rules_hold_for_old_rows_after_the_way_up(used: Engine) -> None:
    moved(used, "downgrade", OLD)
    moved(used, "upgrade", "head")
    assert refused(used, "UPDATE declaration SET residents = -1")
    assert refused(used, "UPDATE declaration SET source = 'hearsay'")
    assert refused(used, "UPDATE room SET area_m2 = 0")
    assert refused(used, "DELETE FROM employer"), "accommodations point at it"
    assert not refused(used, "UPDATE declaration SET source = 'api'")


def test_the_audit_trail_holds_after_the_way_up(used: Engine) -> None:
    moved(used, "downgrade", OLD)
    moved(used, "upgrade", "head")
    with transaction(used, writing=False) as session:
        count, broken = audit.verify(session)
    assert broken is None
    assert count > 0
