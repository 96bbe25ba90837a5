"""From issue to delivered: channels by rule, states, retries, what goes wrong."""

import dataclasses
import json
from datetime import UTC, datetime, time, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader
from sqlalchemy.engine import Engine
from sqlmodel import Session, select

from case_ways import APPROVER, INSPECTOR, VISIT_DAY, Way, start
from housing import CASE_SETTINGS
from husly.kit import outbox
from husly.kit.access import SYSTEM, Actor, Grant, Role
from husly.kit.clock import DANISH_TIME
from husly.kit.database import transaction
from husly.kit.errors import DomainError, NotFoundError
from husly.kit.mail import MailError
from husly.kit.outbox import RETRY_AFTER_MIN, OutboxMessage, OutboxState
from husly.worker import deliver_due
from inspection.delivery import post
from inspection.delivery.actions import (
    confirm_delivery,
    give_up_expired_links,
    retry_failed,
    return_delivery,
    send_again,
)
from inspection.delivery.bundling import bundle_files, make_bundle, manifest_csv, manifest_json, write_bundle
from inspection.delivery.choosing import Addressed, channel_for
from inspection.delivery.links import LOCKED_FOR, OPEN_FOR, Opened, Refused, open_by_link
from inspection.delivery.models import DeliveryEvent, LetterDelivery
from inspection.delivery.queries import Which, count_deliveries, undelivered_trouble
from inspection.delivery.queueing import CHANNEL, last_day, link_end
from inspection.delivery.transitions import TABLE, Channel, DeliveryState
from inspection.letters.blocks import LetterKind
from inspection.letters.danish import danish_date
from inspection.letters.models import Letter
from inspection.representation.actions import Represents, record_representative
from prohibitions_made import issued_prohibition, way_to_prohibition

DIGITAL = CASE_SETTINGS.model_copy(update={"post_channel": "digital_post", "public_url": "https://husly.example"})
PAPER = CASE_SETTINGS.model_copy(update={"post_channel": "paper"})
FIRM = Addressed("Firma ApS", "Vej 1\n2100 København Ø", "13585628", "", "post@firma.example")
FOREIGN = dataclasses.replace(FIRM, cvr_number="", other_number="PL-5213017228")


def issued(session: Session, settings: object = DIGITAL) -> tuple[Way, Letter, LetterDelivery]:
    way = start(session)
    way.settings = settings  # type: ignore[assignment]
    letter = way.issue(way.draft_notice(), 0)
    return way, letter, delivery_of(session)


def delivery_of(session: Session) -> LetterDelivery:
    return session.exec(select(LetterDelivery)).one()


def run(session: Session, way: Way, folder: Path, minutes: float = 0) -> str | None:
    at = way.at(0) + timedelta(minutes=minutes)
    return deliver_due(session, outbox_path=folder, at=at, chosen=way.settings)


def test_danish_firms_get_digital_post_others_a_mail_and_the_rest_paper() -> None:
    assert channel_for(FIRM, DIGITAL) is Channel.DIGITAL_POST
    assert channel_for(FOREIGN, DIGITAL) is Channel.MAIL
    assert channel_for(dataclasses.replace(FOREIGN, email=""), DIGITAL) is Channel.PAPER
    assert channel_for(dataclasses.replace(FIRM, cvr_number="13585629"), DIGITAL) is Channel.PAPER
    assert channel_for(FIRM, PAPER) is Channel.PAPER
    assert channel_for(FIRM, CASE_SETTINGS) is Channel.FOLDER


@given(st.builds(Addressed, *[st.sampled_from(["", "x", "13585628", "a@b.example"])] * 5))
def test_digital_post_is_chosen_for_valid_cvr_numbers_alone(to: Addressed) -> None:
    assert (channel_for(to, DIGITAL) is Channel.DIGITAL_POST) == (to.cvr_number == "13585628")


def test_no_move_leaves_what_was_read_and_every_state_can_be_reached() -> None:
    assert {row.source for row in TABLE} == set(DeliveryState) - {DeliveryState.READ}
    assert {row.target for row in TABLE} == set(DeliveryState)


