"""What map and list are narrowed by: the same set in both, and nothing that tells of a score or a tip."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from litestar.testing import TestClient
from sqlalchemy.engine import Engine
from sqlmodel import Session, select

from housed import ODENSE, SVENDBORG, add_employer, house
from husly.app import create_app
from husly.kit.access import SYSTEM, Actor, Grant, Role
from husly.kit.accounts.models import Account
from husly.kit.clock import now, today
from husly.kit.database import transaction
from husly.settings import Settings
from inspection.enforcement import actions
from inspection.enforcement.choosing import Chosen, VisitReason
from inspection.map.filters import TOLD_APART, LastResult, MapFilters, Visited, read_map_filters
from inspection.map.queries import count_rows, list_rows
from inspection.risk.deviations.models import DeviationKind, RiskDeviation
from inspection.risk.queries import find_newest_run, list_ranked
from map_tiles import layers_at, places_at, total_at
from planned_visits import planned_visit
from score_card_cases import scored
from visits_made import visited
from web_client import Web, words

LEADER = Grant(Role.DECISION_MAKER)


def names(session: Session, **given: object) -> set[str]:
    """The streets of what the filters leave, the count being right."""
    filters = MapFilters(**given)  # type: ignore[arg-type]
    rows = list_rows(session, run=None, by=SYSTEM, filters=filters)
    assert count_rows(session, run=None, by=SYSTEM, filters=filters) == len(rows)
    return {one.dwelling.street for one in rows}


def test_sector_and_kind_narrow(session: Session) -> None:
    builder, hotel = add_employer(session, sector_code="412000"), add_employer(session, sector_code="551010")
    house(session, street="byg", employer=builder, kind="container")
    house(session, street="hotel", employer=hotel)
    house(session, street="uden")
    assert names(session, sector="F") == {"byg"}
    assert names(session, sector="I") == {"hotel"}
    assert names(session, kind="house") == {"hotel", "uden"}
    assert names(session, kind="house", sector="F") == set()


def test_the_last_visit_narrows_by_when_and_by_what_it_gave(session: Session) -> None:
    homes = {name: house(session, street=name) for name in ("never", "clean", "breach", "better", "open")}
    day = today() - timedelta(days=30)
    visited(session, homes["clean"], day - timedelta(days=400), breached=False)
    visited(session, homes["breach"], day, breached=True)
    visited(session, homes["better"], day - timedelta(days=500), breached=True)
    visited(session, homes["better"], day, breached=False)
    visited(session, homes["open"], day, breached=True, settled=False)
    assert names(session, visited=Visited.NEVER) == {"never"}
    assert names(session, visited=Visited.BEFORE, months=12) == {"clean"}
    assert names(session, visited=Visited.SINCE, months=12) == {"breach", "better", "open"}
    assert names(session, visited=Visited.SINCE, months=30) == {"breach", "better", "open", "clean"}
    assert names(session, result=LastResult.BREACH) == {"breach"}
    assert names(session, result=LastResult.CLEAN) == {"clean", "better"}
    assert names(session, result=LastResult.NONE) == {"never", "open"}


@pytest.mark.parametrize("reason", [one for one in VisitReason if one is not VisitReason.OTHER])
def test_a_tip_is_never_told_apart(session: Session, reason: VisitReason) -> None:
    home = house(session, street="home")
    visited(session, home, today() - timedelta(days=9), breached=False, reason=reason)
    found = [one for one in VisitReason if one in TOLD_APART and names(session, reason=one) == {"home"}]
    secret = reason in (VisitReason.TIP, VisitReason.CONTEST)
    assert found == [VisitReason.OTHER if secret else reason]


def test_a_planned_visit_is_found_by_its_reason_within_the_plans_that_one_may_read(session: Session) -> None:
    home = house(session, street="home")
    planned_visit(session, home.id, today() + timedelta(days=20), accepted=False)
    assert names(session, reason=VisitReason.SCORE) == {"home"}
    assert names(session, reason=VisitReason.RANDOM) == set()
    local = Actor("o", "O", (Grant(Role.CASEWORKER, municipality_code="0461"),))
    assert list_rows(session, run=None, by=local, filters=MapFilters(reason=VisitReason.SCORE)) == []


def test_reasons_are_for_those_who_do_not_visit(web: Web) -> None:
    with transaction(web.engine) as session:
        visited(session, house(session), today() - timedelta(days=9), breached=False, reason=VisitReason.RANDOM)
        house(session)
    web.sign_in(LEADER)
    assert 'name="reason"' in web.get("/map").text
    assert [total_at(web, 5, reason=reason) for reason in ("random", "danger", "tip", "nonsense")] == [1, 0, 2, 2]
    web.sign_in(Grant(Role.INSPECTOR))
    assert 'name="reason"' not in web.get("/map").text
    assert [total_at(web, 5, reason=reason) for reason in ("random", "danger", "tip")] == [2, 2, 2]


def case_of(web: Web) -> UUID:
    """An inspector's own visit ahead, and another dwelling beside it, both scored."""
    web.sign_in(Grant(Role.INSPECTOR))
    with transaction(web.engine) as session:
        inspector = session.exec(select(Account)).all()[-1]
        home = house(session, street="Skjulvej", residents=12, facts={"toilets": 0, "plan": False})
        house(session, place=SVENDBORG, street="Åbenvej")
        scored(session)
        hours = {"visit_on": today(), "from_min": 540, "to_min": 600, "inspector_id": str(inspector.id)}
        chosen = Chosen(reason=VisitReason.RANDOM)
        known = {"reason": "Udvalgt", "chosen": chosen, "by": SYSTEM, "at": now()}
        actions.open_case(session, accommodation_id=home.id, **known, **hours)  # type: ignore[arg-type]
        return home.id


