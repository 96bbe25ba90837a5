"""What the register knows, as features."""

import math
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from conftest import AT
from housed import add_dwelling, add_employer, declare, house
from husly.kit.access import SYSTEM
from inspection.risk.features.from_register import FRAME_SCHEMA, feature_frames
from inspection.risk.features.reading import plan_missing
from inspection.risk.features.sectors import is_risk_sector
from register.declarations.models import Declaration, OccupancyPeriod
from register.dwellings.models import PlacedBy
from register.sheets.models import PlanCode
from register.upkeep.actions import confirm
from register.upkeep.duties import Duties

AS_OF = date(2026, 3, 2)


def known(session: Session, *, as_of: date = AS_OF, chunk: int = 1000) -> dict[str, dict[str, Any]]:
    return {
        row["accommodation_id"]: row
        for frame in feature_frames(session, as_of=as_of, chunk=chunk)
        for row in frame.iter_rows(named=True)
    }


def test_declared_facts_become_features(session: Session) -> None:
    one = house(session, residents=6, area_m2=90, bedrooms=2, kind="container", facts={"toilets": 2, "plan": False})
    row = known(session)[str(one.id)]
    assert row["kind"] == "container"
    assert row["persons_per_habitable_room"] == 3
    assert row["area_per_person_m2"] == 15
    assert row["persons_per_toilet"] == 3
    assert row["plan_missing"] is True
    assert row["employers_at_dwelling"] == 1
    assert row["address_uncertain"] is False
    assert row["days_since_confirmed"] == 0
    assert row["update_overdue"] is False
    assert row["approved_for_habitation"] is None
    assert row["days_since_last_visit"] is None
    assert list(row) == list(FRAME_SCHEMA)


@pytest.mark.parametrize(("made_on", "missing"), [(date(2026, 3, 2), False), (date(2026, 3, 3), True)])
def test_a_plan_made_in_the_register_counts_from_its_day(session: Session, made_on: date, missing: bool) -> None:
    facts = {"plan": False, "cleaning_instruction": True, "max_person_sign": True}
    one = house(session, facts=facts, employer=add_employer(session, contact_email="hr@firma.example"))
    at = datetime.combine(made_on, AT.timetz())
    session.add(PlanCode(accommodation_id=one.id, code="22222222222", created_at=at, generated_at=at))
    session.flush()
    assert known(session)[str(one.id)]["plan_missing"] is missing


def test_a_plan_made_of_too_little_is_deficient(session: Session) -> None:
    one = house(session)
    session.add(PlanCode(accommodation_id=one.id, code="22222222222", created_at=AT, generated_at=AT))
    session.flush()
    assert known(session)[str(one.id)]["plan_missing"] is True


def test_several_employers_at_one_dwelling_are_summed(session: Session) -> None:
    dwelling = add_dwelling(session)
    first = house(session, dwelling=dwelling, residents=4, bedrooms=2)
    second = house(session, dwelling=dwelling, residents=6, bedrooms=2)
    rows = known(session, chunk=1)
    for one in (first, second):
        row = rows[str(one.id)]
        assert row["persons_per_habitable_room"] == 5
        assert row["area_per_person_m2"] == 10
        assert row["employers_at_dwelling"] == 2


def test_employers_who_are_there_on_other_days_are_not_summed(session: Session) -> None:
    dwelling = add_dwelling(session)
    first = house(session, dwelling=dwelling, residents=4, bedrooms=2)
    second = house(session, dwelling=dwelling, residents=6, bedrooms=2)
    for home, since, persons in ((first, date(2026, 3, 1), 3), (second, date(2026, 4, 1), 6)):
        version = session.exec(select(Declaration.id).where(Declaration.accommodation_id == home.id)).one()
        session.add(OccupancyPeriod(declaration_id=version, from_on=since, residents=persons))
    session.flush()
    assert known(session)[str(first.id)]["persons_per_habitable_room"] == 3  # the most of either alone
    assert known(session, as_of=date(2026, 4, 1))[str(first.id)]["persons_per_habitable_room"] == 4.5


def test_two_accommodations_of_one_employer_at_a_dwelling_are_one_employer(session: Session) -> None:
    dwelling, employer = add_dwelling(session), add_employer(session)
    one = house(session, dwelling=dwelling, employer=employer)
    house(session, dwelling=dwelling, employer=employer, starts_on=date(2026, 2, 1))
    assert known(session)[str(one.id)]["employers_at_dwelling"] == 1


def test_no_toilet_at_all_is_infinitely_many_persons_for_each(session: Session) -> None:
    one = house(session, facts={"toilets": 0})
    assert math.isinf(known(session)[str(one.id)]["persons_per_toilet"])


def test_the_version_known_on_the_day_counts(session: Session) -> None:
    one = house(session, residents=2, submitted_at=datetime(2026, 1, 5, 9, tzinfo=UTC))
    declare(session, one, version=2, residents=10, valid_from=date(2026, 3, 1), submitted_at=AT)
    assert known(session)[str(one.id)]["persons_per_habitable_room"] == 5
    earlier = known(session, as_of=date(2026, 2, 1))[str(one.id)]
    assert earlier["persons_per_habitable_room"] == 1
    assert earlier["days_since_confirmed"] == 27


