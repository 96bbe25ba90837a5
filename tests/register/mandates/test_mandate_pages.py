"""Mandates through the pages: two people with two browsers, and a program."""

import re
from collections.abc import Iterator
from uuid import UUID

import pytest
from litestar.testing import TestClient
from sqlmodel import select

from conftest import AT
from declared_housing import a_document, submitted
from husly.app import create_app
from husly.kit.access import Actor, Grant, Role
from husly.kit.accounts.models import Account, Mandate, MandateScope
from husly.kit.clock import now, today
from husly.kit.database import transaction
from journeying import sign
from register.declarations.models import Declaration
from register.mandates import actions
from register.mandates.forms import Asked
from web_client import WEB_SETTINGS, Web, fields_of, words

OTHER = {"employer": {"name": "Byggefirmaet A/S", "cvr_number": "88146328"}, "address.house_number": "40"}
PASSWORD = "en god lang adgangskode"


@pytest.fixture
def places(web: Web) -> dict[str, UUID]:
    """Two employers' accommodations: the gardener's and the builder's."""
    with transaction(web.engine) as session:
        first, second = submitted(session).accommodation, submitted(session, OTHER).accommodation
    return {
        "gardener": first.employer_id,
        "home": first.id,
        "builder": second.employer_id,
        "other home": second.id,
    }


@pytest.fixture
def bodil(web: Web) -> Iterator[Web]:
    """Another browser, served by another server process on the same register; English."""
    with TestClient(create_app(WEB_SETTINGS, engine=web.engine)) as client:
        client.cookies.set("husly_language", "en")
        yield Web(client, web.engine)


@pytest.fixture
def anna(web: Web, places: dict[str, UUID]) -> Web:
    """The gardener's own user; English."""
    web.sign_in(Grant(Role.EMPLOYER, places["gardener"]), name="Anna Arbejdsgiver")
    web.client.cookies.set("husly_language", "en")
    return web


def given(anna: Web, email: str, scope: str = "declare") -> str:
    form = fields_of(anna.get("/mandates/new")) | {"email": email, "scope": scope}
    answer = anna.post("/mandates/new", form)
    assert answer.status_code == 200, words(answer)
    found = re.search(r'id="code">([\w-]+)<', answer.text)
    assert found is not None
    return found[1]


def joined(bodil: Web, code: str) -> None:
    """Open the account that the code invites, and sign in with it."""
    accept = {"code": code, "do": "accept", "name": "Bodil Bogholder", "password": PASSWORD}
    answer = bodil.post("/mandates/invitation", accept)
    assert answer.status_code == 303, words(answer)
    assert bodil.post("/sign-in", {"email": "bodil@b.example", "password": PASSWORD}).status_code == 303


def the_mandate(web: Web, employer_id: UUID) -> str:
    with transaction(web.engine, writing=False) as session:
        return str(session.exec(select(Mandate).where(Mandate.employer_id == employer_id)).one().id)


def test_an_accountant_is_invited_declares_and_is_cut_off_at_once(
    anna: Web, bodil: Web, places: dict[str, UUID]
) -> None:
    code = given(anna, "Bodil@b.example")
    assert "Prøvegartneriet ApS" in words(bodil.post("/mandates/invitation", {"code": code, "do": "show"}))
    joined(bodil, code)
    home = f"/declarations/{places['home']}"
    page = words(bodil.get(home))
    assert "You act for Prøvegartneriet ApS" in page
    assert bodil.get(f"/declarations/{places['other home']}").status_code == 404
    draft = bodil.post(f"{home}/amend").headers["location"]
    housing = f"{draft}/steps/housing"
    assert bodil.post(housing, fields_of(bodil.get(housing)) | {"dwelling.area_m2": "95"}).status_code == 303
    assert sign(bodil, draft).status_code == 303
    assert "declared by Bodil Bogholder for Prøvegartneriet ApS" in words(anna.get(home))

    mandate = the_mandate(anna, places["gardener"])
    history = words(anna.get(f"/mandates/{mandate}"))
    assert "Bodil Bogholder Declared a dwelling" in history
    begun = bodil.post(f"{home}/amend").headers["location"]
    assert anna.post(f"/mandates/{mandate}/end").status_code == 303
    for path in (
        "/declarations",
        home,
        f"{home}/amend",
        begun,
        f"{begun}/review",
        f"{home}/plan.pdf",
        f"{home}/receipt.pdf",
        "/declarations/new",
    ):
        assert bodil.get(path).status_code == 403, path
    assert bodil.post(f"{begun}/steps/housing", {"dwelling.residents": "2"}).status_code == 403
    assert "does not hold any more" in words(bodil.get("/"))
    assert "Revoked" in words(bodil.get("/mandates"))
    with transaction(anna.engine, writing=False) as session:
        declared = session.exec(select(Declaration).where(Declaration.accommodation_id == places["home"]))
        assert [one.area_m2 for one in declared if one.is_current] == [95]


