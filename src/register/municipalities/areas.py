"""Where an actor may do something: the municipalities of the grants, for choices on pages."""

from collections.abc import Mapping, Sequence

from husly.kit.access import Actor, Permission
from register.municipalities.table import Municipality


def areas_of(by: Actor, permission: Permission) -> list[str] | None:
    """The municipality codes the permission covers, in order; None for the whole country."""
    grants = [g for g in by.grants if permission in g.permissions and not g.role.is_of_employer]
    if any(grant.municipality_code is None for grant in grants):
        return None
    return sorted({grant.municipality_code for grant in grants if grant.municipality_code is not None})


def municipality_choices(areas: Sequence[str] | None, names: Mapping[str, Municipality]) -> list[tuple[str, str]]:
    """Municipalities to choose from, by name: the areas given, or all."""
    found = [(code, one.name) for code, one in names.items() if areas is None or code in areas]
    return sorted(found, key=lambda choice: choice[1])
