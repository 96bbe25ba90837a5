"""Where a request came from, behind proxies and without."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any, cast

import pytest
from pydantic import ValidationError

import husly.app
from husly.app import served_app
from husly.settings import Settings
from web_client import WEB_SETTINGS


def place_of(monkeypatch: pytest.MonkeyPatch, *proxies: str, sender: str) -> str:
    """The place that the application sees of a request which says that it is handed on for somebody."""
    seen: list[str] = []

    async def app(scope: Any, _receive: Any, _send: Any) -> None:
        seen.append(scope["client"][0])

    chosen = WEB_SETTINGS.model_copy(update={"trusted_proxies": proxies})
    monkeypatch.setattr(husly.app, "settings", lambda: chosen)
    monkeypatch.setattr(husly.app, "create_app", lambda: app)
    handed_on = [(b"x-forwarded-for", b"203.0.113.9, 198.51.100.7")]
    scope = {"type": "http", "client": (sender, 4711), "scheme": "http", "headers": handed_on}
    served = cast("Any", served_app())
    with ThreadPoolExecutor(1) as apart:  # the thread of the tests may run a browser's loop
        apart.submit(lambda: asyncio.run(served(scope, None, None))).result()
    return seen[0]


def test_nobody_is_believed_unless_a_proxy_is_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    assert place_of(monkeypatch, sender="10.0.0.5") == "10.0.0.5"
    assert place_of(monkeypatch, "10.0.0.6", sender="10.0.0.5") == "10.0.0.5"


@pytest.mark.parametrize("proxy", ["10.0.0.5", "10.0.0.0/24"])
def test_a_trusted_proxy_names_the_place_and_what_the_sender_claims_does_not_count(
    monkeypatch: pytest.MonkeyPatch, proxy: str
) -> None:
    assert place_of(monkeypatch, proxy, sender="10.0.0.5") == "198.51.100.7"


@pytest.mark.parametrize("wrong", ["*", "proxy.example", "10.0.0.5/24", ""])
def test_a_proxy_is_an_address_or_a_network(wrong: str) -> None:
    with pytest.raises(ValidationError, match="trusted_proxies"):
        Settings(trusted_proxies=(wrong,))
