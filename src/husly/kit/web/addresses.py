"""Addresses that no database can look up."""

from typing import Any

from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler

from husly.kit.errors import NotFoundError

NUL = "\x00"


def refuse_nul(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:  # noqa: ARG001 - a guard
    """Guard on every route: PostgreSQL takes no zero byte in a text. Nothing is at such a path; filters lose it."""
    if NUL in connection.scope["path"]:
        raise NotFoundError("address")
    connection.scope["query_string"] = connection.scope["query_string"].replace(b"%00", b"")
