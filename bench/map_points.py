"""How fast the map answers over 200,000 made-up accommodations, next to the bare SQL of the same tiles and lists.

Usage: python bench/map_points.py [--points 200000] [--database URL] [--views 60] [--seed 1]

Without --database an SQLite file in a temporary folder is made and thrown away. Each view is a window of 1280 × 800
pixels at a place where people live, at zooms 5 to 16. It is asked for as a browser does, in this process: the tiles
that cover it (512 pixels each), then the list of what it shows. Next to it stand the SELECTs that count the same tiles
and read the same list in SQL, run by the driver alone when they were run once before, their rows fetched and thrown
away. The server answers most views out of one reading of the register; what that reading took is printed first.
Printed are the 50th and 95th hundredth of both, and their ratio.
"""

import argparse
import logging
import math
import random
import secrets
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from litestar.testing import TestClient
from sqlalchemy.engine import Engine
from sqlmodel import SQLModel

import husly.models
from husly.app import create_app
from husly.kit.access import Actor, Grant, Role
from husly.kit.accounts.models import Account, RoleGrant, SignIn
from husly.kit.accounts.queries import token_hash
from husly.kit.clock import danish_date, now
from husly.kit.database import open_engine, transaction
from husly.kit.web.session import SIGN_IN_COOKIE
from husly.settings import REPOSITORY, Settings
from inspection.map.asking import seen_bounds
from inspection.map.filters import MapFilters
from inspection.map.queries import count_rows, list_cells, list_rows
from inspection.map.tiles import Square
from inspection.risk.models import RiskRun, RiskScore
from inspection.risk.queries import find_newest_run
from register.accommodations.models import Accommodation
from register.dwellings.grid import mercator, place_of
from register.dwellings.models import Dwelling, PlacedBy
from register.employers.models import Employer
from register.municipalities.table import postcodes

WIDTH, HEIGHT, TILE = 1280, 800, 512
BATCH = 5000
LEADER = Actor("leader", "Leder", (Grant(Role.DECISION_MAKER),))
SHARES = (0.45, 0.3, 0.17, 0.08)
"""How many are in each risk group, the lowest first."""


def places(count: int, rng: random.Random) -> Iterator[tuple[str, str, str, float, float]]:
    """Places around Danish towns, large towns and their middle more often."""
    towns = {one.town: one for one in postcodes(REPOSITORY / "data").values() if one.latitude and one.longitude}
    known = list(towns.values())  # a town once, or the hundred codes of central Copenhagen hold half of all
    weights = [rng.lognormvariate(0, 1.3) for _ in known]
    for town in rng.choices(known, weights, k=count):
        assert town.latitude is not None
        assert town.longitude is not None
        yield (
            town.code,
            town.town,
            town.municipality_code,
            town.latitude + rng.gauss(0, 0.02),
            town.longitude + rng.gauss(0, 0.035),
        )


