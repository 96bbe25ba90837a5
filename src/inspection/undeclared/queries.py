"""Reading candidates within the reader's area. What only reports tell of is for those who may read reports."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from husly.kit.access import Actor, Permission, within
from husly.kit.audit import AuditEvent
from husly.kit.clock import DANISH_TIME
from husly.kit.errors import NotFoundError
from inspection.planning.hiding import hidden_from
from inspection.undeclared.models import (
    CandidateState,
    UndeclaredCandidate,
    UndeclaredRun,
    WorkerList,
    WorkerRow,
)
from register.accommodations.models import Accommodation
from register.declarations.models import Declaration
from register.employers.models import Employer

OPEN = (CandidateState.NEW, CandidateState.UNDER_REVIEW)


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed to; ``state`` empty means the open ones."""

    municipality_code: str = ""
    kind: str = ""
    state: str = ""


def _scope(by: Actor) -> sa.ColumnElement[bool]:
    code = col(UndeclaredCandidate.municipality_code)
    nobody = sa.null()  # no employer ever sees a candidate
    reads = within(by, Permission.READ_RISK, employer_id=nobody, municipality_code=code)
    tips = within(by, Permission.READ_TIPS, employer_id=nobody, municipality_code=code)
    return sa.and_(reads, sa.or_(~col(UndeclaredCandidate.only_tips), tips))


def find_newest_run(session: Session) -> UndeclaredRun | None:
    """The newest search, or None before the first."""
    statement = select(UndeclaredRun).order_by(col(UndeclaredRun.found_at).desc(), col(UndeclaredRun.id)).limit(1)
    return session.exec(statement).first()


def list_candidates(
    session: Session, *, by: Actor, filters: Filters, with_points: bool, limit: int = 50, offset: int = 0
) -> tuple[list[UndeclaredCandidate], int]:
    """Candidates within the area, and how many: most points first, without points most hints, then the newest."""
    conditions = [_scope(by), _of_state(filters.state)]
    if filters.municipality_code:
        conditions.append(col(UndeclaredCandidate.municipality_code) == filters.municipality_code)
    if filters.kind:
        conditions.append(col(UndeclaredCandidate.kinds).contains(f"|{filters.kind}|", autoescape=True))
    count = session.execute(sa.select(sa.func.count()).select_from(UndeclaredCandidate).where(*conditions)).scalar_one()
    heaviest = [_points_for(by).desc()] if with_points else []
    order = (col(UndeclaredCandidate.hint_count).desc(), col(UndeclaredCandidate.newest_on).desc())
    statement = select(UndeclaredCandidate).where(*conditions).order_by(*heaviest, *order, col(UndeclaredCandidate.key))
    return list(session.exec(statement.limit(limit).offset(offset))), count


def _points_for(by: Actor) -> sa.ColumnElement[int]:
    """What a candidate is ordered by; none where the reader is to visit it, for its place would tell the points."""
    hidden, points = hidden_from(by), sa.func.coalesce(col(UndeclaredCandidate.points), 0)
    if hidden is None:
        return points
    return sa.case((col(UndeclaredCandidate.accommodation_id).in_(hidden), 0), else_=points)


def _of_state(state: str) -> sa.ColumnElement[bool]:
    if state in list(CandidateState):
        return col(UndeclaredCandidate.state) == CandidateState(state)
    return col(UndeclaredCandidate.state).in_(OPEN) if not state else sa.true()


def get_candidate(session: Session, candidate_id: UUID, *, by: Actor, to_change: bool = False) -> UndeclaredCandidate:
    """One candidate. Raises ``NotFoundError``, also outside the area."""
    statement = select(UndeclaredCandidate).where(col(UndeclaredCandidate.id) == candidate_id, _scope(by))
    if to_change:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    found = session.exec(statement).one_or_none()
    if found is None:
        raise NotFoundError("candidate")
    return found


def list_acts(session: Session, candidate_id: UUID) -> Sequence[AuditEvent]:
    """What was done with a candidate, the newest first; readings left out."""
    statement = select(AuditEvent).where(
        AuditEvent.object_type == "undeclared_candidate",
        AuditEvent.object_id == str(candidate_id),
        AuditEvent.action != "undeclared.read",
    )
    return session.exec(statement.order_by(col(AuditEvent.seq).desc())).all()


def find_worker_list(session: Session, sha256: str) -> WorkerList | None:
    """The list that was read from exactly this file."""
    return session.exec(select(WorkerList).where(WorkerList.sha256 == sha256)).one_or_none()


def list_worker_lists(session: Session) -> list[WorkerList]:
    """The lists read so far, the newest first."""
    return list(session.exec(select(WorkerList).order_by(col(WorkerList.as_of).desc(), col(WorkerList.id)).limit(50)))


