"""Long files sent by a mandate: done with what the mandate permits at each part, and no further."""

from uuid import UUID

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import col, func, select

from declaration_files import ROW, as_csv
from declared_housing import submitted
from housed import add_employer
from husly.kit.access import Grant, Role
from husly.kit.accounts.models import Mandate, MandateEnd
from husly.kit.audit import AuditEvent
from husly.kit.clock import now
from husly.kit.database import open_session, transaction
from husly.settings import Settings
from mandated import act_by_mandate
from register.declarations.models import Declaration
from register.imports.models import ImportJob, ImportState
from register.imports.working import ImportWork
from web_client import WEB_SETTINGS, Web


@pytest.fixture
def delegate(web: Web, monkeypatch: pytest.MonkeyPatch) -> tuple[Web, UUID]:
    """Signed in with an employer of its own, acting by a mandate for the employer of the files; and the mandate."""
    with transaction(web.engine) as session:
        employer_id = submitted(session, {"employer.name": "Prøvegartneriet ApS"}).accommodation.employer_id
        own_id = add_employer(session).id
    by = web.sign_in(Grant(Role.EMPLOYER, own_id))
    monkeypatch.setattr(web.client.app.state, "settings", WEB_SETTINGS.model_copy(update={"import_rows_at_once": 10}))
    monkeypatch.setattr("register.declarations.importing.actions.BATCH", 10)
    return web, act_by_mandate(web, by, employer_id)


def sent(web: Web) -> str:
    place = {"Breddegrad": "55.6415", "Længdegrad": "12.0803", "Beboere": "2"}
    content = as_csv([ROW | place | {"Husnummer": str(number)} for number in range(1, 32)])
    answer = web.post("/declarations/import", {"partial": "yes"}, files={"file": ("boliger.csv", content)})
    assert answer.status_code == 303
    return str(answer.headers["location"])


def checked(web: Web) -> tuple[str, ImportWork]:
    """A file that was checked and is to be imported, and the worker."""
    page, worker = sent(web), ImportWork(web.engine, Settings(secure_cookies=False))
    while worker.step(now):
        pass
    assert the_job(web.engine).state is ImportState.CHECKED
    assert web.post(page).status_code == 303
    return page, worker


def the_job(engine: Engine) -> ImportJob:
    with open_session(engine, writing=False) as session:
        return session.exec(select(ImportJob)).one()


def declared(engine: Engine) -> int:
    with open_session(engine, writing=False) as session:
        return session.exec(select(func.count()).select_from(Declaration)).one()


def end(engine: Engine, mandate_id: UUID) -> None:
    with transaction(engine) as session:
        mandate = session.get_one(Mandate, mandate_id)
        mandate.ended_at, mandate.ended_how = now(), MandateEnd.REVOKED


def test_a_file_sent_by_a_mandate_is_imported_for_the_employer_and_stands_among_its_acts(
    delegate: tuple[Web, UUID],
) -> None:
    web, mandate_id = delegate
    _, worker = checked(web)
    while worker.step(now):
        pass
    assert the_job(web.engine).state is ImportState.IMPORTED
    assert declared(web.engine) == 32
    with open_session(web.engine, writing=False) as session:
        acts = select(func.count()).where(
            col(AuditEvent.mandate_id) == str(mandate_id), AuditEvent.action == "declaration.submitted"
        )
        assert session.exec(acts).one() == 31


def test_nothing_more_is_imported_once_the_mandate_has_ended(delegate: tuple[Web, UUID]) -> None:
    web, mandate_id = delegate
    _, worker = checked(web)
    worker.step(now)
    worker.step(now)
    before = declared(web.engine)
    assert 1 < before < 32, "stopped half-way"
    end(web.engine, mandate_id)
    while worker.step(now):
        pass
    job = the_job(web.engine)
    assert (job.state, job.failure_en) == (ImportState.FAILED, "The account may no longer declare with files.")
    assert declared(web.engine) == before


def test_what_was_sent_by_a_mandate_is_closed_to_the_account_as_itself(delegate: tuple[Web, UUID]) -> None:
    web, mandate_id = delegate
    page = sent(web)
    assert web.get(page).status_code == 200
    assert web.post("/mandates/use-none").status_code == 303
    for path in (page, f"{page}/marked"):
        assert web.get(path).status_code == 404, path
    assert web.post(page).status_code == 404
    assert "boliger.csv" not in web.get("/declarations/import").text
    assert web.post(f"/mandates/{mandate_id}/use").status_code == 303
    assert web.get(page).status_code == 200
