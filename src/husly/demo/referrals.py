"""Referrals in the demonstration: one acknowledged, one overdue, a confined pair, an enquiry sent on, one received."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from husly.kit.access import Actor, Role
from husly.kit.clock import danish_date
from husly.settings import Settings
from inspection.enforcement.models import InspectionCase
from inspection.enforcement.transitions import CaseState
from inspection.letters.approvals import find_review
from inspection.letters.blocks import LetterKind
from inspection.referrals import drafting, forwarding, moving, subjects
from inspection.referrals.cards import cards
from inspection.referrals.contacts import ContactWords, keep_contact
from inspection.referrals.drafting import Concern, Words
from inspection.referrals.words import Age, ContactLevel, ReferralReason

WORDS = Words(
    reason=ReferralReason.NON_APPROVED_PREMISES,
    observed="På 1. sal over værkstedet stod seks senge. Der var ét toilet i stueetagen.",
    request="Undersøg, om lokalerne er godkendt til beboelse, og skriv, hvad I gør.",
    basis="fvl_28",
    necessity="kommunen fører tilsyn med bygningen og skal kende de forhold, som blev set",
    purpose="At kommunen kan vurdere, om lokalerne må bruges til beboelse",
    sender_name="Dorte Afgørelse (opdigtet)",
    sender_phone="70 00 00 00",
    sender_email="post@tilsyn.example",
    address_checked=True,
)


def load_referrals(session: Session, *, settings: Settings, people: dict[Role, Actor], at: datetime) -> None:
    """Once cases are there; does nothing where the texts are not approved for the demonstration."""
    officer = people[Role.DECISION_MAKER]
    cases = _cases(session)
    if len(cases) < 3 or find_review(session, LetterKind.UNDERRETNING) is None:
        return
    for case in cases:
        for receiver in cards():
            _contact(session, receiver, case.municipality_code, by=people[Role.ADMINISTRATOR], at=at)
    _acknowledged(session, cases[0], settings=settings, by=officer, at=at - timedelta(days=12))
    _overdue(session, cases[1], settings=settings, by=officer, at=at - timedelta(days=25))
    about = subjects.of_case(session, cases[2].id, by=officer)
    signs = replace(
        _words(about, at),
        reason=ReferralReason.TRAFFICKING_SIGNS,
        observed="Beboerne kunne ikke gå frit ud, og en anden person havde deres papirer.",
        request="Vurder forholdene, og aftal med os, hvem der tager kontakt.",
        necessity="politi og center skal kunne vurdere tegnene så tidligt som muligt",
        purpose="At politi og center kan vurdere tegn på menneskehandel",
    )
    drafting.raise_concern(session, about, signs, Concern(age=Age.ADULT), by=officer, at=at - timedelta(days=1))
    _others(session, cases[0], settings=settings, by=officer, at=at)


def _cases(session: Session) -> list[InspectionCase]:
    visited = (CaseState.FINDINGS_RECORDED, CaseState.HEARD, CaseState.ORDER_DELIVERED, CaseState.ORDER_ISSUED)
    statement = select(InspectionCase).where(col(InspectionCase.state).in_(visited))
    return list(session.exec(statement.order_by(col(InspectionCase.case_number)).limit(3)))


def _contact(session: Session, receiver: str, code: str, *, by: Actor, at: datetime) -> None:
    is_local = cards()[receiver].is_local
    words = ContactWords(
        organisation=f"{cards()[receiver].names['da']} (opdigtet)",
        person="Mona Modtager (opdigtet)",
        postal_address="Rådhuspladsen 1; 1550 København V",
        phone="70 11 11 11",
        email=f"{receiver.replace('_', '-')}@modtager.example",
    )
    level = ContactLevel.LOCAL if is_local else ContactLevel.NATIONAL
    keep_contact(session, receiver, level, words, municipality_code=code if is_local else "", by=by, at=at)


def _words(about: subjects.Subject, at: datetime) -> Words:
    employer = about.employer | {
        "contact": "Hanne Hansen (opdigtet)",
        "phone": "66 00 00 00",
        "email": "h@firma.example",
    }
    return replace(WORDS, observed_on=danish_date(at) - timedelta(days=30), employer=employer, origin=about.origin)


def _acknowledged(session: Session, case: InspectionCase, *, settings: Settings, by: Actor, at: datetime) -> None:
    about = subjects.of_case(session, case.id, by=by)
    one = drafting.draft_referral(session, about, "municipality", _words(about, at), by=by, at=at)
    moving.decide(session, one.id, by=by, at=at)
    moving.send(session, one.id, settings=settings, by=by, at=at)
    day = at + timedelta(days=4)
    answer = moving.Answer(
        person="Kim Kommune (opdigtet)",
        number="26/1234",
        plan="Besøger bygningen med brandvæsenet.",
        by_on=danish_date(day) + timedelta(days=30),
    )
    moving.acknowledge(session, one.id, answer, by=by, at=day)


def _overdue(session: Session, case: InspectionCase, *, settings: Settings, by: Actor, at: datetime) -> None:
    about = subjects.of_case(session, case.id, by=by)
    words = replace(
        _words(about, at),
        reason=ReferralReason.FIRE_RISK,
        observed="Der var kun én vej ud fra 1. sal, og røgalarmen virkede ikke.",
        request="Vurder flugtveje og antal personer, og skriv, hvad I gør.",
        necessity="redningsberedskabet afgør, om forholdene er farlige ved brand",
        purpose="At redningsberedskabet kan vurdere faren",
    )
    one = drafting.draft_referral(session, about, "fire_service", words, by=by, at=at)
    moving.decide(session, one.id, by=by, at=at)
    moving.send(session, one.id, settings=settings, by=by, at=at)


def _others(session: Session, case: InspectionCase, *, settings: Settings, by: Actor, at: datetime) -> None:
    today = danish_date(at)
    enquiry = forwarding.Enquiry(
        received_on=today,
        subject="depositum i en privat lejebolig",
        receiver="municipality",
        receiver_name="Huslejenævnet (opdigtet)",
        why="nævnet afgør sager om depositum i private lejemål",
        sender_name="Lise Lejer (opdigtet)",
        sender_address="Lejevej 2; 5000 Odense C",
    )
    forwarding.forward(session, enquiry, settings=settings, by=by, at=at)
    told = forwarding.Told(
        received_on=today - timedelta(days=3),
        sender="tax",
        sender_contact="Sanne Skat (opdigtet), 72 22 22 22",
        sender_number="SKAT-77",
        address="Havnevej 3, 5000 Odense C",
        municipality_code=case.municipality_code,
        asks="Der sover folk i et lager. Vil I se på det?",
        answer_due_on=today + timedelta(days=11),
    )
    forwarding.record_incoming(session, told, by=by, at=at)