def find_employer(session: Session, *, cvr_number: str | None, number: str) -> Employer | None:
    """The register's employer by any of its numbers."""
    numbers = [col(Employer.foreign_number) == number, col(Employer.rut_number) == number]
    if cvr_number is not None:
        numbers.append(col(Employer.cvr_number) == cvr_number)
    return session.exec(select(Employer).where(sa.or_(*numbers)).order_by(col(Employer.id))).first()


def find_listed(session: Session, number: str) -> WorkerRow | None:
    """The newest row of a list that names a firm by one of its numbers."""
    numbers = (WorkerRow.cvr_number, WorkerRow.foreign_number, WorkerRow.rut_number)
    statement = (
        select(WorkerRow)
        .join(WorkerList, col(WorkerList.id) == col(WorkerRow.list_id))
        .where(sa.or_(*(col(one) == number for one in numbers)))
        .order_by(col(WorkerList.as_of).desc(), col(WorkerRow.line))
    )
    return session.exec(statement.limit(1)).first()


def list_housing(session: Session, *, employer_id: UUID, dwelling_id: UUID, as_of: date) -> list[Accommodation]:
    """An employer's accommodations at a dwelling that have not ended, declared or not."""
    statement = select(Accommodation).where(
        Accommodation.employer_id == employer_id,
        Accommodation.dwelling_id == dwelling_id,
        sa.or_(col(Accommodation.ends_on).is_(None), col(Accommodation.ends_on) >= as_of),
    )
    return list(session.exec(statement.order_by(col(Accommodation.starts_on), col(Accommodation.id))))


def declares_there(session: Session, employer_id: UUID, dwelling_id: UUID, *, as_of: date) -> bool:
    """Whether an employer declares housing at a dwelling that has not ended by the day."""
    ends_on = col(Accommodation.ends_on)
    found = sa.exists().where(
        col(Accommodation.employer_id) == employer_id,
        col(Accommodation.dwelling_id) == dwelling_id,
        sa.or_(ends_on.is_(None), ends_on >= as_of),
        col(Declaration.accommodation_id) == col(Accommodation.id),
    )
    return bool(session.execute(sa.select(found)).scalar_one())


def declares_since(session: Session, employer_id: UUID, on: date) -> bool:
    """Whether an employer has declared anything on a day or later."""
    midnight = datetime.combine(on, time(), DANISH_TIME)
    found = sa.exists().where(
        col(Accommodation.employer_id) == employer_id,
        col(Declaration.accommodation_id) == col(Accommodation.id),
        col(Declaration.submitted_at) >= midnight,
    )
    return bool(session.execute(sa.select(found)).scalar_one())


@dataclass(frozen=True)
class Coverage:
    """Firms on the lists with workers on the day and places in the reader's area, by what they declare. A count.

    No estimate of what neither source knows is made of it: the two sources do not catch firms independently, and a firm
    on a list need not house anybody, so that capture and recapture would give a figure without meaning.
    """

    firms: int
    without_housing: int
    short_of_beds: int


def count_coverage(session: Session, *, by: Actor, as_of: date, list_ids: Sequence[UUID]) -> Coverage:
    """How many firms of these lists the reader's area has, and how many of them are candidates for want of beds."""
    code = col(WorkerRow.municipality_code)
    scope = within(by, Permission.READ_RISK, employer_id=sa.null(), municipality_code=code)
    rows = session.execute(
        sa.select(col(WorkerRow.cvr_number), col(WorkerRow.foreign_number), col(WorkerRow.rut_number))
        .where(
            col(WorkerRow.list_id).in_(list_ids),
            scope,
            col(WorkerRow.workers) > 0,
            col(WorkerRow.from_on) <= as_of,
            sa.or_(col(WorkerRow.to_on).is_(None), col(WorkerRow.to_on) >= as_of),
        )
        .distinct()
    ).all()
    beds = _beds_told(session)
    told = [next((beds[one] for one in row if one in beds), None) for row in rows]
    short = [one for one in told if one is not None]
    return Coverage(len(rows), sum(one == 0 for one in short), sum(one > 0 for one in short))


def _beds_told(session: Session) -> dict[str, int]:
    """Beds known of each firm whose workers have too few, by each of its numbers."""
    statement = (
        select(UndeclaredCandidate, Employer)
        .outerjoin(Employer, col(Employer.id) == col(UndeclaredCandidate.employer_id))
        .where(col(UndeclaredCandidate.kinds).contains("|rut_workers|"))
        .where(col(UndeclaredCandidate.state).not_in([CandidateState.DECLARED, CandidateState.LAPSED]))
    )
    found: dict[str, int] = {}
    for candidate, employer in session.exec(statement):
        hint = next(one for one in candidate.hints if one["kind"] == "rut_workers")
        numbers = [candidate.firm_number]
        if employer is not None:
            numbers += [employer.cvr_number or "", employer.foreign_number or "", employer.rut_number or ""]
        found |= {number: int(hint["words"]["beds"]) for number in numbers if number}
    return found
