"""What an employer sees of his own score: the open part, what he can do, and never that anybody reported."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from litestar.testing import TestClient
from sqlalchemy.engine import Engine
from sqlmodel import Session, col, select

from case_ways import start
from conftest import AT
from housed import add_employer, house
from husly.app import create_app
from husly.kit.access import SYSTEM, Grant, Role
from husly.kit.audit import AuditEvent
from husly.kit.clock import now, today
from husly.kit.database import transaction
from husly.settings import REPOSITORY, Settings
from inspection.enforcement.choosing import VisitReason
from inspection.letters.blocks import LetterKind
from inspection.letters.models import Letter
from inspection.risk.features import RiskFeatures
from inspection.risk.models import RiskRun
from inspection.risk.scoring import disclosed, score
from inspection.risk.weights import load_weights
from mandated import act_by_mandate
from past_housing import add_planned, add_visit, noon
from planned_visits import planned_visit
from register.accommodations.models import Accommodation
from register.employers.models import Employer
from register.owners import actions as owners
from register.owners.models import ContestReason
from register.portfolio.models import EmployerLink, LinkKind, LinkSource
from register.residents.actions import take_report
from register.residents.forms import Given
from register.residents.models import ReportKind, TipSource
from register.sheets.actions import door_code
from register.sheets.models import DoorCode
from score_card_cases import own_page, scored, two_homes
from web_client import NOBODYS, Web, web, words

__all__ = ["web"]

WEIGHTS = load_weights("2026-01")
NEWEST = "2026-11"
SECRET = "test-secret-of-thirty-two-characters"


def sign_in_as_employer(web: Web, home: Accommodation) -> None:
    web.sign_in(Grant(Role.EMPLOYER, employer_id=home.employer_id))


def test_the_page_tells_each_open_point_and_what_to_do(web: Web) -> None:
    home, _ = two_homes(web.engine)
    sign_in_as_employer(web, home)
    answer = web.get(own_page(home.id), lang="en")
    page = words(answer)
    parts = [int(part.split('value="')[1].split('"')[0]) for part in answer.text.split("<meter")[1:]]
    assert f"{sum(parts)} of 95 points" in page
    assert "There is no toilet." in page
    assert "Make the plan here" in page
    assert "version 2026-01" in page
    assert "never evidence" in page
    for place in (f"/declarations/{home.id}/amend", f"/declarations/{home.id}/papers", "/score-card"):
        assert f'href="{place}"' in answer.text
        assert web.get(place).status_code in (200, 303)


def test_the_declaration_leads_to_it(web: Web) -> None:
    home, _ = two_homes(web.engine)
    sign_in_as_employer(web, home)
    assert f'href="{own_page(home.id)}"' in web.get(f"/declarations/{home.id}").text


def test_each_reading_is_written_down(web: Web) -> None:
    home, _ = two_homes(web.engine)
    sign_in_as_employer(web, home)
    web.get(own_page(home.id))
    with transaction(web.engine, writing=False) as session:
        event = session.exec(select(AuditEvent).where(AuditEvent.action == "risk.read_own")).one()
    assert event.object_id == str(home.id)


def test_another_employers_housing_is_not_there(web: Web) -> None:
    home, other = two_homes(web.engine)
    sign_in_as_employer(web, home)
    assert web.get(own_page(other.id)).status_code == 404
    assert web.get(own_page(UUID(NOBODYS))).status_code == 404


def test_whoever_is_not_signed_in_is_sent_to_sign_in(web: Web) -> None:
    home, _ = two_homes(web.engine)
    assert web.get(own_page(home.id)).headers["location"].startswith("/sign-in")


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.STATISTICIAN, Role.LEGAL_REVIEWER])
def test_whoever_reads_no_declarations_is_refused(web: Web, role: Role) -> None:
    home, _ = two_homes(web.engine)
    web.sign_in(Grant(role))
    assert web.get(own_page(home.id)).status_code == 403


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.CASEWORKER, Role.DECISION_MAKER])
def test_the_authority_has_its_own_page_and_not_this_one(web: Web, role: Role) -> None:
    home, _ = two_homes(web.engine)
    web.sign_in(Grant(role))
    assert web.get(own_page(home.id)).status_code == 403
    assert own_page(home.id) not in web.get(f"/declarations/{home.id}").text


def test_whoever_holds_a_mandate_sees_that_employers_housing_alone(web: Web) -> None:
    home, other = two_homes(web.engine)
    accountant = web.sign_in()
    assert web.get(own_page(home.id)).status_code == 403
    act_by_mandate(web, accountant, home.employer_id)
    assert web.get(own_page(home.id)).status_code == 200
    assert web.get(own_page(other.id)).status_code == 404


def test_before_the_first_run_the_page_says_so(web: Web) -> None:
    with transaction(web.engine) as session:
        home = house(session)
    sign_in_as_employer(web, home)
    assert "has not been scored yet" in words(web.get(own_page(home.id), lang="en"))


def test_in_a_language_without_texts_the_page_is_english(web: Web) -> None:
    home, _ = two_homes(web.engine)
    sign_in_as_employer(web, home)
    assert '<html lang="en">' in web.get(own_page(home.id), lang="pl").text


def report(session: Session, home: Accommodation) -> None:
    door = session.get_one(DoorCode, door_code(session, home.id, on=today()))
    given = Given(TipSource.RESIDENT, "pl", "", kinds=(ReportKind.LOCKED_IN,), text="Vi er låst inde")
    take_report(session, given, door=door, data_path=REPOSITORY / "data", on=today() - timedelta(days=40))


def owner_contests(session: Session, home: Accommodation) -> None:
    notice = owners.name_owner(
        session, accommodation_id=home.id, name="Olga Ejer", postal_address="Skovvej 3", by=SYSTEM, at=AT
    )
    owners.contest(session, notice, reasons=[ContestReason.MORE_THERE], text="", at=AT)


def linked_firm_was_in_breach(session: Session, home: Accommodation) -> None:
    way = start(session)
    way.to_delivered()
    link = EmployerLink(
        employer_a=home.employer_id,
        employer_b=way.file.case.employer_id,
        kind=LinkKind.SAME_OWNER,
        source=LinkSource.OFFICER,
        reason="Same owner",
        stated_on=AT.date(),
        stated_by="t",
        stated_by_name="T",
        made_at=AT,
    )
    session.add(link)


def visit_is_planned(session: Session, home: Accommodation) -> None:
    planned_visit(session, home.id, today() + timedelta(days=30), accepted=False)


def worse_housing_elsewhere(session: Session, home: Accommodation) -> None:
    for _ in range(3):
        house(session, kind="container", residents=40, facts={"toilets": 0, "plan": False})


def another_of_the_sector_is_visited(session: Session, home: Accommodation) -> None:
    employer = session.get_one(Employer, home.employer_id)
    other = house(session, employer=add_employer(session, name="Nabo ApS", sector_code=employer.sector_code))
    add_visit(session, other, on=today() - timedelta(days=3))


def the_authority_looks_for_another_employer_there(session: Session, home: Accommodation) -> None:
    session.add(
        Accommodation(
            dwelling_id=home.dwelling_id,
            employer_id=add_employer(session, name="Skjult ApS").id,
            municipality_code=home.municipality_code,
            starts_on=today(),
            created_at=now(),
        )
    )


def another_authority_refers_it(session: Session, home: Accommodation) -> None:
    add_planned(session, home, on=today() - timedelta(days=30), reason=VisitReason.REFERRAL)


@pytest.mark.parametrize(
    "happens",
    [
        report,
        owner_contests,
        linked_firm_was_in_breach,
        visit_is_planned,
        worse_housing_elsewhere,
        another_of_the_sector_is_visited,
        the_authority_looks_for_another_employer_there,
        another_authority_refers_it,
    ],
)
def test_what_an_employer_must_not_learn_changes_no_byte(
    web: Web, happens: Callable[[Session, Accommodation], None]
) -> None:
    home, _ = two_homes(web.engine)
    sign_in_as_employer(web, home)
    with transaction(web.engine) as session:
        session.get_one(Employer, home.employer_id).sector_code = "412000"
        scored(session, NEWEST)
    pages = (own_page(home.id), f"/declarations/{home.id}", "/score-card", "/score-card.json")
    before = [web.get(page).text for page in pages]
    with transaction(web.engine) as session:
        happens(session, session.get_one(Accommodation, home.id))
        session.flush()
        scored(session, NEWEST)
        runs = session.exec(select(RiskRun).where(col(RiskRun.accommodations).is_not(None))).all()
        assert len(runs) == 3
    if happens is owner_contests:  # that he named an owner stands on the declaration's page
        pages, before = pages[:1] + pages[2:], before[:1] + before[2:]
    assert [web.get(page).text for page in pages] == before


def test_what_a_visit_found_shows_once_a_letter_has_told_of_it(web: Web) -> None:
    home, _ = two_homes(web.engine)
    sign_in_as_employer(web, home)
    on = today() - timedelta(days=9)
    with transaction(web.engine) as session:
        case = add_visit(session, home, on=on, breaches=2)
        scored(session, NEWEST)
    untold = words(web.get(own_page(home.id), lang="en"))
    assert "Breaches found at the employer before" not in untold
    assert "found at least one breach" not in untold
    with transaction(web.engine) as session:
        issued = {"created_at": noon(on), "issued_at": noon(on), "created_by": "t", "pdf": b"x", "sha256": "0" * 64}
        code = home.municipality_code
        session.add(Letter(case_id=case.id, municipality_code=code, round=1, kind=LetterKind.PARTSHOERING, **issued))
    told = words(web.get(own_page(home.id), lang="en"))
    assert "Breaches found at the employer before: 2." in told
    assert "The employer's last visit here found at least one breach." in told


FEATURES = st.builds(
    RiskFeatures,
    kind=st.sampled_from([None, "house", "container"]),
    persons_per_toilet=st.one_of(st.none(), st.floats(0, 30)),
    plan_missing=st.sampled_from([None, True, False]),
    previous_orders=st.one_of(st.none(), st.integers(0, 5)),
)


@given(FEATURES, st.one_of(st.none(), st.integers(0, 50)))
def test_withheld_facts_never_move_the_open_score(features: RiskFeatures, tips: int | None) -> None:
    known = {name: getattr(features, name) for name in RiskFeatures.__slots__}
    reported = RiskFeatures(**known | {"open_tips": tips})
    assert disclosed(reported, WEIGHTS) == disclosed(features, WEIGHTS)


@given(FEATURES)
def test_the_open_score_is_the_score_without_the_withheld_parts(features: RiskFeatures) -> None:
    withheld = {one.key for one in WEIGHTS.factors if one.withheld}
    whole = score(features, WEIGHTS)
    open_parts = [part for part in whole.contributions if part.key not in withheld]
    found = disclosed(features, WEIGHTS)
    assert list(found.contributions) == open_parts
    assert found.total == sum(part.points for part in open_parts)


@pytest.fixture
def web_not_told(clean_engine: Engine) -> Iterator[Web]:
    """A browser on an installation that shows employers no score."""
    settings = Settings(secure_cookies=False, secret_key=SECRET, risk_shown_to_employers=False)
    with TestClient(create_app(settings, engine=clean_engine)) as client:
        yield Web(client, clean_engine)


def test_where_employers_are_not_told_the_page_says_whom_to_ask(web_not_told: Web) -> None:
    web = web_not_told
    home, _ = two_homes(web.engine)
    sign_in_as_employer(web, home)
    answer = web.get(own_page(home.id), lang="en")
    assert "Ask the authority" in words(answer)
    assert "<meter" not in answer.text
    assert own_page(home.id) not in web.get(f"/declarations/{home.id}").text
    assert web.get("/score-card.json").json()["shown_to_employers"] is False


def test_a_stranger_learns_nothing_of_whether_employers_are_told(web_not_told: Web) -> None:
    home, _ = two_homes(web_not_told.engine)
    web_not_told.sign_in(Grant(Role.EMPLOYER, employer_id=uuid4()))
    assert web_not_told.get(own_page(home.id)).status_code == 404
