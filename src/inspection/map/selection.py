"""Which accommodations the map shows: one set for tiles, list, counts and files."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from husly.kit.access import Actor, Permission, within
from inspection.map.areas.searching import Bounds, is_wide, within_area, within_bounds
from inspection.map.filters import MapFilters
from inspection.map.tiles import Square
from inspection.map.visits import visit_conditions
from inspection.planning.hiding import hidden_from
from inspection.risk.deviations.models import RiskDeviation
from inspection.risk.deviations.queries import in_force
from inspection.risk.features.known import in_use
from inspection.risk.models import RiskRun, RiskScore
from register.accommodations.models import Accommodation
from register.agreements.queries import exempt_accommodations
from register.declarations.models import Declaration
from register.dwellings.models import Dwelling
from register.employers.models import Employer
from register.employers.sectors import SECTIONS
from register.upkeep.pauses import unused_accommodations


@dataclass(frozen=True)
class Selection:
    """What is joined and demanded; ``group`` and ``score`` are null where no score is used or the reader is to visit.

    Without a run: every accommodation in use. Where a collective agreement takes the act's place today nothing is
    shown, as nothing is planned there; nor what is not in use today. What the reader is to visit is shown without its
    group, and is in no group that could be asked for.
    """

    joined: sa.FromClause
    conditions: tuple[sa.ColumnElement[bool], ...]
    group: Any
    score: Any

    def select(self, *columns: Any) -> sa.Select[Any]:
        """These columns of what is shown."""
        return sa.select(*columns).select_from(self.joined).where(*self.conditions)


def select_shown(
    *,
    run: RiskRun | None,
    by: Actor,
    filters: MapFilters,
    as_of: date,
    square: Square | None = None,
    seen: Bounds | None = None,
) -> Selection:
    """What the map shows; ``square`` keeps it to a tile, ``seen`` to bounds in degrees."""
    joined = sa.join(Dwelling, Accommodation, col(Accommodation.dwelling_id) == col(Dwelling.id))
    near = square.bounds if square is not None else seen
    conditions = [*place_conditions(filters, near=near), *home_conditions(filters, by=by, as_of=as_of)]
    if square is not None:
        conditions.append(col(Dwelling.map_key).between(*square.keys))
    if seen is not None:
        conditions.append(within_bounds(seen))
    if run is None:
        return Selection(joined, tuple(conditions), sa.null(), sa.null())
    of_run = sa.and_(col(RiskScore.accommodation_id) == col(Accommodation.id), col(RiskScore.run_id) == run.id)
    group, score, grouped = scored_columns(col(Accommodation.id), filters, by=by, as_of=as_of)
    conditions += grouped
    if square is None and (seen is None or is_wide(seen)):  # the index of scores finds the highest of so many soonest
        return Selection(joined.join(RiskScore, of_run), tuple(conditions), group, score)
    # Joined to the left, and demanded by a word that no planner sees through: a score is looked up for each place, and
    # never the other way round, which would read all scores for every tile.
    conditions.append(sa.func.coalesce(col(RiskScore.risk_group), 0) > 0)
    return Selection(joined.outerjoin(RiskScore, of_run), tuple(conditions), group, score)


def place_conditions(filters: MapFilters, *, near: Bounds | None = None) -> list[sa.ColumnElement[bool]]:
    """What is demanded of ``Dwelling``: a point, in the chosen area; ``near`` are bounds that are kept to anyway."""
    has_point = col(Dwelling.map_key).is_not(None)
    return [has_point] if filters.area.is_empty else [has_point, within_area(filters.area, seen=near)]


def home_conditions(filters: MapFilters, *, by: Actor, as_of: date) -> list[sa.ColumnElement[bool]]:
    """What is demanded of ``Accommodation``: within the reader's scope, in use, under the act, and as it is chosen."""
    scope = within(
        by,
        Permission.READ_RISK,
        employer_id=col(Accommodation.employer_id),
        municipality_code=col(Accommodation.municipality_code),
    )
    return [
        scope,
        *in_use(as_of),
        col(Accommodation.id).not_in(exempt_accommodations(as_of, as_of)),
        col(Accommodation.id).not_in(unused_accommodations(as_of, as_of)),
        *_declared(filters),
        *visit_conditions(filters, by=by, as_of=as_of),
    ]


def _declared(filters: MapFilters) -> list[sa.ColumnElement[bool]]:
    conditions: list[sa.ColumnElement[bool]] = []
    if filters.municipality_code:
        conditions.append(col(Accommodation.municipality_code) == filters.municipality_code)
    if filters.kind:
        of_kind = sa.select(col(Declaration.accommodation_id)).where(
            col(Declaration.is_current), col(Declaration.kind) == filters.kind
        )
        conditions.append(col(Accommodation.id).in_(of_kind))
    if filters.sector:
        divisions, _ = SECTIONS[filters.sector]
        two = sa.func.substr(col(Employer.sector_code), 1, 2)
        of_sector = sa.select(col(Employer.id)).where(two.in_([f"{one:02d}" for one in divisions]))
        conditions.append(col(Accommodation.employer_id).in_(of_sector))
    return conditions


def scored_columns(
    accommodation_id: Any, filters: MapFilters, *, by: Actor, as_of: date
) -> tuple[Any, Any, list[sa.ColumnElement[bool]]]:
    """Group and score as columns, and what is demanded of them; null for what the reader is to visit.

    A group that is asked for is the computed one or the one that a person put it in.
    """
    group, score, hidden = col(RiskScore.risk_group), col(RiskScore.score), hidden_from(by)
    conditions: list[sa.ColumnElement[bool]] = []
    if filters.risk_group is not None:
        put = sa.select(col(RiskDeviation.accommodation_id)).where(
            *in_force(as_of), col(RiskDeviation.to_group) == filters.risk_group
        )
        conditions.append(sa.or_(group == filters.risk_group, accommodation_id.in_(put)))
        if hidden is not None:  # a group that holds them would tell it
            conditions.append(accommodation_id.not_in(hidden))
        return group, score, conditions
    if hidden is None:
        return group, score, conditions
    to_visit = accommodation_id.in_(hidden)
    return sa.case((to_visit, None), else_=group), sa.case((to_visit, None), else_=score), conditions
