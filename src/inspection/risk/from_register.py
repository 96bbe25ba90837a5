"""What the register knows of each accommodation on a day, as the features that the score reads.

Read in chunks of dwellings, each with every accommodation in it, so that employers who share a dwelling are summed
and a register of a million needs little memory.
"""

from collections.abc import Collection, Iterator
from dataclasses import fields
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import polars as pl
import sqlalchemy as sa
from sqlmodel import Session, col

from husly.kit.clock import DANISH_TIME, danish_date
from inspection.risk.features import RiskFeatures
from inspection.risk.history import History, read_history
from inspection.risk.reading import ASKED, plan_missing, rut_missing
from inspection.risk.sectors import is_risk_sector
from register.accommodations.models import Accommodation
from register.declarations.models import Declaration, OccupancyPeriod, Room, RoomUse
from register.dwellings.models import Dwelling, PlacedBy
from register.employers.models import Employer
from register.sheets.models import PlanCode
from register.sheets.plan_state import generated_parts
from register.upkeep.duties import AS_SHIPPED, Duties, reconfirm_due_on
from register.upkeep.models import Confirmation

CHUNK = 20_000
"""Dwellings read at a time."""

KEY_COLUMNS: dict[str, Any] = {
    "accommodation_id": pl.String,
    "municipality_code": pl.String,
    "employer_id": pl.String,
}
_FEATURE_TYPES: dict[str, Any] = {
    "kind": pl.String,
    "persons_per_habitable_room": pl.Float64,
    "area_per_person_m2": pl.Float64,
    "persons_per_toilet": pl.Float64,
    "missing_facts_share": pl.Float64,
    "plan_missing": pl.Boolean,
    "employers_at_dwelling": pl.Int64,
    "address_uncertain": pl.Boolean,
    "days_since_confirmed": pl.Int64,
    "update_overdue": pl.Boolean,
    "previous_breaches": pl.Int64,
    "previous_orders": pl.Int64,
    "rut_missing": pl.Boolean,
    "rent_deducted_from_wages": pl.Boolean,
    "risk_sector": pl.Boolean,
    "days_since_last_visit": pl.Int64,
    "approved_for_habitation": pl.Boolean,
    "breaches_of_approved_law": pl.Int64,
    "open_tips": pl.Int64,
}
FRAME_SCHEMA = KEY_COLUMNS | {field.name: _FEATURE_TYPES[field.name] for field in fields(RiskFeatures)}


def count_accommodations(session: Session, *, as_of: date) -> int:
    """How many accommodations are in use on the day."""
    statement = sa.select(sa.func.count()).select_from(Accommodation).where(*in_use(as_of))
    return int(session.execute(statement).scalar_one())


def in_use(as_of: date) -> tuple[sa.ColumnElement[bool], ...]:
    """The conditions for an accommodation being in use on a day."""
    ends_on = col(Accommodation.ends_on)
    return (col(Accommodation.starts_on) <= as_of, sa.or_(ends_on.is_(None), ends_on >= as_of))


def feature_frames(
    session: Session,
    *,
    as_of: date,
    chunk: int = CHUNK,
    duties: Duties = AS_SHIPPED,
    dwellings: Collection[UUID] | None = None,
) -> Iterator[pl.DataFrame]:
    """Frames of ``FRAME_SCHEMA``, one row for each accommodation in use on the day; null is unknown.

    ``duties`` say when a declaration must be confirmed again. An accommodation not in use for some days is scored too:
    plans and lists leave it out on those days, and it is back the day after. ``dwellings`` limits the rows to these.
    """
    history = read_history(session, as_of=as_of)
    for within in _ranges(session, chunk) if dwellings is None else _named(dwellings, chunk):
        rows = _declared_rows(session, within, as_of)
        if rows:
            yield _frame(rows, history, as_of, duties)


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


def _known_by(as_of: date) -> sa.ColumnElement[bool]:
    """Versions that had come in, and applied, on the day."""
    midnight = datetime.combine(as_of + timedelta(days=1), time(), DANISH_TIME)
    return sa.and_(col(Declaration.submitted_at) < midnight, col(Declaration.valid_from) <= as_of)


def _declared_rows(session: Session, within: sa.ColumnElement[bool], as_of: date) -> list[Any]:
    """Each accommodation in use with its dwelling, its employer and the version then in force, if any."""
    statement = (
        sa.select(
            col(Accommodation.id),
            col(Accommodation.dwelling_id),
            col(Accommodation.employer_id),
            col(Accommodation.municipality_code),
            col(Dwelling.placed_by),
            col(Dwelling.dar_id),
            col(Employer.cvr_number),
            col(Employer.foreign_number),
            col(Employer.rut_number),
            col(Employer.sector_code),
            col(Employer.contact_email),
            col(Employer.contact_phone),
            col(PlanCode.generated_at),
            col(Declaration.id).label("declaration_id"),
            col(Declaration.kind),
            col(Declaration.residents),
            _there_on(as_of).label("there"),
            col(Declaration.area_m2),
            col(Declaration.facts),
            col(Declaration.submitted_at),
            _confirmed_at(as_of).label("confirmed_at"),
            _habitable_rooms().label("rooms"),
        )
        .join(Dwelling, col(Dwelling.id) == col(Accommodation.dwelling_id))
        .join(Employer, col(Employer.id) == col(Accommodation.employer_id))
        .outerjoin(PlanCode, col(PlanCode.accommodation_id) == col(Accommodation.id))
        .outerjoin(Declaration, sa.and_(col(Declaration.accommodation_id) == col(Accommodation.id), _known_by(as_of)))
        .where(within, *in_use(as_of))
        .order_by(col(Accommodation.id), col(Declaration.version))
    )
    newest = {row[0]: row for row in session.execute(statement)}
    return list(newest.values())


