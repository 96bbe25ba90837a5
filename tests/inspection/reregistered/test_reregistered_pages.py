"""The pages: who sees what, the graph and its rows, decisions and recordings through forms."""

import re
from uuid import UUID

import pytest
from sqlmodel import select

from husly.kit.access import SYSTEM, Grant, Permission, Role
from husly.kit.audit import AuditEvent
from husly.kit.clock import danish_date, now
from husly.kit.database import transaction
from inspection.reregistered.finding import keep_found, search_register
from inspection.reregistered.models import FoundPair, PairState, RecordedTrace
from inspection.reregistered.words import KINDS, ORIGINS
from phoenix_firms import plant_chain
from register.portfolio.models import EmployerLink, LinkKind
from web_client import Web, fields_of, words

IBAN = "DK5000400440116243"


@pytest.fixture
def firms(web: Web) -> tuple[UUID, UUID]:
    """The chain of two firms in Roskilde, found; pages in English."""
    web.client.cookies.set("husly_language", "en")
    with transaction(web.engine) as session:
        chain = plant_chain(session)
    search(web)
    return chain


def search(web: Web) -> None:
    with transaction(web.engine) as session:
        keep_found(session, search_register(session, as_of=danish_date(now())), by=SYSTEM, at=now())


def pair_of(web: Web) -> FoundPair:
    with transaction(web.engine) as session:
        return session.exec(select(FoundPair)).one()


def test_the_list_leads_to_the_firms(web: Web, firms: tuple[UUID, UUID]) -> None:
    web.sign_in(Grant(Role.INSPECTOR))
    shown = words(web.get("/reregistered"))
    assert "Vesterlund Byg ApS · Vesterlund Montage ApS Medium 60 points Telephone, Address" in shown
    assert "1 group of firms" in shown
    for query in ("standing=confirmed", "standing=dismissed", "municipality=0101"):
        assert "No firms fit" in words(web.get(f"/reregistered?{query}"))
    for query in ("standing=x&municipality=%00&sort=x&number=-4", "sort=orders&municipality=0265&standing="):
        assert "1 group of firms" in words(web.get(f"/reregistered?{query}"))
    assert "/reregistered" in web.get("/cases").text


def test_a_page_shows_each_edge_with_its_evidence_as_graph_and_table(web: Web, firms: tuple[UUID, UUID]) -> None:
    web.sign_in(Grant(Role.INSPECTOR))
    page = web.get(f"/reregistered/{firms[0]}")
    shown = words(page)
    assert "Telephone 25 + Address 20 + One began as the other ended 15 = 60 points" in shown
    assert "The second firm began 12 days after the first ended." in shown
    assert "Particulars of the firm, known since" in shown
    assert "Only these two firms" in shown
    targets = set(re.findall(r'<a href="#([\w-]+)"', page.text))
    ids = set(re.findall(r' id="([\w-]+)"', page.text))
    assert {f"firm-{one}" for one in firms} | {f"pair-{pair_of(web).id}"} <= targets <= ids
    assert "<style" not in page.text
    assert " style=" not in page.text
    assert f"/reregistered/{firms[0]}" in web.get(f"/employers/{firms[0]}").text


def test_reading_leaves_an_audit_row(web: Web, firms: tuple[UUID, UUID]) -> None:
    reader = web.sign_in(Grant(Role.INSPECTOR))
    web.get(f"/reregistered/{firms[1]}")
    with transaction(web.engine) as session:
        row = session.exec(select(AuditEvent).where(AuditEvent.action == "reregistered.read")).one()
    assert (row.by_id, row.object_id) == (reader.id, str(firms[1]))


def test_a_firm_without_traces_and_a_register_never_searched_say_so(web: Web) -> None:
    web.client.cookies.set("husly_language", "en")
    with transaction(web.engine) as session:
        old, _new = plant_chain(session)
    web.sign_in(Grant(Role.INSPECTOR))
    assert "has not been searched yet" in words(web.get("/reregistered"))
    assert "has not been searched yet" in words(web.get(f"/reregistered/{old}"))


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.REPRESENTATIVE])
def test_only_those_who_read_cases_see_anything(web: Web, firms: tuple[UUID, UUID], role: Role) -> None:
    grant = Grant(role, firms[0] if role is Role.EMPLOYER else None)
    web.sign_in(grant)
    sees = Permission.READ_CASES in grant.permissions
    for path in ("/reregistered", f"/reregistered/{firms[0]}"):
        assert web.get(path).status_code == (200 if sees else 403)
    if role is Role.EMPLOYER:
        for path in ("/portfolio", "/declarations", "/"):
            assert "reregistered" not in web.get(path).text


