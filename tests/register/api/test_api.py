import json
import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
import sqlalchemy as sa
from sqlmodel import col, func, select

from declared_housing import a_document, submitted
from husly.kit.access import Grant, Role
from husly.kit.accounts.models import Account, ApiToken, RoleGrant
from husly.kit.audit import AuditEvent
from husly.kit.clock import now
from husly.kit.database import transaction
from register.declarations.models import Declaration
from web_client import WEB_SETTINGS, Web, words

PAGE = "/account/tokens"
PATH = "/api/v1/declarations"
OTHER = {"employer.name": "Anden ApS", "employer.cvr_number": "10000009", "address.house_number": "40"}


class Program:
    """A program with a token; it has neither cookies nor a form token."""

    def __init__(self, web: Web, secret: str) -> None:
        self.web, self.secret = web, secret

    def send(self, content: Any, **headers: str) -> httpx.Response:
        sent = {"Authorization": f"Bearer {self.secret}", "Content-Type": "application/json"}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        return self.web.client.post(PATH, content=body, headers=sent)


def made_token(web: Web, employer_id: UUID, name: str = "Lønsystem") -> str:
    answer = web.post(PAGE, {"name": name, "employer": str(employer_id), "days": "90"})
    assert answer.status_code == 200, words(answer)
    found = re.search(r'id="secret">([\w-]+)<', answer.text)
    assert found is not None
    return found[1]


@pytest.fixture
def employer_id(web: Web) -> UUID:
    """Signed in for the employer with CVR number 13585628, who has declared Algade 12B; pages in English."""
    with transaction(web.engine) as session:
        found = submitted(session).accommodation.employer_id
        submitted(session, OTHER)
    web.sign_in(Grant(Role.EMPLOYER, found))
    web.client.cookies.set("husly_language", "en")
    return found


@pytest.fixture
def program(web: Web, employer_id: UUID) -> Program:
    secret = made_token(web, employer_id)
    web.client.cookies.clear()
    return Program(web, secret)


def declared(web: Web) -> int:
    with transaction(web.engine, writing=False) as session:
        return session.exec(select(func.count()).select_from(Declaration)).one()


def test_a_program_declares_and_gets_the_receipts(program: Program) -> None:
    answer = program.send({"declarations": [a_document(), a_document({"address.house_number": "14"})]})
    assert answer.status_code == 200, answer.text
    first, second = answer.json()["declarations"]
    assert (first["outcome"], second["outcome"]) == ("unchanged", "new")
    assert second["version"] == 1
    assert second["receipt_number"]
    assert UUID(second["accommodation_id"])
    assert declared(program.web) == 3


def test_a_single_document_and_a_list_are_taken_too(program: Program) -> None:
    assert program.send(a_document({"address.house_number": "14"})).status_code == 200
    assert program.send([a_document({"address.house_number": "16"})]).status_code == 200


def test_one_mistake_refuses_all_and_is_named_by_path_in_both_languages(program: Program) -> None:
    wrong = a_document({"address.house_number": "16", "address.postcode": "0001"})
    wrong["rooms"][1]["area_m2"] = 0
    answer = program.send({"declarations": [a_document({"address.house_number": "14"}), wrong]})
    assert answer.status_code == 422
    assert answer.headers["content-type"].startswith("application/problem+json")
    problems = {one["path"]: one for one in answer.json()["problems"]}
    assert set(problems) == {"declarations[1].address.postcode", "declarations[1].rooms[1].area_m2"}
    assert "postnummer" in problems["declarations[1].address.postcode"]["da"]
    assert "postal code" in problems["declarations[1].address.postcode"]["en"]
    assert declared(program.web) == 2


def test_two_documents_about_the_same_accommodation_are_refused(program: Program) -> None:
    twice = [a_document({"address.house_number": "14", "dwelling.residents": 4 + extra}) for extra in (0, 1)]
    answer = program.send(twice)
    assert answer.status_code == 422
    assert {one["path"] for one in answer.json()["problems"]} == {
        "declarations[0].address.street",
        "declarations[1].address.street",
    }


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"null", b"[1]", b'{"declarations": 1}', b"\x00\xff", b"[" * 100_000, b'{"a": NaN}']
)
def test_what_is_no_list_of_declarations_is_refused_with_a_reason(program: Program, content: bytes) -> None:
    answer = program.send(content)
    assert answer.status_code == 422
    assert answer.json()["problems"][0]["en"]
    assert declared(program.web) == 2


