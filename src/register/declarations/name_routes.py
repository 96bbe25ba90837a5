"""The residents' names of one version: asked for with a purpose, shown once, the reading written down."""

from typing import Annotated, Any
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath, FromQuery
from litestar.response import Template
from sqlmodel import Session

from husly.kit.access import Actor, Permission
from husly.kit.clock import now
from husly.kit.errors import DomainError, NotFoundError
from husly.kit.i18n import gettext as _
from husly.kit.web import AnyRequest, needs, page
from register.declarations.names import PURPOSES, has_names, read_names
from register.declarations.queries import Declared, get_declared

SentFields = Annotated[dict[str, Any], Body(media_type=RequestEncodingType.URL_ENCODED)]


@get("/{accommodation_id:uuid}/names", opt=needs(Permission.READ_RESIDENT_NAMES), sync_to_thread=True)
def ask_names(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    accommodation_id: FromPath[UUID],
    version: FromQuery[int | None] = None,
) -> Template:
    """What the names are needed for; no name yet."""
    return _page(request, _with_names(request, session, actor, accommodation_id, version))


@post("/{accommodation_id:uuid}/names", opt=needs(Permission.READ_RESIDENT_NAMES), status_code=200, sync_to_thread=True)
def show_names(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    accommodation_id: FromPath[UUID],
    data: SentFields,
    version: FromQuery[int | None] = None,
) -> Template:
    """The names, for a purpose; who read them is written down in the same transaction."""
    declared = _with_names(request, session, actor, accommodation_id, version)
    purpose = str(data.get("purpose", ""))
    try:
        names = read_names(session, declared, purpose=purpose, by=actor, at=now())
    except DomainError as error:
        return _page(request, declared, error=_(error.message))
    return _page(request, declared, names=names, purpose=purpose)


def _with_names(
    request: AnyRequest, session: Session, actor: Actor, accommodation_id: UUID, version: int | None
) -> Declared:
    """One version that holds names, in a register that asks for them; else there is no such page."""
    declared = get_declared(session, accommodation_id, by=actor, version=version)
    if not request.app.state.settings.resident_names or not has_names(session, declared):
        raise NotFoundError("names")
    return declared


def _page(
    request: AnyRequest, declared: Declared, *, names: tuple[str, ...] = (), purpose: str = "", error: str = ""
) -> Template:
    return page(
        request,
        "declarations/names.html",
        status_code=422 if error else 200,
        declared=declared,
        href=f"/declarations/{declared.accommodation.id}",
        purposes=[(key.value, _(text)) for key, text in PURPOSES.items()],
        names=names,
        purpose=purpose,
        error=error,
    )
