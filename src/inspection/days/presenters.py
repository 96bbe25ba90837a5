"""A day as an inspector reads it: stop by stop, with times, the way there, what is known and the papers."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from uuid import UUID

from husly.kit.i18n import format_clock, format_date, format_number, mark
from husly.kit.i18n import gettext as _
from husly.settings import Settings
from inspection.days.legs import Halt, Leg, home_leg, legs_of
from inspection.days.links import Point, directions_link, geo_link, tour_link
from inspection.days.opening import Day, Stop
from inspection.days.queries import DayVisit, Person
from inspection.days.reference import short_reference
from inspection.enforcement.labels import BADGES, LETTERS, STATES
from inspection.enforcement.transitions import CaseState
from inspection.needs.presenters import windows_words
from inspection.planning.carrying_out.dropped_words import dropped_of
from inspection.planning.solving.daylight import daylight
from inspection.planning.tour_presenters import day_name, duration
from inspection.planning.travel import Place, Roads, TravelRules
from inspection.staff.skills import language_name
from register.assessments.wording import in_language
from register.declarations.models import RoomUse
from standards.facts.choices import KIND_LABELS

MENU = mark("My day")
"""What the main menu calls it."""

PAPERS = "/day/papers"


@dataclass(frozen=True)
class Paper:
    """A document to take along: a PDF that can be kept on the device."""

    text: str
    href: str


@dataclass(frozen=True)
class Contact:
    """Whom to call on site, with what the telephone dials."""

    name: str
    phone: str
    tel: str
    whose: str


@dataclass(frozen=True)
class StopCard:
    """One stop, ready to read. Minutes are those of the plan; the page shifts them when a visit ends late."""

    number: int
    stop: Stop
    leg: Leg
    here: Point | None
    before: Point | None
    settings: Settings

    @property
    def visit(self) -> DayVisit:
        """The visit itself."""
        return self.stop.visit

    @property
    def times(self) -> str:
        """From when to when."""
        return f"{format_clock(self.visit.visit.from_min)}–{format_clock(self.visit.visit.to_min)}"

    @property
    def drive(self) -> str:
        """The drive to it and the arrival."""
        if self.leg.travel_min is None:
            return _("The drive is not known.")
        return _(
            "%(time)s of driving, %(km)s km, there at %(clock)s",
            time=_short(self.leg.travel_min),
            km=format_number(self.leg.travel_km, 0),
            clock=format_clock(self.leg.arrive_min),
        )

    @property
    def is_tight(self) -> bool:
        """Whether the stop before ends too late for this one."""
        return self.leg.slack_min < 0

    @property
    def reference(self) -> str:
        """What stands for the visit in calendars."""
        return short_reference(self.visit.visit.id)

    @property
    def geo(self) -> str:
        """The telephone's own map."""
        return "" if self.here is None else geo_link(self.here, self.visit.dwelling.address)

    @property
    def directions(self) -> str:
        """The way from the stop before."""
        if self.here is None or self.before is None:
            return ""
        return directions_link(self.settings.directions_url, self.before, self.here)

    @property
    def standing(self) -> tuple[str, str]:
        """The colour of a badge, and how the visit stands: made, announced, unannounced, or with its notice missing."""
        visit, state = self.visit.visit, self.visit.case.state
        if visit.visited_on is not None:
            return "success", _("Visited")
        if visit.notice_waiver_ground is not None:
            return "warning", _("Unannounced: do not call before")
        if state is CaseState.NOTIFIED:
            return "info", _("Announced")
        return "error", _("Not announced and no ground to come unannounced: not lawful yet")

    @property
    def dropped(self) -> str:
        """Why the visit has left its plan while its case goes on; empty otherwise."""
        dropped = None if self.visit.planned is None else dropped_of(self.visit.planned)
        return "" if dropped is None else dropped.words

    @property
    def may_call(self) -> bool:
        """Whether somebody may be told beforehand (P9)."""
        return self.visit.visit.notice_waiver_ground is None

    @property
    def housing(self) -> list[tuple[str, str]]:
        """What is declared: kind, persons, rooms, floor area."""
        declared = self.stop.declared
        if declared is None:
            return []
        told, bedrooms = declared.declaration, [one for one in declared.rooms if one.use is RoomUse.BEDROOM]
        beds = sum(one.beds or 0 for one in bedrooms)
        rows = [
            (
                _("Kind of housing"),
                in_language(KIND_LABELS[told.kind]) if told.kind in KIND_LABELS else told.kind or "–",
            ),
            (_("Residents declared"), format_number(told.residents, 0)),
            (_("Bedrooms declared"), format_number(len(bedrooms), 0)),
            (_("Beds declared"), format_number(beds, 0) if beds else ""),
            (_("Floor area"), f"{format_number(told.area_m2, 1)} m²" if told.area_m2 else ""),
        ]
        return [(label, text) for label, text in rows if text]

    @property
    def contacts(self) -> list[Contact]:
        """Whom to call: on site first, then the employer."""
        told = None if self.stop.declared is None else self.stop.declared.terms.contact
        employer = self.visit.employer
        rows = [
            (told.name, told.phone, _("contact on site")) if told is not None else (None, None, ""),
            (employer.contact_name, employer.contact_phone, _("the employer, %(name)s", name=employer.name)),
        ]
        return [
            Contact(name or "", phone or "", _dialled(phone), whose) for name, phone, whose in rows if name or phone
        ]

    @property
    def team(self) -> list[tuple[str, str]]:
        """Who leads and who comes along, where it takes more than one."""
        if not self.visit.companions:
            return []
        return [(_("Leads"), self.visit.lead), (_("Comes along"), ", ".join(self.visit.companions))]

    @property
    def needs_interpreter(self) -> bool:
        """Whether an interpreter was found needed."""
        return self.visit.planned is not None and self.visit.planned.interpreter

    @property
    def needs(self) -> list[tuple[str, str]]:
        """What the visit itself needs: people, how to get in, hours, light, languages, skills."""
        told = self.stop.known.needs
        if told is None:
            return []
        languages = [language_name(code) for code in sorted(told.languages)]
        rows = [
            (_("How many go there"), format_number(told.people, 0) if told.people > 1 else ""),
            (_("Getting in"), self.stop.known.access),
            (_("Residents are there"), windows_words(told.home)),
            (_("Employer or contact is there"), windows_words(told.contact)),
            (_("Must be there too"), _("employer or contact") if told.contact_needed else ""),
            (_("Light"), _("only in daylight") if told.daylight_only else ""),
            (_("Languages spoken with residents"), ", ".join(languages)),
            (_("Interpreter"), "" if told.interpreter or not languages else _("may not be booked")),
        ]
        return [(label, text) for label, text in rows if text]

    @property
    def earlier(self) -> list[tuple[str, str, tuple[str, ...]]]:
        """Earlier visits: when and in which case, how the case stands, what was in breach."""
        return [
            (
                _("%(day)s, case %(number)s", day=format_date(one.visited_on), number=one.case_number),
                _(STATES[one.state]),
                one.breaches,
            )
            for one in self.stop.known.earlier
        ]

    @property
    def state(self) -> tuple[str, str]:
        """The colour of a badge and the state of the case."""
        state = self.visit.case.state
        return BADGES.get(state, ""), _(STATES[state])

    @property
    def papers(self) -> list[Paper]:
        """The documents, those that were sent first."""
        found = [
            Paper(f"{_(LETTERS[one.kind])}, {format_date(one.issued_at)}", f"{PAPERS}/letters/{one.id}")
            for one in self.stop.letters
        ]
        declared = self.stop.declared
        if declared is not None:
            which = f"{declared.accommodation.id}/{declared.declaration.version}"
            found.append(Paper(_("What is declared"), f"{PAPERS}/declarations/{which}"))
            found.append(Paper(_("The accommodation plan"), f"{PAPERS}/plans/{which}"))
        return found

    @property
    def photos(self) -> list[tuple[str, str]]:
        """Small pictures: the picture itself as an address, and what it shows."""
        return [
            (f"data:image/jpeg;base64,{base64.b64encode(one.preview or b'').decode()}", one.room or one.name)
            for one in self.stop.photos
        ]