def test_a_program_under_a_mandate_is_refused_when_the_mandate_ends(
    anna: Web, bodil: Web, places: dict[str, UUID]
) -> None:
    joined(bodil, given(anna, "bodil@b.example", "everything"))
    made = bodil.post("/account/tokens", {"name": "Løn", "employer": str(places["gardener"]), "days": "90"})
    found = re.search(r'id="secret">([\w-]+)<', made.text)
    assert found is not None

    def send() -> int:
        headers = {"Authorization": f"Bearer {found[1]}"}
        return int(bodil.client.post("/api/v1/declarations", json=a_document(), headers=headers).status_code)

    assert send() == 200
    anna.post(f"/mandates/{the_mandate(anna, places['gardener'])}/end")
    assert send() == 403
    assert "Declared by a program" in words(anna.get(f"/mandates/{the_mandate(anna, places['gardener'])}"))


@pytest.mark.parametrize(
    ("scope", "declares", "imports"), [("read", 403, 403), ("declare", 200, 403), ("everything", 200, 200)]
)
def test_pages_open_as_far_as_the_mandate_reaches(
    anna: Web, bodil: Web, places: dict[str, UUID], scope: str, declares: int, imports: int
) -> None:
    joined(bodil, given(anna, "bodil@b.example", scope))
    assert bodil.get(f"/declarations/{places['home']}").status_code == 200
    assert bodil.get("/declarations/new").status_code == declares
    assert bodil.get("/declarations/import").status_code == imports
    assert bodil.get("/account/tokens").status_code == imports
    assert bodil.get("/mandates/new").status_code == 403


def test_whoever_acts_for_several_chooses_and_sees_one_at_a_time(
    anna: Web, bodil: Web, places: dict[str, UUID]
) -> None:
    joined(bodil, given(anna, "bodil@b.example"))
    builder = Grant(Role.EMPLOYER, places["builder"])
    anna.sign_in(builder, name="Bo Byg")
    code = given(anna, "bodil@b.example", "read")
    assert "Answer with the code" in words(bodil.get("/mandates"))
    assert bodil.post("/mandates/invitation", {"code": code, "do": "accept"}).status_code == 303
    assert words(bodil.get("/declarations")).count("Algade") == 1
    assert "You act for Prøvegartneriet ApS" in words(bodil.get("/declarations"))
    assert bodil.post(f"/mandates/{the_mandate(anna, places['builder'])}/use").status_code == 303
    assert "You act for Byggefirmaet A/S" in words(bodil.get("/declarations"))
    assert bodil.get(f"/declarations/{places['other home']}").status_code == 200
    assert bodil.get(f"/declarations/{places['home']}").status_code == 404
    anna.post(f"/mandates/{the_mandate(anna, places['builder'])}/end")
    assert bodil.get("/declarations").status_code == 403
    assert bodil.post(f"/mandates/{the_mandate(anna, places['builder'])}/use").status_code == 404
    assert bodil.post(f"/mandates/{the_mandate(anna, places['gardener'])}/use").status_code == 303
    assert bodil.get(f"/declarations/{places['home']}").status_code == 200


def test_the_representative_gives_it_up_himself(anna: Web, bodil: Web, places: dict[str, UUID]) -> None:
    joined(bodil, given(anna, "bodil@b.example"))
    assert bodil.post(f"/mandates/{the_mandate(anna, places['gardener'])}/end").status_code == 303
    assert bodil.get("/declarations").status_code == 403
    assert "Given up" in words(anna.get("/mandates"))


def test_others_neither_read_nor_end_nor_use_a_mandate(anna: Web, bodil: Web, places: dict[str, UUID]) -> None:
    given(anna, "bodil@b.example")
    mandate = the_mandate(anna, places["gardener"])
    for grant in (Grant(Role.EMPLOYER, places["builder"]), Grant(Role.INSPECTOR), Grant(Role.ADMINISTRATOR)):
        bodil.sign_in(grant)
        assert bodil.get(f"/mandates/{mandate}").status_code == 404
        assert bodil.post(f"/mandates/{mandate}/end").status_code == 404
        assert bodil.post(f"/mandates/{mandate}/use").status_code == 404


