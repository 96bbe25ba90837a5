"""Weight sets in words: where they come from, how they stand, what each factor gives, what changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from husly.kit.i18n import format_date, format_moment, format_number, language, mark
from husly.kit.i18n import gettext as _
from inspection.risk.presenters import GROUP_NAMES, SOURCE_NAMES, STATUS_NAMES
from inspection.risk.weights.factors import Factor, Scale
from inspection.risk.weights.problems import IN_FACTOR, Problem
from inspection.risk.weightsets.comparing import FactorChange, Points, Value
from inspection.risk.weightsets.effects import GROUPS, Moves
from inspection.risk.weightsets.models import WeightSet, WeightSetOrigin, WeightSetState

ORIGINS = {
    WeightSetOrigin.DELIVERED: mark("comes with Husly"),
    WeightSetOrigin.BY_HAND: mark("written by the authority"),
    WeightSetOrigin.FITTED: mark("learned from visits"),
}
STATES = {
    WeightSetState.PROPOSED: ("warning", mark("Awaits a decision")),
    WeightSetState.ADOPTED: ("success", mark("Adopted")),
    WeightSetState.REJECTED: ("", mark("Rejected")),
    WeightSetState.WITHDRAWN: ("", mark("Withdrawn")),
}


@dataclass(frozen=True)
class SetRow:
    """One line of the list: a delivered set, or one proposal with its decision."""

    version: str
    origin: str
    badge: tuple[str, str]
    counts_from: str
    proposed: str
    reason: str
    decided: str = ""
    decision_reason: str = ""

    @property
    def href(self) -> str:
        """Its page."""
        return f"/risk/weights/{self.version}"


@dataclass(frozen=True)
class PointsRow:
    """What one value of a factor gives; ``before`` only where another set gives something else."""

    value: str
    points: str
    before: str


@dataclass(frozen=True)
class FactorRow:
    """One factor on the page of a set. ``before`` is its most points in the other set where they differ."""

    key: str
    sentence: str
    most: str
    before: str
    badge: tuple[str, str] | None
    values: tuple[PointsRow, ...]
    basis: str
    reference: str
    risk_id: str
    is_withheld: bool


def stored_row(row: WeightSet, in_force: WeightSet | None, today: date) -> SetRow:
    """A proposal and what became of it; ``in_force`` is the adoption that counts today."""
    return SetRow(
        version=row.version,
        origin=_(ORIGINS[row.origin]),
        badge=_badge(row, in_force, today),
        counts_from="" if row.valid_from is None else format_date(row.valid_from),
        proposed="" if row.again else f"{row.proposed_by_name}, {format_moment(row.proposed_at)}",
        reason=_("Taken up again.") if row.again else row.reason,
        decided="" if row.decided_at is None else f"{row.decided_by_name}, {format_moment(row.decided_at)}",
        decision_reason=row.decision_reason,
    )


def _badge(row: WeightSet, in_force: WeightSet | None, today: date) -> tuple[str, str]:
    if row.state is not WeightSetState.ADOPTED or row.valid_from is None:
        kind, word = STATES[row.state]
        return kind, _(word)
    if in_force is not None and row.id == in_force.id:
        return "success", _("In force")
    return ("info", _("Adopted, counts later")) if row.valid_from > today else ("", _("Counted earlier"))


def factor_row(change: FactorChange, *, compared: bool) -> FactorRow:
    """A factor with its points, beside those of the other set when two are compared."""
    factor = change.factor
    return FactorRow(
        key=factor.key,
        sentence=factor_sentence(factor),
        most=format_number(change.max_after),
        before=format_number(change.max_before) if compared and change.max_before != change.max_after else "",
        badge=_change_badge(change) if compared else None,
        values=tuple(_points_row(factor, one, compared=compared) for one in change.points),
        basis=f"{_(SOURCE_NAMES[factor.source])}, {_(STATUS_NAMES[factor.status])}".capitalize(),
        reference=factor.reference,
        risk_id=factor.risk_id,
        is_withheld=factor.withheld,
    )


def _change_badge(change: FactorChange) -> tuple[str, str] | None:
    if change.before is None:
        return "info", _("New")
    if change.after is None:
        return "warning", _("Gone")
    if any(one.changes for one in change.points):
        return "info", _("Other points")
    return ("", _("Other words")) if change.rereads else None


def _points_row(factor: Factor, one: Points, *, compared: bool) -> PointsRow:
    return PointsRow(
        value=value_words(factor, one.value),
        points=_points(one.after),
        before=_points(one.before) if compared and one.changes else "",
    )


def _points(number: int | None) -> str:
    return _("nothing") if number is None else format_number(number)


def factor_sentence(factor: Factor) -> str:
    """What the factor says, with dots where the value goes."""
    told = factor.da if language() == "da" else factor.en
    return told.replace("{value}", "…").replace("….", "…")


def value_words(factor: Factor, value: Value) -> str:
    """A value of a factor as people read it: over 5; under 8; a container; yes; not known."""
    if value is None:
        return _("not known")
    if factor.scale is Scale.CHOICES:
        return _choice_words(factor, value)
    number = float(value) * (100 if factor.percent else 1)
    told = format_number(number) + (" %" if factor.percent else "")
    return _("over %(limit)s", limit=told) if factor.scale is Scale.ABOVE else _("under %(limit)s", limit=told)


def _choice_words(factor: Factor, value: str | bool | float) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    named = next((one for one in factor.choices if one.value == value), None)
    if named is None:
        return str(value)
    return named.da if language() == "da" else named.en


def problem_words(problem: Problem) -> str:
    """A problem of a set in the language of the moment, with the factor that it stands in."""
    head = _(IN_FACTOR, key=problem.factor) if problem.factor else ""
    return head + _(problem.text, **problem.values)


def group_words(limits: Sequence[int]) -> list[tuple[str, str]]:
    """The four groups with the scores that fall in them, the highest first."""
    starts = (0, *limits)
    ends = (*(limit - 1 for limit in limits), 100)
    return [(_(GROUP_NAMES[group]), f"{starts[group - 1]}–{ends[group - 1]}") for group in reversed(GROUPS)]


def move_rows(moves: Moves) -> list[tuple[str, list[str]]]:
    """How many would move from each group (rows) to each (columns), the lowest first."""
    return [(_(GROUP_NAMES[group]), [format_number(n) for n in moves.counts[group - 1]]) for group in GROUPS]
