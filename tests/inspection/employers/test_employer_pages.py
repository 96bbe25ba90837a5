"""The page of an employer for the authority, and the portfolio of an employer's own people."""

import re
from uuid import UUID, uuid4

import pytest
from sqlmodel import select

from conftest import AT
from declared_housing import submitted
from husly.kit.access import Grant, Role
from husly.kit.accounts.models import Account, Mandate, MandateEnd, MandateScope
from husly.kit.clock import now, today
from husly.kit.database import transaction
from inspection.employers.queries import ORDER_IN_FORCE
from inspection.enforcement.models import InspectionCase, LegalBasis
from inspection.enforcement.transitions import CaseState
from register.lookups.models import AnswerState, Register, RegisterAnswer
from web_client import Web, fields_of, words

BUILDER_CVR = "88146328"
BUILDER = {"employer": {"name": "Byggefirmaet A/S", "cvr_number": BUILDER_CVR}, "address.house_number": "40"}


@pytest.fixture
def firms(web: Web) -> dict[str, UUID]:
    """The gardener's and the builder's housing in Roskilde (0265); pages in English."""
    web.client.cookies.set("husly_language", "en")
    with transaction(web.engine) as session:
        first, second = submitted(session).accommodation, submitted(session, BUILDER).accommodation
    return {
        "gardener": first.employer_id,
        "builder": second.employer_id,
        "home": second.id,
        "dwelling": second.dwelling_id,
    }


def link(web: Web, firms: dict[str, UUID], **changes: str) -> int:
    page = f"/employers/{firms['gardener']}"
    form = fields_of(web.get(page)) | {"relation": "successor", "other": BUILDER_CVR, "reason": "Samme telefon"}
    return web.post(f"{page}/links", form | changes).status_code


def test_an_officer_links_two_firms_and_sees_them_added_up(web: Web, firms: dict[str, UUID]) -> None:
    web.sign_in(Grant(Role.INSPECTOR), name="Ida Inspektør")
    page = f"/employers/{firms['gardener']}"
    assert "In all" not in words(web.get(page))
    assert link(web, firms) == 303
    shown = words(web.get(page))
    assert "Prøvegartneriet ApS took over from Byggefirmaet A/S" in shown
    assert "Ida Inspektør Samme telefon" in shown
    assert re.search(r"In all 2 8 8 ", shown)
    [end] = re.findall(r'action="(/employers/[\w-]+/links/[\w-]+/end)"', web.get(page).text)
    assert web.post(end).status_code == 303
    assert "In all" not in words(web.get(page))


def test_a_link_typed_wrong_comes_back_with_what_is_wrong(web: Web, firms: dict[str, UUID]) -> None:
    web.sign_in(Grant(Role.INSPECTOR))
    assert link(web, firms, relation="", source="", stated_on="i går", reason=" ") == 422
    assert link(web, firms, other="12345678") == 422
    assert link(web, firms, other="\x00🏠") == 422
    assert link(web, firms, stated_on=today().replace(year=today().year + 1, day=1).isoformat()) == 422
    assert web.get(f"/employers/{uuid4()}").status_code == 404


@pytest.mark.parametrize(
    "grant", [Grant(Role.CASEWORKER, municipality_code="0101"), Grant(Role.INSPECTOR, municipality_code="0101")]
)
def test_an_employer_without_housing_in_the_area_is_not_there(web: Web, firms: dict[str, UUID], grant: Grant) -> None:
    web.sign_in(grant)
    assert web.get(f"/employers/{firms['gardener']}").status_code == 404
    assert web.post(f"/employers/{firms['gardener']}/links", {}).status_code == 404


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.STATISTICIAN, Role.LEGAL_REVIEWER])
def test_others_are_kept_out(web: Web, firms: dict[str, UUID], role: Role) -> None:
    web.sign_in(Grant(role))
    assert web.get(f"/employers/{firms['gardener']}").status_code == 403
    assert web.get("/portfolio").status_code == 403


