"""Pages of mandates: given and received, one with what was done by it, and the answer to an invitation."""

from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from litestar import Router, get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath, FromQuery
from litestar.response import Redirect, Template
from sqlmodel import Session

from husly.kit.access import Actor, Permission
from husly.kit.accounts.mandates import is_in_force
from husly.kit.accounts.models import Mandate
from husly.kit.accounts.queries import find_account
from husly.kit.clock import now, today
from husly.kit.errors import DomainError
from husly.kit.i18n import mark
from husly.kit.web import AnyRequest, needs, page, redirect
from husly.kit.web.errors import translated
from husly.kit.web.paging import Paging, page_number, rows_of
from register.mandates import actions
from register.mandates.forms import InvitationForm, MandateForm, read_mandate
from register.mandates.presenters import GivePage, InvitationPage, MandatePage, MandatesPage, rows_at
from register.mandates.queries import (
    account_of,
    find_offer,
    get_mandate,
    has_own_grants,
    list_acts,
    list_given,
    list_giving_employers,
    list_received,
)

URL = RequestEncodingType.URL_ENCODED

ENDED = mark("The mandate is ended. Nothing can be done by it any more.")
CHOSEN = mark("You act for another now. It stands at the top of every page.")
ITSELF = mark("You act for yourself again.")
ACCEPTED = mark("The mandate is accepted.")
OPENED = mark("The mandate is accepted and your account is open. Sign in.")
DECLINED = mark("The mandate is declined.")


@get("/", opt=needs(Permission.SIGNED_IN), sync_to_thread=True)
def show_mandates(request: AnyRequest, session: NamedDependency[Session], actor: NamedDependency[Actor]) -> Template:
    """What the account has received, and what its employers have given."""
    return _list_page(request, session, actor)


def _list_page(request: AnyRequest, session: Session, actor: Actor, **made: str) -> Template:
    at = now()
    shown = MandatesPage(
        received=rows_at(list_received(session, by=actor), at),
        given=rows_at(list_given(session, by=actor), at),
        may_give=bool(list_giving_employers(session, actor)),
        actor=actor,
        can_be_itself=has_own_grants(session, actor),
        **made,
    )
    return page(request, "mandates/list.html", shown=shown)


@get("/new", opt=needs(Permission.GIVE_MANDATES), sync_to_thread=True)
def show_new(request: AnyRequest, session: NamedDependency[Session], actor: NamedDependency[Actor]) -> Template:
    """The form in which a mandate is given."""
    form = MandateForm(scope="declare", valid_from=today().isoformat())
    return page(request, "mandates/new.html", shown=GivePage(list_giving_employers(session, actor), form))


@post("/new", opt=needs(Permission.GIVE_MANDATES), status_code=200, sync_to_thread=True)
def give(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    data: Annotated[MandateForm, Body(media_type=URL)],
) -> Template:
    """Give it and show its code, this once; or the form again with what is wrong."""
    asked, errors = read_mandate(data, today=today())
    if asked is not None:
        try:
            mandate, code = actions.give_mandate(session, asked, by=actor, at=now())
            return _list_page(request, session, actor, made=mandate.email, code=code)
        except DomainError as error:  # raised before anything is written
            errors = {"email": translated(error)}
    shown = GivePage(list_giving_employers(session, actor), data, errors)
    return page(request, "mandates/new.html", status_code=422, shown=shown)


@get("/{mandate_id:uuid}", opt=needs(Permission.SIGNED_IN), sync_to_thread=True)
def show_mandate(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    mandate_id: FromPath[UUID],
    number: FromQuery[int] = 1,
) -> Template:
    """One mandate, and who did what by it and when; ``number`` is the page."""
    mandate, number = get_mandate(session, mandate_id, by=actor), page_number(number)
    events, count = list_acts(session, mandate.id, **rows_of(number))
    shown = MandatePage(
        row=rows_at([mandate], now())[0],
        events=events,
        paging=Paging(number, count, f"/mandates/{mandate.id}"),
        holds=str(mandate.account_id) == actor.id,
    )
    return page(request, "mandates/mandate.html", shown=shown)


