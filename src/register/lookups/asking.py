"""Asking a register over the network: only hosts that the operator named, slowly, briefly, and giving up early."""

import json
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from geopy.adapters import BaseSyncAdapter

from husly.settings import Settings

LARGEST_ANSWER = 2_000_000
FAILURES_BEFORE_PAUSE, PAUSE_S = 5, 60.0
FIRST_WAIT_S = 0.5
USER_AGENT = "Husly (register of employer-provided housing)"


class RegisterError(Exception):
    """A register did not answer, or not with what it should. The text names host and cause, never a key or a query."""


class _Elsewhere(HTTPRedirectHandler):
    """A register that sends us elsewhere is not followed: the operator named this host."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


_opener = build_opener(_Elsewhere)


@dataclass
class Asking:
    """Asks hosts by JSON over HTTP; one for each process, for it remembers who is slow or down.

    ``per_second`` limits the pace for each host; after five failures in a row a host is left alone for a minute.
    """

    hosts: frozenset[str]
    timeout_s: float = 5.0
    retries: int = 2
    per_second: float = 2.0
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    _next_at: dict[str, float] = field(default_factory=dict)
    _failures: dict[str, int] = field(default_factory=dict)
    _paused_until: dict[str, float] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def fetch(self, url: str, *, body: Any = None, headers: Mapping[str, str] | None = None) -> Any:
        """The JSON at an address, None where the register says that there is nothing (404).

        ``body`` is sent as JSON by POST. Raises ``RegisterError``.
        """
        host = urlsplit(url).hostname or ""
        if host not in self.hosts:
            raise RegisterError(f"{host} is not among the hosts that may be asked (HUSLY_LOOKUP_HOSTS)")
        if self.clock() < self._paused_until.get(host, 0.0):
            raise RegisterError(f"{host} has failed repeatedly and is left alone for a minute")
        for attempt in range(self.retries + 1):
            if attempt:
                self.sleep(FIRST_WAIT_S * 2 ** (attempt - 1))
            self._wait_turn(host)
            try:
                answer = self._once(url, host, body, headers or {})
            except _TransientError as error:
                last = str(error)
                continue
            self._failures[host] = 0
            return answer
        self._count_failure(host)
        raise RegisterError(last)

    def _once(self, url: str, host: str, body: Any, headers: Mapping[str, str]) -> Any:
        sent = None if body is None else json.dumps(body).encode()
        given = {"Accept": "application/json", "Content-Type": "application/json", "User-Agent": USER_AGENT, **headers}
        request = Request(url, data=sent, headers=given)  # noqa: S310 - http(s) hosts of the allow-list only
        try:
            with _opener.open(request, timeout=self.timeout_s) as answer:
                read = answer.read(LARGEST_ANSWER + 1)
        except HTTPError as error:
            with error:
                return _refused(host, error.code)
        except (URLError, TimeoutError, OSError) as error:
            reason = getattr(error, "reason", error)
            raise _TransientError(f"{host} did not answer ({type(reason).__name__})") from None
        if len(read) > LARGEST_ANSWER:
            raise RegisterError(f"{host} sent more than {LARGEST_ANSWER // 1_000_000} MB")
        try:
            return json.loads(read)
        except ValueError:
            raise RegisterError(f"{host} did not answer with JSON") from None

    def _wait_turn(self, host: str) -> None:
        with self._lock:
            turn = max(self.clock(), self._next_at.get(host, 0.0))
            self._next_at[host] = turn + 1 / self.per_second
        if turn > self.clock():
            self.sleep(turn - self.clock())

    def _count_failure(self, host: str) -> None:
        self._failures[host] = self._failures.get(host, 0) + 1
        if self._failures[host] >= FAILURES_BEFORE_PAUSE:
            self._paused_until[host] = self.clock() + PAUSE_S
            self._failures[host] = 0


class _TransientError(Exception):
    """May be better in a moment."""


def _refused(host: str, status: int) -> None:
    if status == 404:
        return
    if status == 429 or status >= 500:
        raise _TransientError(f"{host} answered {status}")
    hint = ": is the key right?" if status in (401, 403) else ""
    raise RegisterError(f"{host} answered {status}{hint}")


class AskingAdapter(BaseSyncAdapter):  # type: ignore[misc]
    """Lets geopy's geocoders ask by our rules: ``adapter_factory=partial(AskingAdapter, asking)``."""

    def __init__(self, asking: Asking, *, proxies: Any = None, ssl_context: Any = None) -> None:
        super().__init__(proxies=proxies, ssl_context=ssl_context)
        self.asking = asking

    def get_json(self, url: str, *, timeout: Any, headers: Mapping[str, str]) -> Any:  # noqa: ARG002 - geopy's signature
        """The JSON at an address."""
        return self.asking.fetch(url, headers=headers)

    def get_text(self, url: str, *, timeout: Any, headers: Mapping[str, str]) -> str:
        """The same as text."""
        return json.dumps(self.get_json(url, timeout=timeout, headers=headers))


@cache
def asking_of(chosen: Settings) -> Asking:
    """How this installation asks."""
    return Asking(
        hosts=frozenset(chosen.lookup_hosts),
        timeout_s=chosen.lookup_timeout_s,
        retries=chosen.lookup_retries,
        per_second=chosen.lookup_per_second,
    )
