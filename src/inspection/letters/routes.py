"""Pages of letters: reading, issuing, the PDF."""

from datetime import date
from typing import Annotated
from uuid import UUID

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath
from litestar.response import Redirect, Template
from pydantic import BaseModel
from sqlmodel import Session

from husly.kit.access import Actor, Permission
from husly.kit.clock import now, read_day, today
from husly.kit.errors import DomainError, NotFoundError
from husly.kit.web import AnyRequest, needs, page, redirect
from husly.kit.web.errors import translated
from husly.kit.web.files import inline_pdf
from inspection.delivery.confirming import IssueForm, confirmed_ahead, shown_ahead
from inspection.delivery.presenters import Ahead, LetterDeliveries
from inspection.delivery.queries import list_of_letter
from inspection.enforcement.actions.steps import trace
from inspection.enforcement.queries import CaseFile, get_case_file
from inspection.letters.issuing import correct_delivery, issue_letter, not_issuable, record_delivery
from inspection.letters.kinds import Leaving
from inspection.letters.models import Letter
from inspection.letters.presenters import LetterPage
from inspection.letters.queries import get_letter, list_enclosures
from inspection.letters.rendering import Draft, write_draft


def _letter_id(name: str) -> UUID:
    try:
        return UUID(name)
    except ValueError:
        raise NotFoundError("letter") from None


def _read(
    request: AnyRequest, session: Session, actor: Actor, letter_id: UUID
) -> tuple[CaseFile, Letter, Draft | None]:
    """A letter with its case and, until it is issued, its draft as of today; leaves an audit row."""
    letter = get_letter(session, letter_id, by=actor)
    file = get_case_file(session, letter.case_id, by=actor)
    trace(session, file.case, "letter.read", by=actor, at=now(), details={"letter": letter.id})
    if letter.issued_at is not None:
        return file, letter, None
    if letter.round != file.case.round:
        raise NotFoundError("letter")  # a draft of an earlier round has nothing to be written from
    settings = request.app.state.settings
    return file, letter, write_draft(session, file, letter, settings=settings, as_of=today())


@get("/{name:str}", opt=needs(Permission.READ_CASES, writes=True), sync_to_thread=True)
def show_letter(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    name: FromPath[str],
) -> Template | Response[bytes]:
    """A letter as a page, or as its PDF when ``name`` ends in .pdf."""
    if not name.endswith(".pdf"):
        return _letter_page(request, session, actor, _letter_id(name))
    file, letter, draft = _read(request, session, actor, _letter_id(name.removesuffix(".pdf")))
    content = draft.pdf() if draft is not None else letter.pdf or b""
    return inline_pdf(content, f"{file.case.case_number}-{letter.kind.value}")


def _letter_page(
    request: AnyRequest,
    session: Session,
    actor: Actor,
    letter_id: UUID,
    *,
    refused: str = "",
    typed: "CorrectedForm | None" = None,
) -> Template:
    file, letter, draft = _read(request, session, actor, letter_id)
    shown = LetterPage(Leaving(session, file, letter, actor, now()), draft, list_enclosures(session, letter.id))
    ahead = None if draft is None else _ahead(request, session, file, letter, draft)
    return page(
        request,
        "letters/letter.html",
        status_code=409 if refused else 200,
        shown=shown,
        refused=refused,
        typed=typed,
        ahead=ahead,
        sent=LetterDeliveries.of(list_of_letter(session, letter.id)),
    )


def _ahead(request: AnyRequest, session: Session, file: CaseFile, letter: Letter, draft: Draft) -> Ahead:
    enclosed = [one.told for one in draft.enclosures]
    return shown_ahead(session, file, letter, draft.written, request.app.state.settings, enclosed=enclosed)


@get("/{name:str}/enclosures/{number:int}", opt=needs(Permission.READ_CASES, writes=True), sync_to_thread=True)
def show_enclosure(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    name: FromPath[str],
    number: FromPath[int],
) -> Response[bytes]:
    """What goes with a letter: as frozen, or as it would leave."""
    file, letter, draft = _read(request, session, actor, _letter_id(name))
    if draft is None:
        found = [one.pdf for one in list_enclosures(session, letter.id)]
    else:
        found = [one.pdf for one in draft.enclosures]
    if not 0 < number <= len(found):
        raise NotFoundError("enclosure")
    return inline_pdf(found[number - 1], f"{file.case.case_number}-{letter.kind.value}-bilag-{number}")


@post("/{name:str}/issue", opt=needs(Permission.PREPARE_LETTERS), status_code=303, sync_to_thread=True)
def issue(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    name: FromPath[str],
    data: Annotated[IssueForm, Body(media_type=RequestEncodingType.URL_ENCODED)],
) -> Redirect | Template:
    """Issue a letter to whom the page said; a closed gate gives the page back with its reason."""
    letter_id, settings = _letter_id(name), request.app.state.settings
    file, letter, draft = _read(request, session, actor, letter_id)
    try:
        seen = None
        if draft is not None:
            if draft.problems:
                raise not_issuable(draft.problems)
            seen = confirmed_ahead(data, _ahead(request, session, file, letter, draft))
        issue_letter(session, letter_id, settings=settings, by=actor, at=now(), confirmed=seen)
    except DomainError as error:
        session.rollback()
        return _letter_page(request, session, actor, letter_id, refused=translated(error))
    return redirect(f"/letters/{letter_id}")


class ArrivedForm(BaseModel):
    """The day on which a letter arrived."""

    delivered_on: str = ""


@post("/{name:str}/arrived", opt=needs(Permission.PREPARE_LETTERS), status_code=303, sync_to_thread=True)
def note_arrived(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    name: FromPath[str],
    data: Annotated[ArrivedForm, Body(media_type=RequestEncodingType.URL_ENCODED)],
) -> Redirect | Template:
    """Note the day on which an issued letter arrived, of any kind and in any case; its deadlines count from there."""
    letter_id = _letter_id(name)
    get_letter(session, letter_id, by=actor)
    try:
        record_delivery(session, letter_id, delivered_on=_day(data), by=actor, at=now())
    except DomainError as error:
        session.rollback()
        return _letter_page(request, session, actor, letter_id, refused=translated(error))
    return redirect(f"/letters/{letter_id}")


def _day(data: ArrivedForm) -> date:
    """The day chosen. Raises ``DomainError`` where none was."""
    day = read_day(data.delivered_on)
    if day is None:
        raise DomainError("form.day", "Choose a date in every date field.")
    return day


class CorrectedForm(ArrivedForm):
    """The day on which a letter arrived after all, and why the recorded one was wrong."""

    reason: str = ""


@post("/{name:str}/arrived/correct", opt=needs(Permission.PREPARE_LETTERS), status_code=303, sync_to_thread=True)
def correct_arrived(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    name: FromPath[str],
    data: Annotated[CorrectedForm, Body(media_type=RequestEncodingType.URL_ENCODED)],
) -> Redirect | Template:
    """Put the right day of delivery in the place of a wrong one; refused, the page keeps what was typed."""
    letter_id = _letter_id(name)
    get_letter(session, letter_id, by=actor)
    try:
        correct_delivery(session, letter_id, delivered_on=_day(data), reason=data.reason, by=actor, at=now())
    except DomainError as error:
        session.rollback()
        return _letter_page(request, session, actor, letter_id, refused=translated(error), typed=data)
    return redirect(f"/letters/{letter_id}")


letters_router = Router("/letters", route_handlers=[show_letter, show_enclosure, issue, note_arrived, correct_arrived])
