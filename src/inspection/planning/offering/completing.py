"""What is known of each dwelling beside its row, put into the candidates of a plan: many at once, in few statements."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

import numpy as np
import sqlalchemy as sa
from sqlmodel import Session, col

from husly.kit.access import Permission
from inspection.authorities.belonging import STATE, own_cases
from inspection.enforcement.models import InspectionCase, Visit
from inspection.enforcement.queries import BEFORE_VISIT
from inspection.joint.for_plans import with_joint_visits
from inspection.joint.queries import other_visits_at
from inspection.needs.fitting import fitted
from inspection.needs.queries import needs_at
from inspection.planning.offering.from_register import Wanted
from inspection.planning.solving.problem import Candidate, OtherVisit
from register.municipalities.boundaries import Boundaries

SHORE_DEG = 0.02
"""How far outside every municipality a point may lie, since coasts are drawn coarsely: 1 to 2 km."""


@dataclass(frozen=True)
class Completed:
    """Candidates with their needs; ``never_together`` are those where residents' and employer's hours never meet."""

    candidates: tuple[Candidate, ...]
    never_together: tuple[str, ...]


def complete(session: Session, wanted: Wanted, candidates: Sequence[Candidate], fixed: Collection[str]) -> Completed:
    """Put in what is known before a visit, other authorities' visits, and whether the point lies on land.

    ``fixed`` are those whose notice names day and hours.
    """
    dwellings = [UUID(one.dwelling_id) for one in candidates]
    needs = needs_at(session, dwellings)
    others = other_visits_at(session, dwellings, wanted.days[0], wanted.days[-1], authority=wanted.authority)
    of_cases = _visits_in_cases_of_others(session, dwellings, wanted)
    sound = _on_land(wanted.boundaries, candidates)
    done, never = [], []
    for one, dwelling_id, is_sound in zip(candidates, dwellings, sound, strict=True):
        told = (*others.get(dwelling_id, ()), *of_cases.get(dwelling_id, ()))
        made = replace(one, place_is_sound=is_sound, other_visits=told)
        if dwelling_id in needs:
            made, apart = fitted(made, needs[dwelling_id], is_fixed=one.id in fixed)
            never += [one.id] if apart else []
        done.append(made)
    return Completed(tuple(with_joint_visits(session, done, authority=wanted.authority)), tuple(never))


def _visits_in_cases_of_others(
    session: Session, dwellings: Sequence[UUID], wanted: Wanted
) -> dict[UUID, list[OtherVisit]]:
    """The coming visits in open cases of other authorities, by dwelling: they bar nobody, so the plan tells of them."""
    statement = (
        sa.select(col(InspectionCase.dwelling_id), col(InspectionCase.authority), col(Visit.visit_on))
        .join(Visit, col(Visit.case_id) == col(InspectionCase.id))
        .where(
            sa.not_(own_cases(wanted.by, Permission.PLAN_VISITS)),
            col(InspectionCase.closed_at).is_(None),
            col(InspectionCase.state).in_(BEFORE_VISIT),
            col(Visit.round) == col(InspectionCase.round),
            col(Visit.visit_on) >= wanted.as_of,
        )
        .order_by(col(Visit.visit_on), col(InspectionCase.id))
    )
    wished, found = set(dwellings), dict[UUID, list[OtherVisit]]()
    for dwelling_id, authority, on in session.execute(statement):
        if dwelling_id in wished:
            whose = "labour_inspectorate" if authority == STATE else "municipality"
            found.setdefault(dwelling_id, []).append(OtherVisit(whose, on))
    return found


def _on_land(boundaries: Boundaries | None, candidates: Sequence[Candidate]) -> list[bool]:
    """Whether each point lies in some municipality or near its shore."""
    if boundaries is None or not candidates:
        return [True] * len(candidates)
    latitudes, longitudes = np.array([one.lat for one in candidates]), np.array([one.lon for one in candidates])
    return [code is not None for code in boundaries.codes_at(latitudes, longitudes, within_deg=SHORE_DEG)]
