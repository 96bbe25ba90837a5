"""Issued letters: their gates, their frozen bytes, their way out of the house."""

import hashlib
import json
from io import BytesIO
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner
from pypdf import PdfReader
from sqlalchemy.engine import Engine
from sqlmodel import Session, select

from case_ways import APPROVER, Way, start
from housing import CASE_SETTINGS
from husly.kit.clock import now
from husly.kit.database import transaction
from husly.kit.errors import DomainError
from husly.kit.outbox import OutboxMessage
from husly.settings import settings
from husly.worker import deliver_due
from inspection.delivery.post import deliver_letter
from inspection.delivery.queries import list_of_letter
from inspection.enforcement.headings import heading_of
from inspection.letters.commands import letters_group
from inspection.letters.models import Letter
from inspection.letters.queries import find_altered
from inspection.letters.rendering import write_draft

REAL_SETTINGS = CASE_SETTINGS.model_copy(update={"demo_mode": False})


def pages_of(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]


def found_breach(session: Session, **given: bool) -> Way:
    way = start(session, **given)
    way.notify()
    way.visit()
    way.find()
    return way


def test_every_page_of_a_demonstration_letter_bears_that_it_is_a_trial(session: Session) -> None:
    way = start(session)
    letter = way.to_delivered()
    assert letter.pdf is not None
    assert letter.banner == "PRØVE – uden retsvirkning"
    pages = pages_of(letter.pdf)
    assert len(pages) > 1
    assert all("PRØVE" in page for page in pages)


def test_an_order_tells_each_breach_with_rule_requirement_result_deadline_and_evidence(session: Session) -> None:
    way = start(session)
    letter = way.to_delivered()
    assert letter.pdf is not None
    text = " ".join(" ".join(pages_of(letter.pdf)).split())
    for item in way.file.items:
        finding = way.file.finding(item.finding_id)
        for part in (heading_of(finding), finding.measured, item.result, finding.evidence_id, "21. maj 2026"):
            assert part in text
    assert "Prøveklagenævnet" in text
    assert "4 uger" in text


def test_outside_demonstration_a_draft_pack_is_never_cited_and_the_gates_are_named(session: Session) -> None:
    way = found_breach(session)
    letter = way.draft_hearing()
    way.settings = REAL_SETTINGS
    with pytest.raises(DomainError) as error:
        way.issue(letter, 21)
    said = str(error.value)
    assert "dk-indkvarteringslov-2025.cap i regelsæt dk-indkvarteringslov-2025" in said
    assert "er et udkast" in said
    assert letter.issued_at is None


def test_outside_demonstration_a_draft_bears_udkast_on_every_page(session: Session) -> None:
    way = found_breach(session)
    letter = way.draft_hearing()
    draft = write_draft(session, way.file, letter, settings=REAL_SETTINGS, as_of=way.on(21))
    assert all("UDKAST" in page for page in pages_of(draft.pdf()))
    assert {gate.gate for gate in draft.gates if not gate.passed} >= {"fields", "G1", "G2"}


def test_demonstration_mode_alone_approves_nothing(session: Session) -> None:
    way = start(session, approved=False)
    with pytest.raises(DomainError) as error:
        way.issue(way.draft_notice(), 0)
    assert error.value.code == "letter_not_reviewed"


def test_a_letter_holds_neither_the_reason_of_the_case_nor_the_contact_person(session: Session) -> None:
    way = start(session)
    way.case.reason = "Tip fra beboer XQ-4711"
    way.to_delivered()
    for letter in way.file.letters:
        assert letter.pdf is not None
        text = " ".join(pages_of(letter.pdf)) + json.dumps(letter.content, ensure_ascii=False)
        assert "XQ-4711" not in text
        assert "Tip" not in text


def test_the_frozen_copy_does_not_follow_later_changes_of_the_case(session: Session) -> None:
    way = start(session)
    letter = way.notify()
    before = letter.pdf
    way.file.employer.name = "Et helt andet navn ApS"
    session.flush()
    session.refresh(letter)
    assert letter.pdf == before
    assert letter.sha256 == hashlib.sha256(before or b"").hexdigest()


