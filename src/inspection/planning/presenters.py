"""Plans as people read them: the list, the form, the tours with their stops, and what was left out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import groupby
from uuid import UUID

from babel.dates import format_date as babel_date

from husly.kit.i18n import format_clock, format_date, written_locale
from husly.kit.i18n import gettext as _
from inspection.enforcement.choosing import VisitReason
from inspection.enforcement.labels import VISIT_REASONS
from inspection.planning.draw_presenters import DrawRow, draw_rows
from inspection.planning.dropping import is_for_want_of_use
from inspection.planning.labels import LEFT_OUT, STATES
from inspection.planning.models import DutyStation, PlannedVisit, PlanState, VisitDraw, VisitPlan
from inspection.planning.plan import LeftOutReason
from inspection.planning.queries import Stop
from inspection.risk.deviations.models import RiskDeviation
from inspection.risk.deviations.presenters import deviation_shown
from inspection.risk.pages import group_choices
from register.municipalities.drawing import Ground
from register.municipalities.table import Municipality

TOUR_COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#6a3d9a", "#8c6d00", "#1a1a1a", "#c8102e")
"""Colours of tours on the map; beyond them they repeat, and the list tells tours apart."""


def day_name(day: date) -> str:
    """A day with its weekday: tirsdag 17. marts 2026."""
    return babel_date(day, "full", locale=written_locale())


def duration(minutes: int) -> str:
    """Minutes as hours and minutes."""
    return _("%(hours)s h %(minutes)s min", hours=minutes // 60, minutes=minutes % 60)


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
    return _("%(days)s days from %(day)s", days=plan.days, day=format_date(plan.from_on))


def area_name(plan: VisitPlan, names: Mapping[str, Municipality]) -> str:
    """Where the plan is for."""
    code = plan.municipality_code
    if code is None:
        return _("The whole country")
    return names[code].name if code in names else code


@dataclass(frozen=True)
class StopRow:
    """One stop of a tour."""

    id: UUID
    accommodation_id: UUID
    number: int
    times: str
    address: str
    employer: str
    reason: str
    is_random: bool
    travel: str
    dropped: str = ""
    """Why the visit left the accepted plan; empty while it stands."""
    badge: str = ""
    """What kind of dropping it was."""
    can_drop: bool = False


def _dropped_badge(visit: PlannedVisit) -> str:
    if visit.dropped_by is not None:
        return _("Dropped by a planner")
    if is_for_want_of_use(visit.dropped_because):
        return _("Not in use")
    return _("Not applicable – collective agreement") if visit.dropped_because else ""


@dataclass(frozen=True)
class TourCard:
    """One inspector's day."""

    key: str
    day: date
    day_name: str
    station_id: UUID
    station: str
    colour: str
    hours: str
    travel: str
    stops: Sequence[StopRow]


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
        """Whether a notice sent today would come too late for the first visit."""
        return any(stop.visit.visit_on < self.first_lawful for stop in self.stops)

    @cached_property
    def tours(self) -> list[TourCard]:
        """The tours by day and station."""
        grouped = groupby(self.stops, key=lambda stop: (stop.visit.visit_on, stop.station.id))
        return [self._tour(list(stops)) for _key, stops in grouped]

    def _tour(self, stops: list[Stop]) -> TourCard:
        day, station = stops[0].visit.visit_on, stops[0].station
        known = self._summaries[(day.isoformat(), str(station.id))]
        return TourCard(
            key=f"{day.isoformat()}|{station.id}",
            day=day,
            day_name=day_name(day),
            station_id=station.id,
            station=station.name,
            colour=self.colours[station.id],
            hours=f"{format_clock(known['depart_min'])}–{format_clock(known['return_min'])}",
            travel=_("%(time)s, %(km)s km", time=duration(known["travel_min"]), km=round(known["travel_km"])),
            stops=[self._stop(stop) for stop in stops],
        )

    @cached_property
    def _summaries(self) -> dict[tuple[str, str], dict[str, int]]:
        return {(tour["on"], tour["station"]): tour for tour in self.plan.summary["tours"]}

    def _stop(self, stop: Stop) -> StopRow:
        visit = stop.visit
        return StopRow(
            id=visit.id,
            accommodation_id=visit.accommodation_id,
            number=visit.position,
            times=f"{format_clock(visit.starts_min)}–{format_clock(visit.ends_min)}",
            address=stop.dwelling.address,
            employer=stop.employer.name,
            reason=self._reason(visit),
            is_random=visit.reason is VisitReason.RANDOM and visit.accommodation_id not in self.hidden,
            dropped=visit.dropped_because,
            badge=_dropped_badge(visit),
            can_drop=visit.dropped_at is None and self.plan.state is not PlanState.DISCARDED,
            travel=_("%(minutes)s min of driving, %(km)s km", minutes=visit.travel_min, km=round(visit.travel_km)),
        )

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
        """Where the map reads the other housing of the area from."""
        code = self.plan.municipality_code
        return "/map/dwellings.geojson" + ("" if code is None else f"?municipality={code}")

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

    @cached_property
    def draw_rows(self) -> list[DrawRow]:
        """The draws, each made again."""
        return draw_rows(self.draws, [stop.visit for stop in self.stops])

    @property
    def dropped_drawn(self) -> int:
        """How many drawn visits people dropped."""
        return sum(row.dropped for row in self.draw_rows)

    @property
    def dropped_count(self) -> int:
        """How many visits left the plan after it was accepted."""
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

    @property
    def left_out(self) -> list[tuple[str, str, str, bool]]:
        """(accommodation, address, reason, whether drawn as a duty) of those listed."""
        return [
            (
                one["accommodation"],
                self.addresses.get(UUID(one["accommodation"]), "–"),
                _(why),
                one["must_visit"],
            )
            for why, one in ((LEFT_OUT[LeftOutReason(one["reason"])], one) for one in self.plan.summary["left_out"])
        ]
