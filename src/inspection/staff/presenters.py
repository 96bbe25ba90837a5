"""Inspectors as leaders and they themselves read them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import groupby
from uuid import UUID

from husly.kit.clock import write_clock
from husly.kit.i18n import format_clock, format_date, format_moment, format_number, weekday_name
from husly.kit.i18n import gettext as _
from inspection.planning.models import DutyStation
from inspection.planning.solving.problem import WORKING_WEEK, Window
from inspection.planning.stations import inspector_of
from inspection.staff.forms import Errors, Posted
from inspection.staff.labels import ABSENCES, GROUNDS
from inspection.staff.models import AbsenceKind, ConflictGround, ConflictOfInterest, StationAbsence
from inspection.staff.profile import NOTHING_KNOWN, Profile
from inspection.staff.queries import Coming, Kept
from inspection.staff.skills import COMMON_LANGUAGES, language_choices, language_name
from register.dwellings.models import Dwelling
from register.employers.models import Employer
from register.municipalities.table import Municipality

NAMED = 3
"""How many municipalities a list names before it counts them."""


def municipality_name(code: str | None, names: Mapping[str, Municipality]) -> str:
    """The name of a municipality; its code where nobody knows it."""
    return names[code].name if code is not None and code in names else code or "–"


@dataclass(frozen=True)
class StationRow:
    """One inspector in the list."""

    id: UUID
    name: str
    start: str
    region: str
    hours: str
    skills: str
    languages: str
    badges: Sequence[tuple[str, str]]


def station_row(
    station: DutyStation,
    profile: Profile | None,
    *,
    names: Mapping[str, Municipality],
    skills: Mapping[str, str],
    on: date,
) -> StationRow:
    """One inspector in the list: no address, only the municipality in which the day begins."""
    known = profile or NOTHING_KNOWN
    return StationRow(
        id=station.id,
        name=station.name,
        start=municipality_name(station.municipality_code, names),
        region=region_words(sorted(known.region), names),
        hours=_hours_words(known, station),
        skills=", ".join(skills.get(key, key) for key in sorted(known.skills)) or "–",
        languages=", ".join(sorted(language_name(code) for code in known.languages)) or "–",
        badges=list(_badges(station, known, on)),
    )


def region_words(codes: Sequence[str], names: Mapping[str, Municipality]) -> str:
    """Where somebody works: a few names, or how many."""
    if not codes:
        return _("The whole country")
    if len(codes) > NAMED:
        return _("%(count)s municipalities", count=len(codes))
    return ", ".join(municipality_name(code, names) for code in codes)


def _hours_words(known: Profile, station: DutyStation) -> str:
    if known.hours is None:
        return f"{format_clock(station.day_start_min)}–{format_clock(station.day_end_min)}"
    minutes = sum(one.to_min - one.from_min for one in known.hours)
    return _("%(hours)s hours a week", hours=format_number(minutes / 60, 1)) if minutes else _("None")


def _badges(station: DutyStation, known: Profile, on: date) -> list[tuple[str, str]]:
    found = [("success", _("Active"))] if station.active else [("", _("Deactivated"))]
    if station.active and known.hours == ():
        found.append(("warning", _("No hours")))
    if any(one.from_on <= on <= one.to_on for one in known.away):
        found.append(("info", _("Away today")))
    return found


@dataclass(frozen=True)
class DayFields:
    """The two fields of a weekday."""

    weekday: int
    name: str
    from_text: str
    to_text: str


@dataclass(frozen=True)
class ConflictRow:
    """One conflict of interest, as it stands or stood."""

    id: UUID
    about: str
    ground: str
    reason: str
    days: str
    declared: str
    ended: str


@dataclass(frozen=True)
class AnewRow:
    """A visit of an accepted plan that this inspector can no longer make."""

    day: str
    times: str
    address: str
    employer: str
    why: str
    link: str


@dataclass(frozen=True, kw_only=True)
class StationPage:
    """One inspector. A leader changes all of it, the inspector absences and conflicts."""

    kept: Kept
    profile: Profile
    email: str
    absences: Sequence[StationAbsence]
    conflicts: Sequence[tuple[ConflictOfInterest, Employer | None, Dwelling | None]]
    coming: Sequence[Coming]
    barred: Mapping[UUID, frozenset[str]]
    names: Mapping[str, Municipality]
    skill_choices: Sequence[tuple[str, str]]
    own_authority: str
    typed: Posted = field(default_factory=dict)
    """What was sent and could not be taken."""
    errors: Errors = field(default_factory=dict)

    @property
    def station(self) -> DutyStation:
        """The station itself."""
        return self.kept.station

    def value(self, name: str, known: str = "") -> str:
        """What a field shows: what was typed, else what is known."""
        return self.typed[name][0] if self.typed.get(name) else known

    def is_chosen(self, name: str, value: str, known: Iterable[str] = ()) -> bool:
        """Whether a box is ticked; a form that was sent and refused shows its own boxes."""
        sent = name in self.typed.get("form", [])
        return value in (self.typed.get(name, []) if sent else known)

    @property
    def start(self) -> str:
        """Where the day begins, as the form takes it."""
        return f"{self.station.latitude:.5f}, {self.station.longitude:.5f}"

    @property
    def end(self) -> str:
        """Where it ends; empty for where it began."""
        return "" if self.profile.end is None else f"{self.profile.end.lat:.5f}, {self.profile.end.lon:.5f}"

    @property
    def start_municipality(self) -> str:
        """The municipality in which the day begins."""
        return municipality_name(self.station.municipality_code, self.names)

    @property
    def end_municipality(self) -> str:
        """The one in which it ends."""
        end = self.profile.end
        return self.start_municipality if end is None else municipality_name(end.municipality_code, self.names)

    @property
    def led_by(self) -> str:
        """Whose leaders keep it up to date."""
        code = self.station.municipality_code if self.kept.profile is None else self.kept.profile.led_in
        return _("The whole country") if code is None else municipality_name(code, self.names)

    @cached_property
    def days(self) -> list[DayFields]:
        """The hours of the week as fields."""
        hours = self.profile.hours
        if hours is None:
            station = self.station
            hours = tuple(Window(one.weekday, station.day_start_min, station.day_end_min) for one in WORKING_WEEK)
        known = {one.weekday: (write_clock(one.from_min), write_clock(one.to_min)) for one in hours}
        return [
            DayFields(day, weekday_name(day), *(self._time(kind, day, known.get(day, ("", ""))) for kind in (0, 1)))
            for day in range(7)
        ]

    def _time(self, kind: int, day: int, known: tuple[str, str]) -> str:
        name = f"{('from', 'to')[kind]}-{day}"
        return self.typed[name][0] if name in self.typed else known[kind]

    @property
    def has_hours(self) -> bool:
        """Whether any are told: an inspector without hours gets no visits."""
        return self.profile.hours != ()

    @property
    def week(self) -> list[tuple[str, str]]:
        """The hours of the week to read."""
        return [(one.name, f"{one.from_text}–{one.to_text}" if one.from_text else _("Day off")) for one in self.days]

    @property
    def region(self) -> str:
        """Where the inspector works, in words."""
        codes = sorted(self.profile.region)
        named = ", ".join(sorted(municipality_name(code, self.names) for code in codes))
        return named or _("The whole country")

    @cached_property
    def regions(self) -> list[tuple[str, int, list[tuple[str, str, bool]]]]:
        """(region, how many are chosen, its municipalities as boxes), by name."""
        ordered = sorted(self.names.values(), key=lambda one: (one.region_name, one.name))
        found = []
        for name, inside in groupby(ordered, key=lambda one: one.region_name):
            boxes = [(one.code, one.name, self.is_chosen("region", one.code, self.profile.region)) for one in inside]
            found.append((name, sum(box[2] for box in boxes), boxes))
        return found

    @property
    def skills(self) -> list[tuple[str, str, bool]]:
        """Skills as boxes; one that the list no longer has keeps its key."""
        known = dict(self.skill_choices)
        gone = [(key, key) for key in sorted(self.profile.skills) if key not in known]
        return [
            (key, name, self.is_chosen("skills", key, self.profile.skills)) for key, name in (*known.items(), *gone)
        ]

    @property
    def skill_words(self) -> str:
        """Skills to read."""
        return ", ".join(name for _key, name, chosen in self.skills if chosen) or "–"

    @property
    def languages(self) -> list[tuple[str, str, bool]]:
        """Languages as boxes."""
        known = self.profile.languages
        return [(code, name, self.is_chosen("languages", code, known)) for code, name in language_choices()]

    @property
    def other_languages(self) -> str:
        """Codes of languages that have no box."""
        return " ".join(sorted(code for code in self.profile.languages if code not in COMMON_LANGUAGES))

    @property
    def language_words(self) -> str:
        """Languages to read."""
        return ", ".join(sorted(language_name(code) for code in self.profile.languages)) or "–"

    @property
    def absence_rows(self) -> list[tuple[UUID, str, str]]:
        """(id, days, kind) of absences to come."""
        return [(one.id, days_words(one.from_on, one.to_on), _(ABSENCES[one.kind])) for one in self.absences]

    @property
    def absence_kinds(self) -> list[tuple[str, str]]:
        """Reasons to choose from; nothing about health is kept."""
        return [(one.value, _(ABSENCES[one])) for one in AbsenceKind]

    @property
    def grounds(self) -> list[tuple[str, str]]:
        """Grounds of FVL § 3 (1) to choose from."""
        return [(one.value, _(GROUNDS[one])) for one in ConflictGround]

    @cached_property
    def conflict_rows(self) -> list[ConflictRow]:
        """Conflicts of interest, those in force first."""
        return [_conflict(*one) for one in self.conflicts]

    @cached_property
    def anew(self) -> list[AnewRow]:
        """Visits of accepted plans that somebody else, or another day, must take."""
        return [_anew(one, why) for one in self.coming if (why := self._why_not(one))]

    def _why_not(self, one: Coming) -> str:
        day, visit = one.visit.visit_on, one.visit
        if not self.station.active:
            return _("The inspector is deactivated")
        if str(self.station.id) in self.barred.get(visit.accommodation_id, frozenset()):
            return _("Conflict of interest")
        known = inspector_of(self.station, self.profile, days=[day])
        if day in known.absent_on:
            return _("The inspector is away that day")
        hours = known.hours_on(day)
        if hours is None or not hours[0] <= visit.starts_min <= visit.ends_min <= hours[1]:
            return _("Outside the inspector's hours")
        return ""


def days_words(from_on: date, to_on: date | None) -> str:
    """A day, days from and to, or days without an end."""
    if to_on is None:
        return _("from %(day)s", day=format_date(from_on))
    if from_on == to_on:
        return format_date(from_on)
    return _("%(first)s to %(last)s", first=format_date(from_on), last=format_date(to_on))


def _conflict(one: ConflictOfInterest, employer: Employer | None, dwelling: Dwelling | None) -> ConflictRow:
    about = employer.name if employer is not None else "" if dwelling is None else dwelling.address
    ended = ""
    if one.ended_at is not None:
        ended = _("Ended %(moment)s: %(reason)s", moment=format_moment(one.ended_at), reason=one.ended_because)
    return ConflictRow(
        id=one.id,
        about=about,
        ground=_(GROUNDS[one.ground]),
        reason=one.reason,
        days=days_words(one.from_on, one.to_on),
        declared=f"{one.declared_by_name}, {format_moment(one.declared_at)}",
        ended=ended,
    )


def _anew(one: Coming, why: str) -> AnewRow:
    visit = one.visit
    return AnewRow(
        day=format_date(visit.visit_on),
        times=f"{format_clock(visit.starts_min)}–{format_clock(visit.ends_min)}",
        address=one.dwelling.address,
        employer=one.employer.name,
        why=why,
        link=f"/plans/{visit.plan_id}#stop-{visit.id}",
    )
