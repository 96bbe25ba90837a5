from collections.abc import Iterator
from uuid import UUID

import pytest
from httpx import Response
from litestar.testing import TestClient
from sqlalchemy.engine import Engine
from sqlmodel import Session, col, select

from conftest import AT
from declared_housing import DATA, a_document, submitted
from husly.app import create_app
from husly.kit.access import SYSTEM, Actor, Grant, Role
from husly.kit.audit import AuditEvent
from husly.kit.database import transaction
from husly.kit.errors import DomainError, NotAllowedError
from journeying import sign
from mandated import act_by_mandate
from register.declarations.actions import submit_declaration
from register.declarations.documents import document_of
from register.declarations.forms import read_declaration
from register.declarations.models import Declaration, ResidentName, Source
from register.declarations.names import NamePurpose, has_names, read_names
from register.declarations.queries import Declared, get_declared
from register.declarations.questions import STEPS
from register.municipalities.boundaries import shipped_boundaries
from web_client import WEB_SETTINGS, Web, fields_of, words

NAMES = ["Jan Kowalski", "Ion Popescu"]


def with_names(session: Session) -> Declared:
    form = read_declaration(a_document({"names": NAMES}), data_path=DATA, names_asked=True)
    boundaries = shipped_boundaries(DATA)
    made = submit_declaration(
        session, form=form, source=Source.FORM, by=SYSTEM, at=AT, boundaries=boundaries, data_path=DATA
    )
    return get_declared(session, made.accommodation.id, by=SYSTEM)


def readings(session: Session) -> list[AuditEvent]:
    return list(session.exec(select(AuditEvent).where(col(AuditEvent.action) == "resident_names.read")))


def test_names_are_stored_apart_and_each_reading_is_written_down(session: Session) -> None:
    declared = with_names(session)
    assert read_names(session, declared, purpose=NamePurpose.REHOUSE, by=SYSTEM, at=AT) == tuple(NAMES)
    [event] = readings(session)
    assert '"purpose": "rehouse"' in event.details
    everything = " ".join(row.model_dump_json() for row in session.exec(select(AuditEvent)))
    assert not any(name in everything for name in NAMES)
    assert not any(name in declared.declaration.model_dump_json() for name in NAMES)


def test_without_a_purpose_nothing_is_read(session: Session) -> None:
    declared = with_names(session)
    with pytest.raises(DomainError):
        read_names(session, declared, purpose="because", by=SYSTEM, at=AT)
    assert readings(session) == []


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.CASEWORKER, Role.STATISTICIAN, Role.ADMINISTRATOR])
def test_who_visits_plans_or_counts_reads_no_name(session: Session, role: Role) -> None:
    declared = with_names(session)
    with pytest.raises(NotAllowedError):
        read_names(session, declared, purpose="rehouse", by=Actor("x", "X", (Grant(role),)), at=AT)


def test_the_document_has_names_only_where_they_were_read(session: Session) -> None:
    declared = with_names(session)
    assert "names" not in document_of(declared)
    assert document_of(declared, names=NAMES)["names"] == NAMES


def test_a_register_that_does_not_ask_stores_none(session: Session) -> None:
    declared = get_declared(session, submitted(session).accommodation.id, by=SYSTEM)
    assert not has_names(session, declared)
    assert session.exec(select(ResidentName)).all() == []


@pytest.fixture
def asking(clean_engine: Engine) -> Iterator[Web]:
    """A browser on a register that asks for names."""
    settings = WEB_SETTINGS.model_copy(update={"resident_names": True})
    with TestClient(create_app(settings, engine=clean_engine)) as client:
        yield Web(client, clean_engine)


def declared_in(web: Web) -> tuple[str, UUID]:
    with transaction(web.engine) as session:
        home = with_names(session).accommodation
        return f"/declarations/{home.id}/names", home.employer_id


