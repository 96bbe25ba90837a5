"""Targets as people read them: in words, in numbers, as bars, and as files."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from husly.kit.i18n import format_date, format_number, mark, ngettext
from husly.kit.i18n import gettext as _
from husly.kit.spreadsheet import csv_file
from inspection.risk.presenters import kind_name
from inspection.targets.models import InspectionTarget
from inspection.targets.progress import Progress, Standing
from inspection.targets.queries import Counted, VisitListed
from inspection.targets.unvisited import SectorKnown
from register.employers.sectors import SECTIONS
from register.municipalities.table import Municipality

STANDINGS: dict[Standing, tuple[str, str]] = {
    Standing.NOTHING: (mark("No such housing is declared"), ""),
    Standing.NOT_BEGUN: (mark("Not begun"), ""),
    Standing.REACHED: (mark("Reached"), "success"),
    Standing.AHEAD: (mark("Ahead"), "success"),
    Standing.ON_PACE: (mark("On pace"), "info"),
    Standing.BEHIND: (mark("Behind"), "warning"),
    Standing.MISSED: (mark("Not reached"), "error"),
}
ENDED = mark("Ended")

TARGET_COLUMNS = (
    *("target_id", "municipality_code", "municipality", "sector", "sector_name", "kind", "from_on", "to_on"),
    *("target_visits", "target_share", "goal", "declared", "done", "planned", "overdue", "missing"),
    *("working_days", "working_days_gone", "expected_by_now", "at_this_pace", "standing", "note", "ended_because"),
)
VISIT_COLUMNS = ("visit_on", "carried_out", "case_number", "address", "municipality_code", "employer", "cvr_number")


def sector_name(section: str) -> str:
    """A section of industry by name."""
    return _(SECTIONS[section][1]) if section in SECTIONS else _("Unknown sector")


def sector_choices() -> list[tuple[str, str]]:
    """The sections of industry, by name."""
    return sorted(((letter, sector_name(letter)) for letter in SECTIONS), key=lambda choice: choice[1])


@dataclass(frozen=True)
class Bar:
    """Parts of a bar in per cent of its length; ``now`` is where an even pace would be, None when that says nothing."""

    done: float
    planned: float
    goal: float
    now: float | None


@dataclass(frozen=True)
class TargetShown:
    """One target with what became of it."""

    target: InspectionTarget
    progress: Progress
    counted: Counted
    declared: int
    names: Mapping[str, Municipality]

    @property
    def id(self) -> UUID:
        """Its id, for addresses."""
        return self.target.id

    @property
    def is_ended(self) -> bool:
        """Whether somebody gave it up."""
        return self.target.ended_at is not None

    @cached_property
    def title(self) -> str:
        """What housing it is about."""
        parts = [sector_name(self.target.sector)] if self.target.sector else []
        parts += [kind_name(self.target.kind)] if self.target.kind else []
        return " · ".join([*parts, self.area]) if parts else _("All housing, %(area)s", area=self.area)

    @property
    def area(self) -> str:
        """The municipality, or the whole country."""
        code = self.target.municipality_code
        if code is None:
            return _("the whole country")
        return self.names[code].name if code in self.names else code

    @property
    def period(self) -> str:
        """From when to when."""
        return _("%(first)s to %(last)s", first=format_date(self.target.from_on), last=format_date(self.target.to_on))

    @property
    def days(self) -> str:
        """How far the period has run."""
        gone, whole = self.progress.days_gone, self.progress.days
        return ngettext(
            "%(gone)s of %(num)s working day is over", "%(gone)s of %(num)s working days are over", whole, gone=gone
        )

    @property
    def goal(self) -> str:
        """The target in words."""
        if self.target.share is None:
            return ngettext("%(num)s visit", "%(num)s visits", self.progress.goal)
        return _(
            "%(share)s %% of %(declared)s declared dwellings: %(goal)s",
            share=format_number(self.target.share * 100, 1),
            declared=format_number(self.declared, 0),
            goal=format_number(self.progress.goal, 0),
        )

    @property
    def standing(self) -> tuple[str, str]:
        """How it stands, in a word, with the colour of its badge."""
        if self.is_ended:
            return _(ENDED), ""
        words, badge = STANDINGS[self.progress.standing]
        return _(words), badge

    @property
    def lead(self) -> str:
        """By how much it is ahead or behind, or what is missing at the end."""
        progress = self.progress
        if self.is_ended or progress.standing in (Standing.NOTHING, Standing.NOT_BEGUN):
            return ""
        if progress.standing is Standing.REACHED:
            more = progress.done - progress.goal
            return ngettext("%(num)s visit more than the target", "%(num)s visits more than the target", more)
        if progress.standing is Standing.MISSED:
            short = progress.goal - progress.done
            return ngettext("%(num)s visit short of the target", "%(num)s visits short of the target", short)
        if progress.lead > 0:
            return ngettext(
                "%(num)s visit ahead of an even pace", "%(num)s visits ahead of an even pace", progress.lead
            )
        if progress.lead < 0:
            return ngettext("%(num)s visit behind an even pace", "%(num)s visits behind an even pace", -progress.lead)
        return _("As many as an even pace asks for")

    @property
    def expected(self) -> str:
        """What the period will end with."""
        progress = self.progress
        if self.is_ended or progress.is_over or progress.standing in (Standing.NOTHING, Standing.REACHED):
            return ""
        if progress.at_this_pace is None:
            return _("The pace shows after the first working day")
        return _(
            "At this pace %(number)s of %(goal)s by %(day)s",
            number=format_number(progress.at_this_pace, 0),
            goal=format_number(progress.goal, 0),
            day=format_date(self.target.to_on),
        )

    @property
    def to_plan(self) -> str:
        """What is neither done nor planned."""
        if self.is_ended or self.progress.is_over or not self.progress.missing:
            return ""
        return ngettext("%(num)s more to plan", "%(num)s more to plan", self.progress.missing)

    @property
    def overdue(self) -> str:
        """Visits whose day has passed without anything recorded."""
        if not self.counted.overdue:
            return ""
        return ngettext(
            "%(num)s visit should have taken place and is not recorded",
            "%(num)s visits should have taken place and are not recorded",
            self.counted.overdue,
        )

    @property
    def bar(self) -> Bar:
        """The same as a bar."""
        progress = self.progress
        whole = max(progress.goal, progress.done + progress.planned, 1) / 100
        is_running = progress.has_begun and not progress.is_over and not self.is_ended
        return Bar(
            done=round(progress.done / whole, 1),
            planned=round(progress.planned / whole, 1),
            goal=round(progress.goal / whole, 1),
            now=round(min(progress.expected_by_now / whole, 100), 1) if is_running else None,
        )

    @property
    def told(self) -> str:
        """The bar in words."""
        done, planned, goal = (
            format_number(one, 0) for one in (self.progress.done, self.progress.planned, self.progress.goal)
        )
        return _("Done %(done)s, planned %(planned)s, target %(goal)s", done=done, planned=planned, goal=goal)


@dataclass(frozen=True)
class VisitRow:
    """One visit behind a target's numbers."""

    day: str
    state: str
    badge: str
    address: str
    employer: str
    case_id: UUID
    case_number: str


