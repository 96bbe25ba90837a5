"""The page of orders and deadlines for an employer who is signed in, and the letters it lists."""

from uuid import UUID

from litestar import Response, Router, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template
from sqlmodel import Session

from husly.kit import audit
from husly.kit.access import Actor, Permission
from husly.kit.clock import now, today
from husly.kit.errors import NotFoundError
from husly.kit.web import AnyRequest, needs, page
from husly.kit.web.files import inline_pdf
from inspection.enforcement.actions.steps import trace
from inspection.followup.own_presenters import own_page
from inspection.followup.own_queries import get_own_letter


@get("/", opt=needs(Permission.READ_OWN_LETTERS, writes=True), sync_to_thread=True)
def show_own(request: AnyRequest, session: NamedDependency[Session], actor: NamedDependency[Actor]) -> Template:
    """What is ordered and until when; reading it leaves an audit row for each employer it is read for."""
    shown = own_page(session, by=actor, today=today())
    at, read_for = now(), {one.employer_id for one in actor.grants if Permission.READ_OWN_LETTERS in one.permissions}
    for employer_id in sorted(one for one in read_for if one is not None):
        audit.record(session, by=actor, at=at, action="orders.read_by_employer", on=("employer", employer_id))
    return page(request, "followup/own.html", shown=shown)


@get("/{name:str}", opt=needs(Permission.READ_OWN_LETTERS, writes=True), sync_to_thread=True)
def show_own_letter(
    session: NamedDependency[Session], actor: NamedDependency[Actor], name: FromPath[str]
) -> Response[bytes]:
    """A letter that came, ``ID.pdf``, as it was issued; reading it leaves an audit row."""
    try:
        letter_id = UUID(name.removesuffix(".pdf"))
    except ValueError:
        raise NotFoundError("letter") from None
    own = get_own_letter(session, letter_id, by=actor)
    trace(session, own.case, "letter.read_by_employer", by=actor, at=now(), details={"letter": own.letter.id})
    return inline_pdf(own.letter.pdf or b"", f"{own.case.case_number}-{own.letter.kind.value}")


own_letters_router = Router("/orders", route_handlers=[show_own, show_own_letter])
