"""The map, its tiles, and the list beside it."""

import json
from typing import Any
from uuid import UUID

from litestar import Response, Router, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Template
from sqlmodel import Session

from husly.kit.access import Actor, Permission, may
from husly.kit.clock import today
from husly.kit.web import AnyRequest, needs, page
from husly.kit.web.errors import translated
from husly.kit.web.paging import page_number
from inspection.map.areas.queries import list_areas
from inspection.map.areas.routes import areas_router
from inspection.map.areas.searching import is_wide
from inspection.map.asking import FRESH_S, checked, filters_asked, required, seen_bounds, stamp, survey_asked
from inspection.map.geojson import points_document
from inspection.map.pages import PAGE_SIZE, ListShown, MapPage, brief
from inspection.map.queries import (
    count_exempt,
    count_rows,
    list_cells,
    list_points,
    list_rows,
    read_rows,
    survey_cells,
)
from inspection.map.tiles import encode, square_named
from inspection.planning.hiding import sees_every_score
from inspection.risk.presenters import risk_row
from inspection.risk.queries import get_ranked
from inspection.risk.routes import run_in_use, weights_of
from register.municipalities.areas import areas_of
from register.municipalities.drawing import Ground
from register.municipalities.queries import find_boundary_set
from register.municipalities.table import municipalities

GEOJSON = "application/geo+json"
TILE = "application/vnd.mapbox-vector-tile"
ALL_BELOW = 9
"""Below this zoom a tile holds so many that all are read at once, for its neighbours and the list too."""


@get("/", opt=needs(Permission.READ_RISK), sync_to_thread=True)
def show_map(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    number: FromQuery[int] = 1,
) -> Template:
    """Dwellings on a map with the filters of the address, and the same as a list."""
    run = run_in_use(request, session)
    filters, wrong = filters_asked(request, session, actor, run)
    shown = MapPage(
        ground=Ground(find_boundary_set(session)),
        filters=filters,
        with_groups=run is not None,
        with_reasons=sees_every_score(actor),
        areas=areas_of(actor, Permission.READ_RISK),
        names=municipalities(request.app.state.settings.data_path),
        named=list_areas(session, by=actor),
        exempt=count_exempt(session, by=actor, filters=filters),
        listed=_listed(request, session, actor, page_number(number), ""),
        error="" if wrong is None else translated(wrong),
        may_name=may(actor, Permission.PLAN_VISITS),
    )
    return page(request, "map/map.html", shown=shown, status_code=200 if wrong is None else 422)


def _listed(request: AnyRequest, session: Session, actor: Actor, number: int, seen: str) -> ListShown:
    run = run_in_use(request, session)
    filters, _ = filters_asked(request, session, actor, run)
    bounds, offset = seen_bounds(seen), (number - 1) * PAGE_SIZE
    survey = survey_asked(request, session, actor, filters, is_wide=bounds is None or is_wide(bounds))
    if survey is not None:
        count, ids = survey.page(bounds, limit=PAGE_SIZE, offset=offset)
        found = read_rows(session, ids, run=run, by=actor)
    else:
        asked: dict[str, Any] = {"run": run, "by": actor, "filters": filters, "seen": bounds}
        count = count_rows(session, **asked)
        found = list_rows(session, **asked, limit=PAGE_SIZE, offset=offset) if count else []
    names, weights = municipalities(request.app.state.settings.data_path), weights_of(session, run)
    shown = tuple((risk_row(one, run, weights, names), one) for one in found)
    return ListShown(shown, count, number, filters, seen=seen, with_score=run is not None)


@get("/list", opt=needs(Permission.READ_RISK), sync_to_thread=True)
def show_section(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    seen: FromQuery[str] = "",
    number: FromQuery[int] = 1,
) -> Template:
    """The list alone, for the section of the map that is seen."""
    required(filters_asked(request, session, actor, run_in_use(request, session)))
    return page(request, "map/list.html", listed=_listed(request, session, actor, page_number(number), seen))


@get("/tiles/{zoom:int}/{x:int}/{row:str}", opt=needs(Permission.READ_RISK), sync_to_thread=True)
def tile(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    zoom: FromPath[int],
    x: FromPath[int],
    row: FromPath[str],
) -> Response[bytes]:
    """A vector tile of what the reader may see with the filters of the address; an unchanged one is not sent again."""
    square, mark = checked(lambda: square_named(zoom, x, row)), stamp(request, session, actor)
    headers = {"Cache-Control": f"private, max-age={FRESH_S}", "ETag": mark, "Vary": "Cookie"}
    if mark in request.headers.get("if-none-match", ""):
        return Response(b"", status_code=304, media_type=TILE, headers=headers)
    run = run_in_use(request, session)
    filters = required(filters_asked(request, session, actor, run))

    survey = survey_asked(request, session, actor, filters, is_wide=square.zoom < ALL_BELOW)
    if survey is not None:
        depth, cells = survey_cells(survey, square)
    else:
        depth, cells = list_cells(session, square, run=run, by=actor, filters=filters)
    return Response(encode(square, depth, cells), media_type=TILE, headers=headers)


@get("/dwellings.geojson", opt=needs(Permission.READ_RISK), sync_to_thread=True)
def dwellings_geojson(
    request: AnyRequest, session: NamedDependency[Session], actor: NamedDependency[Actor]
) -> Response[bytes]:
    """Dwellings within the reader's scope as points, at most 30,000."""
    run = run_in_use(request, session)
    filters = required(filters_asked(request, session, actor, run))
    points, total = list_points(session, run=run, by=actor, filters=filters)
    document = json.dumps(points_document(points, total=total), separators=(",", ":")).encode()
    return Response(document, media_type=GEOJSON)


@get("/dwellings/{accommodation_id:uuid}", opt=needs(Permission.READ_RISK), sync_to_thread=True)
def dwelling_brief(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    accommodation_id: FromPath[UUID],
) -> dict[str, object]:
    """What the map tells of one dwelling when it is pressed: the same as its row in the list."""
    run = run_in_use(request, session)
    one = get_ranked(session, accommodation_id, run=run, by=actor, as_of=today())
    names = municipalities(request.app.state.settings.data_path)
    told = brief(risk_row(one, run, weights_of(session, run), names), is_hidden=one.is_hidden)
    return told if run is not None else {key: value for key, value in told.items() if key != "score"}


map_router = Router(
    "/map", route_handlers=[show_map, show_section, tile, dwellings_geojson, dwelling_brief, areas_router]
)
