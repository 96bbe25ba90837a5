"""What the register knows of each accommodation on a day, as the features that the score reads.

Read in chunks of dwellings, each with every accommodation in it, so that employers who share a dwelling are summed
and a register of a million needs little memory. Only the columns listed in ``_declared_rows`` are selected: no name,
contact, account or language is among them, and a test walks them (RISK-03).
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import date, datetime
from typing import Any
from uuid import UUID

import polars as pl
import sqlalchemy as sa
from sqlmodel import Session, col

from husly.kit.clock import danish_date
from inspection.risk.features import RiskFeatures
from inspection.risk.features.declared import PLAIN_SCHEMA, Beside, plain_row, summed_by_dwelling
from inspection.risk.features.history import History, read_history
from inspection.risk.features.known import end_of, known_end, known_in_use, known_version
from register.accommodations.models import Accommodation
from register.declarations.models import Declaration, OccupancyPeriod, Room, RoomUse
from register.dwellings.models import Dwelling
from register.employers.models import Employer
from register.evidence.models import DeclarationEvidence
from register.evidence.wanted import Wanted, wanted_evidence
from register.sheets.models import PlanCode
from register.upkeep.duties import AS_SHIPPED, Duties, is_late
from register.upkeep.models import Confirmation

CHUNK = 20_000
"""Dwellings read at a time."""

KEY_COLUMNS: dict[str, Any] = {
    "accommodation_id": pl.String,
    "municipality_code": pl.String,
    "employer_id": pl.String,
}
_TYPES: dict[str, Any] = {"str | None": pl.Categorical, "bool | None": pl.Boolean, "float | None": pl.Float64}
# Texts among the features are a few words over and over: as categories they are compared as numbers.
FRAME_SCHEMA = KEY_COLUMNS | {field.name: _TYPES.get(str(field.type), pl.Int64) for field in fields(RiskFeatures)}


def count_accommodations(session: Session, *, as_of: date) -> int:
    """How many accommodations are in use on the day, as far as was known by its end."""
    statement = sa.select(sa.func.count()).select_from(Accommodation).where(*known_in_use(as_of))
    return int(session.execute(statement).scalar_one())


def in_use(as_of: date) -> tuple[sa.ColumnElement[bool], ...]:
    """The conditions for an accommodation being in use on a day, as is known now."""
    ends_on = col(Accommodation.ends_on)
    return (col(Accommodation.starts_on) <= as_of, sa.or_(ends_on.is_(None), ends_on >= as_of))


def feature_frames(
    session: Session,
    *,
    as_of: date,
    chunk: int = CHUNK,
    duties: Duties = AS_SHIPPED,
    wanted: Sequence[Wanted] | None = None,
    dwellings: Collection[UUID] | None = None,
) -> Iterator[pl.DataFrame]:
    """Frames of ``FRAME_SCHEMA``, one row for each accommodation in use on the day; null is unknown.

    ``duties`` say when a declaration must be confirmed again, ``wanted`` which photos and documents are asked for (the
    shipped list unless told). An accommodation not in use for some days is scored too:
    plans and lists leave it out on those days, and it is back the day after. ``dwellings`` limits the rows to these.
    """
    history = read_history(session, as_of=as_of)
    asked = tuple(wanted_evidence() if wanted is None else wanted)
    for within in _ranges(session, chunk) if dwellings is None else _named(dwellings, chunk):
        rows, late = _declared_rows(session, within, as_of, duties)
        if rows:
            beside = Beside(late, _evidence(session, within, as_of), asked)
            yield _frame(rows, beside, history, as_of, duties)


def _named(dwellings: Collection[UUID], chunk: int) -> Iterator[sa.ColumnElement[bool]]:
    """Accommodations in these dwellings, a few hundred at a time: databases bind only so many values."""
    ids, step = sorted(dwellings), min(chunk, 500)
    for first in range(0, len(ids), step):
        yield col(Accommodation.dwelling_id).in_(ids[first : first + step])


def _ranges(session: Session, chunk: int) -> Iterator[sa.ColumnElement[bool]]:
    """Accommodations in consecutive ranges of dwelling ids."""
    low: UUID | None = None
    while True:
        ids = sa.select(col(Dwelling.id)).order_by(col(Dwelling.id)).limit(chunk)
        page = session.execute(ids if low is None else ids.where(col(Dwelling.id) > low)).scalars().all()
        if not page:
            return
        yield _between(low, page[-1])
        low = page[-1]


def _between(low: UUID | None, high: UUID) -> sa.ColumnElement[bool]:
    column = col(Accommodation.dwelling_id)
    return column <= high if low is None else sa.and_(column > low, column <= high)


def declared_columns(as_of: date) -> tuple[Any, ...]:
    """What is selected of each accommodation and version; nothing else of the register reaches a feature."""
    terms = col(Declaration.terms)
    named = [terms[("work", key)].as_string().is_not(None) for key in ("client_cvr", "client_name")]
    return (
        col(Accommodation.id),
        col(Accommodation.dwelling_id),
        col(Accommodation.employer_id),
        col(Accommodation.municipality_code),
        col(Accommodation.starts_on),
        known_end(as_of).label("ends_on"),
        col(Dwelling.placed_by),
        col(Dwelling.dar_id),
        col(Employer.sector_code),
        sa.and_(
            col(Employer.cvr_number).is_(None),
            col(Employer.foreign_number).is_not(None),
            sa.func.coalesce(col(Employer.rut_number), "") == "",
        ).label("rut_missing"),
        col(PlanCode.generated_at),
        col(Declaration.id).label("declaration_id"),
        col(Declaration.version),
        col(Declaration.valid_from),
        col(Declaration.kind),
        col(Declaration.residents),
        _there_on(as_of).label("there"),
        col(Declaration.area_m2),
        col(Declaration.facts),
        col(Declaration.submitted_at),
        _confirmed_at(as_of).label("confirmed_at"),
        _of_rooms(_HABITABLE).label("rooms"),
        _of_rooms(_BEDS).label("beds"),
        terms[("work", "season")].as_string().label("season"),
        terms[("work", "shifts")].as_integer().label("shifts"),
        terms[("work", "workers")].as_integer().label("workers"),
        sa.or_(*named).label("names_client"),
        terms["work"].as_string().is_not(None).label("tells_work"),
    )


def _declared_rows(
    session: Session, within: sa.ColumnElement[bool], as_of: date, duties: Duties
) -> tuple[list[Any], Mapping[UUID, int]]:
    """Each accommodation in use with its dwelling, its employer and the version then in force, if any; and how many of
    its changes were told late. A first declaration changes nothing.
    """
    statement = (
        sa.select(*declared_columns(as_of))
        .join(Dwelling, col(Dwelling.id) == col(Accommodation.dwelling_id))
        .join(Employer, col(Employer.id) == col(Accommodation.employer_id))
        .outerjoin(PlanCode, col(PlanCode.accommodation_id) == col(Accommodation.id))
        .outerjoin(
            Declaration, sa.and_(col(Declaration.accommodation_id) == col(Accommodation.id), known_version(as_of))
        )
        .where(within, *known_in_use(as_of))
        .order_by(col(Accommodation.id), col(Declaration.version))
    )
    newest: dict[UUID, Any] = {}
    late: Counter[UUID] = Counter()
    for row in session.execute(statement):
        newest[row.id] = row
        if row.declaration_id is not None:
            late[row.id] += row.version > 1 and is_late(row.valid_from, danish_date(row.submitted_at), duties)
    return list(newest.values()), late


def _evidence(session: Session, within: sa.ColumnElement[bool], as_of: date) -> dict[UUID, set[str]]:
    """By accommodation, which of the things asked for some file showed on the day; the files stay where they are."""
    withdrawn_at = col(DeclarationEvidence.withdrawn_at)
    statement = (
        sa.select(col(DeclarationEvidence.accommodation_id), col(DeclarationEvidence.item))
        .join(Accommodation, col(Accommodation.id) == col(DeclarationEvidence.accommodation_id))
        .where(
            within,
            col(DeclarationEvidence.uploaded_at) < end_of(as_of),
            sa.or_(withdrawn_at.is_(None), withdrawn_at >= end_of(as_of)),
        )
        .distinct()
    )
    found: dict[UUID, set[str]] = defaultdict(set)
    for accommodation_id, item in session.execute(statement):
        found[accommodation_id].add(item)
    return found


def _confirmed_at(as_of: date) -> sa.ScalarSelect[datetime]:
    """When the employer last said, by the end of the day, that what is declared is still so."""
    return (
        sa.select(sa.func.max(col(Confirmation.confirmed_at)))
        .where(
            col(Confirmation.accommodation_id) == col(Accommodation.id), col(Confirmation.confirmed_at) < end_of(as_of)
        )
        .correlate(Accommodation)
        .scalar_subquery()
    )


_HABITABLE = sa.func.sum(sa.case((col(Room.use).in_((RoomUse.BEDROOM, RoomUse.LIVING)), 1), else_=0))
_SILENT = sa.case((sa.and_(col(Room.use) == RoomUse.BEDROOM, col(Room.beds).is_(None)), 1), else_=0)
_BEDS = sa.case((sa.func.sum(_SILENT) == 0, sa.func.sum(col(Room.beds))))
"""The beds of a version; null where a bedroom does not say how many it has."""


def _of_rooms(number: sa.ColumnElement[int]) -> sa.ScalarSelect[int]:
    """A number over the rooms of a version; a look-up for each version, never a scan of all rooms."""
    return (
        sa.select(number)
        .where(col(Room.declaration_id) == col(Declaration.id))
        .correlate(Declaration)
        .scalar_subquery()
    )


def _there_on(as_of: date) -> sa.ColumnElement[int]:
    """How many live there that day as a version tells it by date; the one number where it tells no dates (REG-02)."""
    of_version = col(OccupancyPeriod.declaration_id) == col(Declaration.id)
    days = (
        col(OccupancyPeriod.from_on) <= as_of,
        sa.or_(col(OccupancyPeriod.to_on).is_(None), col(OccupancyPeriod.to_on) > as_of),
    )
    told = sa.select(col(OccupancyPeriod.from_on)).where(of_version).correlate(Declaration).exists()
    there = sa.select(sa.func.coalesce(sa.func.sum(col(OccupancyPeriod.residents)), 0)).where(of_version, *days)
    return sa.case((told, there.correlate(Declaration).scalar_subquery()), else_=col(Declaration.residents))


def _frame(rows: list[Any], beside: Beside, history: History, as_of: date, duties: Duties) -> pl.DataFrame:
    plain = pl.DataFrame([plain_row(row, beside, as_of, duties) for row in rows], schema=PLAIN_SCHEMA, orient="row")
    frame = history.onto(summed_by_dwelling(plain))
    return frame.select(pl.col(name).cast(kind) for name, kind in FRAME_SCHEMA.items())
