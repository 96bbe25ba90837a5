"""The register as frames, and a scenario run over it, on both databases."""

from datetime import date, timedelta
from uuid import UUID

import polars as pl
import pytest
from sqlmodel import Session

from agreements_made import LAST, in_force
from conftest import AT
from declared_housing import submitted
from housed import ODENSE, SVENDBORG, add_dwelling, add_employer, declare, house
from husly.kit.access import SYSTEM, Actor, Grant, Role
from register.declarations.queries import get_declared
from register.whatif.from_register import Chunk, Scope, count_places, declared_chunks
from register.whatif.judging import Judged, Scenario, run_scenario
from standards.measures.frames import KEY, frames_of
from standards.rules.pack import load_pack
from standards.variants.scenario import changed_pack

AS_OF = date(2026, 3, 2)
ACT = load_pack("dk-indkvarteringslov-2025")
ODENSE_ONLY = Actor("c", "C", (Grant(Role.CASEWORKER, municipality_code="0461"),))


def chunks(session: Session, *, by: Actor = SYSTEM, as_of: date = AS_OF, size: int = 1000) -> list[Chunk]:
    return list(declared_chunks(session, Scope(by, as_of), chunk=size))


def judged(session: Session, cap: float, *, by: Actor = SYSTEM, chunk: int = 1000, most: int | None = None) -> Judged:
    scenario = Scenario(ACT, changed_pack(ACT, {"cap": cap}))
    return run_scenario(session, scenario, Scope(by, AS_OF), chunk=chunk, most=most)


def known(frame: pl.DataFrame) -> list[dict[str, object]]:
    return [{name: value for name, value in row.items() if value is not None} for row in frame.iter_rows(named=True)]


def test_the_frames_hold_what_the_declaration_page_reads(session: Session) -> None:
    made = submitted(session, {"dwelling.cooking": ["stove", "oven"], "dwelling.built_on": "1970-05-01"})
    accommodation_id = made.accommodation.id
    facts = get_declared(session, accommodation_id, by=SYSTEM).facts
    dwellings, rooms = frames_of([facts])
    (chunk,) = chunks(session)
    assert known(chunk.dwellings.select(dwellings.columns).drop(KEY)) == known(dwellings.drop(KEY))
    assert known(chunk.rooms.select(rooms.columns[2:])) == known(rooms.drop(KEY, "name"))
    assert [UUID(key) for key in chunk.dwellings[KEY]] == [accommodation_id]
    assert chunk.rooms[KEY].unique().to_list() == chunk.dwellings[KEY].to_list()


def test_all_who_live_at_a_dwelling_are_summed_and_each_employer_keeps_its_own(session: Session) -> None:
    dwelling = add_dwelling(session)
    house(session, dwelling=dwelling, residents=4)
    house(session, dwelling=dwelling, residents=3)
    (chunk,) = chunks(session)
    assert sorted(chunk.about["residents"]) == [3, 4]
    assert chunk.dwellings["residents"].to_list() == [7, 7]


def test_the_version_known_on_the_day_counts_with_its_own_rooms(session: Session) -> None:
    one = house(session, residents=2, bedrooms=1, submitted_at=AT - timedelta(days=30))
    declare(session, one, version=2, residents=10, bedrooms=5, valid_from=AS_OF, submitted_at=AT)
    (now,) = chunks(session)
    (earlier,) = chunks(session, as_of=AS_OF - timedelta(days=10))
    assert (now.dwellings["residents"].item(), len(now.rooms)) == (10, 5)
    assert (earlier.dwellings["residents"].item(), len(earlier.rooms)) == (2, 1)


def test_only_what_is_in_use_on_the_day_is_read(session: Session) -> None:
    house(session, ends_on=AS_OF - timedelta(days=1))
    house(session, starts_on=AS_OF + timedelta(days=1))
    assert judged(session, 1.0).rows.is_empty()


def test_a_municipality_sees_its_own_housing_only(session: Session) -> None:
    house(session, place=ODENSE)
    house(session, place=SVENDBORG)
    (chunk,) = chunks(session, by=ODENSE_ONLY)
    assert chunk.about["municipality"].to_list() == ["0461"]
    assert count_places(session, Scope(ODENSE_ONLY, AS_OF)) == 1
    assert count_places(session, Scope(ODENSE_ONLY, AS_OF, "0479")) == 0
    assert count_places(session, Scope(SYSTEM, AS_OF, "0479")) == 1


@pytest.mark.parametrize("role", [Role.EMPLOYER, Role.ADMINISTRATOR])
def test_whoever_may_not_count_reads_nothing(session: Session, role: Role) -> None:
    accommodation = house(session)
    actor = Actor("x", "X", (Grant(role, employer_id=accommodation.employer_id if role is Role.EMPLOYER else None),))
    assert chunks(session, by=actor) == []


def test_the_outcome_is_the_same_in_chunks_of_any_size(session: Session) -> None:
    for residents in (1, 2, 4, 6, 9):
        house(session, residents=residents, area_m2=40.0)
    whole, parts = judged(session, 1.0), judged(session, 1.0, chunk=2)
    assert whole.rows.sort(KEY).equals(parts.rows.sort(KEY))
    assert (whole.places, whole.places_in_scope, whole.is_sample) == (5, 5, False)


def test_a_tighter_limit_newly_fails_who_lies_between(session: Session) -> None:
    between = house(session, residents=4, area_m2=60.0, bedrooms=2)
    house(session, residents=6, area_m2=60.0, bedrooms=2)
    rows = judged(session, 1.0).rows
    found = {UUID(row[KEY]): (row["before"], row["after"]) for row in rows.iter_rows(named=True)}
    assert found.pop(between.id) == (2, 3)
    assert list(found.values()) == [(3, 3)]


def test_a_sample_stops_where_it_is_told_and_says_so(session: Session) -> None:
    for _ in range(5):
        house(session)
    found = judged(session, 1.0, most=3, chunk=2)
    assert (found.places, found.places_in_scope, len(found.rows)) == (3, 5, 3)
    assert found.is_sample


def test_the_sector_is_that_of_the_employer(session: Session) -> None:
    house(session, employer=add_employer(session, sector_code="01.13"))
    house(session, employer=add_employer(session, sector_code=None))
    (chunk,) = chunks(session)
    assert sorted(chunk.about["sector"]) == ["", "A"]


def test_an_agreement_takes_housing_out_of_the_count_of_the_act_and_of_no_other_pack(session: Session) -> None:
    dwelling = add_dwelling(session)
    covered, other = house(session, dwelling=dwelling, residents=4), house(session, dwelling=dwelling, residents=3)
    in_force(session, covered.id)
    found = judged(session, 0.5)
    assert ([UUID(key) for key in found.rows[KEY]], found.exempt) == ([other.id], 1)
    (chunk,) = chunks(session)
    assert chunk.dwellings["residents"].to_list() == [7, 7]
    proposal = load_pack("dk-arbejdsgruppe-2021")
    kept = run_scenario(session, Scenario(proposal, changed_pack(proposal, {"bedroom_area": 20})), Scope(SYSTEM, AS_OF))
    assert (len(kept.rows), kept.exempt) == (2, 0)
    after = Scope(SYSTEM, LAST + timedelta(days=1))
    assert run_scenario(session, Scenario(ACT, changed_pack(ACT, {"cap": 0.5})), after).exempt == 0