def _confirmed_at(as_of: date) -> sa.ScalarSelect[datetime]:
    """When the employer last said, by the end of the day, that what is declared is still so."""
    midnight = datetime.combine(as_of + timedelta(days=1), time(), DANISH_TIME)
    return (
        sa.select(sa.func.max(col(Confirmation.confirmed_at)))
        .where(col(Confirmation.accommodation_id) == col(Accommodation.id), col(Confirmation.confirmed_at) < midnight)
        .correlate(Accommodation)
        .scalar_subquery()
    )


def _habitable_rooms() -> sa.ScalarSelect[int]:
    """How many rooms to sleep or live in a version describes; a look-up for each version, never a scan of all rooms."""
    habitable = col(Room.use).in_((RoomUse.BEDROOM, RoomUse.LIVING))
    return (
        sa.select(sa.func.count())
        .where(col(Room.declaration_id) == col(Declaration.id), habitable)
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


def _frame(rows: list[Any], history: History, as_of: date, duties: Duties) -> pl.DataFrame:
    plain = pl.DataFrame([_plain(row, as_of, duties) for row in rows], schema=_PLAIN_SCHEMA, orient="row")
    frame = history.onto(_summed_by_dwelling(plain))
    return frame.select(pl.col(name).cast(kind) for name, kind in FRAME_SCHEMA.items())


_PLAIN_SCHEMA: dict[str, Any] = KEY_COLUMNS | {
    "dwelling_id": pl.String,
    "kind": pl.String,
    "residents": pl.Int64,
    "there": pl.Int64,
    "area_m2": pl.Float64,
    "habitable_rooms": pl.Int64,
    "toilets": pl.Int64,
    "missing_facts_share": pl.Float64,
    "plan_missing": pl.Boolean,
    "address_uncertain": pl.Boolean,
    "days_since_confirmed": pl.Int64,
    "update_overdue": pl.Boolean,
    "rut_missing": pl.Boolean,
    "risk_sector": pl.Boolean,
    "approved_for_habitation": pl.Boolean,
}


def _plain(row: Any, as_of: date, duties: Duties) -> tuple[Any, ...]:
    """One accommodation as a row of ``_PLAIN_SCHEMA``."""
    declared = row.declaration_id is not None
    facts: dict[str, Any] = row.facts if declared else {}
    habitable = facts.get("habitable_rooms") or row.rooms or None
    known = facts | {"kind": row.kind or None, "area_m2": row.area_m2, "habitable_rooms": habitable}
    confirmed_on = danish_date(max(row.submitted_at, row.confirmed_at or row.submitted_at)) if declared else None
    due_on = None if confirmed_on is None else reconfirm_due_on(confirmed_on, duties)
    return (
        str(row.id),
        row.municipality_code,
        str(row.employer_id),
        str(row.dwelling_id),
        known["kind"],
        row.residents,
        row.there,
        row.area_m2,
        habitable,
        facts.get("toilets"),
        sum(known.get(key) is None for key in ASKED) / len(ASKED) if declared else None,
        plan_missing(_with_plan(row, known, as_of)) if declared else None,
        not (row.placed_by is PlacedBy.OFFICIAL_BOUNDARY or row.dar_id is not None),
        None if confirmed_on is None else (as_of - confirmed_on).days,
        None if due_on is None else as_of > due_on,
        rut_missing(row.cvr_number, row.foreign_number, row.rut_number),
        is_risk_sector(row.sector_code),
        facts.get("approved_for_habitation"),
    )


def _with_plan(row: Any, known: dict[str, Any], as_of: date) -> dict[str, Any]:
    """The known facts with the plan that the employer had made in the register by that day."""
    if row.generated_at is None or danish_date(row.generated_at) > as_of:
        return known
    has_contact = bool(row.contact_phone or row.contact_email)
    parts = set(generated_parts(known | {"residents": row.residents}, has_contact=has_contact))
    return known | {"plan": True, "plan_content": sorted(parts | set(known.get("plan_content") or ()))}


def _summed_by_dwelling(plain: pl.DataFrame) -> pl.DataFrame:
    """Residents of all employers at a dwelling on the day are summed against one capacity (REG-04).

    An employer's own residents count at their most, as the rules are held against them.

    Space and facilities are the most that anyone declares: two employers describe the same kitchen, not two.
    """
    most = {name: pl.col(name).max().over("dwelling_id") for name in ("area_m2", "habitable_rooms", "toilets")}
    there = pl.col("there").sum().over("dwelling_id")
    people = pl.max_horizontal(there, pl.col("residents").max().over("dwelling_id")).cast(pl.Float64)
    known = plain.with_columns(people=pl.when(people > 0).then(people), **most)
    return known.with_columns(
        persons_per_habitable_room=pl.col("people") / pl.col("habitable_rooms"),
        area_per_person_m2=pl.col("area_m2") / pl.col("people"),
        persons_per_toilet=pl.col("people") / pl.col("toilets"),
        employers_at_dwelling=pl.col("employer_id").n_unique().over("dwelling_id"),
        rent_deducted_from_wages=pl.lit(None, pl.Boolean),  # declared, but not for scorers (FLD-07)
        breaches_of_approved_law=pl.lit(None, pl.Int64),  # no pack is approved: they are drafts
    )