@dataclass(frozen=True)
class Link:
    """A link of the day's own navigation."""

    text: str
    href: str


@dataclass(frozen=True)
class DayPage:
    """One day. ``kept_at`` is set on the copy for a device, which has no menu and no forms."""

    day: Day
    settings: Settings
    today: date
    is_own: bool
    device: str
    """Stands for the reader on a device, so that nobody meets another's copy there."""
    people: Sequence[tuple[str, str]] = ()
    kept_at: datetime | None = None
    may_link: bool = False
    roads: Roads = field(default_factory=TravelRules)
    """Tell the drives that no plan reckoned."""
    ahead: tuple[date, str] | None = None
    """On a day without visits: the next that has some, in words."""

    @property
    def on(self) -> date:
        """Which day."""
        return self.day.on

    @property
    def title(self) -> str:
        """The heading."""
        return day_name(self.on)

    @cached_property
    def start(self) -> Place | None:
        """Where the day begins."""
        station = self.day.person.station
        return None if station is None else Place(station.latitude, station.longitude, station.municipality_code)

    @property
    def _from(self) -> tuple[float, float] | None:
        """Where links to maps begin: one's own start; a colleague's may be a home, and is in no link."""
        return None if self.start is None or not self.is_own else (self.start.lat, self.start.lon)

    @property
    def _end(self) -> Place | None:
        return self.day.person.end or self.start

    @cached_property
    def _home(self) -> tuple[int | None, float | None]:
        return home_leg(self._end, _halt(self.cards[-1].stop), self.roads)

    @cached_property
    def cards(self) -> list[StopCard]:
        """The stops in order."""
        halts = [_halt(stop) for stop in self.day.stops]
        legs = legs_of(self.start, halts, self.roads)
        points = [self._from, *(_point(one) for one in halts)]
        return [
            StopCard(number, stop, leg, points[number], points[number - 1], self.settings)
            for number, (stop, leg) in enumerate(zip(self.day.stops, legs, strict=True), start=1)
        ]

    @property
    def hours(self) -> str:
        """When the day begins and ends, with the drives; nothing where no drive is known."""
        if not self.cards:
            return ""
        first, last = self.cards[0], self.cards[-1]
        home_min, _km = self._home
        leave = first.visit.visit.from_min - (first.leg.travel_min or 0)
        back = last.visit.visit.to_min + (home_min or 0)
        told = _("Leave at %(leave)s, back at %(back)s", leave=format_clock(leave), back=format_clock(back))
        return told if self.start is not None else self.cards[0].times

    @property
    def driving(self) -> str:
        """All driving together, the way home included."""
        legs = [(card.leg.travel_min, card.leg.travel_km) for card in self.cards]
        if self.cards:
            legs.append(self._home)
        minutes, km = sum(one or 0 for one, _km in legs), sum(one or 0 for _min, one in legs)
        return _("%(time)s of driving, %(km)s km", time=_short(minutes), km=format_number(km, 0))

    @property
    def light(self) -> str:
        """Sunrise and sunset at the first stop, or where the day begins."""
        here = next((card.here for card in self.cards if card.here is not None), None)
        here = here or (None if self.start is None else (self.start.lat, self.start.lon))
        times = None if here is None else daylight(self.on, *here)
        if times is None:
            return ""
        return _("Daylight %(rise)s–%(set)s", rise=format_clock(times[0]), set=format_clock(times[1]))

    @property
    def whole_route(self) -> str:
        """The route through every stop and home."""
        end = None if self._end is None or not self.is_own else (self._end.lat, self._end.lon)
        points = [self._from, *(card.here for card in self.cards), end]
        return tour_link(self.settings.tour_url, [one for one in points if one is not None]) if self.cards else ""

    @property
    def around(self) -> list[Link]:
        """The day before and after, today and the week."""
        links = [
            Link(_("Previous day"), self.address(self.on - timedelta(days=1))),
            Link(_("Next day"), self.address(self.on + timedelta(days=1))),
            Link(_("The week"), f"/day/{self.on.isoformat()}/week{self._who}"),
        ]
        return links if self.on == self.today else [Link(_("Today"), self.address(self.today)), *links]

    def address(self, day: date) -> str:
        """The page of a day of the same person."""
        return f"/day/{day.isoformat()}{self._who}"

    @property
    def _who(self) -> str:
        return "" if self.is_own else f"?inspector={self.day.person.id}"


