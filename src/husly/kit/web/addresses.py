"""Addresses that no database can look up."""

from typing import Any

from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler

from husly.kit.errors import NotFoundError

NUL = "\x00"


def refuse_nul(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:  # noqa: ARG001 - a guard
    """Guard on every route: PostgreSQL takes no zero byte in a text, so that nothing is at such an address."""
    if NUL in connection.scope["path"] or b"%00" in connection.scope["query_string"]:
        raise NotFoundError("address")
