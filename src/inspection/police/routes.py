"""Pages of the police reports of a case."""

from uuid import UUID

from litestar import Response, Router, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template
from sqlmodel import Session

from husly.kit.access import Actor, Permission
from husly.kit.clock import now, today
from husly.kit.errors import NotFoundError
from husly.kit.web import AnyRequest, needs
from inspection.enforcement.actions.steps import trace
from inspection.enforcement.queries import get_case_file
from inspection.enforcement.room_pages import show_room
from inspection.enforcement.steps import offer_for
from inspection.police.packing import package
from inspection.police.presenters import police_page
from inspection.police.queries import get_report


@get("/{case_id:uuid}/police", opt=needs(Permission.READ_CASES, writes=True), sync_to_thread=True)
def show_police(
    request: AnyRequest, session: NamedDependency[Session], actor: NamedDependency[Actor], case_id: FromPath[UUID]
) -> Template:
    """The reports of a case and what can be done with them; reading them leaves a trace."""
    file = get_case_file(session, case_id, by=actor)
    trace(session, file.case, "police_report.read", by=actor, at=now())
    offer = offer_for(file, actor=actor, settings=request.app.state.settings, as_of=today())
    return show_room(request, police_page(session, offer))


@get("/{case_id:uuid}/police/{name:str}", opt=needs(Permission.READ_CASES, writes=True), sync_to_thread=True)
def get_package(
    session: NamedDependency[Session], actor: NamedDependency[Actor], case_id: FromPath[UUID], name: FromPath[str]
) -> Response[bytes]:
    """The package of an issued report, ``ID.zip``; taking it leaves a trace."""
    file = get_case_file(session, case_id, by=actor)
    try:
        report = get_report(session, file, UUID(name.removesuffix(".zip")))
    except ValueError:
        raise NotFoundError("police report") from None
    content = package(file, report)
    trace(session, file.case, "police_report.package_read", by=actor, at=now(), details={"report": report.id})
    attachment = f'attachment; filename="{file.case.case_number}-politianmeldelse.zip"'
    return Response(content, media_type="application/zip", headers={"Content-Disposition": attachment})


police_router = Router("/cases", route_handlers=[show_police, get_package])
