"""What is known before a visit, as the authority reads it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from uuid import UUID

from husly.kit.clock import write_clock
from husly.kit.i18n import format_clock, format_date, format_moment, weekday_name
from husly.kit.i18n import gettext as _
from inspection.enforcement.labels import NOTICE_GROUNDS
from inspection.needs.choices import language_choices
from inspection.needs.forms import WEEK, one
from inspection.needs.hours import likely_home
from inspection.needs.models import UnannouncedGround, VisitNeeds
from inspection.planning.solving.problem import Window
from inspection.staff.skills import skill_choices
from register.accommodations.models import Accommodation
from register.dwellings.models import Dwelling

USUAL_GROUND = timedelta(days=30)


@dataclass(frozen=True)
class HoursRow:
    """One weekday: the four fields with what stands in them."""

    weekday: int
    name: str
    home: tuple[str, str]
    contact: tuple[str, str]
    errors: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class GroundShown:
    """One ground, ready to read."""

    id: UUID
    words: str
    reason: str
    until: str
    who: str
    standing: str
    is_in_force: bool


def needs_values(row: VisitNeeds | None, today: date) -> dict[str, list[str]]:
    """The form's fields for what is kept; words whose day has passed are not shown, but asked for again."""
    if row is None:
        return {"people": ["1"], "interpreter": ["true"]}
    past = row.review_on is not None and row.review_on < today
    values = {
        "people": [str(row.people)],
        "people_reason": ["" if past else row.people_reason],
        "safety": ["" if past else row.safety],
        "review_on": ["" if past or row.review_on is None else row.review_on.isoformat()],
        "skills": list(row.skills),
        "languages": list(row.languages),
        "interpreter": ["true"] if row.interpreter else [],
        "contact_needed": ["true"] if row.contact_needed else [],
        "daylight_only": ["true"] if row.daylight_only else [],
        "service_min": ["" if row.service_min is None else str(row.service_min)],
        "access": [row.access],
    }
    for whose, hours in (("home", row.home_hours), ("contact", row.contact_hours)):
        for weekday, begin, end in hours:
            values[f"{whose}.{weekday}.from"] = [write_clock(begin)]
            values[f"{whose}.{weekday}.to"] = [write_clock(end)]
    return values


def ground_shown(row: UnannouncedGround, today: date) -> GroundShown:
    """One ground, ready to read."""
    in_force = row.withdrawn_at is None and row.until_on >= today
    standing = _("in force") if in_force else _("withdrawn") if row.withdrawn_at is not None else _("run out")
    return GroundShown(
        id=row.id,
        words=_(NOTICE_GROUNDS[row.ground]),
        reason=row.reason,
        until=format_date(row.until_on),
        who=f"{row.recorded_by_name}, {format_moment(row.recorded_at)}",
        standing=standing,
        is_in_force=in_force,
    )


@dataclass(frozen=True)
class NeedsPage:
    """The page of one dwelling. ``values`` are the form's fields as kept, or as they were sent."""

    home: Accommodation
    dwelling: Dwelling
    row: VisitNeeds | None
    values: Mapping[str, Sequence[str]]
    errors: Mapping[str, str]
    shifts: int | None
    grounds: Sequence[GroundShown]
    is_stopped: bool
    today: date
    case_id: UUID | None = None
    skills_list: Path | None = None
    """The authority's own list of skills, where it has one."""

    def value(self, name: str) -> str:
        """What stands in a field."""
        return one(self.values, name)

    def has(self, name: str, value: str = "true") -> bool:
        """Whether a box is ticked."""
        return value in self.values.get(name, ())

    @property
    def kept(self) -> str:
        """Who kept it last, and when."""
        return "" if self.row is None else f"{self.row.told_by_name}, {format_moment(self.row.told_at)}"

    @property
    def must_review(self) -> bool:
        """Whether the day on which the words about safety are asked for again has passed."""
        return self.row is not None and self.row.review_on is not None and self.row.review_on < self.today

    @property
    def languages(self) -> list[tuple[str, str]]:
        """The languages that are offered."""
        return language_choices()

    @property
    def skills(self) -> list[tuple[str, str]]:
        """The skills that are offered, and any that was kept under a list of before."""
        listed = skill_choices(self.skills_list)
        known = {key for key, _name in listed}
        kept = () if self.row is None else self.row.skills
        return [*listed, *((key, key) for key in kept if key not in known)]

    @property
    def likely(self) -> str:
        """When somebody is likely to be at home by the shifts declared; empty where nothing is."""
        hours = likely_home(self.shifts)
        return "" if not hours else f"{format_clock(hours[0].from_min)}–{format_clock(hours[0].to_min)}"

    @cached_property
    def week(self) -> list[HoursRow]:
        """Every weekday with its fields."""
        return [self._day(weekday, weekday_name(weekday)) for weekday in WEEK]

    def _day(self, weekday: int, name: str) -> HoursRow:
        home, contact = (
            (self.value(f"{whose}.{weekday}.from"), self.value(f"{whose}.{weekday}.to"))
            for whose in ("home", "contact")
        )
        keys = (f"home.{weekday}.from", f"contact.{weekday}.from")
        return HoursRow(weekday, name, home, contact, [(key, self.errors[key]) for key in keys if key in self.errors])

    @property
    def ground_kinds(self) -> list[tuple[str, str]]:
        """The five grounds."""
        return [(kind.value, _(text)) for kind, text in NOTICE_GROUNDS.items()]

    @property
    def usual_until(self) -> str:
        """A last day of a ground, a month ahead."""
        return (self.today + USUAL_GROUND).isoformat()


def windows_words(windows: Sequence[Window]) -> str:
    """Hours in one line: Mandag 16:00–18:00, Tirsdag ..."""
    return ", ".join(
        f"{weekday_name(one.weekday)} {format_clock(one.from_min)}–{format_clock(one.to_min)}" for one in windows
    )
