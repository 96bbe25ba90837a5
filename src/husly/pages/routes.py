"""Start, sign-in, language and health."""

from typing import Annotated, Any

from litestar import Response, Router, get, post
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath, FromQuery
from litestar.response import Redirect, Template
from pydantic import BaseModel
from sqlmodel import Session, text

from husly.demo.accounts import DEMO_ACCOUNTS, DEMO_PASSWORD
from husly.kit.access import Actor, Permission
from husly.kit.accounts.actions import set_language, sign_in, sign_out
from husly.kit.clock import now, today
from husly.kit.i18n import LANGUAGES
from husly.kit.web import AnyRequest, needs, page, redirect
from husly.kit.web.headers import LANGUAGE_COOKIE
from husly.kit.web.session import SIGN_IN_COOKIE
from husly.pages.presenters import start_cards
from inspection.days.ahead import own_day
from inspection.delivery.ahead import post_warnings

YEAR_S = 365 * 24 * 3600

FORGET = ("Clear-Site-Data", '"storage"')
"""Makes a browser delete what pages stored on the device: nobody meets there what somebody else left."""


class SignInForm(BaseModel):
    """What the sign-in page sends."""

    email: str = ""
    password: str = ""
    then: str = "/"


def local_path(path: str) -> str:
    """A path of this site to go on to; anything else (another host, a scheme) becomes the front page.

    Control characters are refused because browsers drop them: ``/<TAB>/host`` would be read as ``//host``.
    """
    is_local = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if is_local else "/"


@get("/", opt=needs(Permission.PUBLIC), sync_to_thread=True)
def start(request: AnyRequest, session: NamedDependency[Session]) -> Template:
    """The front page: what the reader can do; whoever visits finds the own day first."""
    actor = request.scope.get("user")
    return page(
        request,
        "start.html",
        cards=start_cards(actor),
        own_day=own_day(session, actor, today=today()),
        warned=post_warnings(session, actor),
    )


@get("/sign-in", opt=needs(Permission.PUBLIC), sync_to_thread=True)
def show_sign_in(request: AnyRequest, then: FromQuery[str] = "/") -> Template:
    """The sign-in page."""
    return _sign_in_page(request, then=local_path(then))


def _sign_in_page(request: AnyRequest, *, then: str, email: str = "", failed: bool = False) -> Template:
    demo = request.app.state.settings.demo_mode
    return page(
        request,
        "sign_in.html",
        status_code=422 if failed else 200,
        then=then,
        email=email,
        failed=failed,
        demo_accounts=[(account.email, account.what) for account in DEMO_ACCOUNTS] if demo else [],
        demo_password=DEMO_PASSWORD,
    )


@post("/sign-in", opt=needs(Permission.PUBLIC), status_code=303, sync_to_thread=True)
def do_sign_in(
    request: AnyRequest,
    session: NamedDependency[Session],
    data: Annotated[SignInForm, Body(media_type=RequestEncodingType.URL_ENCODED)],
) -> Response[Any]:
    """Sign in and go on to where the reader was heading."""
    settings = request.app.state.settings
    token = sign_in(session, email=data.email, password=data.password, hours=settings.session_hours, at=now())
    if token is None:
        return _sign_in_page(request, then=local_path(data.then), email=data.email, failed=True)
    answer = redirect(local_path(data.then))
    answer.headers.update([FORGET])
    answer.set_cookie(
        Cookie(
            key=SIGN_IN_COOKIE,
            value=token,
            max_age=settings.session_hours * 3600,
            httponly=True,
            secure=settings.secure_cookies,
            samesite="lax",
        )
    )
    return answer


@post("/sign-out", opt=needs(Permission.SIGNED_IN), status_code=303, sync_to_thread=True)
def do_sign_out(request: AnyRequest, session: NamedDependency[Session], actor: NamedDependency[Actor]) -> Redirect:
    """Sign out."""
    sign_out(session, token=request.scope["auth"], by=actor, at=now())
    answer = redirect("/")
    answer.delete_cookie(SIGN_IN_COOKIE)
    answer.headers.update([FORGET])
    return answer


@get("/language/{code:str}", opt=needs(Permission.PUBLIC, writes=True), sync_to_thread=True)
def choose_language(
    request: AnyRequest, session: NamedDependency[Session], code: FromPath[str], then: FromQuery[str] = "/"
) -> Redirect:
    """Remember the language for a year, and for mails to whoever is signed in."""
    answer = redirect(local_path(then))
    if code in LANGUAGES:
        if (actor := request.scope.get("user")) is not None:
            set_language(session, actor, code)
        answer.set_cookie(
            Cookie(
                key=LANGUAGE_COOKIE,
                value=code,
                max_age=YEAR_S,
                secure=request.app.state.settings.secure_cookies,
                samesite="lax",
            )
        )
    return answer


@get("/health", opt=needs(Permission.PUBLIC), sync_to_thread=True)
def health(session: NamedDependency[Session]) -> dict[str, str]:
    """Whether the server answers and reaches its database."""
    session.execute(text("SELECT 1"))
    return {"status": "ok"}


pages_router = Router("/", route_handlers=[start, show_sign_in, do_sign_in, do_sign_out, choose_language, health])