def test_one_changed_byte_is_found(session: Session) -> None:
    way = start(session)
    letter = way.notify()
    assert find_altered(session) == (1, [])
    forged = bytearray(letter.pdf or b"")
    forged[100] ^= 1
    session.execute(sa.update(Letter).values(pdf=bytes(forged)))
    session.expire_all()
    count, altered = find_altered(session)
    assert count == 1
    assert [(found.letter_id, found.case_number) for found in altered] == [(letter.id, way.case.case_number)]


def test_the_command_names_the_letter_that_was_changed(
    clean_engine: Engine, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUSLY_DATABASE_URL", database_url)
    settings.cache_clear()
    with transaction(clean_engine) as session:
        letter = start(session).notify()
    fine = CliRunner().invoke(letters_group, ["verify"])
    assert (fine.exit_code, fine.output) == (0, "1 issued letters, all as they were issued.\n")
    with transaction(clean_engine) as session:
        session.execute(sa.update(Letter).values(pdf=b"%PDF-forged"))
    wrong = CliRunner().invoke(letters_group, ["verify"])
    settings.cache_clear()
    assert wrong.exit_code == 1
    assert str(letter.id) in wrong.output


def test_the_worker_puts_a_letter_in_the_post_room_once_however_often_it_runs(session: Session, tmp_path: Path) -> None:
    way = start(session)
    letter = way.notify()
    line = deliver_due(session, outbox_path=tmp_path, at=now())
    (delivery,) = list_of_letter(session, letter.id)
    stem = f"{way.case.case_number}-varsling-{delivery.id}"
    assert line == f"letter varsling {way.case.case_number} -> {stem}.pdf"
    dispatched_at = letter.dispatched_at
    assert dispatched_at is not None
    message = session.exec(select(OutboxMessage)).one()
    deliver_letter(session, message, tmp_path, way.settings, now())
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"{stem}.json", f"{stem}.pdf"]
    assert (tmp_path / f"{stem}.pdf").read_bytes() == letter.pdf
    slip = json.loads((tmp_path / f"{stem}.json").read_text())
    assert (slip["sha256"], slip["kind"], slip["case_number"]) == (letter.sha256, "varsling", way.case.case_number)
    assert letter.dispatched_at == dispatched_at
    assert deliver_due(session, outbox_path=tmp_path, at=now()) is None


def test_delivery_lies_between_issue_and_today(session: Session) -> None:
    way = start(session)
    letter = way.issue(way.draft_notice(), 3)
    for day, known_on in ((2, 5), (6, 5)):
        with pytest.raises(DomainError) as error:
            way.arrive(letter, day, known_on=known_on)
        assert error.value.code == "letter.delivery_day"
    way.arrive(letter, 4, known_on=5)
    with pytest.raises(DomainError) as error:
        way.arrive(letter, 5)
    assert error.value.code == "letter.delivered"


def test_an_approver_sees_the_same_bytes_that_are_issued(session: Session) -> None:
    way = start(session)
    way.to_heard()
    order = way.draft_order()
    way.approve()
    letter = way.file.letter(order.letter_id)
    preview = write_draft(session, way.file, letter, settings=CASE_SETTINGS, as_of=way.on(31)).pdf()
    way.issue(letter, 31, APPROVER)
    assert letter.pdf == preview


def test_a_letter_writes_the_address_of_its_recipient_in_the_lines_of_the_post(session: Session) -> None:
    way = start(session)
    way.file.employer.postal_address = "Søbyvej 41, 2. tv, 5985 Søby, Danmark"
    letter = way.draft_notice()
    written = write_draft(session, way.file, letter, settings=way.settings, as_of=way.on(0)).written
    assert written.head.recipient.address_lines == ("Søbyvej 41, 2. tv", "5985 Søby", "Danmark")