def test_an_offer_is_accepted_by_its_own_address_only(anna: Web, bodil: Web) -> None:
    code = given(anna, "bodil@b.example")
    bodil.sign_in(Grant(Role.INSPECTOR))
    assert "signed in with another address" in words(bodil.post("/mandates/invitation", {"code": code, "do": "show"}))
    assert bodil.post("/mandates/invitation", {"code": code, "do": "accept"}).status_code == 403


def test_whoever_has_an_account_is_asked_to_sign_in_with_it(anna: Web, bodil: Web) -> None:
    with transaction(anna.engine) as session:
        session.add(Account(email="bodil@b.example", name="Bodil", password_hash="!", created_at=AT))
    code = given(anna, "bodil@b.example")
    shown = words(bodil.post("/mandates/invitation", {"code": code, "do": "show"}))
    assert "There is an account for bodil@b.example" in shown
    taken = {"code": code, "do": "accept", "name": "Somebody", "password": PASSWORD}
    assert bodil.post("/mandates/invitation", taken).status_code == 422


def test_wrong_answers_to_an_invitation_are_told_and_nothing_is_lost(anna: Web, bodil: Web) -> None:
    code = given(anna, "bodil@b.example")
    assert bodil.post("/mandates/invitation", {"code": "\x00🙂", "do": "show"}).status_code == 422
    short = bodil.post("/mandates/invitation", {"code": code, "do": "accept", "name": "Bodil", "password": "kort"})
    assert short.status_code == 422
    assert "at least 12 characters" in words(short)
    assert fields_of(short)["name"] == ["Bodil"]
    nameless = bodil.post("/mandates/invitation", {"code": code, "do": "accept", "password": PASSWORD})
    assert "Write your name." in words(nameless)
    assert bodil.post("/mandates/invitation", {"code": code, "do": "decline"}).status_code == 303
    assert bodil.post("/mandates/invitation", {"code": code, "do": "show"}).status_code == 422
    assert "Declined" in words(anna.get("/mandates"))


def test_a_mandate_that_is_typed_wrong_comes_back_with_what_is_wrong(anna: Web) -> None:
    answer = anna.post("/mandates/new", {"employer": "x", "email": "bodil", "scope": "", "valid_from": ""})
    assert answer.status_code == 422
    assert "4 answers must be corrected" in words(answer)


def test_the_employer_of_another_cannot_be_chosen(anna: Web, places: dict[str, UUID]) -> None:
    form = {"employer": str(places["builder"]), "email": "b@b.example", "scope": "read", "valid_from": "2030-01-01"}
    assert anna.post("/mandates/new", form).status_code == 403


def test_a_mandate_that_expired_over_night_opens_nothing(anna: Web, bodil: Web, places: dict[str, UUID]) -> None:
    joined(bodil, given(anna, "bodil@b.example"))
    with transaction(anna.engine) as session:
        mandate = session.exec(select(Mandate)).one()
        mandate.valid_from = mandate.valid_to = today().replace(year=today().year - 1, day=1)
        session.add(mandate)
    assert bodil.get(f"/declarations/{places['home']}").status_code == 403
    assert "Expired" in words(bodil.get("/mandates"))


def test_a_mandate_that_begins_later_is_accepted_and_waits(anna: Web, bodil: Web, places: dict[str, UUID]) -> None:
    user = bodil.sign_in(name="Bodil Bogholder")
    with transaction(anna.engine) as session:
        email = session.get_one(Account, UUID(user.id)).email
        giver = session.exec(select(Account).where(Account.name == "Anna Arbejdsgiver")).one()
        by = Actor(str(giver.id), giver.name, (Grant(Role.EMPLOYER, places["gardener"]),))
        later = today().replace(year=today().year + 1, day=1)
        asked = Asked(places["gardener"], email, MandateScope.DECLARE, later, None)
        code = actions.give_mandate(session, asked, by=by, at=now())[1]
    assert bodil.post("/mandates/invitation", {"code": code, "do": "accept"}).status_code == 303
    assert "Begins later" in words(bodil.get("/mandates"))
    assert bodil.get("/declarations").status_code == 403
