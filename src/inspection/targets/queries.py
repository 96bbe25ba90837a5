"""Reading the targets of the reader's authority, and counting what they are about."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from husly.kit.access import Actor, Permission, within
from husly.kit.errors import NotFoundError
from inspection.authorities.belonging import of_authority, own_within
from inspection.enforcement.models import InspectionCase, Visit
from inspection.planning.hiding import hidden_ids
from inspection.risk.features.known import in_use
from inspection.risk.models import RiskRun, RiskScore
from inspection.targets.models import InspectionTarget
from inspection.targets.unvisited import SectorKnown
from register.accommodations.models import Accommodation
from register.agreements.queries import exempt_accommodations
from register.declarations.models import Declaration
from register.dwellings.models import Dwelling
from register.employers.models import Employer
from register.employers.sectors import SECTIONS, section_of
from register.upkeep.pauses import unused_accommodations

NOT_ENDED = col(InspectionTarget.ended_at).is_(None)


def _scope(by: Actor, permission: Permission) -> sa.ColumnElement[bool]:
    whose = {"authority": col(InspectionTarget.authority), "municipality_code": col(InspectionTarget.municipality_code)}
    return own_within(by, permission, **whose)


def list_targets(
    session: Session, *, by: Actor, as_of: date, limit: int, offset: int = 0
) -> tuple[list[InspectionTarget], int]:
    """The own authority's targets, those that run or are to come first, each by its last day; and how many."""
    condition = _scope(by, Permission.READ_PLANS)
    count = session.execute(sa.select(sa.func.count()).select_from(InspectionTarget).where(condition)).scalar_one()
    is_open = sa.case((sa.and_(NOT_ENDED, col(InspectionTarget.to_on) >= as_of), 0), else_=1)
    order = (is_open, col(InspectionTarget.to_on), col(InspectionTarget.made_at), col(InspectionTarget.id))
    statement = select(InspectionTarget).where(condition).order_by(*order).limit(limit).offset(offset)
    return list(session.exec(statement)), count


def get_target(session: Session, target_id: UUID, *, by: Actor) -> InspectionTarget:
    """One target. Raises ``NotFoundError`` for another authority's and outside the area, as if there were none."""
    return _one(session, select(InspectionTarget).where(_scope(by, Permission.READ_PLANS)), target_id)


def target_to_change(session: Session, target_id: UUID, *, by: Actor) -> InspectionTarget:
    """The same, held until the change is made. Raises ``NotFoundError`` where the actor may not set targets."""
    return _one(
        session, select(InspectionTarget).where(_scope(by, Permission.PLAN_VISITS)).with_for_update(), target_id
    )


def _one(session: Session, statement: Any, target_id: UUID) -> InspectionTarget:
    found: InspectionTarget | None = session.exec(statement.where(InspectionTarget.id == target_id)).one_or_none()
    if found is None:
        raise NotFoundError("target")
    return found


def find_same(session: Session, target: InspectionTarget) -> InspectionTarget | None:
    """Another target of the authority for the same period and the same housing that has not ended."""
    same = (
        col(InspectionTarget.authority) == target.authority,
        col(InspectionTarget.municipality_code).is_not_distinct_from(target.municipality_code),
        col(InspectionTarget.sector) == target.sector,
        col(InspectionTarget.kind) == target.kind,
        col(InspectionTarget.from_on) == target.from_on,
        col(InspectionTarget.to_on) == target.to_on,
        col(InspectionTarget.id) != target.id,
        NOT_ENDED,
    )
    return session.exec(select(InspectionTarget).where(*same)).first()


def _division() -> sa.Label[str]:
    """The first two digits of the industry code."""
    return sa.func.substr(sa.func.replace(col(Employer.sector_code), ".", ""), 1, 2).label("division")


def _about(target: InspectionTarget) -> Iterator[sa.ColumnElement[bool]]:
    """The conditions of the housing that a target is about, beside accommodation, employer and declaration."""
    if target.municipality_code is not None:
        yield col(Accommodation.municipality_code) == target.municipality_code
    if target.sector:
        yield _division().element.in_([f"{one:02d}" for one in SECTIONS[target.sector][0]])
    if target.kind:
        yield col(Declaration.kind) == target.kind


