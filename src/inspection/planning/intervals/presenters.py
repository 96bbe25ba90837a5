"""The list of housing that is due again, as page and as file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from husly.kit.i18n import format_date, ngettext
from husly.kit.i18n import gettext as _
from husly.kit.spreadsheet import csv_file
from inspection.planning.intervals.from_register import Due, LastVisit
from inspection.planning.intervals.rules import Band, Intervals, Measure
from register.municipalities.table import Municipality

CSV_COLUMNS = (
    "accommodation_id",
    "address",
    "municipality_code",
    "employer",
    "visited_on",
    "result",
    "measure",
    "due_on",
    "full_check",
    "rules",
)


@dataclass(frozen=True)
class DueRow:
    """One dwelling that is due again."""

    accommodation_id: UUID
    address: str
    municipality: str
    employer: str
    visited: str
    result: str
    due: str
    audit: bool


def result_words(result: int, measure: Measure) -> str:
    """A result in words."""
    if measure is Measure.SCORE:
        return _("%(share)s %% met", share=result)
    if result == 0:
        return _("No breach")
    return ngettext("%(num)s breach", "%(num)s breaches", result)


def due_row(one: Due, rules: Intervals, names: Mapping[str, Municipality]) -> DueRow:
    """One dwelling of the list."""
    code, last = one.dwelling.municipality_code, one.last
    return DueRow(
        accommodation_id=one.accommodation_id,
        address=one.dwelling.address,
        municipality=names[code].name if code in names else code,
        employer=one.employer.name,
        visited=format_date(last.visited_on),
        result=result_words(last.result, rules.measure),
        due=format_date(last.due_on),
        audit=last.audit,
    )


def band_words(band: Band, measure: Measure) -> str:
    """One band of the rules in words."""
    upper = band.to_result
    if measure is Measure.SCORE:
        what = _("%(low)s to %(high)s %% met", low=band.from_result, high=upper)
    elif upper == band.from_result:
        what = result_words(band.from_result, measure)
    elif upper is None:
        what = _("%(low)s breaches or more", low=band.from_result)
    else:
        what = _("%(low)s to %(high)s breaches", low=band.from_result, high=upper)
    after = ngettext("after %(num)s month", "after %(num)s months", band.months)
    full = _("everything is gone through") if band.audit else ""
    return f"{what}: {', '.join(part for part in (after, full) if part)}"


def due_csv(found: Sequence[Due], rules: Intervals) -> bytes:
    """The list as a file for a spreadsheet."""
    return csv_file(CSV_COLUMNS, ([*_where(one), *_when(one.last), rules.id] for one in found))


def _where(one: Due) -> list[object]:
    return [one.accommodation_id, one.dwelling.address, one.dwelling.municipality_code, one.employer.name]


def _when(last: LastVisit) -> list[object]:
    return [last.visited_on.isoformat(), last.result, last.measure.value, last.due_on.isoformat(), int(last.audit)]
