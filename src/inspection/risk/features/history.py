"""What cases, links and reports say, made ready to be joined onto the register: small, so read once for a whole run."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import polars as pl
import sqlalchemy as sa
from sqlmodel import Session, col

from inspection.enforcement.models import InspectionCase
from inspection.risk.features.around import contested, read_links, referred
from inspection.risk.features.past_cases import (
    Met,
    PastOrder,
    PastVisit,
    count_breaches,
    list_past_orders,
    list_past_visits,
)
from inspection.risk.features.sectors import listed_sector
from register.employers.models import Employer
from register.residents.queries import reports_as_of

_BY_EMPLOYER: dict[str, Any] = {
    "employer_id": pl.String,
    "previous_breaches": pl.Int64,
    "days_since_last_breach": pl.Int64,
    "previous_orders": pl.Int64,
    "orders_unmet": pl.Int64,
    "orders_met_late": pl.Int64,
    "closed_in_all": pl.Int64,
    "linked_breaches": pl.Int64,
    "reregistered": pl.Boolean,
    "agency_link": pl.Boolean,
}
_BY_PLACE: dict[str, Any] = {
    "employer_id": pl.String,
    "dwelling_id": pl.String,
    "days_since_last_visit": pl.Int64,
    "last_result": pl.String,
    "closed_here": pl.Int64,
}
_BY_SECTOR: dict[str, Any] = {"municipality_code": pl.String, "listed_sector": pl.String, "sector_days": pl.Float64}
_BY_HOME: dict[str, Any] = {
    "accommodation_id": pl.String,
    "tips": pl.Int64,
    "urgent": pl.Int64,
    "contested_by_owner": pl.Boolean,
    "referrals": pl.Int64,
}
_BY_DWELLING: dict[str, Any] = {"dwelling_id": pl.String, "tips_at_dwelling": pl.Int64, "urgent_at_dwelling": pl.Int64}
_COUNTS = ("previous_breaches", "previous_orders", "orders_unmet", "orders_met_late", "linked_breaches", "referrals")
_FLAGS = ("reregistered", "agency_link", "contested_by_owner")


@dataclass(frozen=True)
class History:
    """Known on a day, by employer, by employer and dwelling, by sector, accommodation and dwelling (ids as text)."""

    employers: pl.DataFrame
    places: pl.DataFrame
    sectors: pl.DataFrame
    homes: pl.DataFrame
    dwellings: pl.DataFrame

    def onto(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The frame with the history's features. Without a case there are no breaches, without a report no tips; a
        place never visited has no result.
        """
        joined = frame
        for other, keys in (
            (self.employers, ["employer_id"]),
            (self.places, ["employer_id", "dwelling_id"]),
            (self.sectors, ["municipality_code", "listed_sector"]),
            (self.homes, ["accommodation_id"]),
            (self.dwellings, ["dwelling_id"]),
        ):
            joined = joined.join(other, on=keys, how="left", maintain_order="left")
        return joined.with_columns(
            *(pl.col(name).fill_null(0) for name in _COUNTS),
            *(pl.col(name).fill_null(False) for name in _FLAGS),
            closed_after_order=pl.col("closed_in_all").fill_null(0) - pl.col("closed_here").fill_null(0),
            open_tips=pl.col("tips").fill_null(0) + pl.col("tips_at_dwelling").fill_null(0),
            urgent_tips=pl.col("urgent").fill_null(0) + pl.col("urgent_at_dwelling").fill_null(0),
            sector_unvisited_days=_sector_days(),
        )


def _sector_days() -> pl.Expr:
    listed = pl.when(pl.col("risk_sector")).then(pl.col("sector_days").fill_null(float("inf"))).otherwise(0.0)
    return pl.when(pl.col("risk_sector").is_not_null()).then(listed)


def read_history(session: Session, *, as_of: date) -> History:
    """What was known by the end of the day; what came in or was decided on later days is left out."""
    visits, orders = list_past_visits(session, as_of), list(list_past_orders(session, as_of))
    closed = {
        (one.employer_id, one.dwelling_id)
        for one in orders
        if one.given_up_on is not None and one.issued_on <= one.given_up_on
    }
    return History(
        employers=_employers(session, orders, closed, as_of),
        places=_places(visits, closed, as_of),
        sectors=_sectors(session, visits, as_of),
        homes=_homes(session, as_of),
        dwellings=_tips_at_dwellings(session, as_of),
    )


