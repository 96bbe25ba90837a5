"""Candidates of a plan at doors with an open joint visit: the slots in which all can come, and our own seats."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from sqlmodel import Session

from inspection.joint.queries import JointTerms, terms_of
from inspection.planning.solving.problem import Candidate, Seat


def with_joint_visits(
    session: Session, candidates: Sequence[Candidate], *, authority: str = ""
) -> tuple[Candidate, ...]:
    """The candidates, in their order, each as the joint visit of the plan's authority asks.

    Those without a `dwelling_id` stay as they are. One that is only proposed, without hours that all have, leaves its
    candidate alone: nobody knows yet when it is.
    """
    doors = {UUID(one.dwelling_id) for one in candidates if one.dwelling_id}
    terms = terms_of(session, doors, authority=authority)
    return tuple(_as_asked(one, terms.get(UUID(one.dwelling_id))) if one.dwelling_id else one for one in candidates)


def _as_asked(one: Candidate, terms: JointTerms | None) -> Candidate:
    if terms is None or not terms.slots:
        return one
    longest = min(slot.to_min - slot.from_min for slot in terms.slots)
    return replace(
        one,
        slots=terms.slots,
        service_min=min(max(one.service_min, terms.service_min), longest),
        seats=_seats(one.seats, len(terms.seats)),
    )


def _seats(known: Sequence[Seat], wanted: int) -> tuple[Seat, ...]:
    """At least as many seats as are wanted, those known first, so that their skills stay."""
    return (*known, *(Seat() for _ in range(wanted - len(known))))
