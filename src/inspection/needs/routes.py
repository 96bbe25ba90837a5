"""The page of what is known before a visit, for those who visit and plan; nobody outside the authority sees it."""

from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from litestar import Router, get, post
from litestar.di import NamedDependency, Provide
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath
from litestar.response import Redirect, Template
from sqlmodel import Session

from husly.kit import audit
from husly.kit.access import Actor, Permission
from husly.kit.clock import now, today
from husly.kit.errors import DomainError
from husly.kit.i18n import mark
from husly.kit.web import AnyRequest, needs, page, redirect
from husly.kit.web.errors import translated
from inspection.authorities.belonging import is_seen
from inspection.enforcement.forms import clean
from inspection.enforcement.queries import find_open_case
from inspection.needs.actions import keep_needs
from inspection.needs.forms import GroundForm, Values, read_needs
from inspection.needs.grounds import record_ground, withdraw_ground
from inspection.needs.presenters import NeedsPage, ground_shown, needs_values
from inspection.needs.queries import declared_shifts, find_needs, get_home, is_stopped, list_grounds
from register.dwellings.models import Dwelling

KEPT = mark("Kept. The next plan follows it.")
RECORDED = mark("The ground is recorded. A plan may visit without notice.")
WITHDRAWN = mark("The ground is withdrawn. A visit is announced.")
FORM = RequestEncodingType.URL_ENCODED


async def provide_values(request: AnyRequest) -> Values:
    """Every posted field with all of its values."""
    form = await request.form()
    found: dict[str, list[str]] = {}
    for key, value in form.multi_items():
        found.setdefault(clean(key), []).append(clean(value))
    return found


@get("/{accommodation_id:uuid}", opt=needs(Permission.RECORD_VISITS, writes=True), sync_to_thread=True)
def show_needs(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    accommodation_id: FromPath[UUID],
) -> Template:
    """What is known before a visit, and the grounds recorded; the reading is audited."""
    return _page(request, session, actor, accommodation_id)


def _page(
    request: AnyRequest,
    session: Session,
    actor: Actor,
    accommodation_id: UUID,
    *,
    values: Values | None = None,
    errors: dict[str, str] | None = None,
    refused: str = "",
) -> Template:
    home = get_home(session, accommodation_id, by=actor, permission=Permission.RECORD_VISITS)
    row, day = find_needs(session, home.dwelling_id), today()
    audit.record(session, by=actor, at=now(), action="needs.read", on=("dwelling", home.dwelling_id))
    case = find_open_case(session, accommodation_id)
    shown = NeedsPage(
        home=home,
        dwelling=session.get_one(Dwelling, home.dwelling_id),
        row=row,
        values=needs_values(row, day) if values is None else values,
        errors=errors or {},
        shifts=declared_shifts(session, home.dwelling_id),
        grounds=[ground_shown(one, day) for one in list_grounds(session, accommodation_id, by=actor)],
        is_stopped=is_stopped(session, home.dwelling_id),
        today=day,
        case_id=case.id if case is not None and is_seen(case, actor) else None,
        skills_list=request.app.state.settings.skills_list,
    )
    status = 422 if errors or refused else 200
    return page(request, "needs/needs.html", status_code=status, shown=shown, refused=refused)


@post(
    "/{accommodation_id:uuid}",
    opt=needs(Permission.RECORD_VISITS),
    status_code=303,
    dependencies={"values": Provide(provide_values)},
    sync_to_thread=True,
)
def keep(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    values: NamedDependency[Values],
    accommodation_id: FromPath[UUID],
) -> Redirect | Template:
    """Keep the answers; one that will not do is said at its field, and nothing is changed."""
    told, errors = read_needs(values)
    if told is None:
        return _page(request, session, actor, accommodation_id, values=values, errors=errors)
    try:
        keep_needs(session, accommodation_id, told, by=actor, at=now())
    except DomainError as error:
        return _page(request, session, actor, accommodation_id, values=values, errors={"review_on": translated(error)})
    return redirect(f"/needs/{accommodation_id}?notice={quote(KEPT)}")


@post("/{accommodation_id:uuid}/grounds", opt=needs(Permission.PREPARE_LETTERS), status_code=303, sync_to_thread=True)
def record(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    accommodation_id: FromPath[UUID],
    data: Annotated[GroundForm, Body(media_type=FORM)],
) -> Redirect | Template:
    """Record why a visit there need not be announced."""
    try:
        record_ground(
            session,
            accommodation_id,
            ground=data.chosen,
            reason=data.reason,
            until_on=data.last_day,
            by=actor,
            at=now(),
        )
    except DomainError as error:
        return _page(request, session, actor, accommodation_id, refused=translated(error))
    return redirect(f"/needs/{accommodation_id}?notice={quote(RECORDED)}#ground")


@post("/grounds/{ground_id:uuid}/withdraw", opt=needs(Permission.PREPARE_LETTERS), status_code=303, sync_to_thread=True)
def withdraw(session: NamedDependency[Session], actor: NamedDependency[Actor], ground_id: FromPath[UUID]) -> Redirect:
    """Announce visits there again."""
    found = withdraw_ground(session, ground_id, by=actor, at=now())
    return redirect(f"/needs/{found.accommodation_id}?notice={quote(WITHDRAWN)}#ground")


needs_router = Router("/needs", route_handlers=[show_needs, keep, record, withdraw])