def visit_rows(found: Iterable[VisitListed], *, overdue_before: object) -> list[VisitRow]:
    """The visits with what became of each."""
    return [
        VisitRow(
            day=format_date(one.on),
            state=_("Carried out") if one.visit.visited_on else _("Not recorded") if late else _("Planned"),
            badge="success" if one.visit.visited_on else "warning" if late else "info",
            address=one.dwelling.address,
            employer=one.employer.name,
            case_id=one.case.id,
            case_number=one.case.case_number,
        )
        for one in found
        for late in [one.on < overdue_before]  # type: ignore[operator]
    ]


def alert_rows(found: Sequence[SectorKnown], *, with_score: bool) -> list[str]:
    """Each unvisited risk sector in a sentence."""
    return [_alert(one, with_score=with_score) for one in found]


def _alert(one: SectorKnown, *, with_score: bool) -> str:
    words = [ngettext("%(num)s declared dwelling", "%(num)s declared dwellings", one.dwellings)]
    if with_score and one.mean_group is not None:
        words.append(_("mean risk group %(mean)s of 4", mean=format_number(one.mean_group, 1, fixed=True)))
    last = one.last_visit_on
    words.append(_("never visited") if last is None else _("last visit %(day)s", day=format_date(last)))
    return f"{sector_name(one.section)}: {', '.join(words)}"


def targets_csv(shown: Iterable[TargetShown]) -> bytes:
    """Targets as a file for a Danish spreadsheet."""
    return csv_file(TARGET_COLUMNS, (_target_row(one) for one in shown))


def _target_row(one: TargetShown) -> list[object]:
    target, progress = one.target, one.progress
    code = target.municipality_code or ""
    return [
        *(target.id, code, one.area, target.sector, sector_name(target.sector) if target.sector else "", target.kind),
        *(target.from_on.isoformat(), target.to_on.isoformat(), target.visits or "", target.share or ""),
        *(progress.goal, one.declared, progress.done, progress.planned, one.counted.overdue, progress.missing),
        *(progress.days, progress.days_gone, round(progress.expected_by_now, 1)),
        "" if progress.at_this_pace is None else progress.at_this_pace,
        *("ended" if one.is_ended else progress.standing.value, target.note, target.ended_because),
    ]


def visits_csv(found: Iterable[VisitListed]) -> bytes:
    """The visits behind a target as a file."""
    rows: Iterable[list[object]] = (
        [
            *(one.on.isoformat(), "yes" if one.visit.visited_on else "no", one.case.case_number, one.dwelling.address),
            *(one.dwelling.municipality_code, one.employer.name, one.employer.cvr_number or ""),
        ]
        for one in found
    )
    return csv_file(VISIT_COLUMNS, rows)