def test_a_letter_by_digital_post_becomes_one_memo_file_however_often_it_is_tried(
    session: Session, tmp_path: Path
) -> None:
    way, letter, delivery = issued(session)
    line = run(session, way, tmp_path)
    assert line == f"letter varsling {way.case.case_number} -> memo/{way.case.case_number}-varsling-1.xml"
    assert delivery.state is DeliveryState.SENT
    assert letter.dispatched_at == way.at(0)
    path = tmp_path / "memo" / f"{way.case.case_number}-varsling-1.xml"
    first = path.read_bytes()
    message = session.exec(select(OutboxMessage)).one()
    message.state, delivery.state = OutboxState.QUEUED, DeliveryState.QUEUED  # killed before the transaction ended
    session.flush()
    run(session, way, tmp_path)
    assert path.read_bytes() == first
    assert [one.name for one in (tmp_path / "memo").iterdir()] == [path.name]
    root = ET.fromstring(first)  # noqa: S314 - written by us
    codes = [element.text for element in root.iter("{https://DigitalPost.dk/MeMo-1}actionCode")]
    assert codes == ["AFTALE"]


def test_a_delivery_noted_by_receipt_moves_the_day_on_the_letter(session: Session, tmp_path: Path) -> None:
    way, letter, delivery = issued(session)
    run(session, way, tmp_path)
    confirm_delivery(session, delivery.id, delivered_on=way.on(1), source="receipt", by=SYSTEM, at=way.at(2))
    assert (letter.delivered_on, delivery.state) == (way.on(1), DeliveryState.DELIVERED)
    sources = [one.source for one in session.exec(select(DeliveryEvent).order_by(DeliveryEvent.at))]  # type: ignore[arg-type]
    assert sources == ["issue", "outbox", "receipt"]


def test_a_day_noted_on_the_case_ends_its_delivery(session: Session, tmp_path: Path) -> None:
    way, letter, delivery = issued(session)
    way.arrive(letter, 2)
    assert (delivery.state, delivery.delivered_on) == (DeliveryState.DELIVERED, way.on(2))
    assert "sent otherwise" in str(run(session, way, tmp_path))
    assert not (tmp_path / "memo").exists()


def test_what_a_person_notes_must_be_shown_and_lie_between_issue_and_today(session: Session) -> None:
    way, _letter, delivery = issued(session)
    for day, note in ((1, ""), (-1, "Kvittering"), (3, "Kvittering")):
        with pytest.raises(DomainError):
            confirm_delivery(session, delivery.id, delivered_on=way.on(day), note=note, by=INSPECTOR, at=way.at(2))
    confirm_delivery(
        session,
        delivery.id,
        delivered_on=way.on(1),
        note="Kvittering",
        proof=("k.pdf", b"x"),
        by=INSPECTOR,
        at=way.at(2),
    )
    assert delivery.delivered_on == way.on(1)


def test_what_came_back_from_digital_post_goes_on_by_paper(session: Session, tmp_path: Path) -> None:
    way, _letter, delivery = issued(session)
    run(session, way, tmp_path)
    return_delivery(session, delivery.id, reason="Fritaget", settings=way.settings, by=INSPECTOR, at=way.at(1))
    assert (delivery.channel, delivery.state, delivery.round) == (Channel.PAPER, DeliveryState.QUEUED, 2)
    made = make_bundle(session, by=INSPECTOR, at=way.at(1))
    assert made is not None
    return_delivery(session, delivery.id, reason="Ubekendt", settings=way.settings, by=INSPECTOR, at=way.at(4))
    assert delivery.state is DeliveryState.RETURNED
    assert undelivered_trouble(session, way.case.id) == [delivery]
    send_again(
        session,
        delivery.id,
        settings=way.settings,
        to={"postal_address": "Ny Vej 2\n8000 Aarhus C"},
        by=INSPECTOR,
        at=way.at(5),
    )
    assert (delivery.state, delivery.postal_address) == (DeliveryState.QUEUED, "Ny Vej 2\n8000 Aarhus C")
    assert undelivered_trouble(session, way.case.id) == []


