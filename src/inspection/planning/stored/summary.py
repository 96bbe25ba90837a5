"""What of a plan is stored beside its visits: each tour's hours and travel, what was left out, what is remarked."""

from collections import Counter
from typing import Any

from inspection.planning.solving.documents import encoded
from inspection.planning.solving.plan import LeftOut, Plan, Tour

OTHERS_LISTED = 100
"""How many of those left out are stored by name; duties are all stored, of the rest the number for each reason."""


def told(plan: Plan) -> dict[str, Any]:
    """The parts of a stored plan's summary that follow from its tours."""
    others = [one for one in plan.left_out if not one.must_visit]
    return {
        "tours": [_tour(tour) for tour in plan.tours],
        "left_out_counts": dict(Counter(one.reason.value for one in plan.left_out)),
        "left_out": [_left_out(one) for one in (*plan.missed_duties, *others[:OTHERS_LISTED])],
        "remarks": [encoded(one) for one in plan.remarks],
    }


def _tour(tour: Tour) -> dict[str, Any]:
    """``visits`` counts those that the inspector leads, so that a visit of two counts once in the plan."""
    return {
        "station": tour.inspector_id,
        "on": tour.on.isoformat(),
        "depart_min": tour.depart_min,
        "return_min": tour.return_min,
        "travel_min": tour.travel_min,
        "travel_km": tour.travel_km,
        "visits": sum(stop.leads for stop in tour.stops),
    }


def _left_out(one: LeftOut) -> dict[str, Any]:
    return {"accommodation": one.candidate_id, "reason": one.reason.value, "must_visit": one.must_visit}
