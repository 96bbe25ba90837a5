"""The pages of referrals: who sees what, forms refused in place, the code of a receiver."""

import re
from pathlib import Path
from uuid import UUID

import pytest
from sqlmodel import select

from conftest import AT
from housing import declare
from husly.kit.access import SYSTEM, Grant, Role
from husly.kit.audit import AuditEvent
from husly.kit.clock import now
from husly.kit.database import transaction
from husly.kit.outbox import OutboxMessage, OutboxState
from inspection.enforcement.actions import open_case
from inspection.enforcement.choosing import Chosen, VisitReason
from inspection.referrals import drafting, subjects
from inspection.referrals.delivery import deliver_referral
from inspection.referrals.drafting import Concern
from inspection.referrals.models import Referral
from referrals_made import DECIDER, WORDS, approved, contact, sent
from web_client import Web, words

DECISION_MAKER = Grant(Role.DECISION_MAKER)


@pytest.fixture
def made(web: Web) -> tuple[UUID, UUID, UUID, str]:
    """A case with one referral that was sent and a confined pair: case, referral, concern, code."""
    with transaction(web.engine) as session:
        approved(session)
        contact(session, "municipality", "0461")
        home = declare(session)
        case = open_case(
            session,
            accommodation_id=home.id,
            visit_on=AT.date().replace(day=20),
            from_min=540,
            to_min=660,
            inspector_id="nobody",
            reason="Udvalgt til tilsyn",
            chosen=Chosen(reason=VisitReason.SCORE),
            by=SYSTEM,
            at=AT,
        )
        about = subjects.of_case(session, case.id, by=SYSTEM)
        one = drafting.draft_referral(session, about, "municipality", WORDS, by=DECIDER, at=AT)
        code = sent(session, one)
        signs = drafting.Words(**{**vars(WORDS), "reason": drafting.ReferralReason.TRAFFICKING_SIGNS})
        pair = drafting.raise_concern(session, about, signs, Concern(), by=DECIDER, at=AT)
        return (case.id, one.id, pair[0].id, code)


def test_a_decision_maker_reads_all_and_each_reading_leaves_a_row(web: Web, made: tuple[UUID, UUID, UUID, str]) -> None:
    case_id, one, concern, _code = made
    web.sign_in(DECISION_MAKER)
    for path in ("/referrals", f"/cases/{case_id}/referrals", "/referrals/cards", "/referrals/forwarded"):
        assert web.get(path).status_code == 200, path
    assert "Ni madrasser" in words(web.get(f"/referrals/{one}"))
    assert web.get(f"/referrals/{concern}").status_code == 200
    assert web.get(f"/referrals/{one}/letter").content.startswith(b"%PDF")
    with transaction(web.engine) as session:
        read = [row.object_id for row in session.exec(select(AuditEvent)) if row.action == "referral.read"]
    assert read == [str(one), str(concern)]


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.CASEWORKER])
def test_a_concern_is_nowhere_for_others(role: Role, web: Web, made: tuple[UUID, UUID, UUID, str]) -> None:
    case_id, one, concern, _code = made
    web.sign_in(Grant(role))
    assert web.get(f"/referrals/{concern}").status_code == 404
    assert web.get(f"/referrals/{concern}/letter").status_code == 404
    assert web.get(f"/referrals/{one}").status_code == (200 if role is Role.CASEWORKER else 404)
    shown = "".join(web.get(path).text for path in ("/referrals", f"/cases/{case_id}", f"/cases/{case_id}/referrals"))
    assert str(concern) not in shown
    # Every case offers the same codes of closing; what is said of this one is outside that list.
    assert "menneskehandel" not in re.sub(r"(?s)<option\b.*?</option>", "", web.get(f"/cases/{case_id}").text)
    assert (str(one) in shown) is (role is Role.CASEWORKER)


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.STATISTICIAN, Role.LEGAL_REVIEWER])
def test_nobody_else_gets_in(role: Role, web: Web, made: tuple[UUID, UUID, UUID, str]) -> None:
    web.sign_in(Grant(role))
    for path in ("/referrals", f"/referrals/{made[1]}", f"/cases/{made[0]}/referrals", "/referrals/incoming"):
        assert web.get(path).status_code in (403, 404), path
    assert web.get("/referrals/contacts").status_code == (200 if role is Role.ADMINISTRATOR else 403)


def test_a_receiver_acknowledges_by_code_and_sees_nothing_of_the_matter(
    web: Web, made: tuple[UUID, UUID, UUID, str]
) -> None:
    page = web.get(f"/referral/{made[3]}")
    assert page.status_code == 200
    assert not [word for word in ("Møllevangen", "madrasser", "Gartneri", "kommunen fører") if word in words(page)]
    assert web.post(f"/referral/{made[3]}", {"person": " "}).status_code == 422
    assert web.post(f"/referral/{made[3]}", {"person": "Mona", "plan": "Besøger"}).status_code == 200
    again = web.post(f"/referral/{made[3]}", {"person": "En anden"})
    assert again.status_code == 200
    with transaction(web.engine) as session:
        one = session.get_one(Referral, made[1])
        assert (one.state.value, one.receiver_person, one.acknowledged_by_code) == ("acknowledged", "Mona", True)


