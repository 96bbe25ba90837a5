from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from sqlmodel import Session, col, select

from conftest import AT
from declared_housing import DATA, a_form, submitted
from husly.kit import audit
from husly.kit.access import SYSTEM, Actor, Grant, Role
from husly.kit.audit import AuditEvent
from husly.kit.errors import DomainError, NotAllowedError
from register.accommodations.models import Accommodation
from register.declarations.actions import submit_declarations
from register.declarations.models import Declaration, Source
from register.declarations.queries import get_declared, list_rooms, list_versions
from register.dwellings.models import Dwelling, PlacedBy
from register.employers.models import Employer
from register.municipalities.boundaries import shipped_boundaries

LATER = AT + timedelta(days=10)


def actions_written(session: Session) -> list[str]:
    return list(session.exec(select(AuditEvent.action).order_by(col(AuditEvent.seq))))


def employer_actor(employer_id: object) -> Actor:
    return Actor(id="employer", name="Anna Arbejdsgiver", grants=(Grant(Role.EMPLOYER, employer_id),))  # type: ignore[arg-type]


def test_a_first_declaration_makes_employer_dwelling_accommodation_and_version_one(session: Session) -> None:
    result = submitted(session)
    assert result.is_new
    assert result.declaration.version == 1
    assert result.declaration.valid_from == date(2026, 3, 1)
    assert result.dwelling.municipality_code == "0265"
    assert result.dwelling.placed_by is PlacedBy.APPROXIMATE_BOUNDARY
    assert [room.name for room in list_rooms(session, result.declaration.id)] == ["Værelse 1", "Værelse 2"]
    assert session.exec(select(Employer)).one().cvr_number == "13585628"
    assert actions_written(session) == ["employer.created", "declaration.submitted"]


def test_what_is_declared_is_read_back_as_the_same_facts(session: Session) -> None:
    result = submitted(session)
    facts = get_declared(session, result.accommodation.id, by=SYSTEM).facts
    declared = a_form().facts
    assert facts.rooms == declared.rooms
    assert (facts.residents, facts.area_m2, facts.kind, facts.toilets, facts.heating) == (4, 90, "house", 1, True)


def test_the_same_content_again_changes_nothing(session: Session) -> None:
    first = submitted(session)
    before = actions_written(session)
    again = submitted(session, at=LATER)
    assert not again.is_new
    assert again.declaration.id == first.declaration.id
    assert actions_written(session) == before


def test_a_change_is_a_new_version_and_the_old_one_is_never_edited(session: Session) -> None:
    first = submitted(session)
    old = first.declaration.model_dump()
    old_rooms = [room.model_dump() for room in list_rooms(session, first.declaration.id)]
    second = submitted(session, {"dwelling.residents": 5, "rooms": []}, at=LATER)
    session.expire_all()
    stored = session.get(Declaration, first.declaration.id)
    assert stored is not None
    assert stored.model_dump() == old | {"is_current": False}
    assert [room.model_dump() for room in list_rooms(session, first.declaration.id)] == old_rooms
    assert second.accommodation.id == first.accommodation.id
    assert (second.declaration.version, second.declaration.valid_from) == (2, date(2026, 3, 12))
    versions = list_versions(session, first.accommodation.id)
    assert [(version.version, version.is_current) for version in versions] == [(2, True), (1, False)]


def test_an_amendment_shortly_before_midnight_utc_counts_from_the_danish_date(session: Session) -> None:
    submitted(session)
    second = submitted(session, {"dwelling.residents": 3, "rooms": []}, at=datetime(2026, 7, 1, 22, 30, tzinfo=UTC))
    assert second.declaration.valid_from == date(2026, 7, 2)


def test_the_audit_row_of_an_amendment_tells_before_from_after(session: Session) -> None:
    first = submitted(session)
    second = submitted(session, {"dwelling.residents": 3, "rooms": []}, at=LATER)
    event = session.exec(select(AuditEvent).where(AuditEvent.object_id == str(second.declaration.id))).one()
    assert event.before_digest == audit.digest(first.declaration.content_hash)
    assert event.after_digest == audit.digest(second.declaration.content_hash)
    assert '"version": 2' in event.details
    session.flush()
    assert audit.verify(session)[1] is None


