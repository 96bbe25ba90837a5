"""Fill an empty database with a believable register, from a seed: any number of accommodations, in bulk.

No real person or firm: names come from a generator, streets are placed at random points inside municipalities. Base
rates: see ``husly.demo.housing``. A million accommodations with their thirteen million rooms must work, so rows go in
by the ten thousand, rooms straight through the driver, and one audit row stands for the whole load.
"""

import json
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, select

from husly.demo.firms import make_firms
from husly.demo.places import scatter_places
from husly.demo.rows import ROOM_ROW, RowWriter
from husly.kit import audit
from husly.kit.access import SYSTEM
from husly.kit.audit import AuditEvent
from husly.kit.errors import DomainError
from register.accommodations.models import Accommodation
from register.declarations.models import Declaration
from register.dwellings.models import Dwelling
from register.employers.models import Employer
from register.municipalities.boundaries import Boundaries

BATCH = 10_000
ACCOMMODATIONS_PER_EMPLOYER = 3

SQLITE_CACHE_KIB = 400_000
"""What SQLite may keep in memory while it loads; with its usual 2 MiB it would write the same pages over and over."""

LOADED = "demo.loaded"
"""The act under which the audit trail keeps what was loaded."""

Progress = Callable[[int], None]


@dataclass(frozen=True)
class Loaded:
    """What was loaded."""

    employers: int
    dwellings: int
    accommodations: int
    residents: int


def load_register(
    session: Session,
    *,
    accommodations: int,
    seed: int,
    at: datetime,
    boundaries: Boundaries,
    data_path: Path,
    progress: Progress,
) -> Loaded:
    """Load ``accommodations`` of them with their dwellings, employers, declarations and rooms.

    Raises ``DomainError`` unless the register is empty. ``progress`` is told how many are done.
    """
    _require_empty(session)
    rng = random.Random(seed)
    with _roomy(session):
        firms = make_firms(max(1, accommodations // ACCOMMODATIONS_PER_EMPLOYER), rng)
        _insert(session, Employer, (firm.row(at) for firm in firms))
        writer = RowWriter(rng, [firm.id for firm in firms], at)
        del firms
        for first in range(0, accommodations, BATCH):
            count = min(BATCH, accommodations - first)
            rows = writer.batch(scatter_places(count, boundaries=boundaries, data_path=data_path, rng=rng), first)
            _insert(session, Dwelling, rows.dwellings)
            _insert(session, Accommodation, rows.accommodations)
            _insert(session, Declaration, rows.declarations)
            _insert_rooms(session, rows.rooms)
            progress(first + count)
    loaded = Loaded(len(writer.firm_ids), writer.dwellings, accommodations, writer.residents)
    details = {**loaded.__dict__, "seed": seed}
    audit.record(session, by=SYSTEM, at=at, action=LOADED, on=("register", seed), details=details)
    return loaded


def loaded_before(session: Session) -> Loaded | None:
    """What an earlier load put in, as it was recorded; None where there was none."""
    found = session.exec(select(AuditEvent).where(AuditEvent.action == LOADED)).first()
    if found is None:
        return None
    details = json.loads(found.details)
    return Loaded(**{part.name: details[part.name] for part in fields(Loaded)})


def _require_empty(session: Session) -> None:
    if session.execute(sa.select(sa.exists().where(sa.true()).select_from(Employer))).scalar_one():
        raise DomainError(
            "demo.not_empty", "The register is not empty; the demonstration loads into an empty one only."
        )


@contextmanager
def _roomy(session: Session) -> Iterator[None]:
    """Give SQLite memory for the load, and take it back."""
    connection = session.connection()
    if connection.dialect.name != "sqlite":
        yield
        return
    before = connection.exec_driver_sql("PRAGMA cache_size").scalar_one()
    connection.exec_driver_sql(f"PRAGMA cache_size = -{SQLITE_CACHE_KIB}")
    yield
    connection.exec_driver_sql(f"PRAGMA cache_size = {before}")


def _insert(session: Session, table: type[SQLModel], rows: Iterable[dict[str, Any]]) -> None:
    statement = sa.insert(table.__table__)  # type: ignore[attr-defined]  # the bare table: no work per row
    remaining = iter(rows)
    while batch := list(islice(remaining, BATCH)):
        session.execute(statement, batch)


def _insert_rooms(session: Session, rooms: Sequence[tuple[Any, ...]]) -> None:
    """Store rows of ``ROOM_ROW`` as they are: there are thirteen times as many as of anything else."""
    connection = session.connection()
    mark = "?" if connection.dialect.name == "sqlite" else "%s"
    columns = ", ".join(f'"{name}"' for name in ROOM_ROW)
    marks = ", ".join([mark] * len(ROOM_ROW))
    connection.exec_driver_sql(f"INSERT INTO room ({columns}) VALUES ({marks})", list(rooms))  # noqa: S608