def _employers(
    session: Session, orders: Sequence[PastOrder], closed: set[tuple[UUID, UUID]], as_of: date
) -> pl.DataFrame:
    breaches, links = count_breaches(session, as_of), read_links(session, as_of)
    linked = links.breaches(breaches)
    all_orders = Counter(one.employer_id for one in orders)
    by_way = Counter((one.employer_id, one.met) for one in orders)
    given_up = Counter(employer for employer, _ in closed)
    rows = []
    for employer in sorted({*breaches, *linked, *all_orders}):
        count, last = breaches.get(employer, (0, None))
        rows.append(
            (
                str(employer),
                count,
                None if last is None else (as_of - last).days,
                all_orders[employer],
                by_way[employer, Met.UNMET],
                by_way[employer, Met.LATE],
                given_up[employer],
                linked.get(employer, 0),
                employer in links.successors,
                employer in links.with_agency,
            )
        )
    return pl.DataFrame(rows, schema=_BY_EMPLOYER, orient="row")


def _places(visits: Iterable[PastVisit], closed: set[tuple[UUID, UUID]], as_of: date) -> pl.DataFrame:
    """The last visit, and the last result, of each employer at each dwelling; never of another employer there."""
    last: dict[tuple[UUID, UUID], date] = {}
    results: dict[tuple[UUID, UUID], str] = {}
    for visit in visits:  # the earliest first
        last[visit.employer_id, visit.dwelling_id] = visit.visited_on
        if visit.result is not None:
            results[visit.employer_id, visit.dwelling_id] = visit.result
    rows = [
        (
            str(key[0]),
            str(key[1]),
            (as_of - last[key]).days if key in last else None,
            results.get(key),
            int(key in closed),
        )
        for key in sorted({*last, *closed})
    ]
    return pl.DataFrame(rows, schema=_BY_PLACE, orient="row")


def _sectors(session: Session, visits: Sequence[PastVisit], as_of: date) -> pl.DataFrame:
    """Days since anybody of a listed sector was visited in a municipality."""
    codes = sa.select(col(Employer.id), col(Employer.sector_code)).where(
        col(Employer.id).in_(sa.select(col(InspectionCase.employer_id)))
    )
    sectors = {employer: listed_sector(code) for employer, code in session.execute(codes)}
    last: dict[tuple[str, str], date] = {}
    for visit in visits:
        sector = sectors.get(visit.employer_id)
        if sector is not None:
            last[visit.municipality_code, sector] = visit.visited_on
    rows = [(code, sector, float((as_of - day).days)) for (code, sector), day in sorted(last.items())]
    return pl.DataFrame(rows, schema=_BY_SECTOR, orient="row")


def _homes(session: Session, as_of: date) -> pl.DataFrame:
    tips = [one for one in reports_as_of(session, as_of) if one.accommodation_id is not None]
    every = Counter(one.accommodation_id for one in tips)
    urgent = Counter(one.accommodation_id for one in tips if one.is_urgent)
    open_contests, referrals = contested(session, as_of), referred(session, as_of)
    rows = [
        (str(home), every[home], urgent[home], home in open_contests, referrals[home])
        for home in {*(one for one in every if one is not None), *open_contests, *referrals}
    ]
    return pl.DataFrame(rows, schema=_BY_HOME, orient="row")


def _tips_at_dwellings(session: Session, as_of: date) -> pl.DataFrame:
    """Reports about a dwelling that name no employer count for everybody there."""
    tips = [one for one in reports_as_of(session, as_of) if one.accommodation_id is None]
    every = Counter(one.dwelling_id for one in tips)
    urgent = Counter(one.dwelling_id for one in tips if one.is_urgent)
    rows = [(str(dwelling), count, urgent[dwelling]) for dwelling, count in every.items()]
    return pl.DataFrame(rows, schema=_BY_DWELLING, orient="row")