def test_an_employer_may_declare_for_itself_and_for_nobody_else(session: Session) -> None:
    own = submitted(session)
    actor = employer_actor(own.accommodation.employer_id)
    assert submitted(session, {"dwelling.residents": 3, "rooms": []}, by=actor).is_new
    with pytest.raises(NotAllowedError):
        submitted(session, {"employer.cvr_number": "10000009"}, by=actor)
    with pytest.raises(NotAllowedError):
        submitted(session, {"dwelling.residents": 2, "rooms": []}, by=employer_actor(uuid4()))


def test_an_inspector_may_not_declare(session: Session, inspector: Actor) -> None:
    with pytest.raises(NotAllowedError):
        submitted(session, by=inspector)
    assert session.exec(select(Accommodation)).all() == []


def test_two_employers_at_one_address_share_the_dwelling(session: Session) -> None:
    first = submitted(session)
    other = submitted(session, {"employer.cvr_number": "10000009", "address.street": "ALGADE"})
    assert other.dwelling.id == first.dwelling.id
    assert other.accommodation.id != first.accommodation.id


def test_another_first_day_is_another_accommodation(session: Session) -> None:
    first = submitted(session)
    assert submitted(session, {"period.starts_on": "2026-09-01"}).accommodation.id != first.accommodation.id


def test_a_file_that_leaves_a_field_of_the_employer_out_does_not_erase_it(session: Session) -> None:
    submitted(session, {"employer.contact_email": "post@gartneri.example"})
    submitted(session, {"dwelling.residents": 3, "rooms": []})
    assert session.exec(select(Employer)).one().contact_email == "post@gartneri.example"


def test_a_foreign_number_of_another_employer_is_refused(session: Session) -> None:
    submitted(session, {"employer.cvr_number": None, "employer.foreign_number": "PL 123"})
    with pytest.raises(DomainError, match="belongs to another employer"):
        submitted(session, {"employer.foreign_number": "PL 123"})


def test_a_dwelling_without_point_is_placed_by_postcode_and_again_when_a_point_comes(session: Session) -> None:
    vague = submitted(session, {"address.latitude": None, "address.longitude": None})
    assert vague.dwelling.placed_by is PlacedBy.POSTCODE
    assert vague.dwelling.point_is_approximate
    exact = submitted(session, {"address.latitude": 55.531, "address.longitude": 12.155})
    assert exact.dwelling.id == vague.dwelling.id
    assert exact.dwelling.municipality_code == "0269"
    assert not exact.dwelling.point_is_approximate
    session.expire_all()
    rows = session.exec(select(Accommodation.municipality_code)).all() + list(
        session.exec(select(Declaration.municipality_code))
    )
    assert rows == ["0269"] * 3


def test_an_exact_point_is_not_moved_by_a_later_file(session: Session) -> None:
    submitted(session)
    later = submitted(
        session, {"address.latitude": 55.40, "address.longitude": 10.38, "period.starts_on": "2026-05-01"}
    )
    assert later.dwelling.latitude == 55.6415
    assert session.exec(select(Dwelling)).one().municipality_code == "0265"


def test_many_declarations_at_once_end_as_one_at_a_time(session: Session) -> None:
    submitted(session)
    forms = [
        a_form(),
        a_form({"address.house_number": "14"}),
        a_form({"address.house_number": "16", "employer.cvr_number": "10000009", "employer.name": "Anden ApS"}),
    ]
    results = submit_declarations(
        session,
        forms=forms,
        source=Source.FILE,
        by=SYSTEM,
        at=LATER,
        boundaries=shipped_boundaries(DATA),
        data_path=DATA,
    )
    assert [result.is_new for result in results] == [False, True, True]
    assert len({result.dwelling.id for result in results}) == 3
    assert len(session.exec(select(Employer)).all()) == 2
    session.flush()
    assert audit.verify(session)[1] is None
