"""Candidates of a plan, made of rows of the register: on which days each may lawfully be visited, announced or not."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session

from inspection.enforcement.models import LegalBasis
from inspection.needs.queries import grounds_of
from inspection.planning.offering.duties import Duty, lawful_from
from inspection.planning.offering.duty_rows import DutyRow
from inspection.planning.offering.from_register import Wanted, service_min
from inspection.planning.solving.problem import Candidate
from register.agreements.queries import Exemption, list_exemptions
from register.upkeep.pauses import Unused, list_unused

EVEN_PRIZE = 10
"""What a visit is worth where there is no score."""


def once_each(session: Session, rows: Sequence[Any], wanted: Wanted, seen: set[UUID]) -> list[tuple[Any, Candidate]]:
    """Candidates of dwellings not ``seen`` yet: of several employers there the first row stands for the visit."""
    found: list[tuple[Any, Candidate]] = []
    ids, first, last = [row.id for row in rows], wanted.days[0], wanted.days[-1]
    claims = list_exemptions(session, ids, first=first, last=last)
    unused = list_unused(session, ids, first=first, last=last)
    grounds = grounds_of(session, ids, as_of=wanted.period.ground_must_reach, authority=wanted.authority)
    for row in rows:
        if row.dwelling_id in seen:
            continue
        ground = grounds.get(row.id)
        earliest, latest, announced = lawful_from(None if ground is None else ground.until_on, wanted.period)
        closed = _closed(claims.get(row.id, ()), unused.get(row.id, ()), row)
        lawful = _days_outside(closed, earliest, _first(latest, row.ends_on), wanted)
        if lawful is not None:
            seen.add(row.dwelling_id)
            found.append((row, replace(_candidate(row, *lawful), announced=announced)))
    return found


def of_cases(session: Session, rows: Sequence[DutyRow], wanted: Wanted) -> list[tuple[DutyRow, Candidate | None]]:
    """Candidates of open cases; None where nobody lives there, or the act does not apply, in the whole period."""
    ids, first, last = [one.row.id for one in rows], wanted.days[0], wanted.days[-1]
    claims = list_exemptions(session, ids, first=first, last=last)
    unused = list_unused(session, ids, first=first, last=last)
    found: list[tuple[DutyRow, Candidate | None]] = []
    for one in rows:
        row, duty = one.row, one.duty
        exempt = claims.get(row.id, ()) if one.basis is LegalBasis.EMPLOYEE_HOUSING_ACT else ()
        closed = _closed(exempt, unused.get(row.id, ()), row)
        lawful = _days_outside(closed, duty.earliest_on, _first(duty.latest_on, row.ends_on), wanted)
        found.append((one, None if lawful is None else _of_duty(row, duty, *lawful)))
    return found


def _of_duty(row: Any, duty: Duty, earliest_on: date, latest_on: date | None) -> Candidate:
    candidate = _candidate(row, earliest_on, latest_on)
    length = duty.case.to_min - duty.case.from_min if duty.is_fixed else candidate.service_min
    return replace(
        candidate,
        reason=duty.reason,
        must_visit=True,
        announced=duty.announced,
        slots=duty.slots,
        service_min=length,
    )


def _first(*days: date | None) -> date | None:
    return min((day for day in days if day is not None), default=None)


def _closed(claims: Sequence[Exemption], unused: Sequence[Unused], row: Any) -> list[tuple[date, date]]:
    """Times in which the act does not apply to anybody there, or nobody is there."""
    exempt = [(one.starts_on, one.ends_on) for one in claims if one.is_whole(row.residents or 0)]
    return exempt + [(one.starts_on, one.ends_on) for one in unused]


def _days_outside(
    closed: Sequence[tuple[date, date]], earliest: date, latest: date | None, wanted: Wanted
) -> tuple[date, date | None] | None:
    """The first and last lawful day, kept clear of collective agreements and pauses in part of the period.

    None when they leave no day between them.
    """
    for starts_on, ends_on in sorted(closed):
        if starts_on <= max(earliest, wanted.days[0]):
            earliest = max(earliest, ends_on + timedelta(days=1))
        else:
            before = starts_on - timedelta(days=1)
            latest = before if latest is None else min(latest, before)
    return None if earliest > min(latest or wanted.days[-1], wanted.days[-1]) else (earliest, latest)


def _candidate(row: Any, earliest_on: date, latest_on: date | None) -> Candidate:
    return Candidate(
        id=str(row.id),
        lat=row.latitude,
        lon=row.longitude,
        prize=EVEN_PRIZE if row.score is None else row.score,
        service_min=service_min(row.residents),
        earliest_on=earliest_on,
        latest_on=latest_on,
        municipality_code=row.municipality_code,
        dwelling_id=str(row.dwelling_id),
    )