def fill(engine: Engine, count: int, rng: random.Random) -> None:
    """A register of so many accommodations, one to a dwelling, all scored."""
    at, today = now(), danish_date(now())
    firms = [uuid4() for _ in range(max(1, count // 10))]
    run = uuid4()
    with transaction(engine) as session:
        insert(
            session,
            Employer,
            (
                {"id": one, "name": f"Firma {n}", "cvr_number": f"{n:08d}", "sector_code": "412000", "created_at": at}
                for n, one in enumerate(firms)
            ),
        )
        session.add(
            RiskRun(
                id=run, as_of=today, weights_version="2026-11", scored_at=at, scored_by="bench", accommodations=count
            )
        )
        session.flush()
        for start in range(0, count, BATCH):
            some = list(places(min(BATCH, count - start), rng))
            dwellings, homes, scores = [], [], []
            for number, (code, town, municipality, latitude, longitude) in enumerate(some, start):
                dwelling, home, group = uuid4(), uuid4(), rng.choices((1, 2, 3, 4), SHARES)[0]
                dwellings.append(
                    {
                        "id": dwelling,
                        "address_key": str(number),
                        "street": "Vejen",
                        "house_number": str(number),
                        "postcode": code,
                        "postal_town": town,
                        "municipality_code": municipality,
                        "placed_by": PlacedBy.APPROXIMATE_BOUNDARY,
                        "latitude": latitude,
                        "longitude": longitude,
                        "created_at": at,
                    }
                )
                firm = rng.choice(firms)
                homes.append(
                    {
                        "id": home,
                        "dwelling_id": dwelling,
                        "employer_id": firm,
                        "municipality_code": municipality,
                        "starts_on": today - timedelta(days=99),
                        "created_at": at,
                    }
                )
                scores.append(
                    {
                        "run_id": run,
                        "accommodation_id": home,
                        "municipality_code": municipality,
                        "employer_id": firm,
                        "kind": "house",
                        "score": min(100, group * 20 + rng.randrange(20)),
                        "risk_group": group,
                        "points": {"a": 3, "b": 12},
                        "features": {f"feature_{n}": n for n in range(30)},
                    }
                )
            for table, rows in ((Dwelling, dwellings), (Accommodation, homes), (RiskScore, scores)):
                insert(session, table, rows)


def insert(session: Any, table: type[SQLModel], rows: Any) -> None:
    """Rows straight into a table."""
    session.execute(sa.insert(table.__table__), list(rows))  # type: ignore[attr-defined]


def signed_in(engine: Engine) -> str:
    """A sign-in of a leader of the whole country."""
    token, at = secrets.token_urlsafe(16), now()
    with transaction(engine) as session:
        account = Account(email=f"{uuid4().hex}@bench.example", name="Leder", password_hash="!", created_at=at)
        session.add(account)
        session.flush()
        session.add(RoleGrant(account_id=account.id, **Grant(Role.DECISION_MAKER).__dict__))
        session.add(
            SignIn(
                token_hash=token_hash(token), account_id=account.id, created_at=at, expires_at=at + timedelta(hours=9)
            )
        )
    return token


def views(engine: Engine, count: int, rng: random.Random) -> Iterator[tuple[int, float, float]]:
    """Zoom and middle of windows where people live."""
    with transaction(engine, writing=False) as session:
        known = session.execute(sa.select(Dwelling.latitude, Dwelling.longitude).limit(20_000)).all()
    for number in range(count):
        yield 5 + number % 12, *rng.choice(known)


def tiles_of(zoom: int, latitude: float, longitude: float) -> Iterator[tuple[int, int, int]]:
    """The tiles that a window shows: MapLibre draws a tile of zoom z on 512 pixels."""
    x, y = mercator(latitude, longitude)
    wide = 1 << zoom
    across, down = WIDTH / TILE / 2, HEIGHT / TILE / 2
    for column in range(max(0, math.floor(x * wide - across)), min(wide - 1, math.floor(x * wide + across)) + 1):
        for row in range(max(0, math.floor(y * wide - down)), min(wide - 1, math.floor(y * wide + down)) + 1):
            yield zoom, column, row


def bounds_of(zoom: int, latitude: float, longitude: float) -> str:
    """West, south, east and north of a window, as the map asks for its list."""
    x, y = mercator(latitude, longitude)
    across, down = WIDTH / TILE / 2 / (1 << zoom), HEIGHT / TILE / 2 / (1 << zoom)
    north, west = place_of(x - across, max(0.0, y - down))
    south, east = place_of(x + across, min(1.0, y + down))
    return f"{west:.5f},{south:.5f},{east:.5f},{north:.5f}"


@contextmanager
def heard(engine: Engine) -> Iterator[list[tuple[str, Any]]]:
    """The SELECTs that are run meanwhile."""
    found: list[tuple[str, Any]] = []

    def hear(*told: Any) -> None:
        statement, parameters = told[2], told[3]
        if statement.lstrip().upper().startswith("SELECT") and "dwelling" in statement:
            found.append((statement, parameters))

    sa.event.listen(engine, "before_cursor_execute", hear)
    yield found
    sa.event.remove(engine, "before_cursor_execute", hear)


def bare(engine: Engine, statements: list[tuple[str, Any]]) -> float:
    """Seconds that the driver needs for the same statements."""
    connection = engine.raw_connection()
    cursor = connection.cursor()
    begun = time.perf_counter()
    for statement, parameters in statements:
        cursor.execute(statement, parameters)
        cursor.fetchall()
    spent = time.perf_counter() - begun
    connection.close()
    return spent


def asked_of(client: Any, address: str) -> tuple[float, int]:
    """Seconds of a request, and bytes of its answer."""
    begun = time.perf_counter()
    answer = client.get(address)
    spent = time.perf_counter() - begun
    assert answer.status_code == 200, answer.text[:300]
    return spent, len(answer.content)


def in_sql(engine: Engine, ask: Callable[..., object]) -> float:
    """Seconds of the bare SQL of a question."""
    with transaction(engine, writing=False) as session, heard(engine) as statements:
        ask(session, run=find_newest_run(session), by=LEADER, filters=MapFilters())
    return bare(engine, statements)


def hundredth(values: list[float], number: int) -> float:
    """A hundredth of some values."""
    return statistics.quantiles(values, n=100)[number - 1]


def report(name: str, found: list[tuple[float, float, int]]) -> None:
    """One line of the table."""
    spent, alone, size = ([one[part] for one in found] for part in range(3))
    p50, p95, bare50, bare95 = hundredth(spent, 50), hundredth(spent, 95), hundredth(alone, 50), hundredth(alone, 95)
    print(
        f"{name:<26} {len(found):>5} {1000 * p50:>8.1f} {1000 * p95:>8.1f} {1000 * bare50:>8.1f} {1000 * bare95:>8.1f}"
        f" {p95 / bare95:>6.2f} {max(size):>8}"
    )


def main() -> None:
    """Fill, ask, print."""
    logging.getLogger("httpx").setLevel(logging.WARNING)
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--points", type=int, default=200_000)
    parser.add_argument("--database", default="")
    parser.add_argument("--views", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    husly.models.load()
    with tempfile.TemporaryDirectory() as folder:
        url = asked.database or f"sqlite:///{Path(folder) / 'map.sqlite'}"
        engine, rng = open_engine(url), random.Random(asked.seed)
        SQLModel.metadata.create_all(engine)
        with transaction(engine, writing=False) as session:
            there = session.execute(sa.select(sa.func.count()).select_from(Dwelling)).scalar_one()
        if not there:
            begun = time.perf_counter()
            fill(engine, asked.points, rng)
            print(f"filled with {asked.points} in {time.perf_counter() - begun:.0f} s")
        settings = Settings(database_url=url, secure_cookies=False)
        with TestClient(create_app(settings, engine=engine)) as client:
            client.cookies.set(SIGN_IN_COOKIE, signed_in(engine))
            ask(client, engine, list(views(engine, asked.views, rng)))
        engine.dispose()


def ask(client: Any, engine: Engine, windows: list[tuple[int, float, float]]) -> None:
    """Every window: its tiles, its list; the first one finds nothing read."""
    client.get("/health")
    used, (spent, _size) = time.process_time(), asked_of(client, "/map/tiles/5/16/9.mvt")
    print(f"first tile, the register read for it: {spent:.2f} s, {time.process_time() - used:.2f} s of the processor")
    client.get("/map")  # the first page compiles its template
    views: dict[str, list[tuple[float, float, int]]] = {"zoom 5 to 8": [], "zoom 9 to 12": [], "zoom 13 to 16": []}
    lists: list[tuple[float, float, int]] = []
    for zoom, latitude, longitude in windows:
        spent, alone, most = 0.0, 0.0, 0
        for z, x, y in tiles_of(zoom, latitude, longitude):
            took, size = asked_of(client, f"/map/tiles/{z}/{x}/{y}.mvt")
            spent, most = spent + took, max(most, size)
            alone += in_sql(engine, partial(cells_of, square=Square(z, x, y)))
        seen = bounds_of(zoom, latitude, longitude)
        took, size = asked_of(client, f"/map/list?seen={seen}")
        of_list = in_sql(engine, partial(list_of, seen=seen_bounds(seen)))
        lists.append((took, of_list, size))
        views[list(views)[(zoom - 5) // 4]].append((spent + took, alone + of_list, most))
    print(f"{'':<26} {'asked':>5} {'p50 ms':>8} {'p95 ms':>8} {'SQL p50':>8} {'SQL p95':>8} {'ratio':>6} {'bytes':>8}")
    for name, found in views.items():
        report(f"views of {name}", found)
    report("all views", [one for found in views.values() for one in found])
    report("of that: lists", lists)


def cells_of(session: Any, *, square: Square, **asked: Any) -> None:
    """Count a tile in SQL."""
    list_cells(session, square, **asked)


def list_of(session: Any, *, seen: Any, **asked: Any) -> None:
    """Count and read a list in SQL."""
    count_rows(session, seen=seen, **asked)
    list_rows(session, seen=seen, **asked)


if __name__ == "__main__":
    main()
