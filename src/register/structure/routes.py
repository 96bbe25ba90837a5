"""The levels of an employer's housing: a page, and the same as JSON."""

import json
from uuid import UUID

from litestar import Response, Router, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template
from sqlmodel import Session

from husly.kit.access import Actor, Permission
from husly.kit.clock import today
from husly.kit.web import AnyRequest, needs, page
from husly.kit.web.files import download
from register.structure.presenters import FORMAT, StructurePage, document_of
from register.structure.queries import get_structure


@get("/{employer_id:uuid}", opt=needs(Permission.READ_DECLARATIONS), sync_to_thread=True)
def show_structure(
    request: AnyRequest, session: NamedDependency[Session], actor: NamedDependency[Actor], employer_id: FromPath[UUID]
) -> Template:
    """Site, building, dwelling, room and bed with their sums."""
    shown = StructurePage(get_structure(session, employer_id, on=today(), by=actor), today())
    return page(request, "structure/structure.html", shown=shown)


@get("/{employer_id:uuid}/levels.json", opt=needs(Permission.READ_DECLARATIONS), sync_to_thread=True)
def show_levels(
    session: NamedDependency[Session], actor: NamedDependency[Actor], employer_id: FromPath[UUID]
) -> Response[bytes]:
    """The same with the ids, for programs."""
    tree = get_structure(session, employer_id, on=today(), by=actor)
    document = {"format": FORMAT, "as_of": today().isoformat(), "employer": document_of(tree)}
    return download(json.dumps(document, ensure_ascii=False, indent=1).encode(), "levels.json")


structure_router = Router("/structure", route_handlers=[show_structure, show_levels])
