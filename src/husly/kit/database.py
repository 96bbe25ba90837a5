"""Engine, session and column types for both databases: SQLite (WAL) and PostgreSQL."""

import atexit
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlmodel import Session, SQLModel

from husly.kit.calendar import NO_CLOSED_DAYS, Calendar
from husly.settings import Settings, SupervisionModel

# Named constraints, so that migrations can find them again; set before any table is declared.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


def new_id() -> UUID:
    """A new random identifier."""
    return uuid4()


def enum_type(enum: type[StrEnum], name: str = "") -> sa.Enum:
    """A column type that stores a StrEnum by value and refuses anything else, on both databases.

    A second column of the same enum in one table needs a ``name`` of its own for its constraint.
    """
    return sa.Enum(
        enum,
        native_enum=False,
        length=40,
        create_constraint=True,
        validate_strings=True,
        values_callable=lambda members: [member.value for member in members],
        name=name or enum.__name__.lower(),
    )


def open_engine(url: str) -> Engine:
    """An engine for ``sqlite:///FILE`` or ``postgresql+psycopg://...``; makes the SQLite file's folder if needed."""
    if url.startswith("sqlite"):
        return _open_sqlite(url)
    # At least as many connections as handler threads (40), or a busy server waits for itself.
    return sa.create_engine(url, pool_size=20, max_overflow=30, pool_pre_ping=True)


CACHE = "cache_size=-32000"
"""32 MB of pages a connection: with SQLite's own 2 MB a large register is read from disk again and again."""


def _open_sqlite(url: str) -> Engine:
    name = sa.make_url(url).database
    if name and name != ":memory:":
        Path(name).parent.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(url, connect_args={"timeout": 30}, pool_size=20, max_overflow=30)

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, record: Any) -> None:  # noqa: ARG001 - the event is called with both
        connection.isolation_level = None  # the driver's own transactions would hide ours
        for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=NORMAL", "busy_timeout=30000", CACHE):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        # A transaction that will write says so at once: upgrading later fails when another wrote meanwhile.
        writing = connection.get_execution_options().get("writing", True)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


@cache
def _shared_engine(url: str) -> Engine:
    engine = open_engine(url)
    atexit.register(engine.dispose)  # SQLite then folds its write-ahead log, as large as a large load, into the file
    return engine


def engine_for(url: str) -> Engine:
    """The process-wide engine of a database address."""
    return _shared_engine(url)


def engine_of(chosen: Settings) -> Engine:
    """The process-wide engine of the operator's database, whose sessions are ``told`` of his settings."""
    return told(engine_for(chosen.database_url), chosen)


def told(engine: Engine, chosen: Settings) -> Engine:
    """The same engine, whose sessions know the authority's closed days, who supervises, and if links can be sent."""
    return engine.execution_options(
        closed_days=Calendar(chosen.closed_month_days).closed_days,
        supervision_model=chosen.supervision_model,
        sends_links=bool(chosen.public_url),
    )


def calendar_of(session: Session) -> Calendar:
    """The operator's calendar, as the engine of a session was given it; without one, no day is closed besides."""
    return Calendar(session.get_bind().get_execution_options().get("closed_days", NO_CLOSED_DAYS))


def model_of(session: Session) -> SupervisionModel:
    """Who supervises, as the engine of a session was told; without a word, as the settings have it."""
    model: SupervisionModel = session.get_bind().get_execution_options().get("supervision_model", "state")
    return model


def sends_links(session: Session) -> bool:
    """Whether the installation has a public address for links in mails; without a word, the writer of a mail asks."""
    sends: bool = session.get_bind().get_execution_options().get("sends_links", True)
    return sends


def open_session(engine: Engine, *, writing: bool = True) -> Session:
    """A session that connects at its first statement. ``writing=False`` lets SQLite readers run side by side."""
    return Session(engine.execution_options(writing=writing), expire_on_commit=False)


@contextmanager
def transaction(engine: Engine, *, writing: bool = True) -> Iterator[Session]:
    """One session, one transaction: committed at the end, rolled back on an exception. Nothing else commits."""
    with open_session(engine, writing=writing) as session:
        try:
            yield session
            session.commit()
        except BaseException:
            session.rollback()
            raise


def take_turns(session: Session, name: str) -> None:
    """Wait until no other transaction holds this turn, and hold it until ours ends.

    For rows that are looked up and made when missing: two at once would both make them. SQLite writers queue anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        key = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], signed=True)
        session.execute(sa.select(sa.func.pg_advisory_xact_lock(key)))
