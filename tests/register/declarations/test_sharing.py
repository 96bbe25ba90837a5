"""Several employers in one dwelling: everybody counts against one capacity, by date, and nobody is named."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import Session, select

from conftest import AT
from declared_housing import submitted
from husly.kit.access import SYSTEM, Actor, Grant, Role
from husly.kit.database import transaction
from husly.kit.i18n import use_language
from register.assessments.presenters import judge
from register.assessments.sharing import Beside, over_texts, shared_text
from register.declarations.drafts import readable_stays
from register.declarations.list_presenters import ListPage
from register.declarations.queries import beside_of, get_declared, list_beside, list_declared, list_rooms_of, list_stays
from register.employers.models import Employer
from register.rules.queries import local_packs
from standards.capacity.occupancy import Stay
from standards.rules.pack import load_pack
from web_client import Web, words

ACT = "dk-indkvarteringslov-2025"
FOR_EIGHT = {"dwelling.habitable_rooms": 4, "dwelling.area_m2": 96, "rooms": []}
GARDENER = FOR_EIGHT | {"dwelling.residents": 5}
BUILDER = FOR_EIGHT | {
    "employer": {"name": "Byggefirmaet A/S", "cvr_number": "88146328"},
    "dwelling.residents": 4,
    "period": {"starts_on": "2026-04-01", "ends_on": "2026-05-31"},
}
APRIL, JUNE = date(2026, 4, 1), date(2026, 6, 1)


@pytest.fixture(autouse=True)
def english() -> None:
    use_language("en")


def both(session: Session) -> tuple[UUID, UUID]:
    """The gardener houses 5 from March on, the builder 4 in April and May, in the same house for 8."""
    return submitted(session, GARDENER).accommodation.id, submitted(session, BUILDER).accommodation.id


def actor(session: Session, name: str) -> Actor:
    firm = session.exec(select(Employer).where(Employer.name == name)).one()
    return Actor(id="employer", name="Anna", grants=(Grant(Role.EMPLOYER, firm.id),))


def judged(session: Session, accommodation_id: UUID, day: date) -> Any:
    declared = get_declared(session, accommodation_id, by=SYSTEM)
    return judge(declared.facts, [load_pack(ACT)], as_of=day, beside=beside_of(session, declared))


def test_both_employers_are_told_that_one_is_too_many_while_they_overlap(session: Session) -> None:
    for accommodation_id, others in zip(both(session), ("4 persons", "5 persons"), strict=True):
        judgement = judged(session, accommodation_id, APRIL)
        (panel,) = judgement.panels
        assert panel.capacity.heading == "Room for: 8 persons"
        assert panel.capacity.over == ("1 person too many from 1 April 2026 to 31 May 2026: 9 live there",)
        assert judgement.shared.startswith(f"Others have declared {others} in the same dwelling.")
        assert [breach.found for breach in panel.breaches] == ["2.25 persons per habitable room"]
        assert panel.cure.ways[0].steps == ["One fewer resident in all"]


def test_where_the_capacity_is_not_known_nobody_is_called_too_many(session: Session) -> None:
    rooms = [{"name": "A", "use": "bedroom", "residents": 3}, {"name": "B", "use": "bedroom", "residents": 2}]
    described = {"dwelling.habitable_rooms": None, "rooms": rooms}
    gardener = submitted(session, GARDENER | described).accommodation.id
    submitted(session, BUILDER)
    judgement = judged(session, gardener, APRIL)
    assert judgement.shared
    assert judgement.panels[0].breaches == []
    assert judgement.panels[0].capacity.over == ()


def test_before_and_after_the_overlap_nobody_is_too_many(session: Session) -> None:
    gardener, _ = both(session)
    early, late = (judged(session, gardener, day) for day in (date(2026, 3, 31), JUNE))
    assert (early.shared, early.panels[0].breaches) == ("", [])
    assert early.panels[0].capacity.over != ()  # what is to come is told
    assert (late.shared, late.panels[0].breaches, late.panels[0].capacity.over) == ("", [], ())


def test_neither_employer_sees_the_others_declaration_and_the_authority_sees_both(session: Session) -> None:
    gardener, builder = both(session)
    authority = Actor(id="inspector", name="Ida", grants=(Grant(Role.INSPECTOR),))
    own = actor(session, "Prøvegartneriet ApS")
    declared = get_declared(session, gardener, by=own)
    assert list_beside(session, declared, by=own) == []
    assert [one.accommodation.id for one in list_beside(session, declared, by=authority)] == [builder]


def test_a_new_version_takes_the_place_of_the_old_from_its_first_day(session: Session) -> None:
    first = submitted(session, GARDENER)
    amended = submitted(session, GARDENER | {"dwelling.residents": 3}, at=AT + timedelta(days=60))
    dwelling_id = first.dwelling.id
    stays = list_stays(session, [dwelling_id])[dwelling_id]
    starts_on = amended.declaration.valid_from
    assert sum(stay.persons for stay in stays if stay.covers(starts_on)) == 3
    assert all(stay.employer == str(first.accommodation.id) for stay in stays)
    assert all(sum(stay.covers(starts_on + timedelta(days=n)) for stay in stays) <= 1 for n in range(-90, 90, 10))


def test_dwellings_apart_do_not_count_against_each_other(session: Session) -> None:
    one = submitted(session, GARDENER)
    other = submitted(session, BUILDER | {"address": {"street": "Bygade", "house_number": "1", "postcode": "4000"}})
    stays = list_stays(session, [one.dwelling.id, other.dwelling.id])
    assert [len(found) for found in stays.values()] == [1, 1]


def test_the_verdict_in_the_list_counts_everybody_too(session: Session) -> None:
    both(session)
    found, _ = list_declared(session, by=SYSTEM)
    shown: dict[date, list[str]] = {}
    for day in (APRIL, JUNE):
        page = ListPage(
            found=found,
            rooms=list_rooms_of(session, [one.declaration.id for one in found]),
            paging=None,  # type: ignore[arg-type]
            search="",
            packs=local_packs(session, [ACT], as_of=day),
            data_path=None,  # type: ignore[arg-type]
            as_of=day,
            stays=list_stays(session, [one.dwelling.id for one in found]),
        )
        shown[day] = [kind for kind, _ in page._verdicts().values()]
    assert shown[APRIL] == ["error", "error"]
    assert "error" not in shown[JUNE]


def test_only_the_days_on_which_both_are_there_in_number_are_too_many(session: Session) -> None:
    by_date = [
        {"from_on": "2026-03-01", "to_on": "2026-05-01", "residents": 3},
        {"from_on": "2026-05-01", "to_on": None, "residents": 5},
    ]
    gardener = submitted(session, GARDENER | {"occupancy": by_date}).accommodation.id
    builder = submitted(session, BUILDER).accommodation.id
    told = ("1 person too many from 1 May 2026 to 31 May 2026: 9 live there",)
    for accommodation_id in (gardener, builder):
        april, may = (judged(session, accommodation_id, day) for day in (APRIL, date(2026, 5, 1)))
        assert (april.shared != "", april.panels[0].breaches) == (True, [])
        assert [breach.found for breach in may.panels[0].breaches] == ["2.25 persons per habitable room"]
        assert april.panels[0].capacity.over == may.panels[0].capacity.over == told


def test_while_nobody_of_ones_own_is_there_the_others_do_not_count(session: Session) -> None:
    away = [{"from_on": "2026-06-01", "to_on": None, "residents": 5}]
    gardener = submitted(session, GARDENER | {"occupancy": away}).accommodation.id
    builder = submitted(session, BUILDER).accommodation.id
    for accommodation_id in (gardener, builder):
        judgement = judged(session, accommodation_id, APRIL)
        assert (judgement.shared, judgement.panels[0].breaches, judgement.panels[0].capacity.over) == ("", [], ())


def test_periods_being_typed_count_by_date() -> None:
    document = {"occupancy": [{"from_on": "2026-04-01", "to_on": "2026-06-01", "residents": 3}]}
    beside = Beside("own", (Stay("own", 5, APRIL), Stay("other", 6, APRIL)))
    draft = beside.with_draft(5, APRIL, readable_stays(document, "own"))
    assert over_texts(draft, 8, APRIL) == ("1 person too many from 1 April 2026 to 31 May 2026: 9 live there",)
    wrong = {"occupancy": [{"from_on": "2026-04-01", "residents": "many"}]}
    assert readable_stays(wrong, "own") == readable_stays({"occupancy": "x"}, "own") == ()


def test_what_is_being_typed_takes_the_place_of_what_was_declared() -> None:
    beside = Beside("own", (Stay("own", 5, APRIL), Stay("other", 4, APRIL)))
    draft = beside.with_draft(4, APRIL)
    assert over_texts(beside, 8, APRIL) == ("1 person too many from 1 April 2026 on: 9 live there",)
    assert over_texts(draft, 8, APRIL) == ()
    assert shared_text(Beside("own", (Stay("own", 5, APRIL),)), APRIL) == ""


def page_of(web: Web, accommodation_id: UUID, *grants: Grant) -> str:
    web.sign_in(*grants)
    answer = web.get(f"/declarations/{accommodation_id}")
    assert answer.status_code == 200
    return words(answer)


def test_the_page_tells_an_employer_how_many_others_there_are_and_an_authority_who(web: Web) -> None:
    with transaction(web.engine) as session:
        gardener = submitted(session, GARDENER).accommodation
        submitted(session, BUILDER | {"period": {"starts_on": "2026-04-01"}})
        employer_id, accommodation_id = gardener.employer_id, gardener.id
    own = page_of(web, accommodation_id, Grant(Role.EMPLOYER, employer_id=employer_id))
    assert "Byggefirmaet" not in own
    assert "9 " in own
    authority = page_of(web, accommodation_id, Grant(Role.INSPECTOR))
    assert "Byggefirmaet A/S" in authority


def test_the_form_counts_the_others_while_an_amendment_is_typed(web: Web) -> None:
    with transaction(web.engine) as session:
        gardener = submitted(session, GARDENER).accommodation
        submitted(session, BUILDER | {"period": {"starts_on": "2026-04-01"}})
        employer_id, accommodation_id = gardener.employer_id, gardener.id
    web.sign_in(Grant(Role.EMPLOYER, employer_id=employer_id))
    typed = {"dwelling.residents": "5", "dwelling.area_m2": "96", "dwelling.habitable_rooms": "4"}
    draft = web.post(f"/declarations/{accommodation_id}/amend").headers["location"].rpartition("/")[2]
    alone = web.post("/declarations/assess", typed)
    shared = web.post(f"/declarations/assess?draft={draft}", typed)
    assert alone.text.count("finding-breach") < shared.text.count("finding-breach")
    web.sign_in(Grant(Role.EMPLOYER, employer_id=UUID(int=1)))
    others = web.post(f"/declarations/assess?draft={draft}", typed)
    assert others.text.count("finding-breach") == alone.text.count("finding-breach")
