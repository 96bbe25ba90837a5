"""What a change would do, in words; what was changed; which rules were set aside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from husly.kit.i18n import format_clock, format_date, ngettext
from husly.kit.i18n import gettext as _
from inspection.planning.changing.breaches import Breach, Severity
from inspection.planning.changing.consequence import Consequence, TourChange
from inspection.planning.editing.labels import EDITS, REMARKS, RULES
from inspection.planning.editing.models import EditKind, PlanEdit
from inspection.planning.solving.documents import decoded
from inspection.planning.solving.plan import Remark
from inspection.planning.tour_presenters import duration, short_day


@dataclass(frozen=True)
class Names:
    """What dwellings and inspectors are called, by id."""

    visits: Mapping[str, str]
    people: Mapping[str, str]

    def visit(self, one: str) -> str:
        """The address of a dwelling, short: its first part."""
        return self.visits.get(one, "–").partition(",")[0]

    def who(self, one: str) -> str:
        """An inspector's name."""
        return self.people.get(one, "–")

    def place(self, told: Mapping[str, str] | None) -> str:
        """Day and inspector, as an edit stores them."""
        if not told:
            return "–"
        return f"{short_day(date.fromisoformat(told['on']))}, {self.who(told['station'])}"


def breach_words(one: Breach, names: Names) -> str:
    """A rule touched, as a sentence."""
    return _(
        RULES[one.rule],
        visit=names.visit(one.candidate_id),
        who=names.who(one.inspector_id),
        day="–" if one.on is None else short_day(one.on),
        limit=format_date(one.limit_on),
        minutes=one.minutes,
    )


@dataclass(frozen=True)
class TourLine:
    """One tour before and after: length against the working day, and when the inspector is home."""

    title: str
    before: str
    after: str
    home: str
    is_late: bool


@dataclass(frozen=True)
class ConsequenceShown:
    """What a change would do. ``verdict`` is fine, warning or forbidden; ``summary`` says it in one sentence."""

    verdict: str
    summary: str
    sentences: Sequence[str]
    tours: Sequence[TourLine]
    differences: Sequence[tuple[str, str]]
    notes: Sequence[str]

    def as_json(self) -> dict[str, Any]:
        """The same for the script of the page."""
        return {
            "verdict": self.verdict,
            "summary": self.summary,
            "sentences": list(self.sentences),
            "tours": [
                {"title": one.title, "text": f"{one.before} → {one.after}", "home": one.home, "late": one.is_late}
                for one in self.tours
            ],
            "differences": [f"{what}: {how}" for what, how in self.differences],
            "notes": list(self.notes),
        }


def consequence_shown(told: Consequence, names: Names, *, with_points: bool) -> ConsequenceShown:
    """The consequence in words. ``with_points`` only for readers who may see scores (see ``hiding``)."""
    verdict = "forbidden" if told.is_forbidden else "warning" if told.needs_reason else "fine"
    summary = {
        "fine": _("No rule is touched."),
        "warning": _("A rule must be set aside: say why."),
        "forbidden": _("This cannot be done."),
    }[verdict]
    wanted = Severity.FORBIDDEN if told.is_forbidden else Severity.WARNING
    return ConsequenceShown(
        verdict=verdict,
        summary=summary,
        sentences=[breach_words(one, names) for one in told.breaches if one.severity is wanted],
        tours=[_line(one, names) for one in told.tours],
        differences=list(_differences(told, with_points=with_points)),
        notes=_notes(told),
    )


def _line(one: TourChange, names: Names) -> TourLine:
    before, after = one.minutes
    return TourLine(
        title=f"{names.who(one.inspector_id)}, {short_day(one.on)}",
        before=duration(before) if one.before else _("nothing"),
        after=duration(after) if one.after else _("nothing"),
        home="" if one.after is None else _("home %(clock)s", clock=format_clock(one.after.return_min)),
        is_late=one.after is not None and one.after.return_min > one.hours[1],
    )


