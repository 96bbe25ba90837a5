"""A stand-in of OSRM and Valhalla on a free port: drives at 60 km/h as the crow flies, and what may go wrong."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import numpy as np

from husly.settings import Settings
from inspection.planning.travel import Place, great_circle_km


@dataclass
class RoadStandIn:
    """What was asked, and how to answer: ``refuse`` a status, ``say`` instead of a table, ``wait_s`` before it."""

    port: int = 0
    asked: list[tuple[str, int, int]] = field(default_factory=list)
    no_way: set[Place] = field(default_factory=set)
    largest: int = 100
    refuse: int = 0
    say: Any = None
    wait_s: float = 0.0
    trickle_s: float = 0.0
    speed_kmh: float = 60.0

    def settings(self, tmp_path: Any, kind: str = "osrm", **changes: Any) -> Settings:
        known: dict[str, Any] = {
            "secret_key": "only-for-tests-only-for-tests-only",
            "lookup_hosts": ("127.0.0.1",),
            "routing_url": f"http://127.0.0.1:{self.port}",
            "routing_kind": kind,
            "routing_store": tmp_path / "drives.sqlite",
            "routing_timeout_s": 5.0,
        }
        return Settings(**(known | changes))

    def table(self, starts: list[Place], ends: list[Place]) -> tuple[list[list[Any]], list[list[Any]]]:
        km = great_circle_km(starts, ends)
        gaps = np.array([[start in self.no_way or end in self.no_way for end in ends] for start in starts])
        seconds = np.where(gaps, None, np.round(km / self.speed_kmh * 3600, 1))  # type: ignore[call-overload]
        return seconds.tolist(), np.where(gaps, None, np.round(km * 1000)).tolist()  # type: ignore[call-overload]


class _Handler(BaseHTTPRequestHandler):
    roads: RoadStandIn

    def do_GET(self) -> None:
        """OSRM: /table/v1/driving/LON,LAT;...?sources=0;1&destinations=2;3."""
        url = urlsplit(self.path)
        places = [_place(*map(float, one.split(","))) for one in url.path.rsplit("/", 1)[1].split(";")]
        asked = parse_qs(url.query)
        starts, ends = ([places[int(n)] for n in asked[key][0].split(";")] for key in ("sources", "destinations"))
        seconds, metres = self._told("osrm", starts, ends)
        self._answer({"code": "Ok", "durations": seconds, "distances": metres}, len(starts), len(ends))

    def do_POST(self) -> None:
        """Valhalla: /sources_to_targets."""
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        starts, ends = ([_place(one["lon"], one["lat"]) for one in asked[key]] for key in ("sources", "targets"))
        seconds, metres = self._told("valhalla", starts, ends)
        rows = [
            [{"time": s, "distance": None if m is None else m / 1000} for s, m in zip(*row, strict=True)]
            for row in zip(seconds, metres, strict=True)
        ]
        self._answer({"sources_to_targets": rows}, len(starts), len(ends))

    def _told(self, kind: str, starts: list[Place], ends: list[Place]) -> Any:
        self.roads.asked.append((kind, len(starts), len(ends)))
        return self.roads.table(starts, ends)

    def _answer(self, document: Any, *size: int) -> None:
        time.sleep(self.roads.wait_s)
        status = self.roads.refuse or (400 if max(size) > self.roads.largest else 200)
        sent = json.dumps(document if self.roads.say is None else self.roads.say).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(sent)))
        self.end_headers()
        try:
            for byte in [sent] if not self.roads.trickle_s else [sent[n : n + 1] for n in range(len(sent))]:
                self.wfile.write(byte)
                self.wfile.flush()
                time.sleep(self.roads.trickle_s)
        except OSError:
            pass  # whoever asked has gone

    def log_message(self, *_: Any) -> None:
        """Keep quiet."""


def _place(lon: float, lat: float) -> Place:
    return Place(lat, lon)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False


@contextmanager
def road_stand_in() -> Iterator[RoadStandIn]:
    """Serve until the block ends."""
    roads = RoadStandIn()
    server = _Server(("127.0.0.1", 0), type("Handler", (_Handler,), {"roads": roads}))
    roads.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield roads
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
