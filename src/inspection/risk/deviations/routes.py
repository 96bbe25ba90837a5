"""Pages of deviations: deciding one, ending it, and how many there are."""

from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from litestar import Router, get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath, FromQuery
from litestar.response import Redirect, Template
from sqlmodel import Session

from husly.kit.access import Actor, Permission
from husly.kit.clock import now, today
from husly.kit.errors import NotFoundError
from husly.kit.i18n import mark
from husly.kit.web import AnyRequest, needs, page, redirect
from husly.kit.web.paging import Paging, page_number, rows_of
from inspection.planning.hiding import hidden_ids
from inspection.risk.actions import require_score_on
from inspection.risk.deviations import actions
from inspection.risk.deviations.forms import DeviationForm
from inspection.risk.deviations.presenters import counted_rows, listed_rows
from inspection.risk.deviations.queries import Counted, Listed, count_deviations, get_deviation, list_deviations
from inspection.risk.queries import get_ranked
from inspection.risk.routes import run_in_use
from register.municipalities.table import municipalities

DECIDED = mark("Decided. The score itself is not changed.")
ENDED = mark("Ended. The score orders it again.")


@get("/deviations", opt=needs(Permission.READ_RISK), sync_to_thread=True)
def show_deviations(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    number: FromQuery[int] = 1,
) -> Template:
    """Every deviation within the reader's area, and how many by municipality and kind."""
    settings = request.app.state.settings
    number = page_number(number)
    found: list[Listed] = []
    counted: list[Counted] = []
    count = 0
    if settings.risk_score:
        found, count = list_deviations(session, by=actor, **rows_of(number))
        counted = count_deviations(session, by=actor, as_of=today())
    return page(
        request,
        "risk/deviations.html",
        switched_on=settings.risk_score,
        rows=listed_rows(found, hidden_ids(session, actor)),
        counted=counted_rows(counted, municipalities(settings.data_path)),
        paging=Paging(number, count, "/risk/deviations"),
    )


@post("/{accommodation_id:uuid}/deviations", opt=needs(Permission.PLAN_VISITS), status_code=303, sync_to_thread=True)
def decide(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    accommodation_id: FromPath[UUID],
    data: Annotated[DeviationForm, Body(media_type=RequestEncodingType.URL_ENCODED)],
) -> Redirect:
    """Decide otherwise than the score, until a day and with a reason."""
    run = run_in_use(request, session)
    require_score_on(request.app.state.settings.risk_score)
    if run is None or get_ranked(session, accommodation_id, run=run, by=actor).score is None:
        raise NotFoundError("score")
    actions.deviate(
        session,
        accommodation_id,
        run=run,
        kind=data.chosen_kind,
        reason=data.reason,
        until_on=data.last_day,
        to_group=data.group,
        by=actor,
        at=now(),
    )
    return redirect(f"/risk/{accommodation_id}?notice={quote(DECIDED)}")


@post("/deviations/{deviation_id:uuid}/end", opt=needs(Permission.PLAN_VISITS), status_code=303, sync_to_thread=True)
def end(session: NamedDependency[Session], actor: NamedDependency[Actor], deviation_id: FromPath[UUID]) -> Redirect:
    """Let the score order it again."""
    found = get_deviation(session, deviation_id, by=actor)
    actions.end_deviation(session, deviation_id, by=actor, at=now())
    return redirect(f"/risk/{found.accommodation_id}?notice={quote(ENDED)}")


deviations_router = Router("/risk", route_handlers=[show_deviations, decide, end])