def test_after_five_retries_within_a_day_a_person_must_act(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert len(RETRY_AFTER_MIN) == 5
    assert sum(RETRY_AFTER_MIN) <= 24 * 60
    way, _letter, delivery = issued(session)

    def broken(path: Path, content: bytes) -> None:
        raise OSError("no space left")

    with monkeypatch.context() as full:
        full.setattr(post, "write_whole", broken)
        waited = 0
        for wait in (*RETRY_AFTER_MIN, 0):
            assert delivery.state is DeliveryState.QUEUED
            assert "failed" in str(run(session, way, tmp_path, waited))
            waited += wait
    assert delivery.state is DeliveryState.FAILED
    assert "no space left" in delivery.problem
    assert count_deliveries(session, by=INSPECTOR)[Which.TROUBLED] == 1
    assert retry_failed(session, settings=way.settings, by=SYSTEM, at=way.at(2)) == 1
    run(session, way, tmp_path, 3 * 24 * 60)
    assert delivery.state is DeliveryState.SENT


def test_an_administrator_may_let_the_outbox_try_again_what_it_gave_up(session: Session, tmp_path: Path) -> None:
    way, _letter, delivery = issued(session)
    message = session.exec(select(OutboxMessage)).one()
    message.state = OutboxState.FAILED
    post.note_given_up(session, message, way.at(1))
    assert delivery.state is DeliveryState.FAILED
    outbox.try_again(session, message.id, by=Actor("a", "A", (Grant(Role.ADMINISTRATOR),)), at=way.at(1))
    run(session, way, tmp_path, 24 * 60)
    assert delivery.state is DeliveryState.SENT


def test_a_letter_without_any_address_is_seen_at_once(session: Session) -> None:
    way = start(session)
    way.settings = PAPER
    way.file.employer.postal_address = None
    letter = way.draft_notice()
    try:
        way.issue(letter, 0)
    except DomainError:  # the gate of a missing field says it even earlier
        assert letter.issued_at is None
        return
    assert delivery_of(session).state is DeliveryState.FAILED


def test_a_letter_to_be_handed_over_is_never_queued(session: Session) -> None:
    way = start(session)
    letter = way.draft_notice()
    letter.choices = {**letter.choices, "handed_over": True}
    way.issue(letter, 0)
    assert session.exec(select(LetterDelivery)).all() == []
    assert session.exec(select(OutboxMessage)).all() == []
    assert LetterKind.BESLUTNING_UVARSLET.value == "beslutning_uvarslet"


def test_nobody_outside_the_area_touches_a_delivery(session: Session) -> None:
    way, _letter, delivery = issued(session)
    stranger = Actor("s", "S", (Grant(Role.CASEWORKER, municipality_code="0751"),))
    with pytest.raises(NotFoundError):
        send_again(session, delivery.id, settings=way.settings, by=stranger, at=way.at(1))
    assert count_deliveries(session, by=stranger)[Which.WAITING] == 0
    assert make_bundle(session, by=stranger, at=way.at(1)) is None


def by_mail(session: Session, folder: Path) -> tuple[Way, Letter, LetterDelivery, str]:
    """A letter that went by mail, and the code in it."""
    way = start(session)
    way.settings = DIGITAL
    employer = way.file.employer
    employer.cvr_number, employer.foreign_number, employer.contact_email = None, "PL-5213017228", "post@firma.example"
    session.flush()
    letter = way.issue(way.draft_notice(), 0)
    delivery = delivery_of(session)
    assert delivery.channel is Channel.MAIL
    code = str(delivery.link_code)
    run(session, way, folder)
    return way, letter, delivery, code


def test_the_mail_tells_nothing_but_that_a_letter_waits(session: Session, tmp_path: Path) -> None:
    way, _letter, delivery, code = by_mail(session, tmp_path)
    (mail,) = (tmp_path / "mail").iterdir()
    text = mail.read_text()
    assert delivery.state is DeliveryState.SENT
    assert delivery.link_code is None
    for told in (way.case.case_number, way.file.dwelling.address, way.file.employer.name, "varsl", "tilsynsbesøg"):
        assert told not in text
    assert "https://husly.example/letters/read/" in text.replace("=\n", "")
    assert code not in text


def test_the_mail_names_the_last_danish_day_in_words_and_the_time_after_the_first_opening(
    session: Session, tmp_path: Path
) -> None:
    way, letter, delivery, code = by_mail(session, tmp_path)
    (mail,) = (tmp_path / "mail").iterdir()
    text = " ".join(message_from_bytes(mail.read_bytes(), policy=default).get_content().split())
    last, number = way.on(60), "PL-5213017228"
    assert f"Linket kan åbnes første gang til og med den {danish_date(last)}." in text
    assert f"can first be opened until the end of {last.day} {last:%B %Y}." in text
    assert "i et døgn, efter at I åbnede det" in text
    assert "for 24 hours after you opened it" in text
    assert "2026-" not in text
    midnight = datetime.combine(last + timedelta(days=1), time(), DANISH_TIME)
    assert open_by_link(session, code, number, at=midnight) is Refused.EXPIRED
    assert letter.delivered_on is None
    assert isinstance(open_by_link(session, code, number, at=midnight - timedelta(minutes=1)), Opened)
    assert (letter.delivered_on, delivery.state) == (last, DeliveryState.READ)
    assert isinstance(open_by_link(session, code, number, at=midnight + timedelta(hours=23)), Opened)
    assert open_by_link(session, code, number, at=midnight + timedelta(hours=24)) is Refused.EXPIRED


@pytest.mark.parametrize("at", [datetime(2026, 3, 1, 22, 59, tzinfo=UTC), datetime(2026, 8, 26, 22, 1, tzinfo=UTC)])
def test_a_link_queued_near_midnight_counts_its_days_in_denmark_also_when_clocks_change(at: datetime) -> None:
    ends = link_end(at).astimezone(DANISH_TIME)
    assert ends.time() == time()
    assert last_day(link_end(at)) == at.astimezone(DANISH_TIME).date() + timedelta(days=60)


def test_the_link_opens_the_letter_with_the_right_number_and_marks_it_as_read(session: Session, tmp_path: Path) -> None:
    way, letter, delivery, code = by_mail(session, tmp_path)
    assert open_by_link(session, code, "13585628", at=way.at(1)) is Refused.WRONG
    assert letter.delivered_on is None
    opened = open_by_link(session, code.lower(), "pl 5213017228", at=way.at(1))
    assert isinstance(opened, Opened)
    assert opened.pdf == letter.pdf
    assert (letter.delivered_on, delivery.state) == (way.on(1), DeliveryState.READ)
    assert isinstance(open_by_link(session, code, "PL-5213017228", at=way.at(1) + timedelta(hours=1)), Opened)
    assert open_by_link(session, code, "PL-5213017228", at=way.at(1) + OPEN_FOR) is Refused.EXPIRED


def test_five_wrong_numbers_lock_the_letter_for_a_quarter_of_an_hour(session: Session, tmp_path: Path) -> None:
    way, letter, _delivery, code = by_mail(session, tmp_path)
    answers = [open_by_link(session, code, "0", at=way.at(1)) for _ in range(5)]
    assert answers == [Refused.WRONG] * 4 + [Refused.LOCKED]
    assert open_by_link(session, code, "PL-5213017228", at=way.at(1)) is Refused.LOCKED
    assert letter.delivered_on is None
    assert isinstance(open_by_link(session, code, "PL-5213017228", at=way.at(1) + LOCKED_FOR), Opened)


def test_a_link_ends_and_an_unknown_code_is_like_a_wrong_number(session: Session, tmp_path: Path) -> None:
    way, _letter, _delivery, code = by_mail(session, tmp_path)
    assert open_by_link(session, code, "PL-5213017228", at=way.at(61)) is Refused.EXPIRED
    assert open_by_link(session, "NONE", "PL-5213017228", at=way.at(1)) is Refused.WRONG


def test_a_mail_that_nobody_opened_in_time_waits_for_a_person(session: Session, tmp_path: Path) -> None:
    way, letter, delivery, _code = by_mail(session, tmp_path)
    assert give_up_expired_links(session, at=way.at(59)) == 0
    assert delivery.state is DeliveryState.SENT
    assert give_up_expired_links(session, at=way.at(61)) == 1
    assert (delivery.state, letter.delivered_on) == (DeliveryState.FAILED, None)
    assert "opened the link" in delivery.problem
    assert undelivered_trouble(session, way.case.id) == [delivery]
    assert give_up_expired_links(session, at=way.at(62)) == 0
    send_again(session, delivery.id, settings=DIGITAL, note="Ny mail", by=INSPECTOR, at=way.at(62))
    assert delivery.state is DeliveryState.QUEUED


def test_a_mail_that_was_opened_never_runs_out(session: Session, tmp_path: Path) -> None:
    way, _letter, delivery, code = by_mail(session, tmp_path)
    assert isinstance(open_by_link(session, code, "PL-5213017228", at=way.at(1)), Opened)
    assert give_up_expired_links(session, at=way.at(90)) == 0
    assert delivery.state is DeliveryState.READ


def test_a_mail_sent_again_ends_the_code_of_the_first(session: Session, tmp_path: Path) -> None:
    way, _letter, delivery, code = by_mail(session, tmp_path)
    send_again(session, delivery.id, settings=DIGITAL, note="Ikke modtaget", by=INSPECTOR, at=way.at(1))
    assert open_by_link(session, code, "PL-5213017228", at=way.at(1)) is Refused.WRONG


def test_a_mail_that_cannot_leave_is_tried_again_with_the_same_code(session: Session, tmp_path: Path) -> None:
    way = start(session)
    way.settings = DIGITAL
    employer = way.file.employer
    employer.cvr_number, employer.foreign_number, employer.contact_email = None, "PL-1", "post@firma.example"
    way.issue(way.draft_notice(), 0)
    delivery, code = delivery_of(session), delivery_of(session).link_code

    class Broken:
        sender = "husly@tilsyn.example"

        def send(self, message: object, name: str) -> None:
            raise MailError("down")

    line = deliver_due(session, outbox_path=tmp_path, at=way.at(0), post=Broken(), chosen=DIGITAL)  # type: ignore[arg-type]
    assert "down" in str(line)
    assert (delivery.link_code, delivery.state) == (code, DeliveryState.QUEUED)
    run(session, way, tmp_path, 10)
    assert (delivery.link_code, delivery.state) == (None, DeliveryState.SENT)


def test_a_bundle_holds_the_paper_letters_with_their_digests_and_is_made_once(session: Session, tmp_path: Path) -> None:
    way, letter, delivery = issued(session, PAPER)
    assert session.exec(select(OutboxMessage)).all() == []
    made = make_bundle(session, by=INSPECTOR, at=way.at(1))
    assert made is not None
    assert make_bundle(session, by=INSPECTOR, at=way.at(1)) is None
    assert (delivery.state, letter.dispatched_at) == (DeliveryState.SENT, way.at(1))
    pdf, listed = bundle_files(session, made)
    assert pdf.startswith(b"%PDF")
    assert [(one.number, one.first_page, one.sha256) for one in listed] == [(1, 1, letter.sha256)]
    assert str(letter.sha256).encode() in manifest_json(made, pdf, listed)
    assert str(letter.sha256).encode() in manifest_csv(listed)
    paths = write_bundle(session, made, tmp_path)
    assert [path.suffix for path in paths] == [".pdf", ".csv", ".json"]


def test_of_two_bundles_at_once_the_second_finds_nothing(clean_engine: Engine) -> None:
    with transaction(clean_engine) as session:
        way, _letter, _delivery = issued(session, PAPER)
        at = way.at(1)
    made = []
    for _ in range(2):
        with transaction(clean_engine) as session:
            made.append(make_bundle(session, by=APPROVER, at=at) is not None)
    assert made == [True, False]


def test_a_message_of_a_channel_that_was_left_writes_nothing(session: Session, tmp_path: Path) -> None:
    way, _letter, delivery = issued(session, CASE_SETTINGS)
    send_again(session, delivery.id, settings=CASE_SETTINGS, channel=Channel.PAPER, by=INSPECTOR, at=way.at(0))
    assert "sent otherwise" in str(run(session, way, tmp_path))
    assert list(tmp_path.iterdir()) == []
    assert delivery.state is DeliveryState.QUEUED


def slips(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))]


