"""Long declaration files: handed to the worker, done part by part, and whole whatever happens in between."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlmodel import Session, col, func, select

from command_line import Command
from command_line import husly_command as husly_command
from declaration_files import ROW, as_csv
from declared_housing import submitted
from housed import add_employer
from husly.kit.access import Grant, Role
from husly.kit.accounts.models import Account
from husly.kit.clock import now
from husly.kit.database import open_session, transaction
from husly.settings import Settings
from register.declarations.models import Declaration
from register.imports.models import ImportJob, ImportPart, ImportState
from register.imports.working import HELD_FOR, ImportWork
from web_client import WEB_SETTINGS, Web, words

IMPORT = "/declarations/import"
CHOSEN = Settings(secure_cookies=False)
SOON = 120.0
"""Seconds within which a started program must have come as far as is waited for."""


def a_long_file(dwellings: int, **changes: Any) -> bytes:
    """Dwellings of one employer in sight of one another, one room each."""
    place = {"Breddegrad": "55.6415", "Længdegrad": "12.0803", "Beboere": "2"}
    rows = [ROW | place | changes | {"Husnummer": str(number)} for number in range(1, dwellings + 1)]
    return as_csv(rows)


@pytest.fixture
def employer(web: Web, monkeypatch: pytest.MonkeyPatch) -> Web:
    """Signed in for the employer of the files, who has declared one dwelling; pages in English."""
    with transaction(web.engine) as session:
        employer_id = submitted(session, {"employer.name": "Prøvegartneriet ApS"}).accommodation.employer_id
    web.sign_in(Grant(Role.EMPLOYER, employer_id))
    web.client.cookies.set("husly_language", "en")
    monkeypatch.setattr(web.client.app.state, "settings", WEB_SETTINGS.model_copy(update={"import_rows_at_once": 40}))
    return web


@pytest.fixture
def short_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts of ten declarations."""
    monkeypatch.setattr("register.declarations.importing.actions.BATCH", 10)


def handed_over(web: Web, content: bytes, *, name: str = "boliger.csv", **form: str) -> str:
    """The page of a file that was sent."""
    answer = web.post(IMPORT, form, files={"file": (name, content)})
    assert answer.status_code == 303, words(answer)
    return str(answer.headers["location"])


def another_employer(web: Web) -> UUID:
    with transaction(web.engine) as session:
        return add_employer(session).id


def work(engine: Engine, clock: Callable[[], datetime] = now, settings: Settings = CHOSEN) -> list[str]:
    """Everything that a worker finds to do."""
    worker = ImportWork(engine, settings)
    done = []
    while line := worker.step(clock):
        done.append(line)
    return done


def declared(engine: Engine) -> int:
    with open_session(engine, writing=False) as session:
        return session.exec(select(func.count()).select_from(Declaration)).one()


def the_job(engine: Engine) -> ImportJob:
    with open_session(engine, writing=False) as session:
        return session.exec(select(ImportJob)).one()


def test_a_short_file_is_handled_at_once(employer: Web) -> None:
    assert employer.post(IMPORT, {}, files={"file": ("a.csv", a_long_file(3))}).status_code == 200


def test_a_long_file_is_checked_by_the_worker_then_imported(employer: Web) -> None:
    page = handed_over(employer, a_long_file(41))
    assert "waits for its turn" in words(employer.get(page))
    work(employer.engine)
    checked = words(employer.get(page))
    assert "Nothing is written yet" in checked
    assert "New declarations 41" in checked
    assert declared(employer.engine) == 1
    assert employer.post(page).status_code == 303
    assert employer.post(page).status_code == 303, "asked twice, done once"
    work(employer.engine)
    assert "Everything in the file is declared" in words(employer.get(page))
    assert declared(employer.engine) == 42


def test_the_page_tells_how_far_it_is_and_asks_again_by_itself(employer: Web, short_parts: None) -> None:
    page = handed_over(employer, a_long_file(41), partial="yes")
    worker = ImportWork(employer.engine, CHOSEN)
    for _ in range(3):
        worker.step(now)
    part = employer.client.get(page, headers={"HX-Request": "true"})
    assert "20 of 41 rows" in words(part)
    assert 'hx-trigger="every 2s"' in part.text
    assert "<html" not in part.text


def test_htmx_is_sent_to_the_page_of_the_file(employer: Web) -> None:
    answer = employer.post(IMPORT, {}, files={"file": ("a.csv", a_long_file(41))}, headers={"HX-Request": "true"})
    assert answer.headers["hx-redirect"].startswith("/imports/")


def test_what_is_refused_is_told_and_given_back_in_the_file(employer: Web) -> None:
    content = a_long_file(41).replace(b";90,5;", b";0;", 1)
    page = handed_over(employer, content, partial="yes")
    work(employer.engine)
    shown = words(employer.get(page))
    assert "Refused declarations 1" in shown
    assert "New declarations 40" in shown
    marked = employer.get(f"{page}/marked").content.decode("utf-8-sig").splitlines()
    assert "# Errors" in marked[0]
    assert marked[1].count("Boligareal") == 1


def test_a_file_of_another_account_is_not_found(employer: Web) -> None:
    page = handed_over(employer, a_long_file(41))
    employer.sign_in(Grant(Role.EMPLOYER, another_employer(employer)))
    assert employer.get(page).status_code == 404
    assert employer.get(f"{page}/marked").status_code == 404
    assert employer.post(page).status_code == 404


