"""Pages of letters: reading, issuing, the PDF."""

from uuid import UUID

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template
from sqlmodel import Session

from husly.kit.access import Actor, Permission
from husly.kit.clock import now, today
from husly.kit.errors import DomainError, NotFoundError
from husly.kit.web import AnyRequest, needs, page, redirect
from husly.kit.web.errors import translated
from husly.kit.web.files import inline_pdf
from inspection.enforcement.actions.issuing import issue_letter
from inspection.enforcement.actions.steps import trace
from inspection.enforcement.queries import CaseFile, get_case_file
from inspection.letters.models import Letter
from inspection.letters.presenters import LetterPage
from inspection.letters.queries import get_letter
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
    request: AnyRequest, session: Session, actor: Actor, letter_id: UUID, *, refused: str = ""
) -> Template:
    file, letter, draft = _read(request, session, actor, letter_id)
    shown = LetterPage(file, letter, draft, actor=actor)
    return page(request, "letters/letter.html", status_code=409 if refused else 200, shown=shown, refused=refused)


@post("/{name:str}/issue", opt=needs(Permission.PREPARE_LETTERS), status_code=303, sync_to_thread=True)
def issue(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    name: FromPath[str],
) -> Redirect | Template:
    """Issue a letter; a closed gate gives the page back with its reason."""
    letter_id = _letter_id(name)
    try:
        issue_letter(session, letter_id, settings=request.app.state.settings, by=actor, at=now())
    except DomainError as error:
        session.rollback()
        return _letter_page(request, session, actor, letter_id, refused=translated(error))
    return redirect(f"/letters/{letter_id}")


letters_router = Router("/letters", route_handlers=[show_letter, issue])