def deliver_folder(session: Session, way: Way, folder: Path) -> None:
    """Everything for the post room leaves, and then once more, as a worker may."""
    messages = session.exec(select(OutboxMessage).where(OutboxMessage.channel == CHANNEL)).all()
    for message in (*messages, *messages):
        post.deliver_letter(session, message, folder, way.settings, way.at(VISIT_DAY))


def test_each_slip_of_a_prohibition_names_its_own_recipient(session: Session, tmp_path: Path) -> None:
    way = way_to_prohibition(session)
    issued_prohibition(way)
    deliver_folder(session, way, tmp_path)
    told = {one["recipient_name"]: one for one in slips(tmp_path) if one["kind"] == "forbud"}
    assert set(told) == {"Ejendomsselskabet Møllen ApS", "Beboerne på adressen", "Øens Sparekasse A/S"}
    assert told["Ejendomsselskabet Møllen ApS"]["recipient_cvr_number"] == "13585628"
    assert told["Øens Sparekasse A/S"]["recipient_cvr_number"] == "12345674"
    assert told["Øens Sparekasse A/S"]["recipient_postal_address"] == "Torvet 1\n5970 Ærøskøbing"
    tenants = told["Beboerne på adressen"]
    assert (tenants["recipient_cvr_number"], tenants["recipient_other_number"], tenants["is_copy"]) == (
        None,
        None,
        False,
    )
    assert "Møllevangen 12" in tenants["recipient_postal_address"]
    for one in told.values():
        text = PdfReader(tmp_path / one["file"]).pages[0].extract_text()
        assert one["recipient_name"] in text


