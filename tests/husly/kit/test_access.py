from uuid import uuid4

import pytest

from husly.kit.access import PERMISSIONS, Actor, Grant, Permission, Role, Subject, may, require
from husly.kit.errors import NotAllowedError

MINE, THEIRS = uuid4(), uuid4()
EMPLOYER = Actor("e", "E", (Grant(Role.EMPLOYER, employer_id=MINE),))
ODENSE = Actor("k", "K", (Grant(Role.CASEWORKER, municipality_code="0461"),))
COUNTRY = Actor("i", "I", (Grant(Role.INSPECTOR),))


def test_an_employer_acts_for_itself_only() -> None:
    assert may(EMPLOYER, Permission.DECLARE, Subject(employer_id=MINE))
    assert not may(EMPLOYER, Permission.DECLARE, Subject(employer_id=THEIRS))
    assert not may(EMPLOYER, Permission.DECLARE, Subject())


def test_a_municipality_acts_within_its_borders() -> None:
    assert may(ODENSE, Permission.READ_CASES, Subject(municipality_code="0461"))
    assert not may(ODENSE, Permission.READ_CASES, Subject(municipality_code="0101"))


def test_a_grant_without_a_place_covers_the_country() -> None:
    assert may(COUNTRY, Permission.READ_CASES, Subject(municipality_code="0101"))


@pytest.mark.parametrize("permission", [p for p in Permission if p is not Permission.PUBLIC])
def test_nobody_means_no(permission: Permission) -> None:
    assert not may(None, permission)


def test_employers_see_nothing_of_plans_cases_and_risk() -> None:
    hidden = {Permission.READ_PLANS, Permission.PLAN_VISITS, Permission.READ_CASES, Permission.READ_RISK}
    assert not hidden & PERMISSIONS[Role.EMPLOYER]


def test_statisticians_and_administrators_see_no_single_case() -> None:
    for role in (Role.STATISTICIAN, Role.ADMINISTRATOR):
        assert not {Permission.READ_CASES, Permission.READ_DECLARATIONS} & PERMISSIONS[role]


def test_only_decision_makers_issue() -> None:
    assert [role for role in Role if Permission.ISSUE_DECISIONS in PERMISSIONS[role]] == [Role.DECISION_MAKER]


def test_require_raises_what_may_denies() -> None:
    with pytest.raises(NotAllowedError):
        require(EMPLOYER, Permission.READ_CASES)
