"""The page of a what-if: who sees what, what is refused, what is hidden."""

import csv
import io
from uuid import uuid4

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy.engine import Engine
from sqlmodel import select

from housed import ODENSE, SVENDBORG, add_employer, house
from husly.kit.access import Grant, Role
from husly.kit.audit import AuditEvent
from husly.kit.database import transaction
from register.whatif import routes
from web_client import Web, web, words

__all__ = ["web"]

PAGE = "/standards/whatif"
ADDRESSES = (PAGE, f"{PAGE}/counts.csv", f"{PAGE}/counts.xlsx")
ACT = "dk-indkvarteringslov-2025"
TIGHTER = {"pack": ACT, "set.cap": "1", "lang": "en"}
NATIONAL = Grant(Role.INSPECTOR)
STATISTICS = Grant(Role.STATISTICIAN)


def load(engine: Engine, *, odense: int = 4, svendborg: int = 1) -> None:
    """Housing of as many employers, each with two persons a room."""
    with transaction(engine) as session:
        for place, count in ((ODENSE, odense), (SVENDBORG, svendborg)):
            for number in range(count):
                employer = add_employer(session, name=f"Firma {number} ApS", sector_code="412000")
                house(session, place=place, employer=employer, residents=4, area_m2=60.0, street=f"Vej {number}")


def counted(answer_text: str) -> dict[tuple[str, str], dict[str, str]]:
    rows = csv.DictReader(io.StringIO(answer_text.removeprefix("\ufeff")), delimiter=";")
    return {(row["group"], row["key"]): row for row in rows}


@pytest.mark.parametrize("path", ADDRESSES)
def test_whoever_is_not_signed_in_is_sent_to_sign_in(web: Web, path: str) -> None:
    assert web.get(path).headers["location"].startswith("/sign-in")


@pytest.mark.parametrize("grant", [Grant(Role.EMPLOYER, employer_id=uuid4()), Grant(Role.ADMINISTRATOR)])
@pytest.mark.parametrize("path", ADDRESSES)
def test_whoever_lacks_the_permission_is_refused(web: Web, path: str, grant: Grant) -> None:
    web.sign_in(grant)
    assert web.get(path, **TIGHTER).status_code == 403


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize("path", ADDRESSES)
def test_a_day_at_the_end_of_the_calendar_is_told_to_be_wrong(web: Web, path: str, day: str) -> None:
    web.sign_in(STATISTICS)
    assert web.get(path, **TIGHTER, as_of=day).status_code == web.get(path, **TIGHTER, as_of="in May").status_code


def test_the_form_shows_the_values_of_today_with_their_clause(web: Web) -> None:
    web.sign_in(STATISTICS)
    answer = web.get(PAGE, lang="en")
    assert 'name="set.cap" value="2"' in answer.text
    assert 'name="set.cap.unless.area_20_m2" value="20"' in answer.text
    page = words(answer)
    assert "Today: at most 2 persons per habitable room · Lov nr. 1445" in page
    assert "This changes no law" in page
    assert "The pack is a draft" in page
    assert 'value="20"' in web.get(PAGE, lang="da").text


def test_a_form_becomes_the_address_of_its_scenario(web: Web) -> None:
    web.sign_in(NATIONAL)
    asked = {"form": "1", "pack": ACT, "set.cap": "1,5", "set.cap.unless.area_20_m2": "20", "municipality": "0461"}
    answer = web.get(PAGE, **asked)
    assert answer.status_code == 303
    assert answer.headers["location"] == f"{PAGE}?pack={ACT}&municipality=0461&set.cap=1%2C5"


def test_the_page_counts_and_lists_whom_it_hits(web: Web) -> None:
    load(web.engine)
    web.sign_in(NATIONAL)
    answer = web.get(PAGE, **TIGHTER)
    page = words(answer)
    assert "5 dwellings with a declaration" in page
    assert "Dwellings 5 0" in page
    assert "Residents 20 0" in page
    assert "Employers 5 0" in page
    assert "Construction" in page
    assert "Svendborg" in page
    assert "Vej 0 7" in page, "those who see declarations see which are hit"
    assert 'data-area="0461"' in answer.text
    assert "random sample" not in page.lower()


def test_the_changed_rules_can_be_counted_alone(web: Web) -> None:
    with transaction(web.engine) as session:
        house(session, residents=4, area_m2=60.0, facts={"drinking_water": False})
    web.sign_in(NATIONAL)
    assert "Dwellings 0 0" in words(web.get(PAGE, **TIGHTER))
    assert "Dwellings 1 0" in words(web.get(PAGE, **TIGHTER, count="alone"))
    assert counted(web.get(f"{PAGE}/counts.csv", **TIGHTER, count="alone").text)["all", ""]["newly_failing"] == "1"


def test_rooms_are_told_only_where_a_rule_is_about_rooms(web: Web) -> None:
    load(web.engine)
    web.sign_in(NATIONAL)
    assert "Rooms newly failing" in words(web.get(PAGE, **TIGHTER))
    proposal = {"pack": "dk-arbejdsgruppe-2021", "lang": "en"}
    assert "Rooms newly failing" not in words(web.get(PAGE, **proposal, **{"set.toilet_ratio": "3"}))
    assert "Rooms newly failing" in words(web.get(PAGE, **proposal, **{"set.bedroom_area": "9"}))


