"""Conflicts of interest where they bite: who may not go where, and the refusal of whoever is sent there (FVL § 3, P9).

A conflict counts for the employer or the dwelling that it names, from its first day to its last or to the day on
which it was ended. Only that it exists is told here, never why.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from husly.kit.errors import DomainError
from inspection.planning.models import DutyStation
from inspection.planning.solving.problem import Candidate
from inspection.staff.models import ConflictOfInterest
from inspection.staff.profile import Profile
from inspection.staff.queries import id_of
from register.accommodations.models import Accommodation
from register.employers.models import Employer


def _in_force(first: date, last: date) -> tuple[sa.ColumnElement[bool], ...]:
    """Conflicts that count on any day of a period."""
    to_on = col(ConflictOfInterest.to_on)
    return (
        col(ConflictOfInterest.ended_at).is_(None),
        col(ConflictOfInterest.from_on) <= last,
        sa.or_(to_on.is_(None), to_on >= first),
    )


def barred_at(
    session: Session, accommodation_ids: Collection[UUID], *, days: Sequence[date]
) -> Mapping[UUID, frozenset[str]]:
    """The stations that may not go, by accommodation; those that everybody may visit are left out.

    A conflict on any of the days bars from all of them: a visit that moves within its plan must stay lawful.
    """
    if not days or not accommodation_ids:
        return {}
    asked, found = set(accommodation_ids), dict[UUID, set[str]]()
    for column, of in (
        (col(ConflictOfInterest.employer_id), col(Accommodation.employer_id)),
        (col(ConflictOfInterest.dwelling_id), col(Accommodation.dwelling_id)),
    ):
        statement = (
            sa.select(col(Accommodation.id), col(ConflictOfInterest.station_id))
            .join(ConflictOfInterest, column == of)
            .where(*_in_force(min(days), max(days)))
        )
        for accommodation_id, station_id in session.execute(statement):
            if accommodation_id in asked:
                found.setdefault(accommodation_id, set()).add(str(station_id))
    return {one: frozenset(stations) for one, stations in found.items()}


def with_barred(session: Session, candidates: Iterable[Candidate], *, days: Sequence[date]) -> tuple[Candidate, ...]:
    """Candidates of the register with those inspectors barred who have a conflict of interest there."""
    listed = tuple(candidates)
    barred = barred_at(session, [UUID(one.id) for one in listed], days=days)
    return tuple(_barring(one, barred.get(UUID(one.id), frozenset())) for one in listed)


def with_barred_by_file(
    session: Session, candidates: Iterable[Candidate], profiles: Mapping[UUID, Profile]
) -> tuple[Candidate, ...]:
    """The same for conflicts that a file of inspectors names by CVR number or dwelling."""
    listed = tuple(candidates)
    if not any(one.employers or one.dwellings for one in profiles.values()):
        return listed
    statement = sa.select(col(Accommodation.id), col(Employer.cvr_number), col(Accommodation.dwelling_id)).join(
        Employer, col(Employer.id) == col(Accommodation.employer_id)
    )
    named = sa.or_(
        col(Employer.cvr_number).in_({cvr for one in profiles.values() for cvr in one.employers}),
        col(Accommodation.dwelling_id).in_({dwelling for one in profiles.values() for dwelling in one.dwellings}),
    )
    of = {str(row[0]): (row[1], row[2]) for row in session.execute(statement.where(named))}
    return tuple(_barring(one, _barred_by_file(*of[one.id], profiles)) if one.id in of else one for one in listed)


def _barred_by_file(cvr_number: str | None, dwelling_id: UUID, profiles: Mapping[UUID, Profile]) -> frozenset[str]:
    return frozenset(
        str(station_id)
        for station_id, profile in profiles.items()
        if cvr_number in profile.employers or dwelling_id in profile.dwellings
    )


def _barring(one: Candidate, more: frozenset[str]) -> Candidate:
    return replace(one, barred_inspectors=one.barred_inspectors | more) if more else one


def find_conflicted(
    session: Session, inspector_ids: Iterable[str], *, employer_id: UUID, dwelling_id: UUID, on: date
) -> list[DutyStation]:
    """Which of these (accounts or stations, as cases keep them) have a conflict of interest there on a day."""
    ids = {found for one in inspector_ids if (found := id_of(one)) is not None}
    if not ids:
        return []
    statement = (
        sa.select(DutyStation)
        .join(ConflictOfInterest, col(ConflictOfInterest.station_id) == col(DutyStation.id))
        .where(
            sa.or_(col(DutyStation.id).in_(ids), col(DutyStation.account_id).in_(ids)),
            sa.or_(
                col(ConflictOfInterest.employer_id) == employer_id, col(ConflictOfInterest.dwelling_id) == dwelling_id
            ),
            *_in_force(on, on),
        )
        .order_by(col(DutyStation.name))
        .distinct()
    )
    return list(session.execute(statement).scalars())


def require_unbiased(
    session: Session, inspector_ids: Iterable[str], *, employer_id: UUID, dwelling_id: UUID, on: date
) -> None:
    """Raise ``DomainError`` naming FVL § 3 when any of them has a conflict of interest there on that day."""
    found = find_conflicted(session, inspector_ids, employer_id=employer_id, dwelling_id=dwelling_id, on=on)
    if found:
        raise DomainError(
            "inspector.conflict",
            "{name} has a conflict of interest here and may not act in the case (Public Administration Act § 3). "
            "Choose another inspector.",
            name=found[0].name,
        )
