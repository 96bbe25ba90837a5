"""Deviations as people read them: beside the score, never instead of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from husly.kit.i18n import format_date, format_moment, mark
from husly.kit.i18n import gettext as _
from inspection.risk.deviations.models import DeviationKind, RiskDeviation
from inspection.risk.deviations.queries import Counted, Listed
from inspection.risk.groups import GROUP_NAMES
from register.municipalities.table import Municipality

DEVIATIONS: dict[DeviationKind, str] = {
    DeviationKind.PUT_FIRST: mark("Put first"),
    DeviationKind.PUT_OFF: mark("Put off"),
    DeviationKind.CHANGE_GROUP: mark("Change the group"),
}


@dataclass(frozen=True)
class DeviationShown:
    """One deviation, ready to read."""

    id: UUID
    words: str
    reason: str
    until: str
    who: str
    ended: str
    is_ended: bool


def deviation_shown(row: RiskDeviation) -> DeviationShown:
    """One deviation, ready to read."""
    return DeviationShown(
        id=row.id,
        words=_words(row),
        reason=row.reason,
        until=format_date(row.until_on),
        who=f"{row.made_by_name}, {format_moment(row.made_at)}",
        ended="" if row.ended_at is None else format_moment(row.ended_at),
        is_ended=row.ended_at is not None,
    )


def _words(row: RiskDeviation) -> str:
    day = format_date(row.until_on)
    if row.kind is DeviationKind.PUT_FIRST:
        return _("Put first until %(day)s", day=day)
    if row.kind is DeviationKind.PUT_OFF:
        return _("Put off until %(day)s", day=day)
    groups = {"old": group_words(row.from_group), "new": group_words(row.to_group or row.from_group)}
    return _("Moved by a person from %(old)s to %(new)s until %(day)s", day=day, **groups)


def group_words(group: int) -> str:
    """A group in words: high risk."""
    return _("%(name)s risk", name=_(GROUP_NAMES[group]))


@dataclass(frozen=True)
class CountedRow:
    """How many of a kind a municipality has."""

    municipality: str
    kind: str
    now: int
    ever: int


@dataclass(frozen=True)
class ListedRow:
    """One deviation with the housing it is about."""

    accommodation_id: UUID
    address: str
    shown: DeviationShown


def counted_rows(found: Sequence[Counted], names: Mapping[str, Municipality]) -> list[CountedRow]:
    """The counts with names."""
    rows = []
    for one in found:
        code = one.municipality_code
        rows.append(CountedRow(names[code].name if code in names else code, _(DEVIATIONS[one.kind]), one.now, one.ever))
    return rows


def listed_rows(found: Sequence[Listed], hidden: frozenset[UUID]) -> list[ListedRow]:
    """The list, without what the reader is to visit."""
    return [
        ListedRow(one.deviation.accommodation_id, one.dwelling.address, deviation_shown(one.deviation))
        for one in found
        if one.deviation.accommodation_id not in hidden
    ]
