"""How often one place may try something, without keeping where that is.

The address is hashed with a key that dies with the process, and only in memory: nothing of it is stored or logged. Each
server process counts for itself.
"""

import hashlib
import hmac
import secrets
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from typing import Any

from litestar import Request

MOST_PLACES = 50_000
"""More at once than this and the oldest are forgotten: memory is bounded, whatever is sent."""


@dataclass(frozen=True)
class Limit:
    """At most ``count`` times in ``minutes``; ``name`` keeps limits apart."""

    name: str
    count: int
    minutes: int


@dataclass
class Tries:
    """What was tried lately, by limit and hashed place."""

    _key: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    _seen: dict[tuple[str, bytes], deque[datetime]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def is_used_up(self, limit: Limit, host: str, *, at: datetime) -> bool:
        """Whether the place must wait."""
        with self._lock:
            return len(self._recent(limit, host, at)) >= limit.count

    def count(self, limit: Limit, host: str, *, at: datetime) -> None:
        """Remember one try."""
        with self._lock:
            recent = self._recent(limit, host, at)
            recent.append(at)
            place = (limit.name, self._hashed(host))
            self._seen.pop(place, None)
            self._seen[place] = recent  # the last one tried stands last
            while len(self._seen) > MOST_PLACES:
                del self._seen[next(iter(self._seen))]

    def take(self, limit: Limit, host: str, *, at: datetime) -> bool:
        """Count one try where the place has one left; whether it had."""
        if self.is_used_up(limit, host, at=at):
            return False
        self.count(limit, host, at=at)
        return True

    def _recent(self, limit: Limit, host: str, at: datetime) -> deque[datetime]:
        found = self._seen.get((limit.name, self._hashed(host)), deque())
        while found and found[0] <= at - timedelta(minutes=limit.minutes):
            found.popleft()
        return found

    def _hashed(self, host: str) -> bytes:
        return hmac.digest(self._key, host.encode(), hashlib.sha256)


def host_of(request: Request[Any, Any, Any]) -> str:
    """The address a request came from, to be handed to ``Tries`` and to nothing that keeps or logs it."""
    return "" if request.client is None else request.client.host


def must_wait(request: Request[Any, Any, Any], limit: Limit, *, at: datetime) -> bool:
    """Whether the place that a request came from has used up its tries."""
    tries: Tries = request.app.state.tries
    return tries.is_used_up(limit, host_of(request), at=at)