def _housing(*, declared: bool) -> sa.Join:
    current = sa.and_(col(Declaration.accommodation_id) == col(Accommodation.id), col(Declaration.is_current))
    joined = sa.join(Accommodation, Employer, col(Employer.id) == col(Accommodation.employer_id))
    return joined.join(Declaration, current) if declared else joined.outerjoin(Declaration, current)


def _visitable(as_of: date) -> list[sa.ColumnElement[bool]]:
    """In use, and not taken out of the act by an agreement."""
    identity = col(Accommodation.id)
    unlawful = (exempt_accommodations(as_of, as_of), unused_accommodations(as_of, as_of))
    return [*in_use(as_of), *(identity.not_in(one) for one in unlawful)]


def count_declared(session: Session, target: InspectionTarget, *, as_of: date) -> int:
    """The declared dwellings that a target is about, as they are on a day."""
    statement = (
        sa.select(sa.func.count(sa.distinct(col(Accommodation.dwelling_id))))
        .select_from(_housing(declared=True))
        .where(*_about(target), *_visitable(as_of))
    )
    return int(session.execute(statement).scalar_one())


def _visits() -> sa.Join:
    return (
        _housing(declared=False)
        .join(InspectionCase, col(InspectionCase.accommodation_id) == col(Accommodation.id))
        .join(Visit, col(Visit.case_id) == col(InspectionCase.id))
        .join(Dwelling, col(Dwelling.id) == col(Accommodation.dwelling_id))
    )


def _own_cases(target: InspectionTarget) -> sa.ColumnElement[bool]:
    """What another authority does counts for its own targets."""
    return of_authority(col(InspectionCase.authority), target.authority)


def _carried_out(target: InspectionTarget) -> list[sa.ColumnElement[bool]]:
    return [*_about(target), _own_cases(target), col(Visit.visited_on).between(target.from_on, target.to_on)]


def _expected(target: InspectionTarget) -> list[sa.ColumnElement[bool]]:
    """Visits of the round that an open case is in, within the period and not carried out yet."""
    return [
        *_about(target),
        _own_cases(target),
        col(Visit.visited_on).is_(None),
        col(Visit.round) == col(InspectionCase.round),
        col(InspectionCase.closed_at).is_(None),
        col(Visit.visit_on).between(target.from_on, target.to_on),
    ]


@dataclass(frozen=True)
class Counted:
    """Visits of a target's period; two employers behind one door on one day are one visit.

    ``overdue`` are those whose day has passed and that nobody has recorded.
    """

    done: int
    planned: int
    overdue: int


def count_visits(session: Session, target: InspectionTarget, *, as_of: date) -> Counted:
    """What was done and what is to come: visits, or, for a share, dwellings visited at least once."""
    to_come = [*_expected(target), col(Visit.visit_on) >= as_of]
    overdue = [*_expected(target), col(Visit.visit_on) < as_of]
    done = sa.select(col(Accommodation.dwelling_id)).select_from(_visits()).where(*_carried_out(target))
    if target.share is not None:
        new = [*to_come, col(Accommodation.dwelling_id).not_in(done)]
        return Counted(
            _distinct(session, _carried_out(target)),
            _distinct(session, new),
            _distinct(session, overdue),
        )
    return Counted(
        _distinct(session, _carried_out(target), col(Visit.visited_on)),
        _distinct(session, to_come, col(Visit.visit_on)),
        _distinct(session, overdue, col(Visit.visit_on)),
    )


def _distinct(session: Session, conditions: list[Any], *beside: Any) -> int:
    rows = sa.select(col(Accommodation.dwelling_id), *beside).select_from(_visits()).where(*conditions).distinct()
    return int(session.execute(sa.select(sa.func.count()).select_from(rows.subquery())).scalar_one())