def test_the_copy_to_a_representative_is_a_letter_of_its_own_in_the_folder(session: Session, tmp_path: Path) -> None:
    way = start(session)
    lawyer = Represents("Advokat Lund", way.on(0), "fuldmagt", cvr_number="12345674", postal_address="Torvet 1\n5970 X")
    record_representative(session, way.case.id, lawyer, by=INSPECTOR, at=way.at(0))
    letter = way.issue(way.draft_notice(), 0)
    deliver_folder(session, way, tmp_path)
    own, copy = sorted(slips(tmp_path), key=lambda one: one["is_copy"])
    assert (own["recipient_name"], own["is_copy"]) == (way.file.employer.name, False)
    assert own["recipient_cvr_number"] == way.file.employer.cvr_number
    assert (copy["recipient_name"], copy["recipient_postal_address"]) == ("Advokat Lund", "Torvet 1\n5970 X")
    assert (copy["recipient_cvr_number"], copy["is_copy"]) == ("12345674", True)
    assert own["file"] != copy["file"]
    for one in (own, copy):
        assert (tmp_path / one["file"]).read_bytes() == letter.pdf
    assert len(list(tmp_path.iterdir())) == 4


def test_a_message_from_before_deliveries_were_kept_goes_to_whom_the_letter_names(
    session: Session, tmp_path: Path
) -> None:
    way = start(session)
    letter = way.issue(way.draft_notice(), 0)
    message = outbox.enqueue(session, channel=CHANNEL, payload={"letter_id": str(letter.id)}, at=way.at(0))
    for _ in range(2):
        post.deliver_letter(session, message, tmp_path, way.settings, way.at(0))
    (slip,) = slips(tmp_path)
    assert slip["file"] == f"{way.case.case_number}-varsling-{letter.id}.pdf"
    assert (slip["recipient_name"], slip["is_copy"]) == (way.file.employer.name, False)
    assert slip["recipient_cvr_number"] == way.file.employer.cvr_number
