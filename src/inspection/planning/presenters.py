"""Plans as people read them: the list, the form, the tours with their stops, and what was left out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from uuid import UUID

from husly.kit.i18n import format_clock, format_date, ngettext
from husly.kit.i18n import gettext as _
from inspection.enforcement.choosing import DRAWN, VisitReason
from inspection.enforcement.labels import VISIT_REASONS
from inspection.planning.carrying_out.dropped_words import dropped_of
from inspection.planning.draw_presenters import DrawRow, draw_rows
from inspection.planning.drives import DrivesKnown
from inspection.planning.editing.desk import Desk
from inspection.planning.labels import LEFT_OUT, STATES
from inspection.planning.models import DutyStation, PlannedVisit, PlanState, VisitDraw, VisitPlan
from inspection.planning.offering.why import WhyCode, read_why
from inspection.planning.offering.words import told_why, withheld_words
from inspection.planning.queries import Stop
from inspection.planning.solving.plan import LeftOutReason
from inspection.planning.tour_presenters import Leg, StopRow, TourCard, day_name, duration, legs_of
from inspection.risk.deviations.models import RiskDeviation
from inspection.risk.deviations.presenters import deviation_shown
from inspection.risk.pages import group_choices
from register.municipalities.drawing import Ground
from register.municipalities.table import Municipality

TOUR_COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#6a3d9a", "#8c6d00", "#1a1a1a", "#c8102e")
"""Colours of tours on the map; beyond them they repeat, and the list tells tours apart."""


NO_TOUR = {"depart_min": 0, "return_min": 0, "travel_min": 0, "travel_km": 0}
"""Stands where every visit of a tour was dropped."""


@dataclass(frozen=True)
class PlanRow:
    """One plan in the list."""

    id: UUID
    title: str
    area: str
    visits: int
    state: str
    badge: str
    made_at: object


def plan_row(plan: VisitPlan, names: Mapping[str, Municipality]) -> PlanRow:
    """One plan in the list."""
    state, badge = STATES[plan.state]
    visits = sum(tour["visits"] for tour in plan.summary["tours"])
    return PlanRow(plan.id, plan_title(plan), area_name(plan, names), visits, _(state), badge, plan.created_at)


def plan_title(plan: VisitPlan) -> str:
    """The period of a plan."""
    return ngettext("%(num)s day from %(day)s", "%(num)s days from %(day)s", plan.days, day=format_date(plan.from_on))


def area_name(plan: VisitPlan, names: Mapping[str, Municipality]) -> str:
    """Where the plan is for."""
    if area := plan.summary.get("area"):
        return str(area)
    code = plan.municipality_code
    if code is None:
        return _("The whole country")
    return names[code].name if code in names else code


@dataclass(frozen=True)
class PlanPage:
    """One plan: map and list. ``with_score`` False: nothing on the page comes from a score (K9)."""

    plan: VisitPlan
    stops: Sequence[Stop]
    addresses: Mapping[UUID, str]
    names: Mapping[str, Municipality]
    ground: Ground
    with_score: bool
    first_lawful: date
    draws: Sequence[VisitDraw] = ()
    moved: Mapping[UUID, RiskDeviation] = field(default_factory=dict)
    """What people decided otherwise than the score, by accommodation."""
    hidden: frozenset[UUID] = frozenset()
    """Accommodations whose score and arm are hidden from the reader, who is to visit them."""
    desk: Desk | None = None
    """What the plan was made from; None where that was not kept."""
    team: Sequence[DutyStation] = ()
    """Everybody whom the plan was made for, with visits or without."""
    cases: Mapping[UUID, UUID] = field(default_factory=dict)
    """The cases from which visits of an accepted plan can be moved, by planned visit."""

    @property
    def title(self) -> str:
        """The heading."""
        return plan_title(self.plan)

    @property
    def state(self) -> tuple[str, str]:
        """Where the plan stands, with the colour of the badge."""
        text, badge = STATES[self.plan.state]
        return _(text), badge

    @property
    def area(self) -> str:
        """Where the plan is for."""
        return area_name(self.plan, self.names)

    @property
    def is_draft(self) -> bool:
        """Whether it can still be accepted or discarded."""
        return self.plan.state is PlanState.DRAFT

    @property
    def is_too_late(self) -> bool:
        """Whether a notice sent today would come too late for a visit that needs one."""
        return any(stop.visit.visit_on < self.first_lawful and self._needs_notice(stop.visit) for stop in self.stops)

    def _needs_notice(self, visit: PlannedVisit) -> bool:
        """Whether a notice is to be sent: not of one that goes without, that has had it, or that left the plan."""
        why = read_why(self.plan.summary.get("why", {}).get(str(visit.accommodation_id)))
        told = why is not None and why.code is WhyCode.NOTIFIED
        return visit.announced and visit.dropped_at is None and not told

    @cached_property
    def tours(self) -> list[TourCard]:
        """The tours by day and name of the inspector; a visit of two stands in both."""
        return [self._tour(day, station, legs) for (day, station), legs in legs_of(self.stops)]

    def _tour(self, day: date, station: DutyStation, legs: Sequence[Leg]) -> TourCard:
        known = self._summaries.get((day.isoformat(), str(station.id)), NO_TOUR)
        start, end = self.hours_of(station, day)
        return TourCard(
            key=f"{day.isoformat()}|{station.id}",
            day=day,
            day_name=day_name(day),
            station_id=station.id,
            station=station.name,
            colour=self.colours[station.id],
            hours=f"{format_clock(known['depart_min'])}–{format_clock(known['return_min'])}",
            travel=_("%(time)s, %(km)s km", time=duration(known["travel_min"]), km=round(known["travel_km"])),
            stops=[self._stop(leg, day, number) for number, leg in enumerate(legs, start=1)],
            used_min=known["return_min"] - known["depart_min"],
            working_min=end - start,
            late_min=max(0, known["return_min"] - end),
        )

    def hours_of(self, station: DutyStation, day: date) -> tuple[int, int]:
        """Working hours, in minutes after midnight."""
        one = self.desk.drives.inspectors.get(str(station.id)) if self.desk else None
        hours = one.hours_on(day) if one else None
        return hours or (station.day_start_min, station.day_end_min)

    @cached_property
    def _summaries(self) -> dict[tuple[str, str], dict[str, int]]:
        return {(tour["on"], tour["station"]): tour for tour in self.plan.summary["tours"]}

    def _stop(self, leg: Leg, day: date, number: int) -> StopRow:
        visit, along = leg.stop.visit, leg.stop.companions
        stands, dropped = visit.dropped_at is None, dropped_of(visit)
        others = [leg.stop.station, *(station for _leg, station in along)]
        candidate = self.desk.drives.candidates.get(str(visit.accommodation_id)) if self.desk else None
        return StopRow(
            id=visit.id,
            accommodation_id=visit.accommodation_id,
            anchor=f"stop-{visit.id}" if leg.leads else f"stop-{visit.id}-{leg.station.id}",
            number=number,
            times=f"{format_clock(visit.starts_min)}–{format_clock(visit.ends_min)}",
            address=leg.stop.dwelling.address,
            employer=leg.stop.employer.name,
            reason=self._told(visit),
            is_random=visit.reason is VisitReason.RANDOM and visit.accommodation_id not in self.hidden,
            is_duty=self._is_duty(visit, candidate is not None and candidate.must_visit),
            dropped="" if dropped is None else dropped.words,
            badge="" if dropped is None else dropped.badge,
            dropped_is_danish=dropped is not None and dropped.is_danish,
            move_href=f"/cases/{self.cases[visit.id]}/move?back=plan" if visit.id in self.cases else "",
            can_drop=stands and self.plan.state is not PlanState.DISCARDED,
            stands=stands,
            locked=visit.locked,
            interpreter=visit.interpreter,
            announced=visit.announced,
            companions=[one.name for one in others if one.id != leg.station.id] if stands else [],
            station_id=leg.station.id,
            day=day,
            travel=_("%(minutes)s min of driving, %(km)s km", minutes=leg.travel_min, km=round(leg.travel_km)),
        )

    def _is_duty(self, visit: PlannedVisit, must_visit: bool) -> bool:
        """Duties that nobody drew: a drawn one is called drawn, where the reader may know it."""
        return must_visit and visit.reason not in DRAWN and visit.accommodation_id not in self.hidden

    def _told(self, visit: PlannedVisit) -> str:
        """The reason with what lies behind it (P3)."""
        parts = [self._reason(visit)]
        why = told_why(self.plan.summary, str(visit.accommodation_id))
        if why and visit.accommodation_id not in self.hidden:
            parts.append(why)
        return "; ".join(parts)

    @property
    def withheld(self) -> list[str]:
        """What could not even be offered to the plan, and how many."""
        return withheld_words(self.plan.summary, [str(stop.visit.accommodation_id) for stop in self.stops])

    def _reason(self, visit: PlannedVisit) -> str:
        if visit.accommodation_id in self.hidden:
            return _("Reason hidden until your findings are recorded")
        reason = _(VISIT_REASONS[visit.reason])
        if visit.reason is not VisitReason.SCORE:
            return reason
        points = visit.prize if visit.score is None else visit.score
        if not self.with_score:
            return _("Chosen")
        told = _("%(reason)s, %(points)s points", reason=reason, points=points)
        decided = self.moved.get(visit.accommodation_id)
        return told if decided is None else f"{told}; {deviation_shown(decided).words}: {decided.reason}"

    @property
    def put_off(self) -> int:
        """How many dwellings people have put off beyond the period."""
        return int(self.plan.summary.get("put_off", 0)) if self.with_score else 0

    @cached_property
    def stations(self) -> list[DutyStation]:
        """Who drives, by name."""
        found = {stop.station.id: stop.station for stop in self.stops}
        found |= {station.id: station for stop in self.stops for _leg, station in stop.companions}
        found |= {one.id: one for one in self.team}
        return sorted(found.values(), key=lambda one: (one.name, str(one.id)))

    @cached_property
    def colours(self) -> dict[UUID, str]:
        """The colour of each station's tours."""
        return {one.id: TOUR_COLOURS[number % len(TOUR_COLOURS)] for number, one in enumerate(self.stations)}

    @property
    def days(self) -> list[tuple[str, str]]:
        """The days with visits."""
        return [(day.isoformat(), day_name(day)) for day in sorted({stop.visit.visit_on for stop in self.stops})]

    @property
    def dwellings_address(self) -> str:
        """Where the map reads the tiles of the other housing of the area from."""
        code = self.plan.municipality_code
        return "/map/tiles/{z}/{x}/{y}.mvt" + ("" if code is None else f"?municipality={code}")

    @property
    def groups(self) -> list[tuple[str, str]]:
        """The risk groups that the dots are coloured by; none without a score."""
        return group_choices() if self.with_score else []

    @property
    def travel(self) -> str:
        """All driving together."""
        tours = self.plan.summary["tours"]
        minutes, km = sum(tour["travel_min"] for tour in tours), sum(tour["travel_km"] for tour in tours)
        return _("%(time)s, %(km)s km", time=duration(minutes), km=round(km))

    @property
    def drives(self) -> str:
        """How the driving times are known."""
        known = DrivesKnown.read(self.plan.summary)
        return "" if known is None else known.told()

    @cached_property
    def draw_rows(self) -> list[DrawRow]:
        """The draws, each made again."""
        return draw_rows(self.draws, [stop.visit for stop in self.stops])

    @property
    def visit_count(self) -> int:
        """How many visits stand."""
        return len(self.stops) - self.dropped_count

    @property
    def dropped_count(self) -> int:
        """How many visits have left the plan."""
        return sum(stop.visit.dropped_at is not None for stop in self.stops)

    @property
    def random_count(self) -> int:
        """How many visits were drawn at random."""
        return sum(stop.visit.reason is VisitReason.RANDOM for stop in self.stops)

    @property
    def left_out_counts(self) -> list[tuple[str, int]]:
        """Why dwellings were left out, and how many."""
        counts = self.plan.summary["left_out_counts"].items()
        ordered = sorted(counts, key=lambda entry: -entry[1])
        return [(_(LEFT_OUT[LeftOutReason(reason)]), count) for reason, count in ordered]

    def _duty(self, one: Mapping[str, object]) -> str:
        if not one["must_visit"]:
            return ""
        return told_why(self.plan.summary, str(one["accommodation"])) or _("must be visited")

    @property
    def left_out(self) -> list[tuple[str, str, str, str]]:
        """(accommodation, address, reason, why it had to be visited, if it had to) of those listed."""
        return [
            (
                one["accommodation"],
                self.addresses.get(UUID(one["accommodation"]), "–"),
                _(why),
                self._duty(one),
            )
            for why, one in ((LEFT_OUT[LeftOutReason(one["reason"])], one) for one in self.plan.summary["left_out"])
        ]
