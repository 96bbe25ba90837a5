"""The papers of a day under its own address, so that the day's service worker can give them without a connection."""

from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlmodel import Session

from husly.kit.access import Actor, Permission
from husly.kit.clock import now
from husly.kit.errors import NotFoundError
from husly.kit.web import AnyRequest, needs
from husly.kit.web.files import inline_pdf
from inspection.enforcement.actions.steps import trace
from inspection.enforcement.queries import get_case_file
from inspection.letters.queries import get_letter
from register.declarations.queries import get_declared
from register.sheets.routes import plan_paper, receipt_paper


@get("/papers/letters/{letter_id:uuid}", opt=needs(Permission.READ_CASES, writes=True), sync_to_thread=True)
def read_letter_paper(
    session: NamedDependency[Session], actor: NamedDependency[Actor], letter_id: FromPath[UUID]
) -> Response[bytes]:
    """A letter as it was sent; drafts are read in their case only."""
    letter = get_letter(session, letter_id, by=actor)
    if letter.pdf is None:
        raise NotFoundError("letter")
    file = get_case_file(session, letter.case_id, by=actor)
    trace(session, file.case, "letter.read", by=actor, at=now(), details={"letter": letter.id})
    return inline_pdf(letter.pdf, f"{file.case.case_number}-{letter.kind.value}")


@get(
    "/papers/declarations/{accommodation_id:uuid}/{version:int}",
    opt=needs(Permission.READ_DECLARATIONS, writes=True),
    sync_to_thread=True,
)
def read_declaration_paper(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    accommodation_id: FromPath[UUID],
    version: FromPath[int],
) -> Response[bytes]:
    """What one version declares."""
    return receipt_paper(request, session, actor, accommodation_id, version)


@get(
    "/papers/plans/{accommodation_id:uuid}/{version:int}",
    opt=needs(Permission.READ_DECLARATIONS, writes=True),
    sync_to_thread=True,
)
def read_plan_paper(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    accommodation_id: FromPath[UUID],
    version: FromPath[int],
) -> Response[bytes]:
    """The plan of the version in force. Raises ``NotFoundError`` for another: no newer one stands for it."""
    if get_declared(session, accommodation_id, by=actor).declaration.version != version:
        raise NotFoundError("plan")
    return plan_paper(request, session, actor, accommodation_id)
