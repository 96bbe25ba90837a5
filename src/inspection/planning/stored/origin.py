"""What a plan was made from, kept beside it: the problem, what was known of each candidate, why each was left out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlmodel import Session

from inspection.planning.models import PlanProblem
from inspection.planning.offering.arms import Known
from inspection.planning.solving.documents import decoded, encoded, problem_from_dict, problem_to_dict
from inspection.planning.solving.plan import LeftOutReason, Plan
from inspection.planning.solving.problem import Problem
from inspection.planning.travel import Roads


@dataclass(frozen=True)
class Kept:
    """What is kept, by candidate. ``left_out`` are the reasons of the last search."""

    problem: Problem
    known: Mapping[str, Known]
    left_out: Mapping[str, LeftOutReason]


def keep(session: Session, plan_id: UUID, kept: Kept) -> None:
    """Store what a plan was made from, in place of what was kept before."""
    known = {one: encoded(told) for one, told in kept.known.items()}
    document: dict[str, Any] = {
        "problem": problem_to_dict(kept.problem),
        "known": known,
        "left_out": {one: reason.value for one, reason in kept.left_out.items()},
    }
    stored = session.get(PlanProblem, plan_id)
    if stored is None:
        session.add(PlanProblem(plan_id=plan_id, document=document))
    else:
        stored.document = document


def find_kept(session: Session, plan_id: UUID, *, travel: Roads | None = None) -> Kept | None:
    """What a plan was made from; None for one that was made before that was kept.

    ``travel`` are the roads where the plan was made with others than ``TravelRules``.
    """
    stored = session.get(PlanProblem, plan_id)
    if stored is None:
        return None
    document = stored.document
    return Kept(
        problem=problem_from_dict(document["problem"], travel=travel),
        known={one: decoded(Known, told) for one, told in document["known"].items()},
        left_out={one: LeftOutReason(reason) for one, reason in document["left_out"].items()},
    )


def reasons_of(plan: Plan) -> dict[str, LeftOutReason]:
    """Why each candidate was left out."""
    return {one.candidate_id: one.reason for one in plan.left_out}
