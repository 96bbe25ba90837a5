"""How fast declarations are imported, next to reading the same file with Python's ``csv`` and doing nothing.

Usage: python bench/import_file.py [--declarations 2000] [--seed 1]

The file is made up, one room a row, and goes into an empty SQLite file in a temporary folder. Reading is the part that
understands cells and gathers rows; importing checks, places and stores the declarations, with their audit rows.
"""

import argparse
import csv
import io
import random
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from sqlmodel import SQLModel

import husly.models
from husly.demo.declarations import make_declarations, write_csv
from husly.demo.sample import made_up_addresses
from husly.kit.access import SYSTEM
from husly.kit.database import open_engine, transaction
from register.declarations.importing.actions import import_declarations
from register.declarations.importing.candidates import Candidate
from register.declarations.importing.files import read_candidates
from register.declarations.importing.report import Report
from register.municipalities.boundaries import shipped_boundaries

DATA = Path(__file__).parents[1] / "data"
AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
NO_LIMIT_MB = 10_000


def made_up(count: int, seed: int) -> str:
    """A declaration file as text."""
    rng = random.Random(seed)
    text = io.StringIO()
    write_csv(make_declarations(made_up_addresses(count, data_path=DATA, rng=rng), rng), text)
    return text.getvalue()


def imported(candidates: list[Candidate], folder: Path) -> Report:
    engine = open_engine(f"sqlite:///{folder / 'bench.sqlite'}")
    SQLModel.metadata.create_all(engine)
    with transaction(engine) as session:
        report = import_declarations(
            session,
            candidates=candidates,
            by=SYSTEM,
            at=AT,
            boundaries=shipped_boundaries(DATA),
            data_path=DATA,
        )
    engine.dispose()
    return report


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--declarations", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    husly.models.load()
    text = made_up(asked.declarations, asked.seed)
    content = text.encode()
    begun = time.perf_counter()
    rows = sum(1 for _ in csv.DictReader(io.StringIO(text), delimiter=";"))
    csv_s = time.perf_counter() - begun
    begun = time.perf_counter()
    candidates = read_candidates(content, name="bench.csv", limit_mb=NO_LIMIT_MB)
    read_s = time.perf_counter() - begun
    with tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        report = imported(candidates, Path(folder))
        store_s = time.perf_counter() - begun
    totals = ", ".join(f"{count} {outcome.value}" for outcome, count in report.totals.items() if count)
    print(f"{rows} rows, {len(content) / 1e6:.1f} MB, {len(candidates)} declarations: {totals}")
    for name, seconds in (("csv.DictReader", csv_s), ("reading", read_s), ("reading and importing", read_s + store_s)):
        print(f"{name:22}{seconds:7.2f} s {rows / seconds:10,.0f} rows/s  this/csv {seconds / csv_s:7.1f}")


if __name__ == "__main__":
    main()