def test_only_what_is_in_use_on_the_day_is_read(session: Session) -> None:
    over = house(session, ends_on=date(2026, 3, 1))
    to_come = house(session, starts_on=date(2026, 3, 3))
    last_day = house(session, ends_on=AS_OF)
    assert set(known(session)) == {str(last_day.id)}
    assert {str(over.id), str(to_come.id)}.isdisjoint(known(session))


def test_an_accommodation_without_a_declaration_is_known_by_its_gaps_only(session: Session) -> None:
    one = house(session, submitted_at=datetime(2026, 3, 20, 9, tzinfo=UTC))
    one.created_at = AT
    session.flush()
    row = known(session)[str(one.id)]
    unknown = ("kind", "persons_per_habitable_room", "area_per_person_m2", "missing_facts_share", "plan_missing")
    assert [row[name] for name in unknown] == [None] * len(unknown)
    assert row["days_since_confirmed"] is None


def test_a_declaration_of_more_than_a_year_ago_is_overdue(session: Session) -> None:
    one = house(session, starts_on=date(2025, 1, 1), submitted_at=datetime(2025, 3, 1, 9, tzinfo=UTC))
    row = known(session)[str(one.id)]
    assert row["days_since_confirmed"] == 366
    assert row["update_overdue"] is True


@pytest.mark.parametrize("placed_by", [PlacedBy.POSTCODE, PlacedBy.APPROXIMATE_BOUNDARY, PlacedBy.DECLARED])
def test_an_address_is_uncertain_until_a_register_or_an_official_boundary_says_it(
    session: Session, placed_by: PlacedBy
) -> None:
    loose = house(session, placed_by=placed_by)
    firm = house(session, placed_by=placed_by, dar_id="0a3f50a0-0000-32b8-e044-0003ba298018")
    rows = known(session)
    assert rows[str(loose.id)]["address_uncertain"] is True
    assert rows[str(firm.id)]["address_uncertain"] is False


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, None),
        ({"plan": True}, False),
        ({"plan": False}, True),
        ({"plan": True, "plan_available": False}, True),
        ({"plan": True, "plan_content": ["address", "area"]}, True),
    ],
)
def test_a_plan_is_missing_deficient_or_not_spoken_of(facts: dict[str, Any], expected: bool | None) -> None:
    assert plan_missing(facts) is expected


@pytest.mark.parametrize(
    ("numbers", "missing"),
    [
        ({}, False),
        ({"cvr_number": None, "foreign_number": "DE-1"}, True),
        ({"cvr_number": None, "foreign_number": "DE-1", "rut_number": ""}, True),
        ({"cvr_number": None, "foreign_number": "DE-1", "rut_number": "RUT-7"}, False),
    ],
)
def test_only_a_posting_employer_owes_a_rut_number(session: Session, numbers: dict[str, Any], missing: bool) -> None:
    one = house(session, employer=add_employer(session, **numbers))
    assert known(session)[str(one.id)]["rut_missing"] is missing


def test_sectors_are_read_with_and_without_dots() -> None:
    assert is_risk_sector("41.20.00") is True
    assert is_risk_sector("412000") is True
    assert is_risk_sector("851000") is False
    assert is_risk_sector(None) is None


def test_a_confirmation_counts_as_much_as_a_new_version(session: Session) -> None:
    home = house(session, starts_on=date(2024, 1, 1), submitted_at=AT - timedelta(days=700))
    row = known(session)[str(home.id)]
    assert (row["days_since_confirmed"], row["update_overdue"]) == (700, True)
    confirm(session, home.id, version=1, by=SYSTEM, at=AT - timedelta(days=10))
    row = known(session)[str(home.id)]
    assert (row["days_since_confirmed"], row["update_overdue"]) == (10, False)
    assert known(session, as_of=AS_OF - timedelta(days=11))[str(home.id)]["update_overdue"] is True


def test_the_operator_says_how_often_a_declaration_is_confirmed(session: Session) -> None:
    house(session, starts_on=date(2025, 1, 1), submitted_at=AT - timedelta(days=100))
    overdue = [
        next(feature_frames(session, as_of=AS_OF, duties=Duties(reconfirm_months=months)))["update_overdue"].to_list()
        for months in (3, 4, 0)
    ]
    assert overdue == [[True], [False], [None]]


def test_frames_of_named_dwellings_hold_their_rows_only(session: Session) -> None:
    one, other = house(session), house(session)
    frames = feature_frames(session, as_of=AS_OF, dwellings=[one.dwelling_id])
    assert [row["accommodation_id"] for frame in frames for row in frame.iter_rows(named=True)] == [str(one.id)]
    assert list(feature_frames(session, as_of=AS_OF, dwellings=[])) == []
    assert str(other.id) in known(session)


def test_housing_that_came_into_the_register_later_is_not_known_before(session: Session) -> None:
    one = house(session, submitted_at=AT + timedelta(days=1))
    assert str(one.id) not in known(session)
    assert str(one.id) in known(session, as_of=AS_OF + timedelta(days=1))
