"""Where an actor may do something: the municipalities of the grants, for choices on pages."""

from husly.kit.access import PERMISSIONS, Actor, Permission, Role


def areas_of(by: Actor, permission: Permission) -> list[str] | None:
    """The municipality codes the permission covers, in order; None for the whole country."""
    grants = [g for g in by.grants if permission in PERMISSIONS[g.role] and g.role is not Role.EMPLOYER]
    if any(grant.municipality_code is None for grant in grants):
        return None
    return sorted({grant.municipality_code for grant in grants if grant.municipality_code is not None})
