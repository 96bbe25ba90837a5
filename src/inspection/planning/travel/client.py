"""Asking a road network for tables of drives: OSRM's ``table`` and Valhalla's ``sources_to_targets``.

routingpy knows both programs' requests and answers. It is kept inside this house's rules by giving it a client of
ours: only hosts that the operator named, no redirects, answers of bounded size, no retries, and a limit on the time
of the whole answer, not only of each packet.
"""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from routingpy import OSRM, Valhalla  # type: ignore[import-untyped]
from routingpy.client_base import BaseClient  # type: ignore[import-untyped]

from husly.settings import Settings
from inspection.planning.travel.places import Floats
from register.lookups.asking import Asking, RegisterError

PER_SECOND = 1000.0
"""The road network is the operator's own: tables follow one another without a pause."""

PROFILES = {"osrm": "driving", "valhalla": "auto"}
TABLE_SIZES = {"osrm": 100, "valhalla": 50}
"""What both take unless configured otherwise (``max-table-size``; ``max_matrix_location_pairs`` of 2,500)."""

Point = tuple[float, float]
"""Latitude and longitude, rounded to five decimals: about a metre."""

Answer = TypeVar("Answer")


class _AskingClient(BaseClient):  # type: ignore[misc]
    """Lets routingpy ask by our rules."""

    def __init__(self, base_url: str, *_: Any, asking: Asking) -> None:
        super().__init__(base_url)
        self.asking = asking

    def _request(self, url: str, get_params: Any = None, post_params: Any = None, **_: Any) -> Any:
        return self.asking.fetch(self.base_url + self._generate_auth_url(url, get_params), body=post_params)


@dataclass(frozen=True)
class RoadNetwork:
    """A road network that can be asked. ``name`` tells its answers from those of another one, or of another profile."""

    kind: str
    url: str
    hosts: frozenset[str]
    timeout_s: float
    table_size: int

    @property
    def name(self) -> str:
        """What the answers are kept under."""
        return f"{self.kind} {PROFILES[self.kind]} {self.url}"

    def table(self, starts: Sequence[Point], ends: Sequence[Point], *, timeout_s: float) -> tuple[Floats, Floats]:
        """Seconds and metres, shape (starts, ends); not a number where there is no way.

        Raises ``RegisterError`` when there is no answer within the time, or not one of that shape.
        """
        answer = _within(timeout_s, lambda: self._matrix(starts, ends, timeout_s))
        shape = (len(starts), len(ends))
        seconds = _array(answer.durations, shape)
        if seconds is None:
            raise RegisterError(f"{self.kind} did not answer with a table of {shape[0]} by {shape[1]} drives")
        metres = _array(answer.distances, shape)
        return seconds, np.full(shape, np.nan) if metres is None else metres

    def _matrix(self, starts: Sequence[Point], ends: Sequence[Point], timeout_s: float) -> Any:
        asking = Asking(hosts=self.hosts, timeout_s=timeout_s, retries=0, per_second=PER_SECOND)
        router = {"osrm": OSRM, "valhalla": Valhalla}[self.kind](
            base_url=self.url.rstrip("/"), client=_AskingClient, asking=asking
        )
        try:
            return router.matrix(
                [[lon, lat] for lat, lon in (*starts, *ends)],
                PROFILES[self.kind],
                sources=list(range(len(starts))),
                destinations=list(range(len(starts), len(starts) + len(ends))),
            )
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise RegisterError(f"{self.kind} did not answer with a table ({type(error).__name__})") from None


def network_of(chosen: Settings) -> RoadNetwork | None:
    """The road network that the operator named, if any."""
    if not chosen.routing_url:
        return None
    return RoadNetwork(
        kind=chosen.routing_kind,
        url=chosen.routing_url,
        hosts=frozenset(chosen.lookup_hosts),
        timeout_s=chosen.routing_timeout_s,
        table_size=chosen.routing_table_size or TABLE_SIZES[chosen.routing_kind],
    )


def _within(timeout_s: float, call: Callable[[], Answer]) -> Answer:
    """What the call answers. Raises ``RegisterError`` after the time, also while an answer trickles in."""
    answers: list[Answer] = []
    errors: list[RegisterError] = []

    def run() -> None:
        try:
            answers.append(call())
        except RegisterError as error:
            errors.append(error)

    thread = threading.Thread(target=run, daemon=True, name="road network")
    thread.start()
    thread.join(timeout_s)
    if errors:
        raise errors[0]
    if not answers:
        raise RegisterError(f"the road network did not answer within {timeout_s:g} s")
    return answers[0]


def _array(rows: Any, shape: tuple[int, int]) -> Floats | None:
    """Numbers with gaps; None where it is something else. Negative and endless ones are gaps too."""
    try:
        made = np.array(rows, dtype=np.float64)
    except (TypeError, ValueError):
        return None
    if made.shape != shape:
        return None
    with np.errstate(invalid="ignore"):
        return np.where(np.isfinite(made) & (made >= 0), made, np.nan)
