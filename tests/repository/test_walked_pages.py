"""Every page that a person can open stands in the walk that axe-core makes in a real browser."""

import pytest
from litestar import Litestar
from litestar.routes import HTTPRoute
from sqlalchemy.engine import Engine

from axe_walk import ELSEWHERE, NO_PAGES, WALKS
from husly.app import create_app
from husly.kit.database import open_engine
from husly.settings import Settings


@pytest.fixture(scope="module")
def fetched(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Every route that a browser can fetch."""
    engine: Engine = open_engine(f"sqlite:///{tmp_path_factory.mktemp('walk') / 'test.sqlite'}")
    app: Litestar = create_app(Settings(secure_cookies=False), engine=engine)
    routes = [route for route in app.routes if isinstance(route, HTTPRoute) and "GET" in route.methods]
    return {route.path for route in routes if not route.path.startswith("/static/")}


def test_every_page_is_walked(fetched: set[str]) -> None:
    walked = {stop.route for stops in WALKS.values() for stop in stops}
    assert sorted(fetched - walked - set(ELSEWHERE) - set(NO_PAGES)) == []


def test_nothing_is_walked_or_left_out_that_does_not_exist(fetched: set[str]) -> None:
    walked = {stop.route for stops in WALKS.values() for stop in stops}
    assert sorted((walked | set(ELSEWHERE) | set(NO_PAGES)) - fetched) == []


def test_each_walk_has_one_walker() -> None:
    assert [name for name, stops in WALKS.items() if len({stop.who for stop in stops}) != 1] == []