def test_an_account_closed_meanwhile_imports_nothing(employer: Web) -> None:
    page = handed_over(employer, a_long_file(41))
    work(employer.engine)
    employer.post(page)
    with transaction(employer.engine) as session:
        session.execute(sa.update(Account).values(active=False))
    work(employer.engine)
    assert the_job(employer.engine).state is ImportState.FAILED
    assert declared(employer.engine) == 1


def test_an_account_cannot_fill_the_queue(employer: Web) -> None:
    for _ in range(3):
        handed_over(employer, a_long_file(41))
    assert employer.post(IMPORT, {}, files={"file": ("a.csv", a_long_file(41))}).status_code == 409


def test_a_worker_that_lost_a_file_to_another_keeps_nothing(employer: Web, short_parts: None) -> None:
    page = handed_over(employer, a_long_file(41), partial="yes")
    work(employer.engine)
    employer.post(page)
    slow = ImportWork(employer.engine, CHOSEN)
    slow.step(now)
    work(employer.engine, clock=lambda: now() + HELD_FOR * 2)
    assert "taken over" in str(slow.step(now))
    assert declared(employer.engine) == 42
    assert the_job(employer.engine).rows_done == 41


def test_a_file_that_cannot_be_opened_is_given_up_in_the_end(employer: Web) -> None:
    handed_over(employer, a_long_file(41))
    nowhere = CHOSEN.model_copy(update={"data_path": Path("/nowhere")})
    for hours in range(1, 8):
        work(employer.engine, clock=lambda hours=hours: now() + timedelta(hours=hours), settings=nowhere)  # type: ignore[misc]
    assert the_job(employer.engine).state is ImportState.FAILED


def test_files_grown_old_are_forgotten(employer: Web) -> None:
    page = handed_over(employer, a_long_file(41))
    work(employer.engine)
    with transaction(employer.engine) as session:
        session.execute(sa.update(ImportJob).values(changed_at=now() - timedelta(days=8)))
    handed_over(employer, a_long_file(42))
    assert employer.get(page).status_code == 404


@pytest.fixture
def program(clean_engine: Engine, tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Start ``husly ARGUMENTS`` as a program of its own on the database under test."""
    started: list[subprocess.Popen[bytes]] = []
    paths = os.pathsep.join(sys.path)
    url = clean_engine.url.render_as_string(hide_password=False)

    def start(*arguments: object) -> subprocess.Popen[bytes]:
        environment = os.environ | {"HUSLY_DATABASE_URL": url, "PYTHONPATH": paths, "HUSLY_OUTBOX_PATH": str(tmp_path)}
        command = [sys.executable, "-m", "husly", *map(str, arguments)]
        started.append(subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT))
        return started[-1]

    yield start
    for one in started:
        if one.returncode is None:
            one.kill()
            one.communicate()


def wait_until(reached: Callable[[], bool], process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + SOON
    while not reached():
        assert process.poll() is None, process.communicate()[0].decode()
        assert time.monotonic() < end
        time.sleep(0.02)


def is_being_written(engine: Engine) -> bool:
    """Whether another program holds the turn to write declarations."""
    if engine.dialect.name == "postgresql":
        with engine.connect() as connection:
            held = sa.text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted")
            return bool(connection.execute(held).scalar_one())
    asking = sa.create_engine(engine.url, connect_args={"timeout": 0})
    try:
        with asking.connect() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
    except sa.exc.OperationalError:
        return True
    finally:
        asking.dispose()
    return False


def in_numbers(session: Session) -> tuple[int, int, int]:
    """Declarations, dwellings they are about, and the highest version."""
    count = sa.select(
        sa.func.count(),
        sa.func.count(col(Declaration.accommodation_id).distinct()),
        sa.func.max(col(Declaration.version)),
    )
    return tuple(session.execute(count).one())  # type: ignore[return-value]


def test_a_worker_killed_half_way_loses_and_doubles_nothing(
    employer: Web, program: Callable[..., subprocess.Popen[bytes]]
) -> None:
    page = handed_over(employer, a_long_file(900), partial="yes")
    work(employer.engine)
    employer.post(page)
    first = program("worker", "--once")
    wait_until(lambda: the_job(employer.engine).parts_done >= 1, first)
    first.send_signal(signal.SIGKILL)
    first.communicate()
    stopped = the_job(employer.engine)
    assert 1 <= stopped.parts_done < 3, "killed half-way"
    assert declared(employer.engine) == 1 + stopped.rows_done
    with transaction(employer.engine) as session:  # two minutes later
        session.execute(sa.update(ImportJob).values(held_until=now() - HELD_FOR))
    work(employer.engine)
    with open_session(employer.engine, writing=False) as session:
        assert in_numbers(session) == (901, 901, 1)
        parts = session.exec(select(ImportPart).where(ImportPart.state == ImportState.IMPORTING)).all()
        assert sorted(part.number for part in parts) == [0, 1, 2]
    assert "New declarations 900" in words(employer.get(page))


def test_the_command_killed_half_way_leaves_nothing_and_is_run_again(
    clean_engine: Engine, program: Callable[..., subprocess.Popen[bytes]], husly_command: Command, tmp_path: Path
) -> None:
    path = tmp_path / "boliger.csv"
    path.write_bytes(a_long_file(900))
    first = program("declarations", "import", path)
    wait_until(lambda: is_being_written(clean_engine), first)
    first.send_signal(signal.SIGKILL)
    first.communicate()
    assert declared(clean_engine) == 0
    for outcome in ("900 nye", "900 uændrede"):
        assert outcome in husly_command("declarations", "import", path).output
    with open_session(clean_engine, writing=False) as session:
        assert in_numbers(session) == (900, 900, 1)
