"""The page of the fines of a case."""

from uuid import UUID

from litestar import Router, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template
from sqlmodel import Session

from husly.kit.access import Actor, Permission
from husly.kit.clock import today
from husly.kit.web import AnyRequest, needs
from inspection.enforcement.queries import get_case_file
from inspection.enforcement.room_pages import show_room
from inspection.fines.presenters import fines_page


@get("/{case_id:uuid}/fines", opt=needs(Permission.READ_CASES), sync_to_thread=True)
def show_fines(
    request: AnyRequest, session: NamedDependency[Session], actor: NamedDependency[Actor], case_id: FromPath[UUID]
) -> Template:
    """The fines of a case, what each has come to, and what can be done."""
    file = get_case_file(session, case_id, by=actor)
    shown = fines_page(session, file, actor=actor, settings=request.app.state.settings, as_of=today())
    return show_room(request, shown)


fines_router = Router("/cases", route_handlers=[show_fines])
