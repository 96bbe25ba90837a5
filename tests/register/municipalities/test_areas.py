from husly.kit.access import Actor, Grant, Permission, Role
from register.municipalities.areas import areas_of


def test_areas_are_those_of_the_grants_with_the_permission() -> None:
    grants = (Grant(Role.CASEWORKER, municipality_code="0479"), Grant(Role.INSPECTOR, municipality_code="0461"))
    assert areas_of(Actor("a", "A", grants), Permission.PLAN_VISITS) == ["0461", "0479"]
    assert areas_of(Actor("a", "A", (*grants, Grant(Role.INSPECTOR))), Permission.PLAN_VISITS) is None
    assert areas_of(Actor("a", "A", (Grant(Role.EMPLOYER),)), Permission.READ_DECLARATIONS) == []
    assert areas_of(Actor("a", "A", (Grant(Role.STATISTICIAN),)), Permission.READ_RISK) == []
