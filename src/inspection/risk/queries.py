"""Reading risk runs: the newest, lists within the reader's scope, one score with what it rests on."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from husly.kit.access import Actor, Permission, within
from husly.kit.errors import NotFoundError
from inspection.planning.hiding import hidden_from, is_hidden
from inspection.risk.models import RiskRun, RiskScore
from register.accommodations.models import Accommodation
from register.agreements.queries import exempt_accommodations
from register.declarations.models import Declaration
from register.dwellings.models import Dwelling
from register.employers.models import Employer
from register.upkeep.pauses import unused_accommodations


@dataclass(frozen=True)
class Ranked:
    """One accommodation in a list; ``score`` is None while no score is used or none was made."""

    accommodation: Accommodation
    dwelling: Dwelling
    employer: Employer
    declaration: Declaration | None
    score: RiskScore | None
    is_hidden: bool = False
    """Whether there may be a score that the reader is not to see yet."""


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed to; empty means everything within the scope."""

    municipality_code: str = ""
    risk_group: int | None = None
    kind: str = ""


def find_newest_run(session: Session) -> RiskRun | None:
    """The newest finished run, or None before the first."""
    finished = select(RiskRun).where(col(RiskRun.accommodations).is_not(None))
    return session.exec(finished.order_by(col(RiskRun.scored_at).desc(), col(RiskRun.id)).limit(1)).first()


def list_ranked(
    session: Session,
    run: RiskRun,
    *,
    by: Actor,
    filters: Filters,
    as_of: date | None = None,
    limit: int = 50,
    offset: int = 0,
) -> tuple[list[Ranked], int]:
    """The run's accommodations within the scope, highest score first, and how many there are.

    Those that a collective agreement takes out of the act on ``as_of``, or that are not in use then, are left out, as
    they are from plans; and those that the reader is to visit.
    """
    conditions = [col(RiskScore.run_id) == run.id, _scope(by, RiskScore), *_narrowed(filters, RiskScore)]
    if filters.risk_group is not None:
        conditions.append(col(RiskScore.risk_group) == filters.risk_group)
    hidden = hidden_from(by)
    if hidden is not None:  # their place in the list would tell the score
        conditions.append(col(RiskScore.accommodation_id).not_in(hidden))
    if as_of is not None:
        conditions.append(col(RiskScore.accommodation_id).not_in(exempt_accommodations(as_of, as_of)))
        conditions.append(col(RiskScore.accommodation_id).not_in(unused_accommodations(as_of, as_of)))
    count = session.execute(sa.select(sa.func.count()).select_from(RiskScore).where(*conditions)).scalar_one()
    order = (col(RiskScore.score).desc(), col(RiskScore.accommodation_id))
    # The page is cut from the scores alone, so that a late page does not look up every address before it.
    page = sa.select(col(RiskScore.accommodation_id)).where(*conditions).order_by(*order).limit(limit).offset(offset)
    wanted = session.execute(page).scalars().all()
    statement = (
        sa.select(Accommodation, Dwelling, Employer, Declaration, RiskScore)
        .select_from(_joined(score=True))
        .where(col(RiskScore.run_id) == run.id, col(RiskScore.accommodation_id).in_(wanted))
    )
    found = {row[0].id: Ranked(*row) for row in session.execute(statement)}
    return [found[one] for one in wanted if one in found], count


def list_longest_unseen(
    session: Session,
    *,
    by: Actor,
    filters: Filters,
    as_of: date | None = None,
    limit: int = 50,
    offset: int = 0,
) -> tuple[list[Ranked], int]:
    """Without any score: accommodations within the scope, the one declared longest ago first."""
    conditions = [_scope(by, Accommodation), *_narrowed(filters, None)]
    if as_of is not None:
        conditions.append(col(Accommodation.id).not_in(exempt_accommodations(as_of, as_of)))
        conditions.append(col(Accommodation.id).not_in(unused_accommodations(as_of, as_of)))
    joined = _joined(score=False)
    count = session.execute(sa.select(sa.func.count()).select_from(joined).where(*conditions)).scalar_one()
    statement = (
        select(Accommodation, Dwelling, Employer, Declaration)
        .select_from(joined)
        .where(*conditions)
        .order_by(col(Declaration.submitted_at), col(Accommodation.id))
        .limit(limit)
        .offset(offset)
    )
    return [Ranked(*row, score=None) for row in session.exec(statement)], count


def get_ranked(session: Session, accommodation_id: UUID, *, run: RiskRun | None, by: Actor) -> Ranked:
    """One accommodation with its score in the run, unless that is hidden from the reader.

    Raises ``NotFoundError`` outside the scope.
    """
    statement = (
        select(Accommodation, Dwelling, Employer, Declaration)
        .select_from(_joined(score=False))
        .where(col(Accommodation.id) == accommodation_id, _scope(by, Accommodation))
    )
    row = session.exec(statement).one_or_none()
    if row is None:
        raise NotFoundError("accommodation")
    hidden = run is not None and is_hidden(session, accommodation_id, by=by)
    score = None if run is None or hidden else session.get(RiskScore, (run.id, accommodation_id))
    return Ranked(*row, score=score, is_hidden=hidden)


def _scope(by: Actor, table: type[RiskScore] | type[Accommodation]) -> sa.ColumnElement[bool]:
    return within(
        by,
        Permission.READ_RISK,
        employer_id=col(table.employer_id),
        municipality_code=col(table.municipality_code),
    )


def _narrowed(filters: Filters, table: type[RiskScore] | None) -> list[sa.ColumnElement[bool]]:
    conditions: list[sa.ColumnElement[bool]] = []
    code, kind = (
        (col(table.municipality_code), col(table.kind))
        if table is not None
        else (col(Accommodation.municipality_code), col(Declaration.kind))
    )
    if filters.municipality_code:
        conditions.append(code == filters.municipality_code)
    if filters.kind:
        conditions.append(kind == filters.kind)
    return conditions


def _joined(score: bool) -> sa.Join:
    """An accommodation with dwelling, employer and current declaration if any; its scores too when asked."""
    current = sa.and_(col(Declaration.accommodation_id) == col(Accommodation.id), col(Declaration.is_current))
    joined = (
        sa.join(Accommodation, Dwelling, col(Dwelling.id) == col(Accommodation.dwelling_id))
        .join(Employer, col(Employer.id) == col(Accommodation.employer_id))
        .outerjoin(Declaration, current)
    )
    if not score:
        return joined
    return joined.join(RiskScore, col(RiskScore.accommodation_id) == col(Accommodation.id))
