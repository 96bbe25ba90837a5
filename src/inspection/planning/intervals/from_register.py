"""Last visits in the register with what the rules of intervals make of them, for many dwellings at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from husly.kit.access import Actor, Permission, within
from inspection.enforcement.models import Finding, FindingOutcome, InspectionCase, Visit
from inspection.planning.intervals.rules import Intervals, Measure, last_day_due
from register.accommodations.models import Accommodation
from register.dwellings.models import Dwelling
from register.employers.models import Employer

BATCH = 500


@dataclass(frozen=True)
class LastVisit:
    """When a dwelling was last visited, with which result, and from when it may come up again."""

    dwelling_id: UUID
    visited_on: date
    result: int
    due_on: date
    audit: bool
    measure: Measure


def _last_visits(*conditions: sa.ColumnElement[bool], rules: Intervals) -> sa.Subquery:
    """The last visit that was carried out at each dwelling, with its result."""
    newest_first = (col(Visit.visited_on).desc(), col(Visit.round).desc(), col(Visit.id))
    place = sa.func.row_number().over(partition_by=col(InspectionCase.dwelling_id), order_by=newest_first)
    visits = (
        sa.select(
            col(InspectionCase.dwelling_id).label("dwelling_id"),
            col(Visit.case_id).label("case_id"),
            col(Visit.round).label("round"),
            col(Visit.visited_on).label("visited_on"),
            place.label("place"),
        )
        .join(Visit, col(Visit.case_id) == col(InspectionCase.id))
        .where(col(Visit.visited_on).is_not(None), *conditions)
        .subquery()
    )
    columns = (visits.c.dwelling_id, visits.c.visited_on, _result(visits, rules).label("result"))
    return sa.select(*columns).where(visits.c.place == 1).subquery()


def _result(visits: sa.Subquery, rules: Intervals) -> sa.ColumnElement[int]:
    """The result of each visit in the measure of the rules; a share of nothing checked counts as 0."""

    def count(outcome: FindingOutcome) -> sa.ScalarSelect[int]:
        of_visit = (col(Finding.case_id) == visits.c.case_id, col(Finding.round) == visits.c.round)
        counted = sa.select(sa.func.count()).select_from(Finding).where(*of_visit, col(Finding.outcome) == outcome)
        return counted.scalar_subquery()

    breached = count(FindingOutcome.BREACHED)
    if rules.measure is Measure.BREACHES:
        return breached
    met = count(FindingOutcome.MET)
    return sa.func.coalesce(sa.cast(met * 100 / sa.func.nullif(met + breached, 0), sa.Integer), 0)


def _in_band(last: sa.Subquery, number: int, rules: Intervals) -> sa.ColumnElement[bool]:
    band = rules.bands[number]
    above = last.c.result >= band.from_result
    return above if band.to_result is None else sa.and_(above, last.c.result <= band.to_result)


def _is_due(last: sa.Subquery, rules: Intervals, as_of: date) -> sa.ColumnElement[bool]:
    return sa.or_(
        *(
            sa.and_(_in_band(last, number, rules), last.c.visited_on <= last_day_due(as_of, band.months))
            for number, band in enumerate(rules.bands)
        )
    )


def within_interval(rules: Intervals, as_of: date) -> Any:
    """Dwellings that were visited and are not due again on a day."""
    longest = max(band.months for band in rules.bands)
    recent = col(Visit.visited_on) > last_day_due(as_of, longest)
    last = _last_visits(recent, rules=rules)
    return sa.select(last.c.dwelling_id).where(sa.not_(_is_due(last, rules, as_of)))


def last_visits_at(session: Session, dwelling_ids: Sequence[UUID], rules: Intervals) -> dict[UUID, LastVisit]:
    """The last visit at each of these dwellings, where there was one."""
    found: dict[UUID, LastVisit] = {}
    for start in range(0, len(dwelling_ids), BATCH):
        of_some = col(InspectionCase.dwelling_id).in_(dwelling_ids[start : start + BATCH])
        for row in session.execute(sa.select(_last_visits(of_some, rules=rules))):
            found[row.dwelling_id] = _told(row, rules)
    return found


def _told(row: Any, rules: Intervals) -> LastVisit:
    due_on, band = rules.due_on(row.visited_on, row.result), rules.band_of(row.result)
    return LastVisit(row.dwelling_id, row.visited_on, row.result, due_on, band.audit, rules.measure)


@dataclass(frozen=True)
class Due:
    """One dwelling that is due again, with where it is and whom it houses."""

    last: LastVisit
    accommodation_id: UUID
    dwelling: Dwelling
    employer: Employer


def list_due(
    session: Session,
    rules: Intervals,
    *,
    as_of: date,
    taken: Any,
    by: Actor,
    limit: int | None = None,
    offset: int = 0,
) -> tuple[list[Due], int]:
    """Dwellings in use within the reader's area that are due again, the longest overdue first, and how many there are.

    ``taken`` selects dwellings that are being visited already.
    """
    last = _last_visits(rules=rules)
    homes = _homes(last, as_of)
    scope = within(
        by, Permission.READ_PLANS, employer_id=sa.null(), municipality_code=col(Accommodation.municipality_code)
    )
    joined = (
        sa.join(last, homes, sa.and_(homes.c.dwelling_id == last.c.dwelling_id, homes.c.place == 1))
        .join(Accommodation, col(Accommodation.id) == homes.c.id)
        .join(Dwelling, col(Dwelling.id) == last.c.dwelling_id)
        .join(Employer, col(Employer.id) == col(Accommodation.employer_id))
    )
    conditions = (scope, _is_due(last, rules, as_of), last.c.dwelling_id.not_in(taken))
    count = session.execute(sa.select(sa.func.count()).select_from(joined).where(*conditions)).scalar_one()
    rows = session.execute(
        sa.select(last, homes.c.id, Dwelling, Employer)
        .select_from(joined)
        .where(*conditions)
        .order_by(*_by_due_day(last, rules), last.c.dwelling_id)
        .limit(limit)
        .offset(offset)
    )
    return [Due(_told(row, rules), row.id, row.Dwelling, row.Employer) for row in rows], count


def _homes(last: sa.Subquery, as_of: date) -> sa.Subquery:
    """One accommodation in use at each dwelling that was ever visited."""
    place = sa.func.row_number().over(
        partition_by=col(Accommodation.dwelling_id), order_by=(col(Accommodation.starts_on), col(Accommodation.id))
    )
    ends_on = col(Accommodation.ends_on)
    dwelling_id = col(Accommodation.dwelling_id)
    return (
        sa.select(col(Accommodation.id).label("id"), dwelling_id.label("dwelling_id"), place.label("place"))
        .where(
            dwelling_id.in_(sa.select(last.c.dwelling_id)),
            col(Accommodation.starts_on) <= as_of,
            sa.or_(ends_on.is_(None), ends_on >= as_of),
        )
        .subquery()
    )


def _by_due_day(last: sa.Subquery, rules: Intervals) -> tuple[sa.ColumnElement[Any], ...]:
    bands = ((_in_band(last, number, rules), band.months) for number, band in enumerate(rules.bands))
    months = sa.case(*bands, else_=0)
    day = last.c.visited_on
    return sa.extract("year", day) * 12 + sa.extract("month", day) + months, sa.extract("day", day)
