"""Every route names a permission, and no page answers without it."""

import re

import pytest
from litestar import Litestar
from litestar.handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute
from litestar.testing import TestClient
from sqlalchemy.engine import Engine
from sqlmodel import SQLModel

from husly.app import SOURCE, create_app
from husly.kit.access import Permission
from husly.kit.database import open_engine
from husly.kit.web.permission import PERMISSION_KEY
from husly.settings import Settings

PUBLIC_PATHS = {
    "/",
    "/sign-in",
    "/language/{code:str}",
    "/health",
    "/p/{code:str}",
    "/calendar/{name:str}",
    "/owner",
    "/reply",
    "/comply",
    "/h/{code:str}",
    "/tip",
    "/letters/read/{code:str}",
    "/follow",
    "/rehoused/{code:str}",
    "/mandates/invitation",
    "/c/{number:str}",
    "/housing",
    "/score-card",
    "/referral",
    "/referral/{code:str}",
    "/score-card.json",
    "/api/v1/openapi.json",
}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Litestar:
    engine: Engine = open_engine(f"sqlite:///{tmp_path_factory.mktemp('routes') / 'test.sqlite'}")
    SQLModel.metadata.create_all(engine)
    return create_app(Settings(secure_cookies=False), engine=engine)


def handlers(app: Litestar) -> list[tuple[str, str, HTTPRouteHandler]]:
    found = []
    for route in app.routes:
        if isinstance(route, HTTPRoute):
            for handler in route.route_handlers:
                found += [(route.path, method, handler) for method in handler.http_methods if method != "OPTIONS"]
    return found


def test_every_route_names_a_permission(app: Litestar) -> None:
    without = [
        f"{method} {path}"
        for path, method, handler in handlers(app)
        if not isinstance(handler.opt.get(PERMISSION_KEY), Permission)
    ]
    assert without == []


def test_only_the_known_pages_are_public(app: Litestar) -> None:
    public = {path for path, _, handler in handlers(app) if handler.opt[PERMISSION_KEY] is Permission.PUBLIC}
    assert {path for path in public if not path.startswith("/static/")} == PUBLIC_PATHS


def test_no_other_page_answers_whoever_is_not_signed_in(app: Litestar) -> None:
    with TestClient(app) as client:
        for path, method, handler in handlers(app):
            if handler.opt[PERMISSION_KEY] is Permission.PUBLIC:
                continue
            filled = _with_values(path)
            if method == "GET":
                answer = client.get(filled, follow_redirects=False)
                assert answer.status_code == 303, f"{method} {filled}: {answer.status_code}"
                assert answer.headers["location"].startswith("/sign-in")
            else:
                answer = client.request(method, filled, follow_redirects=False)
                refused = 401 if path.startswith("/api/") else 403
                assert answer.status_code == refused, f"{method} {filled}: {answer.status_code}"


def _with_values(path: str) -> str:
    values = {"uuid": "00000000-0000-4000-8000-000000000000", "str": "x", "int": "1", "path": "x"}
    return re.sub(r"{[^:}]+:([a-z]+)}", lambda found: values[found[1]], path)


def test_every_answer_carries_the_security_headers(app: Litestar) -> None:
    with TestClient(app) as client:
        for path in ("/", "/sign-in", "/nowhere", "/static/none", "/health"):
            headers = client.get(path).headers
            policy = headers["content-security-policy"]
            assert "script-src 'self'" in policy
            assert "unsafe" not in policy
            assert headers["x-content-type-options"] == "nosniff"
            assert headers["referrer-policy"] == "same-origin"


def test_no_template_holds_inline_script_or_style() -> None:
    wrong = []
    for path in SOURCE.rglob("templates/**/*.html"):
        text = path.read_text(encoding="utf-8")
        if "<style" in text or " style=" in text or " onclick=" in text or " onchange=" in text:
            wrong.append(str(path.relative_to(SOURCE)))
        wrong += [str(path) for line in text.splitlines() if "<script" in line and " src=" not in line]
    assert wrong == []