def test_outside_the_area_there_is_nothing(web: Web, firms: tuple[UUID, UUID]) -> None:
    web.sign_in(Grant(Role.CASEWORKER, municipality_code="0101"))
    assert web.get(f"/reregistered/{firms[0]}").status_code == 404
    assert "No firms fit" in words(web.get("/reregistered"))
    for act in ("confirm", "dismiss"):
        assert (
            web.post(f"/reregistered/pairs/{pair_of(web).id}/{act}", {"reason": "x", "kind": "successor"}).status_code
            == 404
        )


def test_an_officer_confirms_with_the_reason_that_the_page_begins(web: Web, firms: tuple[UUID, UUID]) -> None:
    web.sign_in(Grant(Role.INSPECTOR), name="Ida Inspektør")
    path = f"/reregistered/pairs/{pair_of(web).id}/confirm"
    reason = fields_of(web.get(f"/reregistered/{firms[0]}"))["reason"][0]
    assert reason.startswith("The same: telephone … 06 05, address Algade 40")
    assert web.post(path, {"kind": "group", "reason": reason}).status_code == 409
    assert web.post(path, {"kind": "successor", "reason": " "}).status_code == 409
    assert web.post(path, {"kind": "successor", "reason": reason}).status_code == 303
    with transaction(web.engine) as session:
        link = session.exec(select(EmployerLink)).one()
    assert (link.employer_a, link.employer_b, link.kind) == (*firms, LinkKind.SUCCESSOR)
    shown = words(web.get(f"/reregistered/{firms[1]}"))
    assert "Linked" in shown
    assert "(Ida Inspektør," in shown
    assert "Confirm that they are one" not in shown


def test_an_officer_dismisses_with_a_reason(web: Web, firms: tuple[UUID, UUID]) -> None:
    web.sign_in(Grant(Role.CASEWORKER, municipality_code="0265"))
    path = f"/reregistered/pairs/{pair_of(web).id}/dismiss"
    assert web.post(path, {"reason": ""}).status_code == 409
    assert web.post(path, {"reason": "Samme udlejer"}).status_code == 303
    assert pair_of(web).state is PairState.DISMISSED
    assert "No firms fit" in words(web.get("/reregistered"))
    assert "Dismissed" in words(web.get("/reregistered?standing=dismissed"))
    assert "Samme udlejer" in words(web.get(f"/reregistered/{firms[0]}"))


def test_an_account_is_recorded_masked_and_withdrawn(web: Web, firms: tuple[UUID, UUID]) -> None:
    web.sign_in(Grant(Role.INSPECTOR))
    page = f"/reregistered/{firms[0]}"
    form = {"employer": str(firms[0]), "kind": "account", "value": IBAN, "from_on": "2026-01-01", "source": "SKAT"}
    assert web.post(f"{page}/traces", form).status_code == 303
    shown = web.get(page)
    assert "Bank account DK … 6243" in words(shown)
    assert IBAN not in shown.text
    [withdraw] = re.findall(r'action="(/reregistered/[\w-]+/traces/[\w-]+/withdraw)"', shown.text)
    assert web.post(withdraw).status_code == 303
    assert "Nothing is recorded" in words(web.get(page))


@pytest.mark.parametrize(
    "wrong",
    [
        {"employer": "x"},
        {"kind": "phone"},
        {"value": ""},
        {"value": "DK5000400440116244"},
        {"kind": "person", "value": "070761-4285"},
        {"from_on": "i går"},
        {"from_on": "2098-01-01"},
        {"to_on": "i morgen"},
        {"to_on": "2020-01-01"},
        {"source": " "},
    ],
)
def test_what_is_typed_wrong_comes_back_without_the_value(
    web: Web, firms: tuple[UUID, UUID], wrong: dict[str, str]
) -> None:
    web.sign_in(Grant(Role.INSPECTOR))
    form = {"employer": str(firms[0]), "kind": "account", "value": IBAN, "from_on": "2026-01-01", "source": "SKAT"}
    answer = web.post(f"/reregistered/{firms[0]}/traces", form | wrong)
    assert answer.status_code == 422
    assert 'id="errors"' in answer.text
    assert IBAN not in answer.text
    with transaction(web.engine) as session:
        assert session.exec(select(RecordedTrace)).all() == []


def test_a_trace_of_a_firm_elsewhere_is_not_recorded(web: Web, firms: tuple[UUID, UUID]) -> None:
    web.sign_in(Grant(Role.CASEWORKER, municipality_code="0101"))
    form = {"employer": str(firms[0]), "kind": "account", "value": IBAN, "from_on": "2026-01-01", "source": "SKAT"}
    assert web.post(f"/reregistered/{firms[0]}/traces", form).status_code == 404


def test_every_kind_and_origin_has_words() -> None:
    from inspection.reregistered.traces import Origin, TraceKind

    assert set(TraceKind) <= set(KINDS)
    assert set(Origin) == set(ORIGINS)
