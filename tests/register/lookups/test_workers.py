from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlmodel import Session

from conftest import AT
from declared_housing import a_document, submitted
from husly.kit.access import SYSTEM, Actor, Grant, Role
from husly.kit.i18n import use_language
from register.lookups.doubt_presenters import DoubtPage
from register.lookups.doubts import DoubtKind, find_doubts
from register.lookups.queries import list_housed
from register.lookups.warnings import draft_warnings
from register.lookups.workers import Workforce, find_workforces

DAY = date(2026, 3, 2)
SECOND = {"address.house_number": "14"}


def home(session: Session, workers: int | None, **changes: Any) -> Any:
    told = {} if workers is None else {"work": {"workers": workers}}
    return submitted(session, {**told, **changes})


def workforce(session: Session, of: Any) -> Workforce:
    return find_workforces(session, as_of=DAY)[of.accommodation.employer_id]


def test_workers_are_held_against_the_beds_of_all_housing(session: Session) -> None:
    one = home(session, 7)
    assert workforce(session, one) == Workforce(7, 4)
    home(session, None, **SECOND)
    assert workforce(session, one) == Workforce(7, 8)


def test_the_number_told_last_counts(session: Session) -> None:
    home(session, 12)
    one = submitted(session, {"work": {"workers": 7}, **SECOND}, at=AT + timedelta(days=1))
    assert workforce(session, one).workers == 7


@pytest.mark.parametrize(
    "changes", [{"rooms": [{"name": "A", "use": "bedroom"}]}, {"rooms": [], "dwelling.residents": 2}]
)
def test_where_some_housing_tells_of_no_beds_nothing_is_said(session: Session, changes: dict[str, Any]) -> None:
    one = home(session, 90)
    home(session, None, **SECOND, **changes)
    assert workforce(session, one) == Workforce(90, None)
    assert not workforce(session, one).is_short_of_beds


def test_housing_that_has_ended_has_no_beds(session: Session) -> None:
    one = home(session, 7)
    home(session, None, **SECOND, period={"starts_on": "2026-01-01", "ends_on": "2026-03-01"})
    assert workforce(session, one) == Workforce(7, 4)


def test_an_authority_sees_the_doubt_with_the_beds_of_the_whole_country(session: Session) -> None:
    home(session, 9)
    home(session, None, address={"street": "Havnegade", "house_number": "3", "postcode": "5000"})
    caseworker = Actor("c", "Carl", (Grant(Role.CASEWORKER, municipality_code="0265"),))
    use_language("en")
    for reader, places in ((caseworker, 1), (Actor("i", "Ida", (Grant(Role.INSPECTOR),)), 2)):
        [doubt] = find_doubts(list_housed(session, by=reader, as_of=DAY), as_of=DAY)
        assert (doubt.kind, len(doubt.about)) == (DoubtKind.MORE_WORKERS_THAN_BEDS, places)
        [row] = DoubtPage([doubt], None).rows  # type: ignore[arg-type]
        assert row.kind == "More workers than beds. Workers in Denmark: 9, beds in all: 8"


def said(session: Session, changes: dict[str, Any], *own: Any, **given: Any) -> str:
    use_language("en")
    return " ".join(draft_warnings(session, a_document(changes), own=own, as_of=DAY, **given))


def test_an_employer_is_warned_before_sending_and_the_typed_beds_count(session: Session) -> None:
    one = home(session, None)
    own = one.accommodation.employer_id
    assert "9 workers in Denmark" in said(session, {"work": {"workers": 9}, **SECOND}, own)
    assert "workers" not in said(session, {"work": {"workers": 8}, **SECOND}, own)
    amending = {"amends": one.accommodation.id}
    assert "has 4 beds" in said(session, {"work": {"workers": 8}}, own, **amending)
    assert said(session, {"work": {"workers": 4}}, own, **amending) == ""


def test_whoever_declares_for_no_firm_or_several_is_not_warned_of_workers(session: Session) -> None:
    own = home(session, None).accommodation.employer_id
    typed = {"work": {"workers": 90}, **SECOND}
    assert "workers" not in said(session, typed) + said(session, typed, own, uuid4())


def test_a_first_firm_without_housing_has_the_typed_beds_only(session: Session) -> None:
    assert "has 4 beds" in said(session, {"work": {"workers": 5}}, uuid4())


def test_an_address_is_told_only_where_the_periods_overlap(session: Session) -> None:
    submitted(session, {"period": {"starts_on": "2026-03-01", "ends_on": "2026-06-30"}})
    for period, told in (
        ({"starts_on": "2026-06-30"}, True),
        ({"starts_on": "2026-07-01"}, False),
        ({"starts_on": "2026-01-01", "ends_on": "2026-02-28"}, False),
        ({"starts_on": "2026-01-01", "ends_on": "2026-03-01"}, True),
        ({"starts_on": ""}, True),
    ):
        assert ("already declared at this address" in said(session, {"period": period}, uuid4())) is told


def test_the_systems_own_reading_of_doubts_names_nobody_twice(session: Session) -> None:
    home(session, 9)
    home(session, None, **SECOND)
    [doubt] = find_doubts(list_housed(session, by=SYSTEM, as_of=DAY), as_of=DAY)
    assert len({one.accommodation_id for one in doubt.about}) == len(doubt.about) == 2