def test_a_municipality_counts_its_own_housing_only(web: Web) -> None:
    load(web.engine)
    web.sign_in(Grant(Role.CASEWORKER, municipality_code="0479"))
    answer = web.get(PAGE, **TIGHTER)
    assert "1 dwelling with a declaration" in words(answer)
    assert 'data-area="0461"' not in answer.text
    refused = web.get(PAGE, **TIGHTER, municipality="0461")
    assert refused.status_code == 400
    assert "Choose a municipality of the list." in words(refused)


def test_statistics_see_no_group_that_is_one_employer(web: Web) -> None:
    load(web.engine)
    web.sign_in(STATISTICS)
    answer = web.get(PAGE, **TIGHTER)
    page = words(answer)
    assert 'data-area="0479"' not in answer.text
    assert "Others, each too small to be shown" in page
    assert "Vej 0" not in page
    assert "Firma" not in page
    file = counted(web.get(f"{PAGE}/counts.csv", **TIGHTER).text)
    assert ("municipality", "0479") not in file
    assert file["municipality", "other"]["dwellings"] == "5"
    alone = words(web.get(PAGE, **TIGHTER, municipality="0479"))
    assert "Too few to be shown" in alone
    assert "1 dwelling" not in alone


def test_files_hold_all_counts_and_no_formula(web: Web) -> None:
    load(web.engine)
    web.sign_in(NATIONAL)
    answer = web.get(f"{PAGE}/counts.csv", **TIGHTER)
    assert answer.headers["content-disposition"] == 'attachment; filename="whatif.csv"'
    assert answer.content.startswith("\ufeff".encode())
    rows = counted(answer.text)
    assert rows["all", ""]["newly_failing"] == "5"
    assert rows["municipality", "0461"]["name"] == "Odense"
    assert rows["sector", "F"]["employers_newly_failing"] == "5"
    book = CalamineWorkbook.from_filelike(io.BytesIO(web.get(f"{PAGE}/counts.xlsx", **TIGHTER).content))
    sheet = book.get_sheet_by_index(0).to_python()
    assert sheet[0][:4] == ["group", "key", "name", "dwellings"]
    assert sheet[1][:4] == ["all", "", "All", 5.0]


def test_the_reading_is_audited_without_names(web: Web) -> None:
    load(web.engine)
    actor = web.sign_in(STATISTICS)
    web.get(PAGE, **TIGHTER)
    with transaction(web.engine, writing=False) as session:
        event = session.exec(select(AuditEvent).where(AuditEvent.action == "whatif.read")).one()
    assert (event.by_id, event.object_id) == (actor.id, ACT)
    assert '"values": {"cap": 1.0}' in event.details
    assert '"listed": false' in event.details
    assert "Firma" not in event.details


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"set.cap": "two"}, "“two” is not a number."),
        ({"set.cap": "-1"}, "is out of range"),
        ({"set.cpa": "3"}, "did you mean cap?"),
        ({"set.cap": "3", "as_of": "1.3.2026"}, "Write the date as year-month-day"),
        ({"set.cap": "3", "as_of": "2020-01-01"}, "not in force on 2020-01-01"),
        ({"set.cap": "3", "municipality": "9999"}, "Choose a municipality of the list."),
    ],
)
def test_what_cannot_be_counted_is_told_beside_its_field(web: Web, asked: dict[str, str], told: str) -> None:
    web.sign_in(NATIONAL)
    answer = web.get(PAGE, lang="en", pack=ACT, **asked)
    assert answer.status_code == 400
    assert told in words(answer)
    assert web.get(f"{PAGE}/counts.csv", pack=ACT, **asked).status_code == 404


def test_values_of_today_give_the_form_and_no_count(web: Web) -> None:
    web.sign_in(NATIONAL)
    page = words(web.get(PAGE, lang="en", **{"set.cap": "2"}))
    assert "Change at least one value" in page
    assert "What would follow" not in page


def test_an_unknown_pack_is_not_found(web: Web) -> None:
    web.sign_in(NATIONAL)
    assert web.get(PAGE, pack="nowhere").status_code == 404


def test_an_empty_register_says_so(web: Web) -> None:
    web.sign_in(NATIONAL)
    assert "Nothing to count" in words(web.get(PAGE, **TIGHTER))


@pytest.mark.parametrize("sort", ["name", "dwellings", "newly_failing", "share", "'", "nothing"])
def test_tables_can_be_sorted(web: Web, sort: str) -> None:
    load(web.engine)
    web.sign_in(NATIONAL)
    assert web.get(PAGE, **TIGHTER, sort=sort).status_code == 200


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages that judge two dwellings at most."""
    monkeypatch.setattr(routes, "MOST_DWELLINGS", 2)


def test_a_large_register_is_sampled_and_the_page_says_how_sure_it_is(web: Web, small_pages: None) -> None:
    load(web.engine)
    web.sign_in(NATIONAL)
    page = words(web.get(PAGE, **TIGHTER))
    assert "judges 2 of 5 dwellings, drawn at random" in page
    assert "95 % interval" in page
    assert f"husly whatif --pack {ACT} --set cap=1" in page
    assert "2 dwellings with a declaration" in page


def test_the_list_of_packs_leads_there(web: Web) -> None:
    web.sign_in(STATISTICS)
    assert f'href="{PAGE}"' in web.get("/standards").text
    web.sign_in(Grant(Role.ADMINISTRATOR))
    assert f'href="{PAGE}"' not in web.get("/standards").text
