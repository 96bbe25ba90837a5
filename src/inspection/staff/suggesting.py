"""Who would get a case: region first, then skills and languages, then whoever has least to do. Pure.

Nothing about a party goes in but where the dwelling is, what kind it is and which languages are spoken there: no name,
no nationality, no score.
"""

from collections import Counter, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, timedelta

from inspection.planning.solving.problem import Inspector
from inspection.planning.travel import Place, great_circle_km

LOAD_DAYS = 28
"""Cases opened within so many days before count as the load of whoever has them."""

MOST_WEIGHT = 1000
KM_STEP = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """Points for each thing; the highest sum gets the case. `load` is taken off for each case of the last 28 days,
    `distance` for every 10 km as the crow flies. The first set comes with Husly.
    """

    region: int = 100
    skills: int = 30
    languages: int = 30
    load: int = 5
    distance: int = 2

    def as_dict(self) -> dict[str, int]:
        """By name, as it is stored."""
        return {one.name: getattr(self, one.name) for one in fields(self)}


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseNeed:
    """What is known of a case when it is given to somebody. `barred` may not have it (FVL § 3)."""

    id: str
    opened_on: date
    visit_on: date
    place: Place
    skills: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    barred: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Fit:
    """How well an inspector fits a case: the sum, and what it is made of (region, skills, languages, load, km)."""

    inspector_id: str
    points: int
    in_region: bool
    has_skills: bool
    speaks: bool
    load: int
    km: int


def rank(need: CaseNeed, team: Sequence[Inspector], loads: Mapping[str, int], weights: Weights) -> list[Fit]:
    """Everybody who may and can go on the day, the best first; equal ones by load, distance and id."""
    found = [_fit(need, one, loads.get(one.id, 0), weights) for one in team if _can_go(need, one)]
    return sorted(found, key=lambda fit: (-fit.points, fit.load, fit.km, fit.inspector_id))


def _can_go(need: CaseNeed, one: Inspector) -> bool:
    return one.id not in need.barred and one.hours_on(need.visit_on) is not None


def _fit(need: CaseNeed, one: Inspector, load: int, weights: Weights) -> Fit:
    in_region = not one.region or need.place.municipality_code in one.region
    has_skills, speaks = need.skills <= one.skills, not need.languages or bool(need.languages & one.languages)
    km = round(float(great_circle_km([Place(one.lat, one.lon)], [need.place])[0, 0]))
    points = weights.region * in_region + weights.skills * has_skills + weights.languages * speaks
    return Fit(
        one.id,
        points - weights.load * load - weights.distance * (km // KM_STEP),
        in_region,
        has_skills,
        speaks,
        load,
        km,
    )


@dataclass
class _Recent:
    """Cases given within the last days, by inspector."""

    given: deque[tuple[date, str]] = field(default_factory=deque)
    count: Counter[str] = field(default_factory=Counter)

    def until(self, day: date) -> Counter[str]:
        while self.given and self.given[0][0] < day - timedelta(days=LOAD_DAYS):
            self.count[self.given.popleft()[1]] -= 1
        return self.count

    def give(self, day: date, inspector_id: str) -> None:
        self.given.append((day, inspector_id))
        self.count[inspector_id] += 1


def simulate(needs: Sequence[CaseNeed], team: Sequence[Inspector], weights: Weights) -> dict[str, str]:
    """Who would have got each case, by case: given out in the order of opening, each adding to the load.

    A case that nobody could take is left out.
    """
    recent, given = _Recent(), dict[str, str]()
    for need in sorted(needs, key=lambda one: (one.opened_on, one.id)):
        ranked = rank(need, team, recent.until(need.opened_on), weights)
        if ranked:
            given[need.id] = ranked[0].inspector_id
            recent.give(need.opened_on, ranked[0].inspector_id)
    return given
