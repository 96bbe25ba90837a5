"""The page on which an employer's account makes and revokes the tokens of its programs."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from litestar import Router, get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath
from litestar.response import Redirect, Template
from sqlmodel import Session

from husly.kit.access import Actor, Permission
from husly.kit.accounts.tokens import list_tokens, make_token, revoke_token
from husly.kit.clock import now
from husly.kit.errors import DomainError, NotAllowedError
from husly.kit.i18n import mark
from husly.kit.web import AnyRequest, needs, page, redirect
from husly.kit.web.errors import translated
from register.api.presenters import DAYS, TokenPage
from register.employers.queries import list_own_employers

REVOKED = mark("The token is revoked. Programs that use it are refused from now on.")


@dataclass
class TokenForm:
    """What the page sends."""

    name: str = ""
    employer: str = ""
    days: str = ""


@get("/", opt=needs(Permission.IMPORT_DECLARATIONS), sync_to_thread=True)
def show_tokens(request: AnyRequest, session: NamedDependency[Session], actor: NamedDependency[Actor]) -> Template:
    """The account's tokens, and the form for another."""
    return _page(request, session, actor)


@post("/", opt=needs(Permission.IMPORT_DECLARATIONS), status_code=200, sync_to_thread=True)
def add_token(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    data: Annotated[TokenForm, Body(media_type=RequestEncodingType.URL_ENCODED)],
) -> Template:
    """Make a token and show it, this once."""
    days = int(data.days) if data.days in DAYS else 0
    try:
        employer_id = UUID(data.employer)
    except ValueError:
        raise NotAllowedError("no such employer") from None
    try:
        token, secret = make_token(session, name=data.name, employer_id=employer_id, days=days, by=actor, at=now())
    except DomainError as error:  # raised before anything is written
        return _page(request, session, actor, name=data.name, error=translated(error))
    return _page(request, session, actor, secret=secret, made=token.name)


@post("/{token_id:uuid}/revoke", opt=needs(Permission.IMPORT_DECLARATIONS), status_code=303, sync_to_thread=True)
def end_token(session: NamedDependency[Session], actor: NamedDependency[Actor], token_id: FromPath[UUID]) -> Redirect:
    """Revoke one of the account's tokens."""
    revoke_token(session, token_id, by=actor, at=now())
    return redirect(f"/account/tokens?notice={REVOKED}")


def _page(request: AnyRequest, session: Session, actor: Actor, **shown: str) -> Template:
    tokens = TokenPage(list_tokens(session, by=actor), list_own_employers(session, actor), at=now(), **shown)
    return page(request, "api/tokens.html", status_code=422 if tokens.error else 200, shown=tokens)


tokens_router = Router("/account/tokens", route_handlers=[show_tokens, add_token, end_token])