def test_too_many_and_too_much_are_refused(program: Program) -> None:
    many = program.send([a_document()] * 501)
    assert many.status_code == 422
    assert "at most 500" in many.json()["problems"][0]["en"]
    much = program.send(b" " * 5_000_001)
    assert much.status_code == 413
    assert much.json()["status"] == 413


def test_an_agency_sends_four_hundred_dwellings_at_once_and_again(program: Program) -> None:
    homes = [a_document({"address.house_number": str(number)}) for number in range(100, 500)]
    for outcome in ("new", "unchanged"):
        answer = program.send({"declarations": homes})
        assert answer.status_code == 200, answer.text[:500]
        assert {one["outcome"] for one in answer.json()["declarations"]} == {outcome}
    assert declared(program.web) == 402


def test_another_employer_is_refused(program: Program) -> None:
    answer = program.send([a_document(OTHER | {"address.house_number": "42"})])
    assert answer.status_code == 403
    assert answer.json()["status"] == 403
    assert program.send([a_document({"employer.cvr_number": "25063864"})]).status_code == 403
    assert declared(program.web) == 2


def test_the_same_key_gives_the_same_answer_and_does_nothing_twice(program: Program) -> None:
    content = {"declarations": [a_document({"address.house_number": "14"})]}
    first = program.send(content, Idempotency_Key="k-1")
    changed = program.send([a_document({"address.house_number": "14", "dwelling.residents": 5})])
    again = program.send(content, Idempotency_Key="k-1")
    assert changed.json()["declarations"][0]["outcome"] == "new_version"
    assert again.json() == first.json()
    assert again.headers["idempotent-replayed"] == "true"
    assert "idempotent-replayed" not in first.headers
    assert declared(program.web) == 4


def test_a_key_used_for_another_content_is_refused(program: Program) -> None:
    program.send([a_document({"address.house_number": "14"})], Idempotency_Key="k-1")
    answer = program.send([a_document({"address.house_number": "16"})], Idempotency_Key="k-1")
    assert answer.status_code == 409
    assert answer.json()["code"] == "api.key_reused"
    assert declared(program.web) == 3


def test_a_refused_request_leaves_its_key_free(program: Program) -> None:
    assert program.send([a_document({"address.postcode": "0001"})], Idempotency_Key="k-1").status_code == 422
    assert program.send([a_document()], Idempotency_Key="k-1").status_code == 200


@pytest.mark.parametrize("key", ["", "x" * 101, "a\tb"])
def test_a_key_that_cannot_be_kept_is_refused(program: Program, key: str) -> None:
    answer = program.send([a_document()], Idempotency_Key=key)
    assert answer.status_code == 400
    assert "Idempotency-Key" in answer.json()["detail"]


@pytest.mark.parametrize("given", ["", "Bearer", "Bearer nothing", "Basic eDp5", "husly_x"])
def test_without_a_good_token_nothing_is_answered(program: Program, given: str) -> None:
    headers = {"Authorization": given} if given else {}
    answer = program.web.client.post(PATH, json=a_document(), headers=headers)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    assert answer.json()["status"] == 401


def test_a_signed_in_browser_is_nobody_to_the_api(web: Web, employer_id: UUID) -> None:
    assert web.post(PATH, json=a_document()).status_code == 401


def test_a_token_opens_no_page(program: Program) -> None:
    answer = program.web.client.get(
        "/declarations", headers={"Authorization": f"Bearer {program.secret}"}, follow_redirects=False
    )
    assert answer.status_code == 303


def test_a_revoked_token_is_refused_at_once(web: Web, employer_id: UUID) -> None:
    program = Program(web, made_token(web, employer_id))
    assert program.send(a_document()).status_code == 200
    [address] = re.findall(r'action="(/account/tokens/[\w-]+/revoke)"', web.get(PAGE).text)
    assert web.post(address).status_code == 303
    assert program.send(a_document()).status_code == 401
    assert "Revoked" in words(web.get(PAGE))