@post("/{mandate_id:uuid}/end", opt=needs(Permission.SIGNED_IN), status_code=303, sync_to_thread=True)
def end(session: NamedDependency[Session], actor: NamedDependency[Actor], mandate_id: FromPath[UUID]) -> Redirect:
    """Revoke it, or give it up."""
    actions.end_mandate(session, mandate_id, by=actor, at=now())
    return redirect(f"/mandates?notice={quote(ENDED)}")


@post("/{mandate_id:uuid}/use", opt=needs(Permission.SIGNED_IN), status_code=303, sync_to_thread=True)
def use(
    request: AnyRequest, session: NamedDependency[Session], actor: NamedDependency[Actor], mandate_id: FromPath[UUID]
) -> Redirect:
    """Act by it from now on."""
    actions.act_by(session, mandate_id, token=request.scope["auth"], by=actor, at=now())
    return redirect(f"/?notice={quote(CHOSEN)}")


@post("/use-none", opt=needs(Permission.SIGNED_IN), status_code=303, sync_to_thread=True)
def use_none(request: AnyRequest, session: NamedDependency[Session], actor: NamedDependency[Actor]) -> Redirect:
    """Act as oneself again."""
    actions.act_by(session, None, token=request.scope["auth"], by=actor, at=now())
    return redirect(f"/?notice={quote(ITSELF)}")


@get("/invitation", opt=needs(Permission.PUBLIC), sync_to_thread=True)
def show_invitation(request: AnyRequest) -> Template:
    """Ask for the code of the invitation."""
    return page(request, "mandates/invitation.html", shown=InvitationPage())


@post("/invitation", opt=needs(Permission.PUBLIC), status_code=200, sync_to_thread=True)
def answer_invitation(
    request: AnyRequest,
    session: NamedDependency[Session],
    data: Annotated[InvitationForm, Body(media_type=URL)],
) -> Template | Redirect:
    """Show what is offered by the code; accept or decline it as the button said."""
    actor: Actor | None = request.scope.get("user")
    code = data.code.replace("\x00", "")[:40]
    mandate = find_offer(session, code, at=now())
    if mandate is None:
        return page(request, "mandates/invitation.html", status_code=422, shown=InvitationPage(is_wrong=True))
    if data.do == "decline":
        actions.decline_offer(session, mandate, by=actor, at=now())
        return redirect(f"/?notice={quote(DECLINED)}")
    account = None if actor is None else account_of(session, actor)
    errors: dict[str, str] = {}
    if data.do == "accept":
        try:
            return redirect(_accept(request, session, mandate, data, actor))
        except DomainError as error:  # raised before anything is written
            errors = {"password" if error.code == "account.password" else "name": translated(error)}
    shown = InvitationPage(
        code=code,
        name=data.name,
        row=rows_at([mandate], now())[0],
        account=account,
        has_account=find_account(session, mandate.email) is not None,
        errors=errors,
    )
    return page(request, "mandates/invitation.html", status_code=422 if errors else 200, shown=shown)


def _accept(request: AnyRequest, session: Session, mandate: Mandate, data: InvitationForm, actor: Actor | None) -> str:
    """Accept as whoever is signed in, or with a new account; where to go on."""
    if actor is None:
        actions.open_and_accept(session, mandate, name=data.name, password=data.password, at=now())
        return f"/sign-in?notice={quote(OPENED)}"
    actions.accept_offer(session, mandate, by=actor, at=now())
    if actor.behalf is None and not actor.grants and is_in_force(mandate, at=now()):
        actions.act_by(session, mandate.id, token=request.scope["auth"], by=actor, at=now())
    return f"/mandates?notice={quote(ACCEPTED)}"


mandates_router = Router(
    "/mandates",
    route_handlers=[
        show_mandates,
        show_new,
        give,
        show_invitation,
        answer_invitation,
        use_none,
        show_mandate,
        end,
        use,
    ],
)