@dataclass(frozen=True)
class WeekDay:
    """One day of the overview."""

    name: str
    href: str
    is_today: bool
    stops: Sequence[tuple[str, str]]
    """Hours, and the postal town."""


@dataclass(frozen=True)
class WeekPage:
    """The week of a day: how many stops when and roughly where, no address."""

    person: Person
    first: date
    visits: Sequence[DayVisit]
    today: date
    is_own: bool
    people: Sequence[tuple[str, str]] = field(default_factory=list)

    @property
    def title(self) -> str:
        """The heading."""
        return _("Week %(number)s, from %(day)s", number=self.first.isocalendar().week, day=format_date(self.first))

    @property
    def who(self) -> str:
        """What goes behind addresses of the same person."""
        return "" if self.is_own else f"?inspector={self.person.id}"

    @property
    def around(self) -> list[Link]:
        """The weeks before and after."""
        before, after = self.first - timedelta(days=7), self.first + timedelta(days=7)
        return [
            Link(_("Previous week"), f"/day/{before.isoformat()}/week{self.who}"),
            Link(_("Next week"), f"/day/{after.isoformat()}/week{self.who}"),
        ]

    @property
    def days(self) -> list[WeekDay]:
        """The working days, and a weekend day that holds a visit."""
        every = [self.first + timedelta(days=number) for number in range(7)]
        return [
            self._day(one) for one in every if one.weekday() < 5 or any(v.visit.visit_on == one for v in self.visits)
        ]

    def _day(self, on: date) -> WeekDay:
        stops = [
            (
                f"{format_clock(one.visit.from_min)}–{format_clock(one.visit.to_min)}",
                f"{one.dwelling.postcode} {one.dwelling.postal_town}",
            )
            for one in self.visits
            if one.visit.visit_on == on
        ]
        return WeekDay(day_name(on), f"/day/{on.isoformat()}{self.who}", on == self.today, stops)