@pytest.mark.parametrize("change", ["expired", "closed", "grant taken away"])
def test_a_token_ends_with_its_time_its_account_and_its_role(program: Program, change: str) -> None:
    with transaction(program.web.engine) as session:
        if change == "expired":
            session.execute(sa.update(ApiToken).values(expires_at=now() - timedelta(seconds=1)))
        elif change == "closed":
            session.execute(sa.update(Account).values(active=False))
        else:
            session.execute(sa.delete(RoleGrant).where(col(RoleGrant.role) == Role.EMPLOYER))
    assert program.send(a_document()).status_code == 401


def test_too_many_requests_in_a_minute_wait(program: Program) -> None:
    with transaction(program.web.engine) as session:
        most = WEB_SETTINGS.api_requests_per_minute
        session.execute(sa.update(ApiToken).values(used_in_window=most, window_started_at=now()))
    answer = program.send(a_document())
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["retry-after"]) <= 60
    with transaction(program.web.engine) as session:
        session.execute(sa.update(ApiToken).values(window_started_at=now() - timedelta(seconds=61)))
    assert program.send(a_document()).status_code == 200


def test_the_secret_is_stored_nowhere_and_shown_once(web: Web, employer_id: UUID) -> None:
    secret = made_token(web, employer_id)
    assert secret not in web.get(PAGE).text
    with transaction(web.engine, writing=False) as session:
        [token] = session.exec(select(ApiToken)).all()
        details = [event.details for event in session.exec(select(AuditEvent))]
    assert secret not in token.model_dump_json()
    assert not any(secret in one for one in details)


def test_making_using_and_revoking_leave_audit_rows(web: Web, employer_id: UUID) -> None:
    Program(web, made_token(web, employer_id)).send(a_document({"address.house_number": "14"}))
    [address] = re.findall(r'action="(/account/tokens/[\w-]+/revoke)"', web.get(PAGE).text)
    web.post(address)
    with transaction(web.engine, writing=False) as session:
        actions = [event.action for event in session.exec(select(AuditEvent).order_by(col(AuditEvent.seq)))]
    assert [one for one in actions if one.startswith(("token.", "api."))] == [
        "token.made",
        "api.declared",
        "token.revoked",
    ]


def test_nobody_makes_a_token_for_anothers_employer(web: Web, employer_id: UUID) -> None:
    with transaction(web.engine) as session:
        other = submitted(session, OTHER).accommodation.employer_id
    form = {"name": "x", "employer": str(other), "days": "90"}
    assert web.post(PAGE, form).status_code == 403
    assert web.post(PAGE, form | {"employer": "nobody"}).status_code == 403


def test_nobody_revokes_anothers_token(web: Web, employer_id: UUID) -> None:
    program = Program(web, made_token(web, employer_id))
    [address] = re.findall(r'action="(/account/tokens/[\w-]+/revoke)"', web.get(PAGE).text)
    web.sign_in(Grant(Role.EMPLOYER, employer_id))
    assert web.post(address).status_code == 404
    assert program.send(a_document()).status_code == 200


@pytest.mark.parametrize("wrong", [{"name": " "}, {"name": "x" * 81}, {"days": "100000"}, {"days": "x"}])
def test_a_token_without_name_or_time_is_refused_with_a_reason(
    web: Web, employer_id: UUID, wrong: dict[str, str]
) -> None:
    answer = web.post(PAGE, {"name": "x", "employer": str(employer_id), "days": "90"} | wrong)
    assert answer.status_code == 422
    assert "form-error" in answer.text


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.STATISTICIAN, Role.ADMINISTRATOR])
def test_only_employers_have_tokens(web: Web, role: Role) -> None:
    web.sign_in(Grant(role))
    assert web.get(PAGE).status_code == 403


def test_the_description_is_public_and_names_every_fact_and_answer(web: Web) -> None:
    described = web.get("/api/v1/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    declaring = described["paths"][PATH]["post"]
    assert set(declaring["responses"]) == {"200", "400", "401", "403", "409", "413", "422", "429"}
    properties = described["components"]["schemas"]["Declaration"]["properties"]
    for part, value in a_document().items():
        asked = properties[part].get("items", properties[part])["properties"]
        for one in value if isinstance(value, list) else [value]:
            assert set(one) <= set(asked)
