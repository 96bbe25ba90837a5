"""Who sees which part of a declaration, besides that they may read it at all (fields FLD-06 and FLD-07 of the domain).

Rent and deductions are for the employer and the supervising authority; a municipality is that only where the operator's
configuration says so. The owner is for both, since building law binds him. Nothing here is for planning or scoring.
"""

from dataclasses import dataclass

from husly.kit.access import SYSTEM, Actor, Permission, Role, Subject, may
from husly.settings import SupervisionModel
from register.accommodations.models import Accommodation

_MUNICIPAL: tuple[SupervisionModel, ...] = ("municipality", "split")


@dataclass(frozen=True)
class Sees:
    """Which of the guarded parts a reader sees."""

    rent: bool = False
    names: bool = False


EVERYTHING = Sees(rent=True, names=True)


def sees_of(actor: Actor, accommodation: Accommodation, *, model: SupervisionModel, names_asked: bool) -> Sees:
    """What somebody who may read this declaration sees of it. ``names_asked``: the setting ``resident_names``."""
    subject = Subject(accommodation.employer_id, accommodation.municipality_code)
    is_own = may(actor, Permission.DECLARE, subject)
    return Sees(
        rent=is_own or actor is SYSTEM or any(_supervises(grant.role, model) for grant in actor.grants),
        names=names_asked and (actor is SYSTEM or may(actor, Permission.READ_RESIDENT_NAMES, subject)),
    )


def _supervises(role: Role, model: SupervisionModel) -> bool:
    if role is Role.CASEWORKER:
        return model in _MUNICIPAL
    return role in (Role.INSPECTOR, Role.DECISION_MAKER)
