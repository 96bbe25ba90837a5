"""Pages of the post: who may see and do what; reading a letter by its link."""

import json
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlmodel import col, select

from case_ways import start
from housing import CASE_SETTINGS
from husly.kit.access import Grant, Role
from husly.kit.audit import AuditEvent
from husly.kit.clock import now
from husly.kit.database import transaction
from husly.kit.uploads import EICAR
from husly.kit.web.limits import Tries
from husly.worker import deliver_due
from inspection.delivery.models import DeliveryEvent, LetterDelivery
from inspection.delivery.transitions import Channel, DeliveryState
from uploads_made import a_paper
from web_client import Web, words

INSPECTOR = Grant(Role.INSPECTOR)


def delivery(web: Web, channel: str = "folder") -> UUID:
    settings = CASE_SETTINGS.model_copy(update={"post_channel": channel})
    with transaction(web.engine) as session:
        way = start(session, settings=settings)
        way.issue(way.draft_notice(), 0)
        return session.exec(select(LetterDelivery)).one().id


def state_of(web: Web, found: UUID) -> tuple[DeliveryState, Channel]:
    with transaction(web.engine, writing=False) as session:
        one = session.get_one(LetterDelivery, found)
        return one.state, one.channel


def test_whoever_is_not_signed_in_or_of_another_area_sees_no_post(web: Web) -> None:
    found = delivery(web)
    assert web.get("/post").headers["location"].startswith("/sign-in")
    web.sign_in(Grant(Role.STATISTICIAN))
    assert web.get("/post").status_code == 403
    web.sign_in(Grant(Role.CASEWORKER, municipality_code="0751"))
    assert "Firma" not in words(web.get("/post", which="waiting"))
    assert web.get(f"/post/{found}").status_code == 404
    assert web.post(f"/post/{found}/again", {}).status_code == 404


def test_the_post_lists_what_waits_and_what_failed(web: Web) -> None:
    found = delivery(web)
    web.sign_in(INSPECTOR)
    assert f"/post/{found}" in web.get("/post", which="waiting").text
    assert f"/post/{found}" not in web.get("/post").text
    with transaction(web.engine) as session:
        session.get_one(LetterDelivery, found).state = DeliveryState.FAILED
    assert f"/post/{found}" in web.get("/post").text
    assert "1 brev" in words(web.get("/")) or "1 letter" in words(web.get("/"))


def test_a_failed_letter_is_sent_by_another_channel_or_noted_as_arrived_with_a_file(web: Web) -> None:
    found = delivery(web)
    web.sign_in(INSPECTOR)
    refused = web.post(f"/post/{found}/again", {"channel": "mail", "email": "nothing"})
    assert refused.status_code == 409
    assert state_of(web, found) == (DeliveryState.QUEUED, Channel.FOLDER)
    assert web.post(f"/post/{found}/again", {"channel": "paper", "postal_address": "Vej 1\n2100 Ø"}).status_code == 303
    assert state_of(web, found) == (DeliveryState.QUEUED, Channel.PAPER)
    assert web.post("/post/bundles").status_code == 303
    assert state_of(web, found) == (DeliveryState.SENT, Channel.PAPER)
    listed = web.get("/post").text
    bundle = listed.split("/post/bundles/")[2].split(".")[0]
    for suffix, kind in (("pdf", "application/pdf"), ("csv", "text/csv"), ("json", "application/json")):
        answer = web.get(f"/post/bundles/{bundle}.{suffix}")
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith(kind)
    assert web.get("/post/bundles/x.pdf").status_code == 404
    day = now().date().isoformat()
    sent = {"delivered_on": day, "note": "Kvittering fra posten"}
    answer = web.post(f"/post/{found}/arrived", sent, files={"proof": ("kvittering.pdf", a_paper())})
    assert answer.status_code == 303
    shown = web.get(f"/post/{found}")
    assert "Kvittering fra posten" in words(shown)
    proof = shown.text.split('href="/post/proofs/')[1].split('"')[0]
    assert web.get(f"/post/proofs/{proof}").content == a_paper()


def test_whoever_reads_letters_or_what_was_answered_to_them_leaves_a_trace(web: Web) -> None:
    found = delivery(web)
    actor = web.sign_in(INSPECTOR)
    web.post(f"/post/{found}/again", {"channel": "paper", "postal_address": "Vej 1\n2100 Ø"})
    web.post("/post/bundles")
    sent = {"delivered_on": now().date().isoformat(), "note": "Kvittering"}
    web.post(f"/post/{found}/arrived", sent, files={"proof": ("kvittering.pdf", a_paper())})
    with transaction(web.engine, writing=False) as session:
        one = session.get_one(LetterDelivery, found)
        case, letter, bundle = one.case_id, one.letter_id, one.bundle_id
        proof = session.exec(select(DeliveryEvent.id).where(col(DeliveryEvent.proof).is_not(None))).one()
    for address, action, details in (
        (f"/post/bundles/{bundle}.pdf", "letter.read", {"letter": str(letter), "bundle": str(bundle)}),
        (f"/post/bundles/{bundle}.csv", "letter.read", {"letter": str(letter), "bundle": str(bundle)}),
        (f"/post/{found}", "post.delivery_read", {"delivery": str(found)}),
        (f"/post/proofs/{proof}", "post.proof_read", {"event": str(proof)}),
        (f"/cases/{case}/police", "police_report.read", {}),
        (f"/cases/{case}/follow-up", "compliance.read", {}),
    ):
        mine = select(AuditEvent).where(AuditEvent.by_id == actor.id, AuditEvent.action == action)
        with transaction(web.engine, writing=False) as session:
            before = len(session.exec(mine).all())
        assert web.get(address).status_code == 200
        with transaction(web.engine, writing=False) as session:
            rows = session.exec(mine.order_by(col(AuditEvent.seq))).all()
            assert len(rows) == before + 1, address
            assert rows[-1].object_id == str(case)
            assert {key: json.loads(rows[-1].details)[key] for key in details} == details