@dataclass(frozen=True)
class VisitListed:
    """One visit of a target's period: carried out, or expected."""

    visit: Visit
    case: InspectionCase
    dwelling: Dwelling
    employer: Employer

    @property
    def on(self) -> date:
        """The day it was carried out, or is to be."""
        return self.visit.visited_on or self.visit.visit_on


def list_visits(
    session: Session, target: InspectionTarget, *, limit: int, offset: int = 0
) -> tuple[list[VisitListed], int]:
    """The visits behind a target's numbers, the latest first, and how many there are."""
    either = sa.or_(sa.and_(*_carried_out(target)), sa.and_(*_expected(target)))
    rows = _visits()
    count = session.execute(sa.select(sa.func.count()).select_from(rows).where(either)).scalar_one()
    on = sa.func.coalesce(col(Visit.visited_on), col(Visit.visit_on))
    statement = (
        sa.select(Visit, InspectionCase, Dwelling, Employer)
        .select_from(rows)
        .where(either)
        .order_by(on.desc(), col(Visit.id))
        .limit(limit)
        .offset(offset)
    )
    return [VisitListed(*row) for row in session.execute(statement)], int(count)


def list_sectors(
    session: Session, *, by: Actor, as_of: date, run: RiskRun | None, municipality_code: str = ""
) -> list[SectorKnown]:
    """Every section of industry with declared housing in the reader's area, or in one municipality of it.

    ``run`` None: without risk groups. What is hidden from the reader adds to no sum of groups.
    """
    code = col(Accommodation.municipality_code)
    area = [within(by, Permission.READ_PLANS, employer_id=sa.null(), municipality_code=code)]
    if municipality_code:
        area.append(code == municipality_code)
    housing = _housing(declared=True)
    sums: tuple[Any, ...] = (sa.literal(0), sa.literal(0))
    if run is not None:
        scored = sa.and_(col(RiskScore.accommodation_id) == col(Accommodation.id), col(RiskScore.run_id) == run.id)
        hidden = hidden_ids(session, by)
        scored = sa.and_(scored, col(RiskScore.accommodation_id).not_in(hidden)) if hidden else scored
        housing = housing.outerjoin(RiskScore, scored)
        sums = (sa.func.count(col(RiskScore.score)), sa.func.coalesce(sa.func.sum(col(RiskScore.risk_group)), 0))
    statement = (
        sa.select(_division(), sa.func.count(sa.distinct(col(Accommodation.dwelling_id))), *sums)
        .select_from(housing)
        .where(*area, *_visitable(as_of))
        .group_by(sa.text("division"))
    )
    last = _last_visits(session, area)
    rows = session.execute(statement).all()
    return _folded([(section_of(row[0]), int(row[1]), int(row[2]), int(row[3])) for row in rows], last)


def _last_visits(session: Session, area: list[sa.ColumnElement[bool]]) -> dict[str, date]:
    statement = (
        sa.select(_division(), sa.func.max(col(Visit.visited_on)))
        .select_from(
            sa.join(Visit, InspectionCase, col(InspectionCase.id) == col(Visit.case_id))
            .join(Accommodation, col(Accommodation.id) == col(InspectionCase.accommodation_id))
            .join(Employer, col(Employer.id) == col(Accommodation.employer_id))
        )
        .where(*area, col(Visit.visited_on).is_not(None))
        .group_by(sa.text("division"))
    )
    found: dict[str, date] = {}
    for division, on in session.execute(statement):
        section = section_of(division)
        found[section] = max(on, found.get(section, on))
    return found


def _folded(rows: list[tuple[str, int, int, int]], last: dict[str, date]) -> list[SectorKnown]:
    """Divisions added up to sections; a dwelling with employers of two divisions of one section counts twice."""
    sums: dict[str, list[int]] = {}
    for section, *numbers in rows:
        known = sums.setdefault(section, [0, 0, 0])
        sums[section] = [old + new for old, new in zip(known, numbers, strict=True)]
    return [
        SectorKnown(section, dwellings, scored, groups, last.get(section))
        for section, (dwellings, scored, groups) in sorted(sums.items())
    ]
