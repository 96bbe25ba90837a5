"""Pages for owners (without an account), for the employer who names one, and for the authority."""

from dataclasses import replace
from datetime import timedelta
from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from litestar import Router, get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath, FromQuery
from litestar.response import Redirect, Template
from pydantic import BaseModel
from sqlmodel import Session

from husly.kit.access import Actor, Permission, Subject, require
from husly.kit.clock import now
from husly.kit.errors import DomainError
from husly.kit.i18n import mark
from husly.kit.web import AnyRequest, needs, page, redirect
from husly.kit.web.errors import translated
from husly.kit.web.limits import Limit, Tries, host_of, must_wait
from husly.kit.web.paging import Paging, page_number, rows_of
from register.declarations.queries import get_declared
from register.owners import actions
from register.owners.models import OwnerNotice
from register.owners.presenters import ContestListPage, OwnerPage
from register.owners.queries import count_untold, find_by_code, find_notice_of, list_contests, list_contests_of, seen_by

NAMED = mark("The owner is named and will get a letter.")
CLOSED = mark("The contest is closed.")


class NamedOwner(BaseModel):
    """What the employer sends."""

    name: str = ""
    postal_address: str = ""
    email: str = ""


class OwnerForm(BaseModel):
    """What the owner sends: the code, and what he contests when the button said so."""

    code: str = ""
    do: str = ""
    reasons: list[str] | str = []
    text: str = ""

    @property
    def chosen(self) -> list[str]:
        """The reasons; a form with one sends no list."""
        return [self.reasons] if isinstance(self.reasons, str) else self.reasons


class Answer(BaseModel):
    """What the authority did about a contest."""

    answer: str = ""


TELL_WITHIN = timedelta(days=1)
WRONG_CODES = Limit("wrong codes of owners", 5, 15)
URL = RequestEncodingType.URL_ENCODED


def _find_notice(request: AnyRequest, session: Session, code: str) -> OwnerNotice | None:
    """The notice of a code; a wrong one is counted."""
    notice = find_by_code(session, code)
    if notice is None:
        tries: Tries = request.app.state.tries
        tries.count(WRONG_CODES, host_of(request), at=now())
    return notice


@get("/owner", opt=needs(Permission.PUBLIC), sync_to_thread=True)
def show_owner(request: AnyRequest) -> Template:
    """Ask for the code of the letter."""
    return page(request, "owners/owner.html", shown=OwnerPage())


@post("/owner", opt=needs(Permission.PUBLIC), status_code=200, sync_to_thread=True)
def answer_owner(
    request: AnyRequest,
    session: NamedDependency[Session],
    data: Annotated[OwnerForm, Body(media_type=URL)],
) -> Template:
    """What is declared, by the code; a contest is kept. A wrong code is counted, so nothing is raised here."""
    code = data.code.replace("\x00", "")[:40]
    if must_wait(request, WRONG_CODES, at=now()):
        return page(request, "owners/owner.html", status_code=429, shown=OwnerPage(is_closed=True))
    notice = _find_notice(request, session, code)
    if notice is None:
        return page(request, "owners/owner.html", status_code=422, shown=OwnerPage(wrong=True))
    shown = OwnerPage(code, seen_by(session, notice), contests=list_contests_of(session, notice))
    if data.do != "contest":
        return page(request, "owners/owner.html", shown=shown)
    at = now()
    try:
        made = actions.contest(session, notice, reasons=data.chosen, text=data.text, at=at)
    except DomainError as error:  # raised before anything is written
        shown = replace(shown, errors={"text": translated(error)})
        return page(request, "owners/owner.html", status_code=422, shown=shown)
    request.app.state.on_contest(session, made, at=at)
    shown = replace(shown, sent=True, contests=list_contests_of(session, notice))
    return page(request, "owners/owner.html", shown=shown)


@get("/owners/name/{accommodation_id:uuid}", opt=needs(Permission.DECLARE), sync_to_thread=True)
def show_name(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    accommodation_id: FromPath[UUID],
) -> Template:
    """The form in which the employer names the owner."""
    found = find_notice_of(session, accommodation_id)
    typed = NamedOwner()
    if found is not None:
        typed = NamedOwner(name=found.name, postal_address=found.postal_address, email=found.email or "")
    return _name_page(request, session, actor, accommodation_id, typed, {})


@post("/owners/name/{accommodation_id:uuid}", opt=needs(Permission.DECLARE), status_code=303, sync_to_thread=True)
def submit_name(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    accommodation_id: FromPath[UUID],
    data: Annotated[NamedOwner, Body(media_type=URL)],
) -> Template | Redirect:
    """Name the owner; his letter is queued in the same transaction."""
    sent = {key: value.replace("\x00", "") for key, value in data.model_dump().items()}
    try:
        actions.name_owner(session, accommodation_id=accommodation_id, by=actor, at=now(), **sent)
    except DomainError as error:  # raised before anything is written
        where = "email" if error.code == "owner.email" else "name"
        return _name_page(request, session, actor, accommodation_id, data, {where: translated(error)})
    return redirect(f"/declarations/{accommodation_id}?notice={quote(NAMED)}")


def _name_page(
    request: AnyRequest,
    session: Session,
    actor: Actor,
    accommodation_id: UUID,
    typed: NamedOwner,
    errors: dict[str, str],
) -> Template:
    declared = get_declared(session, accommodation_id, by=actor)
    require(actor, Permission.DECLARE, Subject(employer_id=declared.employer.id))
    status = 422 if errors else 200
    return page(request, "owners/name.html", status_code=status, declared=declared, typed=typed, errors=errors)


@get("/owners/contests", opt=needs(Permission.READ_CASES, writes=True), sync_to_thread=True)
def show_contests(
    request: AnyRequest, session: NamedDependency[Session], actor: NamedDependency[Actor], number: FromQuery[int] = 1
) -> Template:
    """What owners contest in the reader's area, the open ones first; that an owner's words are read is audited."""
    number = page_number(number)
    found, count = list_contests(session, by=actor, **rows_of(number))
    actions.trace_reading(session, [one.contest.id for one in found], by=actor, at=now())
    untold = count_untold(session, before=now() - TELL_WITHIN, by=actor)
    shown = ContestListPage(found, Paging(number, count, "/owners/contests"), untold)
    return page(request, "owners/contests.html", shown=shown)


@post(
    "/owners/contests/{contest_id:uuid}/close",
    opt=needs(Permission.RECORD_VISITS),
    status_code=303,
    sync_to_thread=True,
)
def close(
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    contest_id: FromPath[UUID],
    data: Annotated[Answer, Body(media_type=URL)],
) -> Redirect:
    """Close one that no case looks at, with what was done."""
    actions.close_contest(session, contest_id, answer=data.answer, by=actor, at=now())
    return redirect(f"/owners/contests?notice={quote(CLOSED)}")


owners_router = Router("/", route_handlers=[show_owner, answer_owner, show_name, submit_name, show_contests, close])
