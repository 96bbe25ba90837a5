"""Security headers on every answer, and the language of every request."""

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qs

from litestar.datastructures import MutableScopeHeaders
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from husly.kit.i18n import LANGUAGES, WHOLE, use_language

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; worker-src 'self' blob:; manifest-src 'self'; frame-src 'self'; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(self), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "SAMEORIGIN",
}
LANGUAGE_COOKIE = "husly_language"


def opened_for(origin: str) -> str:
    """The policy with one host (``https://tiles.example``) from which a base map may be read; empty: none."""
    if not origin:
        return CONTENT_SECURITY_POLICY
    policy = CONTENT_SECURITY_POLICY.replace("img-src 'self'", f"img-src 'self' {origin}")
    return policy.replace("connect-src 'self'", f"connect-src 'self' {origin}")


def security_headers(*, https: bool, map_origin: str = "") -> Callable[[Message, Scope], Awaitable[None]]:
    """A hook that adds the headers to every answer, errors included; only static files may be stored by browsers."""
    headers = HEADERS | ({"Strict-Transport-Security": "max-age=31536000"} if https else {})
    headers["Content-Security-Policy"] = opened_for(map_origin)

    async def add(message: Message, scope: Scope) -> None:  # noqa: ARG001 - the hook is called with both
        if message["type"] == "http.response.start":
            present = MutableScopeHeaders.from_message(message)
            for name, value in headers.items():
                present.setdefault(name, value)
            present.setdefault("Cache-Control", "no-store")

    return add


class Language(ASGIMiddleware):
    """Chooses the language: ``?lang=``, else the cookie, else the installation's own.

    ``journey`` are the beginnings of the addresses that employers use: only there are languages beyond Danish and
    English spoken; elsewhere English takes their place, so that no page mixes two. ``except_for`` are ends of such
    addresses whose texts are not translated yet.
    """

    def __init__(self, *, default: str, journey: tuple[str, ...], except_for: tuple[str, ...] = ()) -> None:
        self.default, self.journey, self.except_for = default, journey, except_for

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Set the language of the moment for this request."""
        chosen, path = asked_language(scope) or self.default, str(scope.get("path", "/"))
        is_spoken = chosen in WHOLE or path == "/" or self._is_journey(path)
        use_language(chosen if is_spoken else "en")
        await next_app(scope, receive, send)

    def _is_journey(self, path: str) -> bool:
        return path.startswith(self.journey) and not path.endswith(self.except_for)


def asked_language(scope: Any) -> str | None:
    """The language a request asks for, or None."""
    query = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("lang", [""])[0]
    if query in LANGUAGES:
        return str(query)
    for name, value in scope.get("headers", []):
        if name == b"cookie":
            for part in value.decode("latin-1").split(";"):
                key, _, code = part.strip().partition("=")
                if key == LANGUAGE_COOKIE and code in LANGUAGES:
                    return str(code)
    return None
