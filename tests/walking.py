"""Opens every page and file that a person can come to by links, as a browser without a screen does."""

import html
import re
import secrets
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import httpx
from litestar import Litestar
from litestar.routes import HTTPRoute
from litestar.testing import TestClient
from pypdf import PdfReader
from sqlalchemy.engine import Engine
from sqlmodel import select

from husly.kit.accounts.models import Account, SignIn
from husly.kit.accounts.queries import token_hash
from husly.kit.clock import now
from husly.kit.database import transaction
from husly.kit.web.session import SIGN_IN_COOKIE

LINK = re.compile(r"""(?:href|src|action|data-[a-z-]+)="(/[^"#]*)""")
LANGUAGES = ("da", "en")
FILE = re.compile(r"\.[a-z]+$")
"""Addresses of files: those are opened in one language."""
MOST_STARTS = 9
"""How many addresses of one route are opened at most where they are asked for by name."""


def sign_in_as(client: TestClient[Litestar], engine: Engine, email: str) -> None:
    """Sign in to an account that is there; straight into the table, since checking passwords is slow."""
    token, at = secrets.token_urlsafe(16), now()
    with transaction(engine) as session:
        account = session.exec(select(Account).where(Account.email == email)).one()
        session.add(
            SignIn(
                token_hash=token_hash(token),
                account_id=account.id,
                created_at=at,
                expires_at=at + timedelta(hours=1),
            )
        )
    client.cookies.set(SIGN_IN_COOKIE, token)


def routes_of(app: Litestar) -> list[str]:
    """Every route that a browser can fetch; those with the longest fixed part first, as the application chooses."""
    found = [one.path for one in app.routes if isinstance(one, HTTPRoute) and "GET" in one.methods]
    return sorted((path for path in found if not path.startswith("/static/")), key=lambda path: (path.count("{"), path))


def text_of(answer: httpx.Response) -> str:
    """What an answer says to a reader or a program; PDF and workbooks are read too."""
    kind = answer.headers.get("content-type", "")
    if kind.startswith("application/pdf"):
        return "\n".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
    if "spreadsheetml" in kind:
        with ZipFile(BytesIO(answer.content)) as book:
            return "\n".join(book.read(name).decode("utf-8", "ignore") for name in book.namelist())
    return "" if kind.startswith("image/") else answer.text


@dataclass
class Walker:
    """One reader on the way, who opens an address of each route in each language.

    ``opened`` counts by route and language. Routes that begin with one of ``slow`` are left to the first reader who
    may open them: share ``opened_slow`` among readers.
    """

    client: TestClient[Litestar]
    routes: list[str]
    slow: tuple[str, ...] = ()
    opened_slow: Counter[tuple[str, str]] = field(default_factory=Counter)
    opened: Counter[tuple[str, str]] = field(default_factory=Counter)
    seen: set[tuple[str, str]] = field(default_factory=set)
    """Addresses asked for, by language: none is asked for twice."""

    def route_of(self, path: str) -> str:
        """The route of an address, "" for none that is walked."""
        bare = path.partition("?")[0]
        if bare.startswith(("/static/", "/language/")):
            return ""
        return next((route for route in self.routes if _pattern(route).fullmatch(bare)), "")

    def walk(self, starts: list[str], check: Callable[[str, httpx.Response], None]) -> None:
        """Open the addresses and whatever they link to; ``check`` sees each answer."""
        waiting = [(path, spoken) for path in starts for spoken in LANGUAGES]
        while waiting:
            path, spoken = waiting.pop(0)
            route = self.route_of(path)
            counted = self.opened_slow if route.startswith(self.slow) else self.opened
            most = MOST_STARTS if path in starts else 1
            if not route or counted[route, spoken] >= most or (path, spoken) in self.seen:
                continue
            if spoken != LANGUAGES[0] and FILE.search(route):
                continue
            self.seen.add((path, spoken))
            self.client.cookies.set("husly_language", spoken)
            answer = self.client.get(path, follow_redirects=False)
            if answer.status_code != 403:
                counted[route, spoken] += 1
                check(path, answer)
                waiting += [(found, one) for found in self._next(path, route, answer) for one in LANGUAGES]

    def _next(self, path: str, route: str, answer: httpx.Response) -> Iterator[str]:
        """Where links lead, and what else there is of the same thing."""
        if answer.headers.get("content-type", "").startswith("text/html"):
            yield from (html.unescape(link) for link in LINK.findall(answer.text))
        bare = path.partition("?")[0]
        if "{" in route:
            below = [one.removeprefix(route) for one in self.routes if one.startswith(f"{route}/")]
            yield from (bare + one for one in below if "{" not in one)


def _pattern(route: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\\{[^:}]+:[a-z]+\\\}", "[^/]+", re.escape(route).replace(r"\:", ":")))
