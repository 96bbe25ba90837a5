"""A long file, its worker killed half-way (SIGKILL) and run again, next to an undisturbed run by command.

Usage: python bench/killed_import.py [--rows 100000] [--seed 1]

Both runs are programs of their own on an empty SQLite file each. Afterwards the rows of every table that matters are
counted on both sides; the script ends with an error when one differs or the audit trail does not hold. The file is the
one of ``long_import.py``; its check before the import, which writes nothing, is left out.
"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from uuid import UUID

import sqlalchemy as sa
from long_import import made_up, numbers, signed_in
from sqlmodel import SQLModel, col

import husly.models
from husly.kit import audit
from husly.kit.clock import now
from husly.kit.database import open_engine, transaction
from register.accommodations.models import Accommodation
from register.declarations.models import Declaration, Room
from register.dwellings.models import Dwelling
from register.employers.models import Employer
from register.imports.actions import queue_import, start_import
from register.imports.models import ImportJob, ImportState
from register.imports.working import HELD_FOR

DWELLINGS_EACH = 40


def opened(path: Path, employers: list[str], content: bytes, rows: int) -> tuple[sa.Engine, UUID]:
    """A database with the employers, their agent and the file, checked and ready to be imported."""
    engine = open_engine(f"sqlite:///{path}")
    SQLModel.metadata.create_all(engine)
    by = signed_in(engine, employers)
    with transaction(engine) as session:
        job = queue_import(session, content, name="a.csv", rows=rows, partial=False, by=by, at=now())
        job.state = ImportState.CHECKED
        session.flush()
        start_import(session, job.id, by=by, at=now())
        return engine, job.id


def program(path: Path, *arguments: str) -> subprocess.Popen[bytes]:
    """``husly ARGUMENTS`` on a database."""
    chosen = {"HUSLY_DATABASE_URL": f"sqlite:///{path}", "HUSLY_IMPORT_MAX_MB": "500"}
    return subprocess.Popen(
        [sys.executable, "-m", "husly", *arguments], env=os.environ | chosen, stdout=subprocess.DEVNULL
    )


def finished(process: subprocess.Popen[bytes]) -> None:
    """Wait for a program; an error when it failed."""
    if process.wait():
        raise SystemExit(f"{process.args} ended with {process.returncode}")


def job_of(engine: sa.Engine, job_id: UUID) -> tuple[ImportState, int]:
    """Where a file stands, and how many of its rows are done."""
    asked = sa.select(col(ImportJob.state), col(ImportJob.rows_done)).where(col(ImportJob.id) == job_id)
    with engine.execution_options(writing=False).connect() as connection:
        state, rows = connection.execute(asked).one()
        return state, rows


def counted(engine: sa.Engine) -> dict[str, int]:
    """Rows of the tables that an import fills, and whether the audit trail holds."""
    found = {}
    with transaction(engine, writing=False) as session:
        for table in (Employer, Dwelling, Accommodation, Declaration, Room):
            found[str(table.__tablename__)] = session.execute(
                sa.select(sa.func.count()).select_from(table)
            ).scalar_one()
        found["highest version"] = session.execute(sa.select(sa.func.max(col(Declaration.version)))).scalar_one()
        submitted = sa.select(sa.func.count()).where(col(audit.AuditEvent.action) == "declaration.submitted")
        found["audit rows of declarations"] = session.execute(submitted).scalar_one()
        _, broken = audit.verify(session)
        if broken is not None:
            raise SystemExit(f"audit row {broken.seq} {broken.why}")
    return found


def killed(folder: Path, employers: list[str], content: bytes, rows: int) -> tuple[dict[str, int], float]:
    """Counts and seconds of a worker that is killed half-way and run again."""
    path = folder / "killed.sqlite"
    engine, job_id = opened(path, employers, content, rows)
    start = time.perf_counter()
    first = program(path, "worker", "--once")
    while job_of(engine, job_id)[1] < rows / 2:
        if first.poll() is not None:
            raise SystemExit("the worker was done before it could be killed: choose more rows")
        time.sleep(0.05)
    first.send_signal(signal.SIGKILL)
    first.wait()
    seconds = time.perf_counter() - start
    print(f"killed after {seconds:.0f} s with {job_of(engine, job_id)[1]} rows done", flush=True)
    with transaction(engine) as session:  # as if the two minutes had passed after which it is taken for dead
        session.execute(sa.update(ImportJob).values(held_until=now() - HELD_FOR))
    start = time.perf_counter()
    finished(program(path, "worker", "--once"))
    seconds += time.perf_counter() - start
    state, done = job_of(engine, job_id)
    print(f"{state.value}: {done} rows done", flush=True)
    found = counted(engine)
    engine.dispose()
    return found, seconds


def undisturbed(folder: Path, employers: list[str], content: bytes) -> tuple[dict[str, int], float]:
    """Counts and seconds of ``husly declarations import``."""
    path, file = folder / "whole.sqlite", folder / "a.csv"
    file.write_bytes(content)
    engine = open_engine(f"sqlite:///{path}")
    SQLModel.metadata.create_all(engine)
    signed_in(engine, employers)
    start = time.perf_counter()
    finished(program(path, "declarations", "import", str(file)))
    seconds = time.perf_counter() - start
    found = counted(engine)
    engine.dispose()
    return found, seconds


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    husly.models.load()
    employers = numbers(-(-asked.rows // DWELLINGS_EACH))
    content = made_up(asked.rows, employers, asked.seed)
    with tempfile.TemporaryDirectory() as name:
        again, again_s = killed(Path(name), employers, content, asked.rows)
        print(f"killed and run again: {again} in {again_s:.0f} s", flush=True)
        once, once_s = undisturbed(Path(name), employers, content)
    print(f"undisturbed command:  {once} in {once_s:.0f} s, ratio {again_s / once_s:.2f}")
    if once != again:
        raise SystemExit("the counts differ")


if __name__ == "__main__":
    main()
