"""Tours as cards: one inspector's day with its stops."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from babel.dates import format_date as babel_date

from husly.kit.i18n import gettext as _
from husly.kit.i18n import written_locale
from inspection.planning.models import DutyStation
from inspection.planning.queries import Stop


def day_name(day: date) -> str:
    """A day with its weekday: tirsdag 17. marts 2026."""
    return babel_date(day, "full", locale=written_locale())


def short_day(day: date) -> str:
    """The same, short: tir. 17. mar."""
    return babel_date(day, "EEE d. MMM" if written_locale().startswith("da") else "EEE d MMM", locale=written_locale())


def duration(minutes: int) -> str:
    """Minutes as hours and minutes."""
    return _("%(hours)s h %(minutes)s min", hours=minutes // 60, minutes=minutes % 60)


@dataclass(frozen=True)
class StopRow:
    """One stop of a tour."""

    id: UUID
    accommodation_id: UUID
    anchor: str
    number: int
    times: str
    address: str
    employer: str
    reason: str
    is_random: bool
    travel: str
    station_id: UUID
    day: date
    is_duty: bool = False
    dropped: str = ""
    """Why the visit left the plan; empty while it stands."""
    badge: str = ""
    """What kind of dropping it was."""
    dropped_is_danish: bool = False
    """Whether its words are Danish on pages of any language."""
    move_href: str = ""
    """Where a visit of an accepted plan is moved; empty where it cannot be."""
    can_drop: bool = False
    stands: bool = True
    locked: bool = False
    interpreter: bool = False
    announced: bool = True
    companions: Sequence[str] = ()
    """Who else goes there."""


@dataclass(frozen=True)
class TourCard:
    """One inspector's day. ``used_min`` is the tour from leaving to coming home, ``working_min`` the working day."""

    key: str
    day: date
    day_name: str
    station_id: UUID
    station: str
    colour: str
    hours: str
    travel: str
    stops: Sequence[StopRow]
    used_min: int = 0
    working_min: int = 1
    late_min: int = 0

    @property
    def share(self) -> int:
        """Hundredths of the working day that the tour takes, at most all of it."""
        return min(100, round(100 * (self.used_min - self.late_min) / max(1, self.working_min)))

    @property
    def used(self) -> str:
        """The tour against the working day, in words."""
        told = _("%(used)s of %(working)s", used=duration(self.used_min), working=duration(self.working_min))
        return told if not self.late_min else _("%(told)s, %(late)s min too late", told=told, late=self.late_min)

    @property
    def is_locked(self) -> bool:
        """Whether every visit that stands is locked."""
        standing = [one for one in self.stops if one.stands]
        return bool(standing) and all(one.locked for one in standing)


@dataclass(frozen=True)
class Leg:
    """A visit as it stands in one inspector's tour."""

    stop: Stop
    station: DutyStation
    position: int
    travel_min: int
    travel_km: float
    leads: bool


def legs_of(stops: Sequence[Stop]) -> list[tuple[tuple[date, DutyStation], list[Leg]]]:
    """The tours by day and name of the inspector, dropped visits last."""
    found: dict[tuple[date, str, UUID], list[Leg]] = {}
    for stop in stops:
        visit = stop.visit
        legs = [Leg(stop, stop.station, visit.position, visit.travel_min, visit.travel_km, leads=True)]
        if visit.dropped_at is None:
            legs += [
                Leg(stop, station, one.position, one.travel_min, one.travel_km, leads=False)
                for one, station in stop.companions
            ]
        for leg in legs:
            found.setdefault((visit.visit_on, leg.station.name, leg.station.id), []).append(leg)
    for legs in found.values():
        legs.sort(key=lambda leg: (leg.stop.visit.dropped_at is not None, abs(leg.position)))
    return [((key[0], legs[0].station), legs) for key, legs in sorted(found.items(), key=lambda one: one[0])]
