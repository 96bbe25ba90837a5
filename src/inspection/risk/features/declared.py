"""One declared accommodation as plain features, and what follows when everybody in a dwelling is looked at together."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

import polars as pl

from husly.kit.clock import danish_date
from inspection.risk.features.reading import ASKED, DANGERS, FAULTS, READ_FACTS, count_denied, plan_missing
from inspection.risk.features.sectors import is_risk_sector, listed_sector
from register.declarations.terms import Season
from register.dwellings.models import PlacedBy
from register.evidence.wanted import Wanted
from register.sheets.plan_state import generated_parts
from register.upkeep.duties import Duties, reconfirm_due_on

PLAIN_SCHEMA: dict[str, Any] = {
    "accommodation_id": pl.String,
    "municipality_code": pl.String,
    "employer_id": pl.String,
    "dwelling_id": pl.String,
    "kind": pl.String,
    "residents": pl.Int64,
    "there": pl.Int64,
    "area_m2": pl.Float64,
    "habitable_rooms": pl.Int64,
    "beds": pl.Int64,
    "toilets": pl.Int64,
    "approved_for_habitation": pl.Boolean,
    "declared_dangers": pl.Int64,
    "declared_faults": pl.Int64,
    "missing_facts_share": pl.Float64,
    "evidence_missing_share": pl.Float64,
    "plan_missing": pl.Boolean,
    "address_uncertain": pl.Boolean,
    "days_since_confirmed": pl.Int64,
    "update_overdue": pl.Boolean,
    "late_updates": pl.Int64,
    "rut_missing": pl.Boolean,
    "works_for_client": pl.Boolean,
    "seasonal_work": pl.Boolean,
    "shifts": pl.Int64,
    "stay_days": pl.Int64,
    "workers": pl.Int64,
    "risk_sector": pl.Boolean,
    "listed_sector": pl.String,
}
DIFFERENT_AREA = 1.1
"""Two areas of one dwelling differ when the larger is more than so many times the smaller."""


@dataclass(frozen=True)
class Beside:
    """What stands beside a declaration: changes told late, and the keys of what is ``wanted`` that some file shows."""

    late: Mapping[UUID, int] = field(default_factory=dict)
    shown: Mapping[UUID, set[str]] = field(default_factory=dict)
    wanted: tuple[Wanted, ...] = ()


def plain_row(row: Any, beside: Beside, as_of: date, duties: Duties) -> tuple[Any, ...]:
    """One accommodation, as ``from_register`` selected it, as a row of ``PLAIN_SCHEMA``."""
    declared = row.declaration_id is not None
    facts = {key: row.facts[key] for key in READ_FACTS if key in row.facts} if declared else {}
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
        row.beds,
        facts.get("toilets"),
        facts.get("approved_for_habitation"),
        count_denied(facts, DANGERS) if declared else None,
        count_denied(facts, FAULTS) if declared else None,
        sum(known.get(key) is None for key in ASKED) / len(ASKED) if declared else None,
        _evidence_missing(row.kind, beside, row.id) if declared else None,
        plan_missing(_with_plan(row, known, as_of)) if declared else None,
        not (row.placed_by is PlacedBy.OFFICIAL_BOUNDARY or row.dar_id is not None),
        None if confirmed_on is None else (as_of - confirmed_on).days,
        None if due_on is None else as_of > due_on,
        beside.late.get(row.id, 0) if declared and duties.update_days else None,
        bool(row.rut_missing),
        bool(row.names_client) if row.tells_work else None,
        row.season == Season.SEASONAL if row.season else None,
        row.shifts,
        None if row.ends_on is None else (row.ends_on - row.starts_on).days + 1,
        row.workers,
        is_risk_sector(row.sector_code),
        listed_sector(row.sector_code),
    )


def _with_plan(row: Any, known: dict[str, Any], as_of: date) -> dict[str, Any]:
    """The known facts with the plan that the employer had made in the register by that day.

    Whether a contact stands in it is left out of account: who the employer's people are is not for scorers.
    """
    if row.generated_at is None or danish_date(row.generated_at) > as_of:
        return known
    parts = set(generated_parts(known | {"residents": row.residents}, has_contact=True))
    return known | {"plan": True, "plan_content": sorted(parts | set(known.get("plan_content") or ()))}


def _evidence_missing(kind: str, beside: Beside, accommodation_id: UUID) -> float | None:
    """Share of what is asked for of such a dwelling that no file shows; one photo stands for all rooms of its sort."""
    asked = _asked_of(kind, beside.wanted)
    return len(asked - beside.shown.get(accommodation_id, set())) / len(asked) if asked else None


@lru_cache(maxsize=256)
def _asked_of(kind: str, wanted: tuple[Wanted, ...]) -> frozenset[str]:
    return frozenset(one.key for one in wanted if not one.is_optional and (not one.kinds or kind in one.kinds))


def summed_by_dwelling(plain: pl.DataFrame) -> pl.DataFrame:
    """Residents of all employers at a dwelling on the day are summed against one capacity (REG-04).

    An employer's own residents count at their most, as the rules are held against them.

    Space and facilities are the most that anyone declares: two employers describe the same kitchen, not two.
    """
    measured = ("area_m2", "habitable_rooms", "beds", "toilets")
    most = {name: pl.col(name).max().over("dwelling_id") for name in measured}
    there = pl.col("there").sum().over("dwelling_id")
    people = pl.max_horizontal(there, pl.col("residents").max().over("dwelling_id")).cast(pl.Float64)
    # Housing that the authority put there to look at is nobody's declaration, and its employer must not be hinted at.
    declared_by = pl.col("employer_id").filter(pl.col("missing_facts_share").is_not_null())
    known = plain.with_columns(people=pl.when(people > 0).then(people), declarations_disagree=_disagree(), **most)
    return known.with_columns(
        persons_per_habitable_room=pl.col("people") / pl.col("habitable_rooms"),
        persons_per_bed=pl.col("people") / pl.col("beds"),
        area_per_person_m2=pl.col("area_m2") / pl.col("people"),
        persons_per_toilet=pl.col("people") / pl.col("toilets"),
        employers_at_dwelling=declared_by.n_unique().over("dwelling_id"),
        breaches_of_approved_law=pl.lit(None, pl.Int64),  # no pack is approved: they are drafts
    )


def _disagree() -> pl.Expr:
    areas, by = pl.col("area_m2"), "dwelling_id"
    kinds, toilets = (pl.col(name).drop_nulls().n_unique().over(by) > 1 for name in ("kind", "toilets"))
    return kinds | toilets | (areas.max().over(by) > areas.min().over(by) * DIFFERENT_AREA).fill_null(False)
