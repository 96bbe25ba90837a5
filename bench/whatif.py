"""What a what-if over the register costs, next to reading the same register without judging it.

Usage: python bench/whatif.py [--accommodations 10000] [--seed 1] [--database FILE]

The register is made up in an SQLite file in a temporary folder, or one is named and read as of today. Reading is what
the what-if itself reads, laid out as the frames of the engine; the what-if then judges every dwelling by the whole pack
and by the changed requirements before and after. Both include the database.
"""

import argparse
import resource
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path

import sqlalchemy as sa
from sqlmodel import Session, SQLModel

import husly.models
from husly.demo.loading import load_register
from husly.kit.access import SYSTEM
from husly.kit.clock import danish_date, today
from husly.kit.database import open_engine, transaction
from register.municipalities.boundaries import shipped_boundaries
from register.whatif.from_register import Scope, declared_chunks
from register.whatif.judging import Scenario, run_scenario
from standards.rules.pack import load_pack
from standards.variants.scenario import changed_pack

DATA = Path(__file__).parents[1] / "data"
AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
PACK = "dk-indkvarteringslov-2025"


def made_up(path: Path, count: int, seed: int) -> sa.Engine:
    """A register of so many accommodations."""
    engine = open_engine(f"sqlite:///{path}")
    SQLModel.metadata.create_all(engine)
    with transaction(engine) as session:
        load_register(
            session,
            accommodations=count,
            seed=seed,
            at=AT,
            boundaries=shipped_boundaries(DATA),
            data_path=DATA,
            progress=lambda _: None,
        )
    return engine


def measure(session: Session, day: date) -> None:
    scope = Scope(SYSTEM, day)
    begun = time.perf_counter()
    rooms = sum(len(chunk.rooms) for chunk in declared_chunks(session, scope))
    read_s = time.perf_counter() - begun
    pack = load_pack(PACK)
    begun = time.perf_counter()
    judged = run_scenario(session, Scenario(pack, changed_pack(pack, {"cap": 1.5})), scope)
    whole_s = time.perf_counter() - begun
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    print(f"{judged.places:,} dwellings, {len(judged.rows):,} accommodations, {rooms:,} rooms; {memory:,.0f} MB")
    for name, seconds in (("reading", read_s), ("what-if", whole_s)):
        rate = judged.places / seconds
        print(f"{name:10}{seconds:8.2f} s {rate:10,.0f} dwellings/s  this/reading {seconds / read_s:5.2f}")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--accommodations", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database", type=Path)
    asked = parser.parse_args()
    husly.models.load()
    with tempfile.TemporaryDirectory() as folder:
        if asked.database is None:
            engine = made_up(Path(folder) / "bench.sqlite", asked.accommodations, asked.seed)
        else:
            engine = open_engine(f"sqlite:///{asked.database.resolve()}")
        with transaction(engine, writing=False) as session:
            measure(session, danish_date(AT) if asked.database is None else today())
        engine.dispose()


if __name__ == "__main__":
    main()
