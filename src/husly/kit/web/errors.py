"""Every error as a page that says what was wrong and what to do; an API caller gets the same as JSON."""

import logging
import traceback
from typing import Any
from urllib.parse import quote
from uuid import uuid4

from litestar import MediaType, Response
from litestar.exceptions import HTTPException, NotAuthorizedException, TooManyRequestsException, ValidationException
from litestar.response import Redirect
from litestar.types import ExceptionHandlersMap

from husly.kit.access import Actor
from husly.kit.errors import DomainError, NotAllowedError, NotFoundError
from husly.kit.i18n import gettext, language, mark, use_language
from husly.kit.web.headers import asked_language
from husly.kit.web.permission import is_shielded
from husly.kit.web.templates import AnyRequest, page

log = logging.getLogger("husly")

TITLES = {
    400: mark("Something in the request was not right"),
    403: mark("You do not have access to this"),
    404: mark("The page was not found"),
    405: mark("This cannot be done here"),
    409: mark("This cannot be done now"),
    413: mark("The file is too large"),
    429: mark("Too many requests"),
    500: mark("Something went wrong on our side"),
}
ADVICE = {
    400: mark("Go back, correct what is named here and send again."),
    403: mark("Sign in with an account that has access, or ask your administrator."),
    404: mark("Check the address, or start from the front page."),
    405: mark("Go back and use the buttons of the page."),
    409: mark("Nothing was changed. Go back, see what is missing, and try again."),
    429: mark("Wait a minute and try again."),
    413: mark("Split the file, or ask the administrator to raise the limit."),
    500: mark("Nothing was changed. Try again; if it happens again, give this number to your administrator."),
}

FORM_READER = "parse_multipart_form"
"""The function of the framework in which a form's text is decoded."""


def error_answer(request: AnyRequest, status: int, detail: str, code: str = "") -> Response[Any]:
    """An error as page or, for API callers, as problem details (RFC 9457)."""
    if "user" not in request.scope:  # refused before any middleware ran
        use_language(asked_language(request.scope) or request.app.state.settings.default_language)
    known = status if status in TITLES else (500 if status >= 500 else 400)
    title = gettext(TITLES[known])
    if _wants_json(request):
        body = {"title": title, "status": status, "detail": detail, "code": code}
        return Response(body, status_code=status, media_type="application/problem+json")
    advice = gettext(ADVICE[known])
    template = page(request, "error.html", status_code=status, title=title, detail=detail, advice=advice)
    html = request.app.template_engine.get_template("error.html").render(  # type: ignore[union-attr]  # always configured
        {**template.context, "request": request}
    )
    return Response(html, status_code=status, media_type=MediaType.HTML)


def _wants_json(request: AnyRequest) -> bool:
    if request.url.path.startswith("/api/"):
        return True
    accept = request.headers.get("accept", "")
    return "json" in accept or request.headers.get("content-type", "").startswith("application/json")


def translated(error: DomainError) -> str:
    """A domain error's sentence in the language of the moment; a legal demand brings its own, with its clause."""
    own = error.params.get(language())
    if isinstance(own, str):
        law = error.params.get("law")
        return f"{own} ({law})" if law else own
    text = gettext(error.message)
    return text.format(**error.params) if error.params else text


def on_domain_error(request: AnyRequest, error: DomainError) -> Response[Any]:
    """A rule forbids it."""
    return error_answer(request, 409, translated(error), error.code)


def on_not_found(request: AnyRequest, error: Exception) -> Response[Any]:  # noqa: ARG001 - handlers are called alike
    """Nothing there, or nothing there for this reader: the two are not told apart."""
    return error_answer(request, 404, "")


def on_not_allowed(request: AnyRequest, error: Exception) -> Response[Any]:  # noqa: ARG001 - handlers are called alike
    """Signed in, but without the permission."""
    return error_answer(request, 403, "")


def on_not_signed_in(request: AnyRequest, error: NotAuthorizedException) -> Response[Any] | Redirect:  # noqa: ARG001 - handlers are called alike
    """To the sign-in page, and back afterwards."""
    if _wants_json(request):
        answer = error_answer(request, 401, gettext("Sign in first."))
        if request.url.path.startswith("/api/"):
            answer.headers["WWW-Authenticate"] = "Bearer"
        return answer
    wanted = request.url.path if request.method == "GET" else "/"
    return Redirect(f"/sign-in?then={quote(wanted)}", status_code=303)


def on_http_error(request: AnyRequest, error: HTTPException) -> Response[Any]:
    """What Litestar itself refuses: unknown path, wrong method, too large, forged form."""
    detail = error.detail if isinstance(error, ValidationException) or error.status_code == 400 else ""
    answer = error_answer(request, error.status_code, detail)
    if isinstance(error, TooManyRequestsException):
        answer.headers.update(error.headers or {})
    return answer


def on_unreadable(request: AnyRequest, error: Exception) -> Response[Any]:
    """A form whose text is not in its charset, or in one that nobody knows; the same error elsewhere is our fault."""
    if not any(frame.f_code.co_name == FORM_READER for frame, _line in traceback.walk_tb(error.__traceback__)):
        return on_fault(request, error)
    return error_answer(request, 400, "UTF-8: " + gettext("cannot be read"))


def on_fault(request: AnyRequest, error: Exception) -> Response[Any]:
    """Our own fault: logged under a number that the page shows; the page shows nothing else."""
    number = uuid4().hex[:8]
    if is_shielded(request.scope):
        # An address tells the dwelling, an error's text may hold what somebody wrote: where in the code is enough.
        log.error("fault %s: %s\n%s", number, type(error).__name__, "".join(traceback.format_tb(error.__traceback__)))
        return error_answer(request, 500, number)
    actor = request.scope.get("user")
    who = actor.id if isinstance(actor, Actor) else "-"
    log.error("fault %s: %s %s by %s", number, request.method, request.url.path, who, exc_info=error)
    return error_answer(request, 500, number)


EXCEPTION_HANDLERS: ExceptionHandlersMap = {
    DomainError: on_domain_error,
    NotFoundError: on_not_found,
    NotAllowedError: on_not_allowed,
    NotAuthorizedException: on_not_signed_in,
    HTTPException: on_http_error,
    UnicodeError: on_unreadable,
    LookupError: on_unreadable,
    Exception: on_fault,
}
