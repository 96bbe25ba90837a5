"""One accommodation is told alike wherever it is shown: by agreement, paused, ended, undeclared or contested."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import polars as pl
import pytest
from sqlmodel import Session, select

from agreements_made import in_force
from housed import ODENSE, add_dwelling, add_employer, house
from husly.kit.access import SYSTEM, Grant, Permission, Role
from husly.kit.calendar import ALWAYS_OPEN
from husly.kit.clock import now, today
from husly.kit.database import transaction
from inspection.certificates.queries import count_by_municipality, list_in_use_at
from inspection.map.filters import MapFilters
from inspection.map.queries import count_exempt, list_points
from inspection.planning.offering.arms import offer
from inspection.planning.offering.from_register import Wanted
from inspection.risk.models import RiskRun
from inspection.risk.queries import Filters, list_longest_unseen, list_ranked
from planned_visits import station
from register.accommodations.models import Accommodation
from register.dwellings.models import Dwelling
from register.owners import actions as owners
from register.portfolio.queries import read_portfolio
from register.upkeep.actions import tell_end, tell_pause
from register.whatif.from_register import Scope, declared_chunks
from score_card_cases import scored
from web_client import Web, web

__all__ = ["web"]

PACK = "dk-indkvarteringslov-2025"

TO_VISIT = {"plain", "contested", "undeclared"}
"""Where somebody may live to whom the act applies today: the list, the map, the file and plans."""

DECLARED = {"plain", "contested", "paused", "exempt"}
"""What an employer has declared and not ended: the public search, sums of the portfolio."""


@dataclass(frozen=True)
class Homes:
    """The accommodations by what is special about each."""

    ids: dict[str, UUID]

    def names(self, found: Iterable[object]) -> set[str]:
        """What is special about these, given as ids or texts of ids; every one of them is known."""
        by_id = {one: name for name, one in self.ids.items()}
        return {by_id[UUID(str(one))] for one in found}


def homes(session: Session) -> Homes:
    """Six accommodations that one run has scored; what is special about three of them was told after it."""
    ids: dict[str, UUID] = {}
    for name in ("plain", "exempt", "paused", "ended", "contested"):
        employer = add_employer(session, name=name)
        first = {"starts_on": today() - timedelta(days=200), "submitted_at": now() - timedelta(days=190)}
        ids[name] = house(session, employer=employer, dwelling=add_dwelling(session), **first).id
    ids["undeclared"] = taken_up(session).id
    scored(session)
    days = {"valid_from": (today() - timedelta(days=9)).isoformat()}
    in_force(
        session, ids["exempt"], at=now(), valid_to=(today() + timedelta(days=60)).isoformat(), nationwide="yes", **days
    )
    first, back = today() - timedelta(days=5), today() + timedelta(days=60)
    tell_pause(session, ids["paused"], from_on=first, back_on=back, by=SYSTEM, at=now())
    tell_end(session, ids["ended"], ends_on=today() - timedelta(days=1), by=SYSTEM, at=now())
    notice = owners.name_owner(
        session, accommodation_id=ids["contested"], name="Olga Ejer", postal_address="Skovvej 3", by=SYSTEM, at=now()
    )
    owners.contest(session, notice, reasons=["not_agreed"], text="", at=now())
    session.flush()
    return Homes(ids)


def taken_up(session: Session) -> Accommodation:
    """Housing that nobody declared, as ``take_up`` makes it."""
    dwelling = add_dwelling(session)
    made = Accommodation(
        dwelling_id=dwelling.id,
        employer_id=add_employer(session, name="undeclared").id,
        municipality_code=dwelling.municipality_code,
        starts_on=today() - timedelta(days=20),
        created_at=now() - timedelta(days=20),
    )
    session.add(made)
    session.flush()
    return made


def newest(session: Session) -> RiskRun:
    return session.exec(select(RiskRun)).one()


def test_list_map_and_plan_name_the_same(session: Session) -> None:
    made = homes(session)
    run = newest(session)
    ranked, count = list_ranked(session, run, by=SYSTEM, filters=Filters(), as_of=today())
    assert made.names(one.accommodation.id for one in ranked) == TO_VISIT
    assert count == len(TO_VISIT)
    for known in (run, None):
        points, on_map = list_points(session, run=known, by=SYSTEM, filters=MapFilters())
        assert made.names(one.id for one in points) == TO_VISIT
        assert on_map == len(TO_VISIT)
    unseen, _ = list_longest_unseen(session, by=SYSTEM, filters=Filters(), as_of=today())
    assert made.names(one.accommodation.id for one in unseen) == TO_VISIT
    assert count_exempt(session, by=SYSTEM, filters=MapFilters()) == 1


@pytest.mark.parametrize("with_run", [True, False])
def test_a_plan_may_visit_what_the_list_names(session: Session, with_run: bool) -> None:
    made = homes(session)
    days = [today() + timedelta(days=20 + more) for more in range(5)]
    wanted = Wanted(
        days=days,
        earliest_on=days[0],
        as_of=today(),
        stations=[station()],
        municipality_code=ODENSE[0],
        run=newest(session) if with_run else None,
        random_share=0.5,
        exploration_share=0.5,
        seed=1,
        calendar=ALWAYS_OPEN,
    )
    assert made.names(one.id for one in offer(session, wanted).candidates) <= TO_VISIT
    assert offer(session, wanted).candidates


def test_what_is_declared_is_counted_alike_for_employers_and_the_public(session: Session) -> None:
    made = homes(session)
    rows = [session.get_one(Accommodation, one) for one in made.ids.values()]
    found: list[UUID] = []
    for row in rows:
        key = session.get_one(Dwelling, row.dwelling_id).address_key
        found += [one.id for one in list_in_use_at(session, key, on=today())]
    assert made.names(found) == DECLARED
    assert count_by_municipality(session, on=today()) == [(ODENSE[0], len(DECLARED), len(DECLARED))]
    housing = read_portfolio(
        session,
        {row.employer_id for row in rows},
        by=SYSTEM,
        permission=Permission.READ_DECLARATIONS,
        pack_ids=[PACK],
        as_of=today(),
    ).housing
    assert made.names(one.accommodation_id for one in housing) == DECLARED
    assert made.names(one.accommodation_id for one in housing if one.outcome is None) == {"exempt"}
    judged = pl.concat(part.about for part in declared_chunks(session, Scope(SYSTEM, today())))
    assert made.names(judged["dwelling"]) == DECLARED
    assert made.names(judged.filter(pl.col("exempt"))["dwelling"]) == {"exempt"}


def test_pages_and_the_file_say_the_same(web: Web) -> None:
    with transaction(web.engine) as session:
        made = homes(session)
    web.sign_in(Grant(Role.INSPECTOR))
    text = web.get("/risk", lang="en").text
    assert {name for name, one in made.ids.items() if f'"/risk/{one}"' in text} == TO_VISIT
    rows = csv.DictReader(io.StringIO(web.get("/risk/list.csv").content.decode("utf-8-sig")), delimiter=";")
    assert made.names(row["accommodation_id"] for row in rows) == TO_VISIT
    features = web.get("/map/dwellings.geojson").json()["features"]
    assert made.names(one["properties"]["id"] for one in features) == TO_VISIT
    for name in TO_VISIT:
        popup = web.get(f"/map/dwellings/{made.ids[name]}", lang="en").json()
        assert name in popup["lines"][0]
        assert "points" in popup["score"]
    assert today().isoformat() in web.get("/score-card.json").text
