"""The page on which a receiver acknowledges by the code of the letter; nothing of the matter stands on it."""

from typing import Any
from urllib.parse import quote

from litestar import Router, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template
from sqlmodel import Session

from husly.kit.access import Permission
from husly.kit.clock import now
from husly.kit.errors import DomainError
from husly.kit.web import AnyRequest, needs, page, redirect
from husly.kit.web.errors import translated
from husly.kit.web.limits import Limit, Tries, host_of, must_wait
from inspection.referrals.forms import Fields, answer_of, provide_fields
from inspection.referrals.models import Referral
from inspection.referrals.moving import acknowledge_by_code
from inspection.referrals.queries import find_by_code, sender_name
from inspection.referrals.transitions import ReferralState

WRONG_CODES = Limit("wrong codes of referrals", 5, 15)
FORM: dict[str, Any] = {"dependencies": {"fields": Provide(provide_fields)}, "status_code": 200, "sync_to_thread": True}


def _find(request: AnyRequest, session: Session, code: str) -> Referral | None:
    """The referral of a code; a wrong one is counted."""
    found = find_by_code(session, code.replace("\x00", "")[:40])
    if found is None:
        tries: Tries = request.app.state.tries
        tries.count(WRONG_CODES, host_of(request), at=now())
    return found


def _asked(request: AnyRequest, *, is_closed: bool = False) -> Template:
    """The page that asks for the code, or says that too many wrong ones came from the reader's place."""
    return page(
        request,
        "referrals/reply.html",
        status_code=429 if is_closed else 200,
        code="",
        referral=None,
        is_closed=is_closed,
        typed={},
        errors={},
    )


def _shown(
    request: AnyRequest,
    code: str,
    referral: Referral | None,
    *,
    typed: dict[str, str] | None = None,
    error: DomainError | None = None,
) -> Template:
    is_open = referral is not None and referral.state is ReferralState.SENT
    return page(
        request,
        "referrals/reply.html",
        status_code=422 if error or referral is None else 200,
        code=code,
        referral=referral,
        is_open=is_open,
        is_closed=False,
        typed=typed or {},
        errors={str(error.params.get("field", "person")): translated(error)} if error else {},
        sender="" if referral is None else sender_name(referral),
    )


@get("/", opt=needs(Permission.PUBLIC), sync_to_thread=True)
def ask_code(request: AnyRequest, code: FromQuery[str] = "") -> Template | Redirect:
    """Ask for the code of the letter."""
    if code:
        return redirect(f"/referral/{quote(code[:40], safe='')}")
    return _asked(request)


@get("/{code:str}", opt=needs(Permission.PUBLIC), sync_to_thread=True)
def show_reply(request: AnyRequest, session: NamedDependency[Session], code: FromPath[str]) -> Template:
    """The number and the day it is due; whoever holds the letter knows the rest."""
    if must_wait(request, WRONG_CODES, at=now()):
        return _asked(request, is_closed=True)
    return _shown(request, code, _find(request, session, code))


@post("/{code:str}", opt=needs(Permission.PUBLIC), **FORM)
def reply(
    request: AnyRequest,
    session: NamedDependency[Session],
    code: FromPath[str],
    fields: NamedDependency[Fields],
) -> Template:
    """Acknowledge: name, own number, what they will do and by when. A second press changes nothing."""
    if must_wait(request, WRONG_CODES, at=now()):
        return _asked(request, is_closed=True)
    referral = _find(request, session, code)
    if referral is None or referral.state is not ReferralState.SENT:
        return _shown(request, code, referral)
    try:
        acknowledge_by_code(session, referral, answer_of(fields.typed), at=now())
    except DomainError as error:  # raised before anything is written
        return _shown(request, code, referral, typed=fields.typed, error=error)
    return _shown(request, code, referral)


referral_reply_router = Router("/referral", route_handlers=[ask_code, show_reply, reply])
