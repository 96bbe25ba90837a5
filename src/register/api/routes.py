"""What programs call: declaring, and the description of how."""

from typing import Any

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import RawBody
from sqlmodel import Session

from husly.kit.access import Actor, Permission
from husly.kit.clock import now
from husly.kit.i18n import gettext as _
from husly.kit.web import AnyRequest, needs
from husly.kit.web.errors import error_answer
from register.api.actions import RefusedError, declare
from register.api.description import openapi
from register.municipalities.queries import current_boundaries

MAX_BYTES = 5_000_000
LONGEST_KEY = 100


@get("/openapi.json", opt=needs(Permission.PUBLIC), sync_to_thread=True)
def show_description() -> dict[str, Any]:
    """The description of this interface in OpenAPI 3.1."""
    return openapi()


@post(
    "/declarations",
    opt=needs(Permission.IMPORT_DECLARATIONS),
    status_code=200,
    sync_to_thread=True,
    request_max_body_size=MAX_BYTES,
)
def take_declarations(
    request: AnyRequest, session: NamedDependency[Session], actor: NamedDependency[Actor], body: RawBody
) -> Response[Any]:
    """Take every declaration of the request, or none and every reason."""
    key = request.headers.get("idempotency-key")
    if key is not None and not (0 < len(key) <= LONGEST_KEY and key.isascii() and key.isprintable()):
        return error_answer(request, 400, _("Idempotency-Key must be 1 to 100 visible ASCII characters."), "api.key")
    settings = request.app.state.settings
    at = now()
    try:
        answer = declare(
            session,
            body,
            key=key,
            token_id=request.scope["auth"],
            by=actor,
            at=at,
            boundaries=current_boundaries(session, settings.data_path),
            data_path=settings.data_path,
            names_asked=settings.resident_names,
        )
    except RefusedError as refused:
        return _refused(refused)
    request.app.state.on_change(session, answer.changed, at=at)
    headers = {"Idempotent-Replayed": "true"} if answer.is_replayed else {}
    return Response(answer.body.encode(), media_type="application/json", headers=headers)


def _refused(refused: RefusedError) -> Response[Any]:
    """Raised before anything is written, so that there is nothing to take back."""
    body = {
        "title": _("The declarations were not taken"),
        "status": 422,
        "detail": _("Correct what stands in problems and send everything again."),
        "code": "api.refused",
        "problems": refused.problems,
    }
    return Response(body, status_code=422, media_type="application/problem+json")


api_router = Router("/api/v1", route_handlers=[show_description, take_declarations])
