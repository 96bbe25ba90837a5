import json
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from conftest import AT
from declared_housing import DATA, submitted
from husly.kit.access import SYSTEM, Actor, Grant, Role
from husly.kit.audit import AuditEvent
from husly.kit.errors import NotAllowedError
from official_layout import in_official_layout
from register.accommodations.models import Accommodation
from register.declarations.models import Declaration
from register.dwellings.models import PlacedBy
from register.municipalities.actions import Imported, import_boundaries
from register.municipalities.models import Boundary, BoundarySet
from register.municipalities.official import OfficialAreas, read_official
from register.municipalities.queries import current_boundaries
from register.municipalities.table import municipalities

ROSKILDE, SOLROED = "0265", "0269"


@pytest.fixture(scope="module")
def official() -> OfficialAreas:
    """Boundaries in which Roskilde and Solrød have changed places."""
    document = in_official_layout()
    other = {ROSKILDE: SOLROED, SOLROED: ROSKILDE}
    for feature in document["features"]:
        code = feature["properties"]["KOMKODE"]
        feature["properties"]["KOMKODE"] = other.get(code, code)
    return read_official(json.dumps(document).encode(), municipalities(DATA))


def imported(session: Session, official: OfficialAreas, *, dry_run: bool = False, days: int = 0) -> Imported:
    return import_boundaries(
        session, official=official, title="test", by=SYSTEM, at=AT + timedelta(days=days), dry_run=dry_run
    )


def test_until_an_import_the_shipped_boundaries_are_in_force(session: Session) -> None:
    assert not current_boundaries(session, DATA).official


def test_the_imported_boundaries_are_in_force(session: Session, official: OfficialAreas) -> None:
    imported(session, official)
    boundaries = current_boundaries(session, DATA)
    assert boundaries.official
    assert boundaries.code_at(55.6415, 12.0803) == SOLROED
    assert len(session.exec(select(Boundary)).all()) == 99


def test_a_dwelling_placed_by_boundary_moves_with_all_that_belongs_to_it(
    session: Session, official: OfficialAreas
) -> None:
    first = submitted(session)
    submitted(session, {"dwelling.residents": 3, "rooms": []}, at=AT + timedelta(days=1))
    result = imported(session, official, days=2)
    assert [(moved.before, moved.after) for moved in result.moved] == [(ROSKILDE, SOLROED)]
    assert result.moved[0].address == "Algade 12B, 4000 Roskilde"
    session.expire_all()
    assert first.dwelling.municipality_code == SOLROED
    assert first.dwelling.placed_by is PlacedBy.OFFICIAL_BOUNDARY
    assert session.exec(select(Accommodation.municipality_code)).all() == [SOLROED]
    assert session.exec(select(Declaration.municipality_code)).all() == [SOLROED, SOLROED]


def test_a_declared_municipality_stays_and_is_listed(session: Session, official: OfficialAreas) -> None:
    declared = submitted(session, {"address.municipality_code": ROSKILDE})
    result = imported(session, official)
    assert result.moved == ()
    assert [(found.before, found.after) for found in result.disagreeing] == [(ROSKILDE, SOLROED)]
    session.expire_all()
    assert (declared.dwelling.municipality_code, declared.dwelling.placed_by) == (ROSKILDE, PlacedBy.DECLARED)


def test_a_dwelling_placed_by_its_postal_code_is_left_alone(session: Session, official: OfficialAreas) -> None:
    vague = submitted(session, {"address.latitude": None, "address.longitude": None})
    assert imported(session, official).looked_at == 0
    session.expire_all()
    assert vague.dwelling.placed_by is PlacedBy.POSTCODE


def test_a_dwelling_that_stays_is_placed_by_the_official_boundary_from_now_on(
    session: Session, official: OfficialAreas
) -> None:
    odense = submitted(session, {"address.postcode": "5000", "address.latitude": 55.396, "address.longitude": 10.388})
    assert imported(session, official).moved == ()
    session.expire_all()
    assert (odense.dwelling.municipality_code, odense.dwelling.placed_by) == ("0461", PlacedBy.OFFICIAL_BOUNDARY)


def test_the_same_file_again_is_already_in_force(session: Session, official: OfficialAreas) -> None:
    imported(session, official)
    assert imported(session, official, days=1).already_in_force
    assert len(session.exec(select(BoundarySet)).all()) == 1


def test_an_earlier_file_comes_back_into_force(session: Session, official: OfficialAreas) -> None:
    right = read_official(json.dumps(in_official_layout()).encode(), municipalities(DATA))
    imported(session, right)
    imported(session, official, days=1)
    assert current_boundaries(session, DATA).code_at(55.6415, 12.0803) == SOLROED
    assert not imported(session, right, days=2).already_in_force
    assert current_boundaries(session, DATA).code_at(55.6415, 12.0803) == ROSKILDE


def test_a_dry_run_says_the_same_and_writes_nothing(session: Session, official: OfficialAreas) -> None:
    submitted(session)
    tried = imported(session, official, dry_run=True)
    assert session.exec(select(BoundarySet)).all() == []
    assert not current_boundaries(session, DATA).official
    assert imported(session, official) == tried


def test_the_import_is_audited(session: Session, official: OfficialAreas) -> None:
    submitted(session)
    imported(session, official)
    event = session.exec(select(AuditEvent).where(AuditEvent.action == "boundaries.imported")).one()
    assert '"dwellings_moved": 1' in event.details


def test_only_an_administrator_may_import_boundaries(
    session: Session, official: OfficialAreas, inspector: Actor
) -> None:
    with pytest.raises(NotAllowedError):
        import_boundaries(session, official=official, title="test", by=inspector, at=AT)
    administrator = Actor(id="admin", name="Adam", grants=(Grant(Role.ADMINISTRATOR),))
    import_boundaries(session, official=official, title="test", by=administrator, at=AT)
