"""Candidates are found where workers have no known bed and where several sources name an address nobody declared."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, select

from conftest import AT
from declared_housing import DATA
from housed import add_dwelling, add_employer, house
from husly.kit.access import SYSTEM
from husly.kit.database import new_id
from husly.kit.errors import DomainError
from inspection.undeclared.models import CandidateState, UndeclaredCandidate, WorkerRow
from register.accommodations.models import Accommodation
from register.declarations.models import Declaration, Room
from register.dwellings.addresses import address_key
from register.employers.models import Employer
from register.matches.actions import import_list
from register.municipalities.table import postcodes
from register.owners.models import OwnerContest, OwnerNotice
from register.residents.models import AddressOrigin, Outcome, ReportKind, ReportState
from register.upkeep.models import Pause
from undeclared_made import find, listed, report, unverified

TODAY = AT.date()


def with_beds(session: Session, accommodation: Accommodation, beds: int, workers: int | None = None) -> None:
    """Tell of beds, and of workers, in what is declared."""
    declaration = session.exec(select(Declaration).where(Declaration.accommodation_id == accommodation.id)).one()
    rooms = session.exec(select(Room).where(Room.declaration_id == declaration.id)).all()
    rooms[0].beds = beds
    if workers is not None:
        declaration.terms = {"work": {"workers": workers}}
    session.flush()


def kinds(row: UndeclaredCandidate) -> set[str]:
    return {hint["kind"] for hint in row.hints}


def test_workers_on_a_list_are_held_against_the_beds_declared_and_in_use(session: Session) -> None:
    employer = add_employer(session, name="Byggeri Øst", cvr_number=None, foreign_number="F-1", rut_number="RUT-1")
    with_beds(session, house(session, employer=employer), 9)
    listed(session, ";RUT-1;Andet navn;412000;Havnevej;3;5000;24;2026-01-01;2026-12-31;XX")
    found = find(session)["Byggeri Øst"]
    assert found.hints[0]["words"] == {"workers": 24, "beds": 9, "short": 15}
    assert (found.employer_id, found.municipality_code) == (employer.id, "0461")
    assert kinds(found) == {"rut_workers", "risk_sector"}
    assert found.points == sum(hint["points"] for hint in found.hints) == 27


def test_enough_beds_make_no_candidate(session: Session) -> None:
    employer = add_employer(session, cvr_number=None, foreign_number="F-1")
    with_beds(session, house(session, employer=employer), 24)
    listed(session, "F-1;;Byggeri;;;;5000;24;2026-01-01;;")
    assert find(session) == {}


def test_housing_under_a_pause_gives_nobody_a_bed(session: Session) -> None:
    employer = add_employer(session, name="Byggeri", cvr_number=None, foreign_number="F-1")
    home = house(session, employer=employer)
    with_beds(session, home, 24)
    session.add(
        Pause(
            id=new_id(),
            accommodation_id=home.id,
            from_on=TODAY - timedelta(days=5),
            back_on=TODAY + timedelta(days=5),
            reason="season",
            told_at=AT,
            told_by="t",
        )
    )
    session.flush()
    listed(session, "F-1;;Byggeri;;;;5000;24;2026-01-01;;")
    assert find(session)["Byggeri"].hints[0]["words"]["beds"] == 0


def test_a_firm_that_the_register_does_not_know_is_found_by_its_number(session: Session) -> None:
    listed(
        session,
        "F-9;RUT-9;Ukendt Firma;;Havnevej;3;8000;6;2026-01-01;;",
        "F-9;RUT-9;Ukendt Firma;;;;8000;2;2026-01-01;;",
    )
    found = find(session)["Ukendt Firma"]
    assert (found.key, found.employer_id, found.hints[0]["words"]["short"]) == ("firm:F-9", None, 8)
    assert found.hints[0]["place"]["street"] == "Havnevej"


def test_only_rows_in_force_and_the_newest_list_of_a_register_count(session: Session) -> None:
    listed(session, "F-1;;Gammel;;;;5000;9;2026-01-01;;", as_of=TODAY - timedelta(days=30))
    listed(
        session,
        "F-2;;Slut;;;;5000;9;2026-01-01;2026-02-01;",
        "F-3;;Nu;;;;5000;9;2026-01-01;2026-04-01;",
        "F-4;;Senere;;;;5000;9;2026-05-01;;",
    )
    assert set(find(session)) == {"Nu"}


def test_the_country_of_a_firm_is_never_stored(session: Session) -> None:
    listed(session, "F-1;;Byggeri;;;;5000;9;2026-01-01;;Landet Langtborte")
    row = session.exec(select(WorkerRow)).one()
    assert "Langtborte" not in str(row.model_dump())
    assert "Langtborte" not in str([one.model_dump() for one in find(session).values()])


def test_an_employer_that_tells_of_more_workers_than_beds_is_found(session: Session) -> None:
    home = house(session, employer=add_employer(session, name="Gartneriet"))
    with_beds(session, home, 4, workers=12)
    found = find(session)["Gartneriet"]
    assert kinds(found) == {"declared_workers"}
    assert found.hints[0]["words"]["short"] == 8


def test_reports_of_an_address_count_after_fourteen_days_and_never_tell_who_or_which_day(session: Session) -> None:
    place = unverified(session)
    report(session, 13, unverified_id=place.id)
    assert find(session) == {}
    report(session, 14, unverified_id=place.id)
    found = find(session)["Industrivej 40, 5220"]
    assert (found.only_tips, found.hints[0]["on"], found.hints[0]["words"]) == (True, "2026-02-01", {"count": 1})
    assert "union" not in str(found.model_dump())


@pytest.mark.parametrize(
    "given",
    [
        {"kinds": [ReportKind.LOCKED_IN.value]},
        {"is_confirmation": True},
        {"state": ReportState.CLOSED, "outcome": Outcome.NOT_FOUND, "closed_on": TODAY},
    ],
)
def test_urgent_unfounded_and_confirming_reports_are_no_hint(session: Session, given: dict[str, Any]) -> None:
    report(session, 30, unverified_id=unverified(session).id, **given)
    assert find(session) == {}


def test_an_address_heard_of_on_a_visit_and_named_as_a_workplace_has_both_hints(session: Session) -> None:
    unverified(session, "Industrivej", AddressOrigin.VISIT)
    listed(session, "F-1;;Byggeri;;Industrivej;40;5220;5;2026-01-01;;")
    found = find(session)["Industrivej 40, 5220"]
    assert kinds(found) == {"seen_on_visit", "shared_workplace"}
    assert found.hints[1]["firms"] == [["F-1", "Byggeri"]]


def test_persons_at_an_address_of_another_register_that_nobody_declared(session: Session) -> None:
    text = "id;street;house_number;postcode;persons\nA;Skovvej;1;8600;7\nB;Skovvej;2;8600;\n"
    import_list(session, text.encode(), register_name="Sommerhuse", postcodes=postcodes(DATA), by=SYSTEM, at=AT)
    found = find(session)
    assert set(found) == {"Skovvej 1, 8600"}
    assert found["Skovvej 1, 8600"].hints[0]["words"] == {"register": "Sommerhuse", "persons": 7}


def test_a_workplace_alone_or_a_shared_postal_address_alone_is_no_candidate(session: Session) -> None:
    listed(session, "F-1;;A;;Industrivej;40;5220;0;2026-01-01;;")
    for number in range(4):
        add_employer(session, name=f"Firma {number}", postal_address="Advokatgade 1, 5000 Odense C")
    assert find(session) == {}


def test_housing_that_ended_is_told_beside_workers_without_a_bed(session: Session) -> None:
    employer = add_employer(session, name="Byggeri", cvr_number=None, foreign_number="F-1")
    key = address_key(street="Ærøvej", house_number="7", unit="", postcode="5000")
    house(
        session, employer=employer, dwelling=add_dwelling(session, address_key=key), ends_on=TODAY - timedelta(days=9)
    )
    listed(session, "F-1;;Byggeri;;;;5000;5;2026-01-01;;")
    found = find(session)["Byggeri"]
    assert kinds(found) == {"rut_workers", "ended_housing"}
    assert found.hints[1]["place"]["key"] == key


def test_work_far_from_all_declared_housing_adds_to_another_sign(session: Session) -> None:
    employer = add_employer(session, name="Byggeri", cvr_number=None, foreign_number="F-1")
    with_beds(session, house(session, employer=employer), 2)
    listed(session, "F-1;;Byggeri;;;;9000;5;2026-01-01;;")
    far = next(hint for hint in find(session)["Byggeri"].hints if hint["kind"] == "far_workplace")
    assert 150 < far["words"]["km"] < 250


def test_an_owner_who_says_more_live_there_adds_to_another_sign(session: Session) -> None:
    employer = add_employer(session, name="Byggeri", cvr_number=None, foreign_number="F-1")
    home = house(session, employer=employer)
    notice = OwnerNotice(
        accommodation_id=home.id, name="E", postal_address="x", code_hash="h", named_at=AT, named_by="t"
    )
    session.add(notice)
    session.flush()
    session.add(OwnerContest(notice_id=notice.id, accommodation_id=home.id, reasons=["more_there"], contested_at=AT))
    session.flush()
    assert find(session) == {}
    listed(session, "F-1;;Byggeri;;;;5000;50;2026-01-01;;")
    assert "owner_contest" in kinds(find(session)["Byggeri"])


def test_without_the_score_the_same_is_found_and_no_points_are_kept(session: Session) -> None:
    listed(session, "F-1;;Byggeri;;;;5000;9;2026-01-01;;")
    found = find(session, switched_on=False)["Byggeri"]
    assert found.points is None
    assert "points" not in found.hints[0]
    assert find(session)["Byggeri"].points == 20


def test_searching_again_doubles_nothing_and_a_firm_that_becomes_known_keeps_its_candidate(session: Session) -> None:
    listed(session, "F-1;;Byggeri;;;;5000;9;2026-01-01;;")
    first = find(session)["Byggeri"]
    assert find(session)["Byggeri"].id == first.id
    employer = add_employer(session, name="Byggeri ApS", cvr_number=None, foreign_number="F-1")
    again = find(session)["Byggeri ApS"]
    assert (again.id, again.employer_id, again.state) == (first.id, employer.id, CandidateState.NEW)
    assert session.execute(sa.select(sa.func.count()).select_from(UndeclaredCandidate)).scalar_one() == 1


def test_nobody_searches_on_a_day_to_come(session: Session) -> None:
    with pytest.raises(DomainError, match="to come"):
        find(session, as_of=TODAY + timedelta(days=1))


def test_what_came_in_after_the_day_is_not_known_on_it(session: Session) -> None:
    employer = add_employer(session, name="Byggeri", cvr_number=None, foreign_number="F-1")
    listed(session, "F-1;;Byggeri;;;;5000;4;2026-01-01;;", as_of=TODAY - timedelta(days=10))
    house(session, employer=employer, submitted_at=AT)
    assert set(find(session, as_of=TODAY - timedelta(days=1))) == {"Byggeri"}
    assert find(session)["Byggeri"].state is CandidateState.DECLARED
    assert session.exec(select(Employer).where(col(Employer.id) == employer.id)).one() is employer
