"""A browser without a screen for tests of pages: an account with given grants, forms that carry their token.

Use the fixture ``web``::

    def test_something(web: Web) -> None:
        web.sign_in(Grant(Role.INSPECTOR))
        answer = web.get("/declarations")
        assert answer.status_code == 200
"""

import html
import re
import secrets
from collections.abc import Iterator, Mapping
from datetime import timedelta
from functools import cache
from typing import Any
from uuid import uuid4

import httpx
import pytest
from litestar import Litestar
from litestar.testing import TestClient
from sqlalchemy.engine import Engine

from husly.app import create_app
from husly.kit.access import Actor, Grant
from husly.kit.accounts.models import Account, RoleGrant, SignIn
from husly.kit.accounts.queries import token_hash
from husly.kit.clock import now
from husly.kit.database import transaction
from husly.kit.web.session import SIGN_IN_COOKIE
from husly.settings import Settings

FORM_COOKIE = "husly_form"

NOBODYS = "00000000-0000-4000-8000-000000000000"
"""An id that nothing has; the same in every process, so that tests can be shared out among several."""

WEB_SETTINGS = Settings(secure_cookies=False, secret_key="only-for-tests-only-for-tests-only")


class Web:
    """One browser. Redirects are not followed; answers are ``httpx`` responses."""

    def __init__(self, client: TestClient[Litestar], engine: Engine) -> None:
        self.client, self.engine = client, engine

    def sign_in(self, *grants: Grant, name: str = "Test Testesen") -> Actor:
        """Sign in as a new account with these grants; straight into the tables, since hashing passwords is slow."""
        token, at = secrets.token_urlsafe(16), now()
        with transaction(self.engine) as session:
            account = Account(email=f"{uuid4().hex}@test.example", name=name, password_hash="!", created_at=at)
            session.add(account)
            session.flush()
            session.add_all(RoleGrant(account_id=account.id, **grant.__dict__) for grant in grants)
            session.add(
                SignIn(
                    token_hash=token_hash(token),
                    account_id=account.id,
                    created_at=at,
                    expires_at=at + timedelta(hours=1),
                )
            )
        self.client.cookies.set(SIGN_IN_COOKIE, token)
        return Actor(id=str(account.id), name=name, grants=grants)

    def sign_out(self) -> None:
        """Forget who is signed in."""
        self.client.cookies.delete(SIGN_IN_COOKIE)

    def get(self, path: str, **params: Any) -> httpx.Response:
        """Read a page."""
        return self.client.get(path, params=params or None, follow_redirects=False)

    def post(
        self,
        path: str,
        form: Mapping[str, Any] | None = None,
        *,
        files: Any = None,
        json: Any = None,
        headers: Mapping[str, str] | None = None,
    ) -> httpx.Response:
        """Send a form (or JSON, or files) with the token against forgery."""
        sent = {"x-csrftoken": self._form_token(), **(headers or {})}
        return self.client.post(path, data=form, files=files, json=json, headers=sent, follow_redirects=False)

    def _form_token(self) -> str:
        if FORM_COOKIE not in self.client.cookies:
            self.client.get("/health")
        return self.client.cookies[FORM_COOKIE]


def words(answer: httpx.Response) -> str:
    """What a reader sees of a page: its text without markup, spaces folded."""
    body = re.sub(r"(?s)<(script|style|template)\b.*?</\1>", " ", answer.text)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def fields_of(answer: httpx.Response) -> dict[str, list[str]]:
    """The form fields of a page as a browser would send them, the token left out."""
    found: dict[str, list[str]] = {}
    for kind, attributes, inner in _controls(answer.text):
        name = attributes.get("name", "")
        if not name or name == "_csrf_token":
            continue
        if kind == "select":
            for value in _chosen(inner):
                found.setdefault(name, []).append(value)
        elif kind == "textarea":
            found.setdefault(name, []).append(html.unescape(inner))
        elif attributes.get("type") not in ("checkbox", "radio") or "checked" in attributes:
            found.setdefault(name, []).append(attributes.get("value", ""))
    return found


def _controls(page: str) -> Iterator[tuple[str, dict[str, str], str]]:
    pattern = r"(?s)<(select|textarea)\b([^>]*)>(.*?)</\1>|<input\b([^>]*)>"
    for match in re.finditer(pattern, page):
        kind = match[1] or "input"
        yield kind, _attributes(match[2] or match[4] or ""), match[3] or ""


def _attributes(text: str) -> dict[str, str]:
    pairs = re.findall(r'([\w:-]+)(?:="([^"]*)")?', text)
    return {name: html.unescape(value) for name, value in pairs}


def _chosen(inner: str) -> list[str]:
    options = [_attributes(found) for found in re.findall(r"<option\b([^>]*)>", inner)]
    chosen = [option for option in options if "selected" in option] or options[:1]
    return [option.get("value", "") for option in chosen]


@cache
def _app(engine: Engine) -> Litestar:
    return create_app(WEB_SETTINGS, engine=engine)


@pytest.fixture
def web(clean_engine: Engine) -> Iterator[Web]:
    """A browser on the application, on each database in turn; every table is emptied after the test."""
    with TestClient(_app(clean_engine)) as client:
        yield Web(client, clean_engine)
