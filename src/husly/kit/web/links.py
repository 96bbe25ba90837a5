"""Addresses of pages for paper and codes, which need the whole of it."""

from typing import Any
from urllib.parse import urlsplit

from litestar import Request


def site_of(request: Request[Any, Any, Any]) -> str:
    """Where this installation is found, without a slash at the end: as configured, else as it was asked."""
    parts = urlsplit(request.app.state.settings.public_url or str(request.base_url))
    return f"{parts.scheme}://{parts.netloc}{parts.path}".rstrip("/")
