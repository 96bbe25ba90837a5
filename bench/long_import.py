"""How long one long file takes in the worker, next to putting its rows bare into a table of the same database.

Usage: python bench/long_import.py [--rows 100000] [--seed 1]

The file is made up: one dwelling with one room a row, forty dwellings an employer. It is checked and imported part by
part as ``husly worker`` does, into an empty SQLite file. Half-way the work is dropped, as by a kill, and another worker
takes it up, which reads and checks the file again.
"""

import argparse
import csv
import io
import random
import resource
import tempfile
import time
from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa
from sqlmodel import SQLModel
from stdnum.dk import cvr

import husly.models
from husly.demo.places import scatter_places
from husly.kit.access import Actor, Grant, Role
from husly.kit.accounts.models import Account, RoleGrant
from husly.kit.clock import now
from husly.kit.database import open_engine, transaction
from husly.settings import Settings
from register.declarations.models import Declaration
from register.employers.models import Employer
from register.imports.actions import queue_import, start_import
from register.imports.models import ImportJob
from register.imports.working import HELD_FOR, ImportWork
from register.municipalities.boundaries import shipped_boundaries

DATA = Path(__file__).parents[1] / "data"
DWELLINGS_EACH = 40
HEADER = (
    *("Arbejdsgiver", "CVR-nummer", "Vejnavn", "Husnummer", "Postnummer", "Breddegrad", "Længdegrad", "Fra"),
    *("Boligtype", "Beboere", "Boligareal", "Røgalarm", "Rum", "Rumbrug", "Rumareal", "Rumbeboere"),
)


def numbers(count: int) -> list[str]:
    """Valid company numbers."""
    found: list[str] = []
    for number in range(10_000_000, 99_999_999):
        if len(found) == count:
            break
        if cvr.is_valid(str(number)):
            found.append(str(number))
    return found


def made_up(rows: int, employers: list[str], seed: int) -> bytes:
    """The file."""
    rng = random.Random(seed)
    places = scatter_places(rows, boundaries=shipped_boundaries(DATA), data_path=DATA, rng=rng)
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow(HEADER)
    for at, place in enumerate(places):
        who = at // DWELLINGS_EACH
        where = ["Prøvevej", at + 1, place.postcode.code, f"{place.latitude:.6f}", f"{place.longitude:.6f}"]
        what = ["01-03-2026", "Hus", 2, rng.randint(50, 150), "ja", "Værelse 1", "Soveværelse", 14, 2]
        writer.writerow([f"Firma {who} ApS", employers[who], *where, *what])
    return text.getvalue().encode()


def bare(content: bytes, folder: Path) -> float:
    """Seconds to read the file with ``csv`` and insert its rows as they are."""
    engine = sa.create_engine(f"sqlite:///{folder / 'bare.sqlite'}")
    table = sa.Table("bare", sa.MetaData(), *(sa.Column(name, sa.Text) for name in HEADER))
    table.create(engine)
    start = time.perf_counter()
    with engine.begin() as connection:
        rows = list(csv.DictReader(io.StringIO(content.decode()), delimiter=";"))
        connection.execute(sa.insert(table), rows)
    engine.dispose()
    return time.perf_counter() - start


def signed_in(engine: sa.Engine, employers: list[str]) -> Actor:
    """An agent's account that declares for every employer."""
    grants, at = [], now()
    with transaction(engine) as session:
        account = Account(email="agent@bench.example", name="Agent", password_hash="!", created_at=at)
        session.add(account)
        session.flush()
        for at_place, number in enumerate(employers):
            employer = Employer(name=f"Firma {at_place} ApS", cvr_number=number, created_at=at)
            session.add(employer)
            session.flush()
            grants.append(Grant(Role.EMPLOYER, employer.id))
            session.add(RoleGrant(account_id=account.id, role=Role.EMPLOYER, employer_id=employer.id))
    return Actor(str(account.id), account.name, tuple(grants))


def work(worker: ImportWork, *, most: int | None = None, later: timedelta = timedelta()) -> tuple[float, float]:
    """Seconds for everything due, or for so many steps, and the longest step that was not the opening of the file."""
    start, longest, steps = time.perf_counter(), 0.0, 0
    while most is None or steps < most:
        one = time.perf_counter()
        line = worker.step(lambda: now() + later)
        if line is None:
            break
        if "part" in line:
            longest = max(longest, time.perf_counter() - one)
        steps += 1
    return time.perf_counter() - start, longest


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    husly.models.load()
    employers = numbers(-(-asked.rows // DWELLINGS_EACH))
    content = made_up(asked.rows, employers, asked.seed)
    with tempfile.TemporaryDirectory() as name:
        plain = bare(content, Path(name))
        engine = open_engine(f"sqlite:///{Path(name) / 'bench.sqlite'}")
        SQLModel.metadata.create_all(engine)
        by = signed_in(engine, employers)
        with transaction(engine) as session:
            job_id = queue_import(session, content, name="a.csv", rows=asked.rows, partial=False, by=by, at=now()).id
        chosen = Settings(data_path=DATA, import_max_mb=500)
        checking, _ = work(ImportWork(engine, chosen))
        with transaction(engine) as session:
            start_import(session, job_id, by=by, at=now())
        parts = -(-asked.rows // 300)
        first, _ = work(ImportWork(engine, chosen), most=parts // 2)
        second, longest = work(ImportWork(engine, chosen), later=HELD_FOR * 2)
        with transaction(engine) as session:
            stored = session.execute(sa.select(sa.func.count()).select_from(Declaration)).scalar_one()
            job = session.get_one(ImportJob, job_id)
            print(f"{job.state.value}: {job.rows_done} rows done, {stored} declarations of {asked.rows} rows")
        engine.dispose()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    print(f"file {len(content) / 1e6:.1f} MB, read by csv and inserted bare in {plain:.1f} s")
    print(f"checked in {checking:.0f} s ({checking / plain:.0f} times), {asked.rows / checking:.0f} rows a second")
    total = first + second
    print(f"imported in {total:.0f} s ({total / plain:.0f} times), dropped half-way and taken up included")
    print(f"longest part {longest:.1f} s; most memory {peak:.0f} MB")


if __name__ == "__main__":
    main()
