"""The ``husly`` command in tests, against the database under test. Use the fixture ``husly_command``."""

from collections.abc import Callable, Iterator

import pytest
from click.testing import CliRunner, Result
from sqlalchemy.engine import Engine

from husly.cli import main
from husly.kit.database import engine_for
from husly.settings import settings

Command = Callable[..., Result]


@pytest.fixture
def husly_command(clean_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[Command]:
    """Run ``husly ARGUMENTS``; the tables are empty before and after."""
    url = clean_engine.url.render_as_string(hide_password=False)
    monkeypatch.setenv("HUSLY_DATABASE_URL", url)
    settings.cache_clear()
    yield lambda *arguments: CliRunner().invoke(main, [str(argument) for argument in arguments])
    settings.cache_clear()
    engine_for(url).dispose()