def _halt(stop: Stop) -> Halt:
    visit, planned, own = stop.visit.visit, stop.visit.planned, stop.visit.companion
    dwelling = stop.visit.dwelling
    place = None
    if dwelling.latitude is not None and dwelling.longitude is not None:
        place = Place(dwelling.latitude, dwelling.longitude, dwelling.municipality_code)
    seat = own or planned
    if seat is None:
        return Halt(visit.from_min, visit.to_min, place)
    return Halt(visit.from_min, visit.to_min, place, seat.position, seat.travel_min, seat.travel_km)


def _point(halt: Halt) -> Point | None:
    return None if halt.place is None else (halt.place.lat, halt.place.lon)


def _short(minutes: int) -> str:
    """A drive in as few signs as it takes."""
    return _("%(minutes)s min", minutes=minutes) if minutes < 60 else duration(minutes)


def _dialled(phone: str | None) -> str:
    """A number as telephones take it; Danish numbers of eight digits get their country's."""
    digits = "".join(sign for sign in phone or "" if sign.isdigit())
    if not digits:
        return ""
    if (phone or "").strip().startswith("+"):
        return f"+{digits}"
    if digits.startswith("00"):
        return f"+{digits[2:]}"
    return f"+45{digits}" if len(digits) == 8 else digits


def person_id(text: str, own: str) -> str:
    """Whose day is asked for; one's own unless another is named."""
    try:
        return str(UUID(text)) if text else own
    except ValueError:
        return own