def test_orders_in_force_are_the_authoritys_to_see(web: Web, firms: dict[str, UUID]) -> None:
    with transaction(web.engine) as session:
        for number, state in enumerate((CaseState.ORDER_DELIVERED, CaseState.NOT_COMPLIED, CaseState.CLOSED)):
            session.add(
                InspectionCase(
                    case_number=f"2026-{number:05}",
                    accommodation_id=firms["home"],
                    dwelling_id=firms["dwelling"],
                    employer_id=firms["builder"],
                    municipality_code="0265",
                    legal_basis=next(iter(LegalBasis)),
                    reason="Prøve",
                    state=state,
                    inspector_id="i",
                    opened_at=AT,
                    opened_by="i",
                )
            )
    web.sign_in(Grant(Role.INSPECTOR))
    shown = web.get(f"/employers/{firms['builder']}")
    assert 'data-title="Orders in force" class="number-cell">2<' in shown.text
    assert CaseState.CLOSED not in ORDER_IN_FORCE
    web.sign_in(Grant(Role.EMPLOYER, firms["builder"]))
    assert "Orders in force" not in words(web.get("/portfolio"))


def test_a_closed_firm_is_flagged_on_its_page_and_among_the_doubts(web: Web, firms: dict[str, UUID]) -> None:
    with transaction(web.engine) as session:
        for cvr, status in ((BUILDER_CVR, "UNDERKONKURS"), ("13585628", "NORMAL")):
            session.add(
                RegisterAnswer(
                    source=Register.COMPANY,
                    subject=cvr,
                    state=AnswerState.FOUND,
                    provider="virk",
                    content={"name": "Firma", "status": status, "address": ""},
                    asked_at=AT,
                    due_at=AT,
                )
            )
    web.sign_in(Grant(Role.INSPECTOR))
    assert "The firm is closed" in words(web.get(f"/employers/{firms['builder']}"))
    assert "UNDERKONKURS" in words(web.get(f"/employers/{firms['builder']}"))
    assert "The firm is closed" not in words(web.get(f"/employers/{firms['gardener']}"))
    doubts = words(web.get("/places/doubts"))
    assert "The firm is closed Algade 40" in doubts
    assert "Algade 12B" not in doubts


def test_an_employer_sees_its_own_and_those_that_gave_a_mandate(web: Web, firms: dict[str, UUID]) -> None:
    web.sign_in(Grant(Role.INSPECTOR))
    assert link(web, firms) == 303
    anna = web.sign_in(Grant(Role.EMPLOYER, firms["gardener"]))
    alone = words(web.get("/portfolio"))
    assert "Prøvegartneriet ApS" in alone
    assert "Byggefirmaet" not in alone
    assert web.get(f"/employers/{firms['gardener']}").status_code == 403
    with transaction(web.engine) as session:
        account = session.get_one(Account, UUID(anna.id))
        mandate = Mandate(
            employer_id=firms["builder"],
            employer_name="Byggefirmaet A/S",
            email=account.email,
            account_id=account.id,
            scope=MandateScope.READ,
            valid_from=today(),
            given_by="bo",
            given_by_name="Bo",
            given_at=now(),
            code_hash="0" * 64,
            code_expires_at=now(),
            accepted_at=now(),
        )
        session.add(mandate)
    both = words(web.get("/portfolio"))
    assert "Byggefirmaet A/S (88146328) by mandate" in both
    assert "Prøvegartneriet ApS took over from Byggefirmaet A/S" in both
    assert "In all 2 8 8" in both
    assert f"/declarations/{firms['home']}" not in web.get("/portfolio").text
    with transaction(web.engine) as session:
        ended = session.exec(select(Mandate)).one()
        ended.ended_at, ended.ended_how = now(), MandateEnd.REVOKED
        session.add(ended)
    assert "Byggefirmaet" not in words(web.get("/portfolio"))
