"""The permission of a route, checked before its handler runs."""

from collections.abc import Mapping
from typing import Any

from litestar.connection import ASGIConnection
from litestar.exceptions import NotAuthorizedException
from litestar.handlers import BaseRouteHandler

from husly.kit.access import Permission, may
from husly.kit.errors import NotAllowedError

PERMISSION_KEY = "permission"
SHIELDED_KEY = "shielded"


def needs(permission: Permission, *, writes: bool = False, shielded: bool = False) -> dict[str, Any]:
    """What a route needs: ``@get(path, opt=needs(Permission.READ_CASES))``.

    ``writes`` is for GET routes that leave an audit row (reading personal data), so that their transaction is opened
    for writing at once.

    ``shielded`` is for public routes on which nobody may be recognised: no sign-in is looked up, no cookie is set (and
    since none counts, none can be misused by another site), and a fault is logged without address or values.
    """
    return {PERMISSION_KEY: permission, "writes": writes, SHIELDED_KEY: shielded, "exclude_from_csrf": shielded}


def is_shielded(scope: Mapping[str, Any]) -> bool:
    """Whether the request goes to a route on which nobody may be recognised."""
    handler = scope.get("route_handler")
    return handler is not None and bool(handler.opt.get(SHIELDED_KEY))


def check_permission(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Guard on every route: a route without a permission is refused to everyone."""
    permission = handler.opt.get(PERMISSION_KEY)
    if permission is None:
        raise NotAllowedError("route without permission")
    actor = connection.scope.get("user")
    if may(actor, permission):
        return
    if actor is None:
        raise NotAuthorizedException
    raise NotAllowedError(permission.value)
