"""What leaves in a municipality's case leaves as that municipality, on paper, by mail, as a message and on pages."""

from pathlib import Path

from sqlmodel import Session, select

from case_ways import INSPECTOR, Way, start
from conftest import AT
from housing import CASE_SETTINGS
from husly.kit.access import Actor, Grant, Role
from husly.kit.outbox import OutboxMessage
from husly.worker import deliver_due
from inspection.authorities.actions import save_authority
from inspection.authorities.letterheads import Letterhead
from inspection.authorities.models import Authority
from inspection.authorities.queries import letterhead_by_code, settings_of
from inspection.delivery.choosing import Addressed, can_reach
from inspection.delivery.models import LetterDelivery
from inspection.delivery.post import write_letter_mail
from inspection.delivery.telling import write_answer_mail
from inspection.delivery.transitions import Channel
from inspection.letters.from_case import Source, complaint_of
from inspection.letters.rendering import write_draft
from inspection.referrals import drafting, moving, subjects
from inspection.referrals.models import Referral
from inspection.referrals.queries import sender_name
from inspection.referrals.rendering import write_paper
from referrals_made import SETTINGS, WORDS, approved, contact, drafted
from register.employers.models import Employer

ADMIN = Actor("admin", "Adam", (Grant(Role.ADMINISTRATOR),))
TOWN = "0461"
HEAD = Letterhead(
    "Odense Kommune", "Flakhaven 2; 5000 Odense C", "35209115", phone="66 13 13 72", email="by@kommune.example"
)
DIGITAL = CASE_SETTINGS.model_copy(
    update={"post_channel": "digital_post", "public_url": "https://husly.example", "authority_cvr": "13585628"}
)
MAILED = DIGITAL.model_copy(update={"post_channel": "mail"})
CLERK = Actor("clerk", "Karl Kommune", tuple(Grant(role, municipality_code=TOWN) for role in Role if role in (
    Role.CASEWORKER, Role.DECISION_MAKER)))  # fmt: skip


def head_of_town(session: Session) -> None:
    save_authority(session, TOWN, HEAD, by=ADMIN, at=AT)


def issued(session: Session, settings: object) -> tuple[Way, LetterDelivery]:
    """A letter that has left a case which is the municipality's."""
    way = start(session)
    way.settings = settings  # type: ignore[assignment]
    way.issue(way.draft_notice(), 0)
    way.case.authority = TOWN
    head_of_town(session)
    session.flush()
    return way, session.exec(select(LetterDelivery)).one()


def test_a_message_by_digital_post_is_sent_by_the_municipality(session: Session, tmp_path: Path):
    way, _delivery = issued(session, DIGITAL)
    deliver_due(session, outbox_path=tmp_path, at=way.at(0), chosen=DIGITAL)
    message = next((tmp_path / "memo").glob("*.xml")).read_text(encoding="utf-8")
    assert "senderID" in message
    assert HEAD.cvr_number in message
    assert HEAD.name in message
    assert "13585628</memo:senderID" not in message


def test_digital_post_reaches_nobody_from_an_authority_without_a_number(session: Session):
    way = start(session)
    firm = Addressed("Firma ApS", "Vej 1", "13585628")
    way.case.authority = TOWN
    assert not can_reach(Channel.DIGITAL_POST, firm, settings_of(session, way.case, DIGITAL))
    head_of_town(session)
    assert can_reach(Channel.DIGITAL_POST, firm, settings_of(session, way.case, DIGITAL))


def test_the_mail_that_a_letter_waits_names_the_municipality(session: Session):
    way, delivery = issued(session, MAILED)
    if delivery.channel is not Channel.MAIL:
        delivery.channel, delivery.email = Channel.MAIL, "post@firma.example"
    message = session.get_one(OutboxMessage, delivery.outbox_message_id)
    delivery.link_code, delivery.link_expires_at = delivery.link_code or "A" * 16, way.at(30)
    mail = write_letter_mail(
        session, {"delivery_id": str(delivery.id), "round": 1} | message.payload, MAILED, way.at(0)
    )
    assert mail is not None
    assert HEAD.name in mail.body
    assert HEAD.phone in mail.body
    assert MAILED.authority_name not in mail.body


def test_the_mail_that_the_authority_has_answered_names_the_municipality(session: Session):
    way, delivery = issued(session, MAILED)
    firm = session.get_one(Employer, way.case.employer_id)
    firm.contact_email = firm.contact_email or "post@firma.example"
    payload = {"letter": str(delivery.letter_id), "to": "party", "page": "reply"}
    mail = write_answer_mail(session, payload, MAILED, way.at(0))
    assert mail is not None
    assert HEAD.name in mail.body
    assert HEAD.email in mail.body
    assert MAILED.authority_name not in mail.body


def test_complaints_are_not_sent_to_the_state_for_want_of_another_receiver(session: Session):
    way = start(session)
    letter = way.draft_notice()
    letter.choices = letter.choices | {"complaint": {"body": "Nævnet", "days": 28, "suspends": True}}
    way.case.authority = TOWN

    def told(head: Letterhead | None) -> str:
        source = Source(way.file, CASE_SETTINGS, way.on(0), lambda _finding: None, head)  # type: ignore[arg-type,return-value]
        return complaint_of(source, letter).send_to  # type: ignore[union-attr]

    assert told(HEAD) == HEAD.name
    assert told(None) == ""


def test_every_letter_of_an_authority_without_a_letterhead_is_held_back(session: Session):
    way = start(session)
    way.notify()
    way.visit()
    way.find()
    hearing = way.draft_hearing()
    way.case.authority = TOWN
    draft = write_draft(session, way.file, hearing, settings=CASE_SETTINGS, as_of=way.on(21))
    assert "letterhead_missing" in {one.rule for one in draft.problems}


def paper(session: Session, referral: Referral, by: Actor = CLERK):
    return write_paper(session, referral, settings=SETTINGS, as_of=AT.date(), by=by).draft


def test_a_referral_from_a_municipalitys_case_is_headed_by_it(session: Session):
    approved(session)
    contact(session, "municipality", TOWN)
    way = start(session)
    way.case.authority = TOWN
    about = subjects.of_case(session, way.case.id, by=CLERK)
    referral = drafting.draft_referral(session, about, "municipality", WORDS, by=CLERK, at=AT)
    assert "letterhead_missing" in {one.rule for one in paper(session, referral).problems}
    head_of_town(session)
    sender = paper(session, referral).written.head.sender
    assert (sender.name, sender.phone) == (HEAD.name, HEAD.phone)
    moving.decide(session, referral.id, by=CLERK, at=AT)
    moving.send(session, referral.id, settings=SETTINGS, by=CLERK, at=AT)
    assert sender_name(referral) == HEAD.name


def test_a_referral_from_no_case_is_headed_by_the_authority_of_whoever_acts(session: Session):
    approved(session)
    way = start(session)
    head_of_town(session)
    referral = drafted(session, way.case.dwelling_id)
    assert paper(session, referral).written.head.sender.name == HEAD.name
    assert paper(session, referral, INSPECTOR).written.head.sender.name == SETTINGS.authority_name


def test_a_letterhead_is_found_by_the_code_of_its_authority(session: Session):
    head_of_town(session)
    assert session.get(Authority, TOWN) is not None
    assert letterhead_by_code(session, TOWN, CASE_SETTINGS) == HEAD
    assert letterhead_by_code(session, "0101", CASE_SETTINGS) is None
