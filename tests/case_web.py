"""A browser on a demonstration whose clock the test sets, for pages of cases and letters."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

import httpx
import pytest
from litestar import Litestar
from litestar.testing import TestClient
from sqlalchemy.engine import Engine

from conftest import AT
from housing import CASE_SETTINGS
from husly.app import create_app
from husly.kit.clock import danish_date
from inspection.enforcement import findings_routes
from inspection.enforcement import routes as case_routes
from inspection.letters import routes as letter_routes
from inspection.notices import routes as notice_routes
from inspection.planning.carrying_out import routes as moving_routes
from web_client import Web


@dataclass
class Clock:
    """The moment that pages of cases take as now."""

    at: datetime = AT

    def now(self) -> datetime:
        return self.at

    def today(self) -> date:
        return danish_date(self.at)

    def go_to(self, day: int) -> None:
        """Set the clock to so many days after the case was opened."""
        self.at = AT + timedelta(days=day)

    def on(self, day: int) -> str:
        """A day as forms send it."""
        return danish_date(AT + timedelta(days=day)).isoformat()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Time stands still until the test moves it."""
    made = Clock()
    for module in (case_routes, findings_routes, letter_routes, notice_routes, moving_routes):
        monkeypatch.setattr(module, "now", made.now)
        monkeypatch.setattr(module, "today", made.today)
    return made


@cache
def _app(engine: Engine) -> Litestar:
    return create_app(CASE_SETTINGS, engine=engine)


@pytest.fixture
def case_web(clean_engine: Engine, clock: Clock) -> Iterator[Web]:
    """A browser on the demonstration, on each database in turn."""
    with TestClient(_app(clean_engine)) as client:
        yield Web(client, clean_engine)


def take(web: Web, case: str, step: str, **fields: Any) -> httpx.Response:
    """Press the button of a step."""
    return web.post(f"{case}/steps/{step}", {name.replace("__", "."): value for name, value in fields.items()})


def ids_of(answer: httpx.Response, prefix: str) -> list[str]:
    """The ids in the names of a form's fields, in order."""
    return list(dict.fromkeys(re.findall(rf'name="{prefix}\.([0-9a-f-]+)"', answer.text)))
