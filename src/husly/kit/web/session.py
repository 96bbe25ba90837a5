"""One database session a request, and who is asking."""

from collections.abc import AsyncIterator
from typing import Any

from litestar import Request
from litestar.concurrency import sync_to_thread
from litestar.connection import ASGIConnection
from litestar.exceptions import NotAuthorizedException, TooManyRequestsException
from litestar.middleware import AbstractAuthenticationMiddleware, AuthenticationResult
from sqlalchemy.engine import Engine
from sqlmodel import Session

from husly.kit.access import Actor
from husly.kit.accounts.queries import find_actor
from husly.kit.accounts.tokens import TokenUse, use_token
from husly.kit.clock import now
from husly.kit.database import open_session, transaction
from husly.kit.web.permission import is_shielded

SIGN_IN_COOKIE = "husly_sign_in"
API_PATH = "/api/"
SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}


async def provide_session(request: Request[Any, Any, Any]) -> AsyncIterator[Session]:
    """The request's session: commits after the handler, rolls back on an exception. Handlers never commit.

    Raise domain errors; returning an error response after a write would commit the write. Everything that touches
    the database runs in a thread: on the loop, one waiting request would stop the one it waits for.
    """
    writing = request.method not in SAFE_METHODS or request.route_handler.opt.get("writes", False)
    session = open_session(request.app.state.engine, writing=writing)
    try:
        yield session
        await sync_to_thread(session.commit)
    except BaseException:
        await sync_to_thread(session.rollback)
        raise
    finally:
        await sync_to_thread(session.close)


def provide_actor(request: Request[Any, Any, Any]) -> Actor:
    """Whoever is signed in; only for routes whose permission demands an account."""
    actor = request.scope["user"]
    if not isinstance(actor, Actor):
        raise TypeError("a public route asked for an actor")
    return actor


def _actor_of_token(engine: Engine, token: str) -> Actor | None:
    with transaction(engine, writing=False) as session:
        return find_actor(session, token, at=now())


def _use_of_token(engine: Engine, secret: str, per_minute: int) -> TokenUse | None:
    with transaction(engine) as session:
        return use_token(session, secret, per_minute=per_minute, at=now())


class SignInMiddleware(AbstractAuthenticationMiddleware):
    """Puts the signed-in actor, or None, on the request; the look-up runs in a thread, never on the loop.

    Under ``/api/`` only a bearer token counts and no cookie, so that no page can make a browser write there.
    """

    async def authenticate_request(self, connection: ASGIConnection[Any, Any, Any, Any]) -> AuthenticationResult:
        """The actor of the sign-in cookie, or of the token that a program shows; nobody on a shielded route."""
        if is_shielded(connection.scope):
            return AuthenticationResult(user=None, auth=None)
        if connection.url.path.startswith(API_PATH):
            return await self._authenticate_program(connection)
        token = connection.cookies.get(SIGN_IN_COOKIE)
        actor = None
        if token:
            actor = await sync_to_thread(_actor_of_token, connection.app.state.engine, token)
        return AuthenticationResult(user=actor, auth=token if actor else None)

    async def _authenticate_program(self, connection: ASGIConnection[Any, Any, Any, Any]) -> AuthenticationResult:
        scheme, _, secret = connection.headers.get("authorization", "").partition(" ")
        if not scheme:
            return AuthenticationResult(user=None, auth=None)
        use = None
        if scheme.lower() == "bearer" and secret.strip():
            per_minute = connection.app.state.settings.api_requests_per_minute
            use = await sync_to_thread(_use_of_token, connection.app.state.engine, secret.strip(), per_minute)
        if use is None:
            raise NotAuthorizedException
        if use.wait_s:
            raise TooManyRequestsException(headers={"Retry-After": str(use.wait_s)})
        return AuthenticationResult(user=use.actor, auth=use.token_id)