def _differences(told: Consequence, *, with_points: bool) -> list[tuple[str, str]]:
    found = [
        (
            _("Driving"),
            _(
                "%(min)s min, %(km)s km",
                min=_signed(told.travel_min_difference),
                km=_signed(round(told.travel_km_difference)),
            ),
        ),
    ]
    if told.wait_min_difference:
        found.append((_("Waiting"), _("%(min)s min", min=_signed(told.wait_min_difference))))
    if with_points and told.points_difference:
        found.append((_("Points"), _signed(told.points_difference)))
    return found


def _signed(number: int) -> str:
    return f"+{number}" if number > 0 else f"−{-number}" if number < 0 else "0"


def _notes(told: Consequence) -> list[str]:
    notes = []
    if told.retimed:
        count = len(told.retimed)
        notes.append(
            ngettext(
                "%(num)s other visit begins at another time.", "%(num)s other visits begin at another time.", count
            )
        )
    if told.interpreter:
        notes.append(_("An interpreter must be booked."))
    return notes


@dataclass(frozen=True)
class EditRow:
    """One change of a plan."""

    what: str
    who: str
    at: object
    reason: str
    undone: bool
    undone_by: str


def edit_row(one: PlanEdit, names: Names) -> EditRow:
    """A change in words."""
    return EditRow(edit_words(one, names), one.by_name, one.at, one.reason, one.undone, one.undone_by_name)


def edit_words(one: PlanEdit, names: Names) -> str:
    """What a change did."""
    visits = one.about.get("visits", [])
    named = names.visit(visits[0]) if visits else ""
    if one.kind in (EditKind.LOCKED, EditKind.UNLOCKED) and len(visits) > 1:
        named = _("%(first)s and others", first=named)
    return _(
        EDITS[one.kind],
        visit=named,
        other=names.visit(visits[1]) if len(visits) > 1 else "",
        count=ngettext("%(num)s visit", "%(num)s visits", len(visits)),
        source=names.place(one.about.get("from")),
        target=names.place(one.about.get("to")),
    )


@dataclass(frozen=True)
class SetAside:
    """A rule that the plan touches as it stands; reason and name are empty where nobody gave one."""

    sentence: str
    reason: str
    who: str


def set_aside(breaches: Sequence[Breach], edits: Sequence[PlanEdit], names: Names) -> list[SetAside]:
    """The rules that a plan touches, each with the newest reason given for it."""
    found = []
    for one in breaches:
        given = next((edit for edit in reversed(edits) if not edit.undone and _covers(edit, one)), None)
        found.append(SetAside(breach_words(one, names), given.reason if given else "", given.by_name if given else ""))
    return found


def _covers(edit: PlanEdit, breach: Breach) -> bool:
    return any(decoded(Breach, told).is_as_bad_as(breach) for told in edit.breaches)


def remark_words(told: Mapping[str, Any], names: Names) -> str:
    """A remark of the planner, as stored."""
    one = decoded(Remark, told)
    return _(
        REMARKS[one.kind],
        visit=names.visit(one.candidate_id),
        who=names.who(one.inspector_id),
        authority=one.authority,
        day="–" if one.on is None else short_day(one.on),
    )


@dataclass(frozen=True)
class MovePage:
    """The form for moving a visit or putting one in, with what it would do once a day and inspector are chosen."""

    plan_id: UUID
    plan_title: str
    version: int
    accommodation_id: UUID
    address: str
    now: str
    """Where it stands; empty for one that was left out."""
    days: Sequence[tuple[str, str]]
    people: Sequence[tuple[str, str]]
    crew: Sequence[tuple[str, str]]
    on: str
    inspector: str
    instead: str
    at: str
    reason: str
    consequence: ConsequenceShown | None
    errors: Mapping[str, str]
    """A sentence for each field that must be corrected."""
    meanwhile: Sequence[EditRow] = ()
    """What others have changed since the page was read."""
    locked: bool = False