@pytest.mark.parametrize("content", [EICAR, b"%PDF", b"<html>"])
def test_a_file_that_shows_a_delivery_is_checked_as_any_other(web: Web, content: bytes) -> None:
    found = delivery(web)
    web.sign_in(INSPECTOR)
    sent = {"delivered_on": now().date().isoformat(), "note": "Kvittering"}
    assert web.post(f"/post/{found}/arrived", sent, files={"proof": ("k.pdf", content)}).status_code == 409
    assert state_of(web, found)[0] is DeliveryState.QUEUED


@pytest.mark.parametrize("email", ["a" * 250 + "@x.dk", "a@x.dk, b@x.dk", "Anna <a@x.dk>", "a@x.dk\nb@x.dk"])
def test_a_letter_is_sent_again_to_one_address_only(web: Web, email: str) -> None:
    found = delivery(web)
    web.sign_in(INSPECTOR)
    form = {"channel": "paper", "postal_address": "Vej 1\n2100 Ø", "email": email}
    assert web.post(f"/post/{found}/again", form).status_code == 409
    assert web.post(f"/post/{found}/again", form | {"email": " a@x.dk "}).status_code == 303


def test_what_is_wrong_gives_the_page_back(web: Web) -> None:
    found = delivery(web)
    web.sign_in(INSPECTOR)
    for path, form in (("returned", {"note": "x"}), ("again", {"channel": "digital_post"})):
        assert web.post(f"/post/{found}/{path}", form).status_code == 409
    answer = web.post(f"/post/{found}/arrived", {"delivered_on": "Monday"}, files={"proof": ("", b"")})
    assert answer.status_code == 409


def test_the_page_of_a_link_tells_nobody_whether_there_is_a_letter(web: Web) -> None:
    asked = web.get("/letters/read/ABCD-2345")
    assert asked.status_code == 200
    wrong = web.post("/letters/read/ABCD-2345", {"number": "1"})
    assert wrong.status_code == 422
    assert wrong.headers["content-type"].startswith("text/html")
    for _ in range(10):
        wrong = web.post("/letters/read/ABCD-2345", {"number": "1"})
    assert "15 minut" in words(wrong)


@pytest.mark.parametrize("number", ["2", "12345678"])
def test_the_link_opens_for_the_right_number_alone(web: Web, number: str, tmp_path: Path) -> None:
    web.client.app.state.tries = Tries()
    settings = CASE_SETTINGS.model_copy(update={"post_channel": "digital_post", "public_url": "https://husly.example"})
    with transaction(web.engine) as session:
        way = start(session, settings=settings)
        employer = way.file.employer
        employer.cvr_number, employer.foreign_number, employer.contact_email = None, "PL-77", "a@b.example"
        session.flush()
        way.issue(way.draft_notice(), 0)
        found = session.exec(select(LetterDelivery)).one()
        code, found.link_expires_at = found.link_code, now() + timedelta(days=1)
        assert "sent" in str(deliver_due(session, outbox_path=tmp_path, at=now(), chosen=settings))
    assert web.post(f"/letters/read/{code}", {"number": number}).status_code == 422
    opened = web.post(f"/letters/read/{code}", {"number": "PL 77"})
    assert opened.status_code == 200
    assert opened.content.startswith(b"%PDF")


def test_a_code_that_is_and_one_that_is_not_are_answered_alike_until_both_are_locked(web: Web, tmp_path: Path) -> None:
    settings = CASE_SETTINGS.model_copy(update={"post_channel": "digital_post", "public_url": "https://husly.example"})
    with transaction(web.engine) as session:
        way = start(session, settings=settings)
        employer = way.file.employer
        employer.cvr_number, employer.foreign_number, employer.contact_email = None, "PL-77", "a@b.example"
        session.flush()
        way.issue(way.draft_notice(), 0)
        code = str(session.exec(select(LetterDelivery)).one().link_code)
        deliver_due(session, outbox_path=tmp_path, at=now(), chosen=settings)
    told = []
    for typed in (code, "ABCDEFGH2345"):
        web.client.app.state.tries = Tries()
        answers = [web.post(f"/letters/read/{typed}", {"number": "0"}) for _ in range(7)]
        told.append([(one.status_code, words(one).replace(typed, "")) for one in answers])
    assert told[0] == told[1]
    assert told[0][0] != told[0][-1]


def test_a_bundle_with_letters_of_another_area_is_not_even_listed(web: Web) -> None:
    delivery(web, "paper")
    web.sign_in(INSPECTOR)
    web.post("/post/bundles")
    assert "/post/bundles/" in web.get("/post").text
    web.sign_in(Grant(Role.CASEWORKER, municipality_code="0751"))
    assert "/post/bundles/" not in web.get("/post").text
