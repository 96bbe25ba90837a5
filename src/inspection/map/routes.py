"""The map and what it draws."""

import json

from litestar import Response, Router, get
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Template
from sqlmodel import Session

from husly.kit.access import Actor, Permission
from husly.kit.web import AnyRequest, needs, page
from inspection.map.geojson import points_document
from inspection.map.pages import MapPage
from inspection.map.queries import count_exempt, list_points
from inspection.risk.routes import read_filters, run_in_use
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
    document = json.dumps(points_document(points, total=total), separators=(",", ":")).encode()
    return Response(document, media_type=GEOJSON)


map_router = Router("/map", route_handlers=[show_map, dwellings_geojson])