def test_the_page_shows_the_names_once_a_purpose_is_chosen(asking: Web) -> None:
    path, employer_id = declared_in(asking)
    asking.sign_in(Grant(Role.EMPLOYER, employer_id=employer_id))
    assert path in asking.get(path.removesuffix("/names")).text
    before, refused = asking.get(path), asking.post(path, {"purpose": ""})
    assert (before.status_code, refused.status_code) == (200, 422)
    assert not any(name in page.text for name in NAMES for page in (before, refused))
    shown = words(asking.post(path, {"purpose": "correct"}))
    assert all(name in shown for name in NAMES)
    with Session(asking.engine) as session:
        assert len(readings(session)) == 1


def test_an_inspector_gets_neither_link_nor_page(asking: Web) -> None:
    path, _ = declared_in(asking)
    asking.sign_in(Grant(Role.INSPECTOR))
    assert path not in asking.get(path.removesuffix("/names")).text
    assert asking.get(path).status_code == asking.post(path, {"purpose": "compare"}).status_code == 403


def test_there_is_no_such_page_in_a_register_that_does_not_ask(web: Web) -> None:
    path, employer_id = declared_in(web)
    web.sign_in(Grant(Role.EMPLOYER, employer_id=employer_id))
    assert path not in web.get(path.removesuffix("/names")).text
    assert web.get(path).status_code == 404


def amended_by(web: Web, home: str, **typed: str) -> Response:
    """Amend through the pages and sign; the review page before that."""
    draft = web.post(f"{home}/amend").headers["location"]
    housing = f"{draft}/steps/housing"
    assert web.post(housing, fields_of(web.get(housing)) | typed).status_code == 303
    review = web.get(f"{draft}/review")
    assert sign(web, draft).status_code == 303
    return review


def stored(web: Web) -> list[str]:
    with Session(web.engine) as session:
        current = select(ResidentName.name).join(Declaration).where(col(Declaration.is_current))
        return list(session.exec(current.order_by(col(ResidentName.position))))


def test_a_representative_amends_without_seeing_the_names_and_they_stay(asking: Web) -> None:
    path, employer_id = declared_in(asking)
    home = path.removesuffix("/names")
    by = asking.sign_in(Grant(Role.EMPLOYER, employer_id=employer_id))
    act_by_mandate(asking, by, employer_id)
    review = amended_by(asking, home, **{"dwelling.area_m2": "95"})
    assert not any(name in review.text for name in NAMES)
    assert stored(asking) == NAMES
    with Session(asking.engine) as session:
        assert readings(session) == []


def test_the_employer_going_on_with_that_draft_reads_the_names_into_it(asking: Web) -> None:
    path, employer_id = declared_in(asking)
    home = path.removesuffix("/names")
    by = asking.sign_in(Grant(Role.EMPLOYER, employer_id=employer_id))
    act_by_mandate(asking, by, employer_id)
    begun = asking.post(f"{home}/amend").headers["location"]
    asking.sign_in(Grant(Role.EMPLOYER, employer_id=employer_id))
    assert asking.post(f"{home}/amend").headers["location"] == begun
    assert NAMES[0] in words(asking.get(f"{begun}/steps/housing"))
    assert sign(asking, begun).status_code == 303
    assert stored(asking) == NAMES
    with Session(asking.engine) as session:
        assert len(readings(session)) == 1


def test_names_that_an_employer_reads_into_a_draft_are_not_shown_to_a_representative(asking: Web) -> None:
    path, employer_id = declared_in(asking)
    by = asking.sign_in(Grant(Role.EMPLOYER, employer_id=employer_id))
    begun = asking.post(f"{path.removesuffix('/names')}/amend").headers["location"]
    act_by_mandate(asking, by, employer_id)
    for page in (begun, f"{begun}/review", *(f"{begun}/steps/{step.key}" for step in STEPS)):
        shown = asking.get(page)
        assert shown.status_code == 200, page
        assert not any(name in shown.text for name in NAMES), page
    assert sign(asking, begun).status_code == 303
    assert stored(asking) == NAMES
