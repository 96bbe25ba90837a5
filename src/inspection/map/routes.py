"""The map and what it draws."""

import json
from uuid import UUID

from litestar import Response, Router, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Template
from sqlmodel import Session

from husly.kit.access import Actor, Permission
from husly.kit.clock import today
from husly.kit.web import AnyRequest, needs, page
from inspection.map.geojson import points_document
from inspection.map.pages import MapPage, brief
from inspection.map.queries import count_exempt, list_hidden_points, list_points
from inspection.risk.presenters import risk_row
from inspection.risk.queries import get_ranked
from inspection.risk.routes import read_filters, run_in_use, weights_of
from register.municipalities.areas import areas_of
from register.municipalities.drawing import Ground
from register.municipalities.queries import find_boundary_set
from register.municipalities.table import municipalities

GEOJSON = "application/geo+json"


@get("/", opt=needs(Permission.READ_RISK), sync_to_thread=True)
def show_map(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    municipality: FromQuery[str] = "",
    group: FromQuery[str] = "",
) -> Template:
    """Dwellings on a map, by municipality and risk group."""
    settings = request.app.state.settings
    with_groups = run_in_use(request, session) is not None
    filters = read_filters(municipality, group if with_groups else "")
    shown = MapPage(
        ground=Ground(find_boundary_set(session)),
        filters=filters,
        with_groups=with_groups,
        areas=areas_of(actor, Permission.READ_RISK),
        names=municipalities(settings.data_path),
        exempt=count_exempt(session, by=actor, filters=filters),
    )
    return page(request, "map/map.html", shown=shown)


@get("/dwellings.geojson", opt=needs(Permission.READ_RISK), sync_to_thread=True)
def dwellings_geojson(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    municipality: FromQuery[str] = "",
    group: FromQuery[str] = "",
) -> Response[bytes]:
    """Dwellings within the reader's scope as points, at most 30,000."""
    run, filters = run_in_use(request, session), read_filters(municipality, group)
    points, total = list_points(session, run=run, by=actor, filters=filters)
    mine = [] if run is None else list_hidden_points(session, by=actor, filters=filters)
    document = json.dumps(points_document([*points, *mine], total=total + len(mine)), separators=(",", ":")).encode()
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


map_router = Router("/map", route_handlers=[show_map, dwellings_geojson, dwelling_brief])
