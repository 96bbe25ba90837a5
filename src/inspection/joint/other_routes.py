"""Pages of other authorities' visits: the list, one recorded by hand, a list of them read."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Any
from urllib.parse import quote
from uuid import UUID

from litestar import get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency, Provide
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath, FromQuery
from litestar.response import Redirect, Template
from sqlmodel import Session

from husly.kit.access import Actor, Permission, Subject, may
from husly.kit.clock import now, today
from husly.kit.errors import DomainError, NotFoundError
from husly.kit.i18n import gettext as _
from husly.kit.i18n import language, mark
from husly.kit.web import AnyRequest, needs, page, redirect
from husly.kit.web.errors import translated
from husly.kit.web.files import content_of
from husly.kit.web.paging import Paging, page_number, rows_of
from inspection.joint import other_actions
from inspection.joint.authorities import choices
from inspection.joint.forms import Fields, provide_fields, read_told
from inspection.joint.models import OtherState
from inspection.joint.nearness import NEAR_DAYS
from inspection.joint.presenters import other_row
from inspection.joint.queries import list_other_visits
from register.declarations.importing.files import refuse_too_large
from register.declarations.importing.problems import UnusableFileError, refuse_infected_file
from register.dwellings.addresses import address_key
from register.dwellings.models import Dwelling
from register.dwellings.queries import find_dwelling_at
from register.matches.lines import ListError

RECORDED = mark("The visit is recorded.")
CHANGED = mark("Saved.")
READ = mark("The list was read. Rows at addresses that are not in the register, or not in your area, were not kept.")
PROBLEMS_SHOWN = 20


@dataclass
class ListForm:
    """A list as sent: the file, and who told of the visits in it."""

    file: UploadFile | None = None
    list_told_by: str = ""


def dwelling_in(session: Session, fields: Fields, *, by: Actor) -> Dwelling | None:
    """The dwelling at the address of a form; None with a sentence at the field where there is none in the area."""
    names = ("street", "house_number", "unit", "postcode")
    place = {name: fields.raw(name) for name in names}
    if not place["street"] or not place["house_number"] or not place["postcode"]:
        fields.errors["street"] = _("Write street, number and a Danish postal code.")
        return None
    found = find_dwelling_at(session, address_key(**place))
    if found is None or not may(by, Permission.PLAN_VISITS, Subject(municipality_code=found.municipality_code)):
        fields.errors["street"] = _("The register has no dwelling at that address in your area.")
        return None
    return found


@get("/visits", opt=needs(Permission.READ_PLANS), sync_to_thread=True)
def show_other_visits(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    number: FromQuery[int] = 1,
) -> Template:
    """Other authorities' visits within the reader's area, from 30 days back."""
    return _visits_page(request, session, actor, number=page_number(number))


def _visits_page(
    request: AnyRequest, session: Session, actor: Actor, *, number: int = 1, status_code: int = 200, **given: Any
) -> Template:
    since = today() - timedelta(days=NEAR_DAYS)
    found, count = list_other_visits(session, by=actor, since=since, **rows_of(number))
    shown: dict[str, Any] = {"errors": {}, "typed": {}, "problems": (), "refused": ""} | given
    return page(
        request,
        "joint/visits.html",
        status_code=status_code,
        rows=[other_row(visit, dwelling) for visit, dwelling in found],
        paging=Paging(number, count, "/joint/visits"),
        authorities=choices(),
        **shown,
    )


@post(
    "/visits",
    opt=needs(Permission.PLAN_VISITS),
    dependencies={"fields": Provide(provide_fields)},
    status_code=303,
    sync_to_thread=True,
)
def record_other_visit(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    fields: NamedDependency[Fields],
) -> Redirect | Template:
    """Record one visit by hand."""
    told, dwelling = read_told(fields), dwelling_in(session, fields, by=actor)
    if dwelling is None or fields.errors:
        return _visits_page(request, session, actor, status_code=422, errors=fields.errors, typed=fields.typed)
    other_actions.record_visit(session, dwelling.id, told, by=actor, at=now())
    return redirect(f"/joint/visits?notice={quote(RECORDED)}")


@post("/visits/import", opt=needs(Permission.PLAN_VISITS), status_code=303, sync_to_thread=True)
def take_visits(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    data: Annotated[ListForm, Body(media_type=RequestEncodingType.MULTI_PART)],
) -> Redirect | Template:
    """Read a list whole, or name every bad row."""
    settings = request.app.state.settings
    _name, content = content_of(data.file)
    try:
        refuse_too_large(len(content), limit_mb=settings.import_max_mb)
        refuse_infected_file(content, settings)
        other_actions.import_visits(session, content, told_by=data.list_told_by, by=actor, at=now())
    except (DomainError, UnusableFileError) as error:
        session.rollback()
        problems = error.problems[:PROBLEMS_SHOWN] if isinstance(error, ListError) else ()
        typed = {"list_told_by": data.list_told_by}
        return _visits_page(
            request, session, actor, status_code=422, refused=_sentence(error), problems=problems, typed=typed
        )
    return redirect(f"/joint/visits?notice={quote(READ)}")


def _sentence(error: DomainError | UnusableFileError) -> str:
    if isinstance(error, DomainError):
        return translated(error)
    return error.text.da if language() == "da" else error.text.en


@post(
    "/visits/{visit_id:uuid}/state",
    opt=needs(Permission.PLAN_VISITS),
    dependencies={"fields": Provide(provide_fields)},
    status_code=303,
    sync_to_thread=True,
)
def change_visit(
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    fields: NamedDependency[Fields],
    visit_id: FromPath[UUID],
) -> Redirect:
    """Say that a visit was made or is cancelled."""
    state = fields.raw("state")
    if state not in list(OtherState):
        raise NotFoundError("state")
    other_actions.change_state(session, visit_id, OtherState(state), by=actor, at=now())
    return redirect(f"/joint/visits?notice={quote(CHANGED)}")