def test_what_the_reader_is_to_visit_bears_no_group_and_stands_last(web: Web) -> None:
    home = case_of(web)
    (place,) = places_at(web, *ODENSE[1:])
    assert place == {"id": str(home)}
    (other,) = places_at(web, *SVENDBORG[1:])
    assert "g" in other
    grouped = [total_at(web, 5, group=str(group)) for group in (1, 2, 3, 4)]
    assert (sum(grouped), total_at(web, 5)) == (1, 2)
    page = web.get("/map", lang="en")
    assert page.text.index("Åbenvej") < page.text.index("Skjulvej")
    assert "Hidden until your findings are recorded" in words(page)
    assert page.text.count('class="points"') == 1


def test_a_cluster_says_nothing_of_what_the_reader_is_to_visit(web: Web) -> None:
    case_of(web)
    (layers,) = layers_at(web, 4)
    (cluster,) = layers["clusters"]["features"]
    counts = [cluster["properties"].get(f"g{group}", 0) for group in (1, 2, 3, 4)]
    assert (cluster["properties"]["n"], sum(counts)) == (2, 1)


@pytest.fixture
def web_without_score(clean_engine: Engine) -> Iterator[Web]:
    """A browser on an installation that uses no score."""
    settings = Settings(secure_cookies=False, secret_key="only-for-tests-only-for-tests-only", risk_score=False)
    with TestClient(create_app(settings, engine=clean_engine)) as client:
        yield Web(client, clean_engine)


def test_while_the_score_is_off_tiles_and_list_say_nothing_of_it(web_without_score: Web) -> None:
    web = web_without_score
    with transaction(web.engine) as session:
        for place in (ODENSE, ODENSE, SVENDBORG):
            house(session, place=place)
        scored(session)
    web.sign_in(LEADER)
    for layers in layers_at(web, 5) + layers_at(web, 9):
        for layer in layers.values():
            assert all(one["properties"].keys() <= {"id", "n"} for one in layer["features"])
    assert total_at(web, 7, group="4") == 3
    page = web.get("/map", lang="en")
    assert "points" not in words(page)
    assert 'name="group"' not in page.text
    assert 'value="score"' not in page.text


def test_somebody_put_in_another_group_is_found_there_as_in_the_list(session: Session) -> None:
    home, _ = house(session, street="home"), house(session, street="other")
    scored(session)
    run = find_newest_run(session)
    assert run is not None
    row = {"accommodation_id": home.id, "municipality_code": home.municipality_code, "to_group": 4, "reason": "x"}
    row |= {"kind": DeviationKind.CHANGE_GROUP, "until_on": today() + timedelta(days=9), "made_at": now()}
    row |= {"run_id": run.id, "from_group": 1, "counts_as": 90}
    session.add(RiskDeviation(**row, made_by="t", made_by_name="T"))
    session.flush()
    for group in (1, 2, 3, 4):
        filters = MapFilters(risk_group=group)
        ranked, _count = list_ranked(session, run, by=SYSTEM, filters=filters, as_of=today())
        rows = list_rows(session, run=run, by=SYSTEM, filters=filters)
        assert {one.accommodation.id for one in rows} == {one.accommodation.id for one in ranked}


texts = st.text(max_size=12)
keys = ("municipality", "group", "kind", "sector", "visited", "months", "result", "reason", "within", "area")


@given(st.dictionaries(st.sampled_from(keys), texts))
def test_whatever_an_address_says_is_read_and_what_is_no_choice_is_no_filter(asked: dict[str, str]) -> None:
    filters, _area, _wrong = read_map_filters(asked, with_reasons=True)
    assert 1 <= filters.months <= 120
    again, _area, wrong = read_map_filters(filters.query, with_reasons=True)
    assert wrong is None
    assert again.query == filters.query


def test_the_filters_stand_in_every_address_of_the_page(web: Web) -> None:
    with transaction(web.engine) as session:
        for number in range(60):
            house(session, street=f"Vej {number}", kind="container")
    web.sign_in(LEADER)
    page = web.get("/map", kind="container", visited="before", months="6")
    query = "kind=container&amp;visited=before&amp;months=6"
    assert f"/map/tiles/{{z}}/{{x}}/{{y}}.mvt?{query}" in page.text
    assert f"/map/list?{query}" in page.text
    nothing = web.get("/map", kind="container", visited="never")
    assert "number=2" in nothing.text
    assert nothing.text.count('class="section-row"') == 50
    second = web.get("/map", kind="container", visited="never", number="2")
    assert second.text.count('class="section-row"') == 10
