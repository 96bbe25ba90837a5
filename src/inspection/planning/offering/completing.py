"""What is known of each dwelling beside its row, put into the candidates of a plan: many at once, in few statements."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

import numpy as np
from sqlmodel import Session

from inspection.joint.for_plans import with_joint_visits
from inspection.joint.queries import other_visits_at
from inspection.needs.fitting import fitted
from inspection.needs.queries import needs_at
from inspection.planning.offering.from_register import Wanted
from inspection.planning.solving.problem import Candidate
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
    sound = _on_land(wanted.boundaries, candidates)
    done, never = [], []
    for one, dwelling_id, is_sound in zip(candidates, dwellings, sound, strict=True):
        told = others.get(dwelling_id, ())
        made = replace(one, place_is_sound=is_sound, other_visits=told)
        if dwelling_id in needs:
            made, apart = fitted(made, needs[dwelling_id], is_fixed=one.id in fixed)
            never += [one.id] if apart else []
        done.append(made)
    return Completed(tuple(with_joint_visits(session, done, authority=wanted.authority)), tuple(never))


def _on_land(boundaries: Boundaries | None, candidates: Sequence[Candidate]) -> list[bool]:
    """Whether each point lies in some municipality or near its shore."""
    if boundaries is None or not candidates:
        return [True] * len(candidates)
    latitudes, longitudes = np.array([one.lat for one in candidates]), np.array([one.lon for one in candidates])
    return [code is not None for code in boundaries.codes_at(latitudes, longitudes, within_deg=SHORE_DEG)]
