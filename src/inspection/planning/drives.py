"""How the driving times of a plan are known: told by a road network, or taken by the rule of thumb."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Self

from husly.kit.i18n import ngettext
from inspection.planning.solving.plan import Plan
from inspection.planning.solving.problem import Problem
from inspection.planning.travel import Place


@dataclass(frozen=True, slots=True)
class DrivesKnown:
    """How many drives a plan has; ``estimated`` None: no road network was asked about any."""

    count: int
    estimated: int | None

    def document(self) -> dict[str, Any]:
        """As a plan's summary keeps it."""
        return {"count": self.count, "estimated": self.estimated}

    @classmethod
    def read(cls, summary: dict[str, Any]) -> Self | None:
        """Out of a plan's summary; None for a plan made before this was kept."""
        kept = summary.get("drives")
        return None if kept is None else cls(count=kept["count"], estimated=kept["estimated"])

    def told(self) -> str:
        """The same for the planner, in words; empty where the road network told every drive."""
        if not self.count or self.estimated == 0:
            return ""
        if self.estimated is None:
            return ngettext(
                "The driving time of %(num)s drive is a rule of thumb (distance, bridges, ferries).",
                "The driving times of all %(num)s drives are a rule of thumb (distance, bridges, ferries).",
                self.count,
            )
        return ngettext(
            "The road network did not tell %(num)s of %(count)s drives: its time is a rule of thumb.",
            "The road network did not tell %(num)s of %(count)s drives: their times are a rule of thumb.",
            self.estimated,
            count=self.count,
        )


def drives_of(plan: Plan, problem: Problem) -> DrivesKnown:
    """Count the drives of all tours, from the start to each stop and to the end of the day."""
    ways = list(_ways(plan, problem))
    count, estimated = sum(len(way) - 1 for way in ways), 0
    for way in ways:
        flags = problem.travel.between(way[:-1], way[1:]).estimated
        if flags is None:
            return DrivesKnown(count, None)
        estimated += int(flags.diagonal().sum())
    return DrivesKnown(count, estimated)


def _ways(plan: Plan, problem: Problem) -> Iterator[list[Place]]:
    """The places of each tour in order, from the start to the end of the day."""
    candidates = {one.id: one for one in problem.candidates}
    inspectors = {one.id: one for one in problem.inspectors}
    for tour in plan.tours:
        who = inspectors[tour.inspector_id]
        yield [who.starts_at, *(candidates[stop.candidate_id].place for stop in tour.stops), who.ends_at]
