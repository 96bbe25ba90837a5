"""The municipalities for maps."""

from litestar import Response, Router, get
from litestar.di import NamedDependency
from sqlmodel import Session

from husly.kit.access import Permission
from husly.kit.web import AnyRequest, needs
from register.municipalities.drawing import Ground, municipalities_document
from register.municipalities.queries import current_boundaries, find_boundary_set
from register.municipalities.table import municipalities

GEOJSON = "application/geo+json"
DAY_S = 24 * 3600


@get("/areas.geojson", opt=needs(Permission.SIGNED_IN), sync_to_thread=True)
def areas_geojson(request: AnyRequest, session: NamedDependency[Session]) -> Response[bytes]:
    """The municipalities as areas; browsers keep them for a day, for the page names the set in the address."""
    data_path = request.app.state.settings.data_path
    key = Ground(find_boundary_set(session)).key
    document = municipalities_document(key, current_boundaries(session, data_path), municipalities(data_path))
    return Response(document, media_type=GEOJSON, headers={"Cache-Control": f"private, max-age={DAY_S}"})


municipalities_router = Router("/municipalities", route_handlers=[areas_geojson])
