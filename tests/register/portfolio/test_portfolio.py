"""What linked employers house in all; links with their origin; nobody sees another's housing through a link."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, select

from conftest import AT
from declared_housing import a_form, submitted
from husly.kit.access import Actor, Grant, Permission, Role
from husly.kit.audit import AuditEvent
from husly.kit.clock import danish_date
from husly.kit.errors import DomainError, NotAllowedError, NotFoundError
from register.employers.models import Employer
from register.portfolio.actions import end_link, link_employers
from register.portfolio.models import EmployerLink, LinkKind, LinkSource
from register.portfolio.queries import Portfolio, linked_to, own_employers, read_portfolio
from register.portfolio.sums import Housing, capacities_of, sums_of
from standards.capacity.lawful import lawful_capacity
from standards.engine.outcome import Outcome
from standards.rules.pack import load_pack

ACT = "dk-indkvarteringslov-2025"
DAY = date(2026, 3, 2)
BUILDER_CVR, THIRD_CVR = "88146328", "10000009"
BUILDER: dict[str, Any] = {"employer": {"name": "Byggefirmaet A/S", "cvr_number": BUILDER_CVR}}
THIRD: dict[str, Any] = {"employer": {"name": "Tredje ApS", "cvr_number": THIRD_CVR}}


FOR_EIGHT: dict[str, Any] = {"dwelling.habitable_rooms": 4, "dwelling.area_m2": 96, "rooms": []}


def firm(session: Session, name: str) -> UUID:
    return session.exec(select(Employer).where(Employer.name == name)).one().id


@pytest.fixture
def firms(session: Session) -> dict[str, UUID]:
    """The gardener (5) and the builder (4) share Algade 12B with room for 8; the builder has 40, a third firm 50."""
    submitted(session, FOR_EIGHT | {"dwelling.residents": 5})
    submitted(session, BUILDER | FOR_EIGHT | {"dwelling.residents": 4})
    submitted(session, BUILDER | {"address.house_number": "40"})
    submitted(session, THIRD | {"address.house_number": "50"})
    names = {"gardener": "Prøvegartneriet ApS", "builder": "Byggefirmaet A/S", "third": "Tredje ApS"}
    return {short: firm(session, name) for short, name in names.items()}


def linked(session: Session, by: Actor, employer_id: UUID, cvr: str = BUILDER_CVR, **given: Any) -> EmployerLink:
    asked = {
        "other_cvr": cvr,
        "kind": LinkKind.GROUP,
        "is_second": False,
        "source": LinkSource.OFFICER,
        "reason": "Samme kontaktperson og telefon",
        "stated_on": DAY,
    } | given
    return link_employers(session, employer_id, by=by, at=AT, **asked)


def read(session: Session, by: Actor, permission: Permission, *employer_ids: UUID) -> Portfolio:
    return read_portfolio(session, employer_ids, by=by, permission=permission, pack_ids=[ACT], as_of=DAY)


def test_a_dwelling_that_two_firms_use_counts_once_and_everybody_in_it_counts(
    session: Session, firms: dict[str, UUID], inspector: Actor
) -> None:
    found = read(session, inspector, Permission.READ_CASES, firms["gardener"], firms["builder"])
    sums = sums_of(found.housing)
    assert (sums.accommodations, sums.dwellings, sums.residents) == (3, 2, 13)
    assert (sums.beds, sums.beds_unknown) == (4, 2)
    assert sums_of(found.of(firms["gardener"])).dwellings == 1
    assert sums_of(found.of(firms["builder"])).dwellings == 2
    assert sum(sums.outcomes.values()) == 3
    breached = [one for one in found.housing if one.outcome is Outcome.BREACHED]
    assert {one.employer_id for one in breached} == {firms["gardener"], firms["builder"]}
    assert {(one.address, one.capacity) for one in breached} == {(breached[0].address, 8)}


def test_what_has_ended_or_not_begun_is_not_added(session: Session, inspector: Actor) -> None:
    ended = submitted(session, {"period": {"starts_on": "2026-01-01", "ends_on": "2026-03-01"}})
    submitted(session, {"address.house_number": "9", "period": {"starts_on": "2026-03-03"}})
    found = read(session, inspector, Permission.READ_CASES, ended.accommodation.employer_id)
    assert found.housing == ()


def test_capacity_of_many_is_that_of_each(session: Session) -> None:
    facts = [
        a_form().facts,
        a_form({"dwelling.area_m2": None}).facts,
        a_form({"dwelling.habitable_rooms": 4, "dwelling.area_m2": 96, "rooms": []}).facts,
        a_form({"dwelling.toilets": None, "rooms": []}).facts,
    ]
    pack = load_pack(ACT)
    alone = [lawful_capacity(one, pack, as_of=DAY).persons for one in facts]
    assert capacities_of(facts, [pack] * len(facts), as_of=DAY) == alone
    assert any(one is not None for one in alone)


def some_housing(number: int, dwelling: int, residents: int, beds: int | None, capacity: int | None) -> Housing:
    return Housing(
        UUID(int=number % 3), UUID(int=dwelling), uuid4(), "Algade 1", residents, beds, Outcome.MET, capacity
    )


@given(
    st.lists(
        st.tuples(st.integers(0, 9), st.integers(0, 5), st.integers(0, 50), st.none() | st.integers(0, 50)),
        max_size=20,
    )
)
def test_the_sums_of_firms_add_up_to_the_sum_of_all(rows: list[tuple[int, int, int, int | None]]) -> None:
    housing = [some_housing(number, dwelling, residents, beds, 4) for number, dwelling, residents, beds in rows]
    whole = sums_of(housing)
    parts = [sums_of(one for one in housing if one.employer_id == UUID(int=firm)) for firm in range(3)]
    for name in ("accommodations", "residents", "beds", "beds_unknown"):
        assert sum(getattr(part, name) for part in parts) == getattr(whole, name)
    assert (
        max((part.dwellings for part in parts), default=0) <= whole.dwellings <= sum(part.dwellings for part in parts)
    )
    assert whole.capacity == 4 * whole.dwellings


def test_links_reach_through_other_firms_and_carry_their_origin(
    session: Session, firms: dict[str, UUID], inspector: Actor
) -> None:
    link = linked(session, inspector, firms["gardener"])
    linked(session, inspector, firms["builder"], THIRD_CVR, kind=LinkKind.SUCCESSOR, is_second=True)
    assert linked_to(session, firms["gardener"]) == set(firms.values())
    assert (link.source, link.stated_on, link.stated_by_name) == (LinkSource.OFFICER, DAY, "Ida Inspektør")
    (other,) = session.exec(select(EmployerLink).where(EmployerLink.kind == LinkKind.SUCCESSOR))
    assert (other.employer_a, other.employer_b) == (firms["third"], firms["builder"])
    actions = [event.action for event in session.exec(select(AuditEvent))]
    assert actions.count("employer.linked") == 2


def test_an_ended_link_is_kept_and_no_longer_followed(
    session: Session, firms: dict[str, UUID], inspector: Actor
) -> None:
    link = linked(session, inspector, firms["gardener"])
    end_link(session, link.id, by=inspector, at=AT)
    assert linked_to(session, firms["gardener"]) == {firms["gardener"]}
    assert session.get_one(EmployerLink, link.id).ended_on == danish_date(AT)
    linked(session, inspector, firms["gardener"])


def test_an_employer_sees_nothing_of_another_through_a_link(
    session: Session, firms: dict[str, UUID], inspector: Actor
) -> None:
    linked(session, inspector, firms["gardener"])
    anna = Actor("anna", "Anna", (Grant(Role.EMPLOYER, firms["gardener"]),))
    assert own_employers(anna) == {firms["gardener"]}
    found = read(session, anna, Permission.READ_DECLARATIONS, *linked_to(session, firms["gardener"]))
    assert {one.employer_id for one in found.housing} == {firms["gardener"]}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"reason": " \x00 "}, "link.reason"),
        ({"cvr": "13585628"}, "link.self"),
        ({"cvr": "99999999"}, "employer.unknown"),
        ({"cvr": "firma"}, "employer.unknown"),
        ({"stated_on": DAY + timedelta(days=1)}, "link.day"),
    ],
)
def test_a_link_that_cannot_be_is_refused(
    session: Session, firms: dict[str, UUID], inspector: Actor, changes: dict[str, Any], code: str
) -> None:
    with pytest.raises(DomainError) as refused:
        linked(session, inspector, firms["gardener"], **changes)
    assert refused.value.code == code


def test_the_same_link_twice_is_refused_from_either_end(
    session: Session, firms: dict[str, UUID], inspector: Actor
) -> None:
    linked(session, inspector, firms["gardener"])
    with pytest.raises(DomainError, match="linked so already"):
        linked(session, inspector, firms["builder"], "13585628")


def test_only_an_officer_of_the_area_links(session: Session, firms: dict[str, UUID]) -> None:
    anna = Actor("anna", "Anna", (Grant(Role.EMPLOYER, firms["gardener"]),))
    with pytest.raises(NotAllowedError):
        linked(session, anna, firms["gardener"])
    elsewhere = Actor("k", "K", (Grant(Role.CASEWORKER, municipality_code="0101"),))
    with pytest.raises(NotFoundError):
        linked(session, elsewhere, firms["gardener"])
    link = linked(session, Actor("i", "I", (Grant(Role.INSPECTOR),)), firms["gardener"])
    with pytest.raises(NotFoundError):
        end_link(session, link.id, by=elsewhere, at=AT)


def test_a_municipality_adds_up_what_lies_within_its_borders(session: Session, firms: dict[str, UUID]) -> None:
    elsewhere = Actor("k", "K", (Grant(Role.CASEWORKER, municipality_code="0101"),))
    assert read(session, elsewhere, Permission.READ_CASES, *firms.values()).housing == ()
