"""The caseworker's page of a hearing, and the files of its replies."""

from uuid import UUID

from litestar import Response, Router, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template
from sqlmodel import Session

from husly.kit.access import Actor, Permission
from husly.kit.clock import now
from husly.kit.web import AnyRequest, needs, page
from husly.kit.web.files import attachment
from inspection.enforcement.actions.steps import trace
from inspection.enforcement.queries import get_case_file
from inspection.hearings.actions import read_reply_file
from inspection.hearings.presenters import HearingRoom
from inspection.hearings.queries import list_replies


@get("/{case_id:uuid}/hearing", opt=needs(Permission.READ_CASES, writes=True), sync_to_thread=True)
def show_hearing(
    request: AnyRequest, session: NamedDependency[Session], actor: NamedDependency[Actor], case_id: FromPath[UUID]
) -> Template:
    """What must be heard, what came back, and how it was weighed; that it is read is traced."""
    file = get_case_file(session, case_id, by=actor)
    replies = () if file.hearing is None else list_replies(session, file.hearing.id)
    if replies:
        trace(session, file.case, "case.replies_read", by=actor, at=now())
    return page(request, "hearings/room.html", shown=HearingRoom(session, file, replies))


@get("/{case_id:uuid}/hearing/files/{file_id:uuid}", opt=needs(Permission.READ_CASES, writes=True), sync_to_thread=True)
def show_file(
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    case_id: FromPath[UUID],
    file_id: FromPath[UUID],
) -> Response[bytes]:
    """A file that came with a reply, as a download."""
    file = get_case_file(session, case_id, by=actor)
    found = read_reply_file(session, file, file_id, by=actor, at=now())
    return attachment(found.content, name=found.name, media_type=found.media_type)


hearings_router = Router("/cases", route_handlers=[show_hearing, show_file])