def test_what_a_receiver_writes_is_refused_when_too_long_and_never_cut(
    web: Web, made: tuple[UUID, UUID, UUID, str]
) -> None:
    for field, most in (("person", 200), ("number", 80), ("plan", 2000)):
        long = "x" * (most + 1)
        answer = web.post(f"/referral/{made[3]}", {"person": "Mona", field: long})
        assert answer.status_code == 422
        assert long in answer.text
        assert str(most) in words(answer)
    with transaction(web.engine) as session:
        assert session.get_one(Referral, made[1]).state.value == "sent"


def test_after_five_wrong_codes_the_right_one_does_not_open(web: Web, made: tuple[UUID, UUID, UUID, str]) -> None:
    web.client.app.state.tries._seen.clear()  # the tries of other tests came from the same place
    for number in range(5):
        assert web.get(f"/referral/WRONG-{number}").status_code == 422
    for closed in (web.get(f"/referral/{made[3]}"), web.post(f"/referral/{made[3]}", {})):
        assert closed.status_code == 429
        assert "Too many wrong codes" in closed.text or "For mange forkerte koder" in closed.text
    web.client.app.state.tries._seen.clear()
    assert web.get(f"/referral/{made[3]}").status_code == 200


def test_a_draft_is_made_by_form_and_a_refused_one_comes_back(web: Web, made: tuple[UUID, UUID, UUID, str]) -> None:
    web.sign_in(DECISION_MAKER)
    form = {"case": str(made[0]), "receiver": "municipality", "reason": "crowding", "origin": "own_visit"}
    wrong = web.post("/referrals/new", form | {"observed": "010190-1234"})
    assert wrong.status_code == 422
    assert "personnummer" in words(wrong).lower() or "personal number" in words(wrong)
    right = web.post("/referrals/new", form | {"observed": "Seks senge", "basis": "fvl_28"})
    assert right.status_code == 303
    where = right.headers["location"].partition("?")[0]
    assert web.post(f"{where}/decide").status_code == 422
    assert web.post(f"{where}/refuse", {"words": "Ikke nødvendigt"}).status_code == 303
    assert web.post(f"{where}/nothing").status_code == 404


def test_a_concern_by_form_makes_both(web: Web, made: tuple[UUID, UUID, UUID, str]) -> None:
    web.sign_in(Grant(Role.INSPECTOR))
    form = {"case": str(made[0]), "reason": "trafficking_signs", "origin": "own_visit", "age": "adult"}
    assert web.post("/referrals/new", form | {"notify": "police"}).status_code == 422
    answer = web.post("/referrals/new", form | {"notify": "both", "observed": "Låst dør"})
    assert answer.status_code == 303
    assert len(re.findall(r'href="/referrals/[0-9a-f-]{36}"', web.get("/referrals").text)) == 2


def test_an_enquiry_is_sent_on_the_same_day_or_with_a_reason(web: Web, made: tuple[UUID, UUID, UUID, str]) -> None:
    web.sign_in(DECISION_MAKER)
    form = {
        "received_on": "2026-01-05",
        "subject": "depositum",
        "receiver": "municipality",
        "receiver_name": "Huslejenævnet",
        "why": "nævnet afgør det",
    }
    assert web.post("/referrals/forwarded", form).status_code == 422
    assert web.post("/referrals/forwarded", form | {"late_reason": "Ferie"}).status_code == 303
    assert "Huslejenævnet" in words(web.get("/referrals/forwarded"))


def test_a_letter_that_could_not_leave_is_told_on_the_page_of_its_referral(
    web: Web, made: tuple[UUID, UUID, UUID, str], tmp_path: Path
) -> None:
    web.sign_in(DECISION_MAKER)
    one = f"/referrals/{made[1]}"
    assert "The letter has not left yet" in words(web.get(one, lang="en"))
    assert "could not be sent" not in words(web.get(one, lang="en"))
    with transaction(web.engine) as session:
        message = session.get_one(OutboxMessage, session.get_one(Referral, made[1]).outbox_message_id)
        message.state, message.last_error = OutboxState.FAILED, "OSError: no space left"
    assert "The letter could not be sent" in words(web.get(one, lang="en"))
    assert "OSError: no space left" in words(web.get(one, lang="en"))
    with transaction(web.engine) as session:
        message = session.get_one(OutboxMessage, session.get_one(Referral, made[1]).outbox_message_id)
        deliver_referral(session, message, tmp_path)
    for text in ("The letter has not left yet", "The letter could not be sent"):
        assert text not in words(web.get(one, lang="en"))


def test_what_another_authority_tells_is_answered_once(web: Web, made: tuple[UUID, UUID, UUID, str]) -> None:
    web.sign_in(DECISION_MAKER)
    day = now().date().isoformat()
    form = {
        "sender": "tax",
        "sender_contact": "Sanne Skat",
        "received_on": day,
        "answer_due_on": day,
        "address": "Havnevej 3",
        "municipality": "0461",
        "asks": "Se på det",
    }
    assert web.post("/referrals/incoming", form | {"asks": ""}).status_code == 422
    assert web.post("/referrals/incoming", form).status_code == 303
    found = re.search(r'action="(/referrals/incoming/[^"]+)"', web.get("/referrals/incoming").text)
    assert found is not None
    assert web.post(found[1], {"answer": "Vi besøger"}).status_code == 303
    assert web.post(found[1], {"answer": "Igen"}).status_code == 409
