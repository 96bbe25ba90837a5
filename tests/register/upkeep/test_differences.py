"""What changed between versions, in words; rent to those who may see it."""

from datetime import date, timedelta

from sqlmodel import Session

from conftest import AT
from declared_housing import submitted
from husly.kit.access import SYSTEM
from register.declarations.queries import get_declared
from register.upkeep.differences import Difference, differences
from register.upkeep.presenters import residents_on
from register.upkeep.queries import known_about

LATER = AT + timedelta(days=3)
OCCUPANCY = [
    {"from_on": "2026-03-01", "to_on": "2026-04-01", "residents": 4},
    {"from_on": "2026-04-01", "to_on": None, "residents": 6},
]


def changed(session: Session, *, sees_rent: bool, **changes: object) -> list[Difference]:
    home = submitted(session, {"contact": {"name": "Ib", "phone": "12345678"}}).accommodation
    submitted(session, {"contact": {"name": "Ib", "phone": "12345678"}, **changes}, at=LATER)
    first, second = (get_declared(session, home.id, by=SYSTEM, version=number) for number in (1, 2))
    return differences(first, second, sees_rent=sees_rent)


def test_terms_are_compared_part_by_part(session: Session) -> None:
    found = changed(session, sees_rent=True, contact={"name": "Bo", "phone": "12345678"}, work={"shifts": 2})
    assert [(one.before, one.after) for one in found] == [("Ib", "Bo"), ("–", "2")]


def test_rent_is_told_to_those_only_who_may_see_it(session: Session) -> None:
    rent = {"rent": {"deducted": True, "deduction_base": "net_wage"}, "dwelling.rent_per_month": 3000}
    assert changed(session, sees_rent=False, **rent) == []
    assert len(changed(session, sees_rent=True, **rent)) == 3


def test_residents_are_known_by_the_day_asked_about(session: Session) -> None:
    home = submitted(session, {"occupancy": OCCUPANCY, "dwelling.residents": 6}).accommodation
    declared = get_declared(session, home.id, by=SYSTEM)
    for day, residents in ((date(2026, 3, 31), 4), (date(2026, 4, 1), 6)):
        found = known_about(session, declared, known_on=LATER.date(), about=day).declared
        assert found is not None
        assert residents_on(found, day) == residents
