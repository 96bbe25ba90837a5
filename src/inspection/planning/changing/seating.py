"""Who would go together when one inspector takes a seat of a visit."""

from collections.abc import Sequence
from datetime import date

from inspection.planning.changing.timing import Drives
from inspection.planning.solving.plan import Plan


def crew_with(
    drives: Drives, plan: Plan, candidate_id: str, inspector_id: str, on: date, *, instead_of: str = ""
) -> tuple[str, ...]:
    """Who would go if one inspector took a seat of a visit: that of ``instead_of``, or the first.

    Of the others, those who go already stay if they work that day; an empty seat goes to whoever fits it, works that
    day, has no conflict of interest and fewest visits. The crew is too small when there is nobody.
    """
    candidate = drives.candidates[candidate_id]
    found = next(
        (stop for tour in plan.tours for stop in tour.stops if stop.candidate_id == candidate_id and stop.leads), None
    )
    lead = next((tour.inspector_id for tour in plan.tours for stop in tour.stops if stop is found), "")
    crew = [lead, *found.companions] if found is not None else []
    crew = _exchanged(crew, inspector_id, instead_of)
    busy = {tour.inspector_id: len(tour.stops) for tour in plan.tours if tour.on == on}
    seated: list[str] = []
    for number, seat in enumerate(candidate.seats):
        present = crew[number] if number < len(crew) else ""
        if present == inspector_id or (present and drives.inspectors[present].hours_on(on) is not None):
            seated.append(present)
            continue
        fitting = [
            one
            for one in drives.problem.inspectors
            if one.id not in {*crew, *seated, *candidate.barred_inspectors}
            and one.hours_on(on) is not None
            and (not seat.authority or seat.authority == one.authority)
            and seat.skills <= one.skills
        ]
        if fitting:
            seated.append(min(fitting, key=lambda one: (busy.get(one.id, 0), one.id)).id)
    return tuple(dict.fromkeys(seated))


def _exchanged(crew: Sequence[str], inspector_id: str, instead_of: str) -> list[str]:
    """The crew with one of them exchanged; whoever goes already changes seats."""
    if not crew:
        return [inspector_id]
    taken = crew.index(instead_of) if instead_of in crew else 0
    made = list(crew)
    if inspector_id in made:
        made[made.index(inspector_id)] = made[taken]
    made[taken] = inspector_id
    return made
