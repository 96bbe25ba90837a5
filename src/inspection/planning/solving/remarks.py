"""What a planner must be told beside the tours."""

from collections.abc import Iterator, Sequence

from inspection.planning.solving.plan import Remark, RemarkKind, Tour
from inspection.planning.solving.problem import Problem


def remarks_on(tours: Sequence[Tour], problem: Problem) -> tuple[Remark, ...]:
    """Other authorities at the same door on other days, interpreters to book, inspectors who never work."""
    return (*_no_hours(problem), *_others(tours, problem), *_interpreters(tours))


def _no_hours(problem: Problem) -> Iterator[Remark]:
    for one in problem.inspectors:
        if all(one.hours_on(day) is None for day in problem.days):
            yield Remark(RemarkKind.NO_HOURS, inspector_id=one.id)


def _others(tours: Sequence[Tour], problem: Problem) -> Iterator[Remark]:
    candidates = {one.id: one for one in problem.candidates}
    for tour in tours:
        for stop in tour.stops:
            for other in candidates[stop.candidate_id].other_visits if stop.leads else ():
                if other.on != tour.on:
                    yield Remark(
                        RemarkKind.OTHER_AUTHORITY,
                        candidate_id=stop.candidate_id,
                        inspector_id=tour.inspector_id,
                        authority=other.authority,
                        on=other.on,
                    )


def _interpreters(tours: Sequence[Tour]) -> Iterator[Remark]:
    for tour in tours:
        for stop in tour.stops:
            if stop.interpreter and stop.leads:
                yield Remark(
                    RemarkKind.INTERPRETER,
                    candidate_id=stop.candidate_id,
                    inspector_id=tour.inspector_id,
                    on=tour.on,
                )
