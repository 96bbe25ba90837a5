"""Reading risk runs: the newest, lists within the reader's scope, one score with what it rests on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from husly.kit.access import Actor, Permission, within
from husly.kit.errors import NotFoundError
from inspection.planning.hiding import hidden_from, is_hidden
from inspection.risk.deviations.models import RiskDeviation
from inspection.risk.deviations.ordering import LAST, Place, merged, window
from inspection.risk.deviations.queries import by_accommodation, find_in_force, in_force, list_in_force
from inspection.risk.features.known import in_use
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
    deviation: RiskDeviation | None = None
    """What a person decided otherwise, in force today."""


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
    they are from plans; those that have ended since the run; and those that the reader is to visit.
    """
    conditions = [col(RiskScore.run_id) == run.id, _scope(by, RiskScore), *_narrowed(filters, RiskScore)]
    if filters.risk_group is not None:
        conditions.append(_in_group(filters.risk_group, as_of))
    hidden = hidden_from(by)
    if hidden is not None:  # their place in the list would tell the score
        conditions.append(col(RiskScore.accommodation_id).not_in(hidden))
    if as_of is not None:
        conditions.append(col(RiskScore.accommodation_id).not_in(exempt_accommodations(as_of, as_of)))
        conditions.append(col(RiskScore.accommodation_id).not_in(unused_accommodations(as_of, as_of)))
        conditions.append(col(RiskScore.accommodation_id).not_in(_ended(as_of)))
    count = session.execute(sa.select(sa.func.count()).select_from(RiskScore).where(*conditions)).scalar_one()
    moved = by_accommodation(list_in_force(session, as_of=as_of) if as_of is not None else [])
    wanted = _page_ids(session, conditions, moved, limit=limit, offset=offset)
    statement = (
        sa.select(Accommodation, Dwelling, Employer, Declaration, RiskScore)
        .select_from(_joined(score=True))
        .where(col(RiskScore.run_id) == run.id, col(RiskScore.accommodation_id).in_(wanted))
    )
    found = {row[0].id: _ranked(row, moved) for row in session.execute(statement)}
    return [found[one] for one in wanted if one in found], count


def _ended(as_of: date) -> sa.Select[UUID]:
    return sa.select(col(Accommodation.id)).where(col(Accommodation.ends_on) < as_of)


def _ranked(row: Any, moved: Mapping[UUID, RiskDeviation]) -> Ranked:
    accommodation, dwelling, employer, declaration, score = row
    return Ranked(accommodation, dwelling, employer, declaration, score, deviation=moved.get(accommodation.id))


def _in_group(group: int, as_of: date | None) -> sa.ColumnElement[bool]:
    """The computed group, or the one that a person has put it in."""
    computed = col(RiskScore.risk_group) == group
    if as_of is None:
        return computed
    put = sa.select(col(RiskDeviation.accommodation_id)).where(*in_force(as_of), col(RiskDeviation.to_group) == group)
    return sa.or_(computed, col(RiskScore.accommodation_id).in_(put))


def _page_ids(
    session: Session,
    conditions: Sequence[sa.ColumnElement[bool]],
    moved: Mapping[UUID, RiskDeviation],
    *,
    limit: int,
    offset: int,
) -> list[UUID]:
    """The ids of one page: by score, except where people decided otherwise.

    The page is cut from the scores alone, so that a late page does not look up every address before it.
    """
    plain = sa.select(col(RiskScore.score), col(RiskScore.accommodation_id)).where(*conditions)
    among = [] if not moved else session.execute(plain.where(col(RiskScore.accommodation_id).in_(list(moved)))).all()
    places = [Place(-(LAST if (to := moved[one].counts_as) is None else to), one) for _score, one in among]
    start, length = window(offset, limit, len(places))
    if places:
        plain = plain.where(col(RiskScore.accommodation_id).not_in([one.id for one in places]))
    order = (col(RiskScore.score).desc(), col(RiskScore.accommodation_id))
    rows = session.execute(plain.order_by(*order).limit(length).offset(start))
    unmoved = [Place(-points, one) for points, one in rows]
    return merged(unmoved, places, start=start, offset=offset, limit=limit)


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
        conditions += in_use(as_of)
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


def get_ranked(
    session: Session, accommodation_id: UUID, *, run: RiskRun | None, by: Actor, as_of: date | None = None
) -> Ranked:
    """One accommodation with its score in the run and what people decided otherwise, unless the reader is to visit it.

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
    moved = None
    if score is not None and as_of is not None:
        moved = find_in_force(session, accommodation_id, as_of=as_of)
    return Ranked(*row, score=score, is_hidden=hidden, deviation=moved)


def find_place(session: Session, run: RiskRun, score: int) -> int:
    """The place of a score in its run, 1 the highest; equal scores share it."""
    higher = (col(RiskScore.run_id) == run.id, col(RiskScore.score) > score)
    return 1 + int(session.execute(sa.select(sa.func.count()).select_from(RiskScore).where(*higher)).scalar_one())


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
