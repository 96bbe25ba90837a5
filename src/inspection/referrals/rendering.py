"""The letter of a referral as it stands: written through its card, asked at the gates, marked."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import Session

from husly.kit.access import Actor
from husly.kit.database import calendar_of
from husly.kit.postal import postal_lines
from husly.settings import Settings
from inspection.authorities.letterheads import Letterhead
from inspection.enforcement.case_facts import CaseFacts
from inspection.letters.approvals import find_review
from inspection.letters.blocks import AddressForm
from inspection.letters.contents import Header, LetterHead, Property, Recipient, Sender
from inspection.letters.gates import issue_gates, marking
from inspection.letters.issue_facts import IssueFacts
from inspection.letters.letter import Letter as WrittenLetter
from inspection.letters.protecting import beside_the_head, terms_at, terms_in
from inspection.letters.provisions import sections_read
from inspection.letters.references import as_read
from inspection.letters.rendering import Draft
from inspection.letters.searching import beside
from inspection.referrals.belonging import sending_letterhead
from inspection.referrals.cards import cards
from inspection.referrals.contacts import find_contact
from inspection.referrals.minimising import known_of, permitted
from inspection.referrals.models import ForwardedEnquiry, Referral
from inspection.referrals.subjects import number_of_firm
from inspection.referrals.writing import Formalities, Forwarding, write_forwarding, write_referral

ANSWER_DAYS = 10
"""Working days within which a receiver acknowledges (U8)."""

NO_CODE = "····-····-····"
"""Stands in a preview; the code is made when the letter leaves."""


@dataclass(frozen=True)
class Paper:
    """One letter and the recipient it names, to be kept with it."""

    draft: Draft
    recipient: dict[str, str]


def write_paper(
    session: Session, referral: Referral, *, settings: Settings, as_of: date, by: Actor, code: str = NO_CODE
) -> Paper:
    """The letter as it would leave on a day, with the receiver's contact of that day.

    It is headed and signed by the authority of its case, or of whoever acts.
    """
    card = cards()[referral.receiver]
    found = find_contact(session, card, referral.receiver_municipality_code or referral.municipality_code)
    recipient = {
        "name": "" if found is None else found.organisation,
        "attention": "" if found is None else found.person,
        "address": "" if found is None else found.postal_address,
        "phone": "" if found is None else found.phone,
        "email": "" if found is None else found.email,
    }
    form = Formalities(
        sender=_sender(session, settings, by, referral.municipality_code, referral.case_id),
        recipient=Recipient(
            recipient["name"], postal_lines(recipient["address"]), AddressForm.I, attention=recipient["attention"]
        ),
        number=referral.number,
        dated_on=as_of,
        contact_name=referral.sender_name,
        contact_phone=referral.sender_phone,
        contact_email=referral.sender_email,
        basis=referral.basis,
        due_on=calendar_of(session).working_days_after(as_of, ANSWER_DAYS),
        reply_at=f"{settings.public_url.rstrip('/')}/referral/{code}",
    )
    with as_read(sections_read(session)):
        written = write_referral(permitted(card, known_of(referral)), form, print_unverified=settings.demo_mode)
    numbers = frozenset({number_of_firm(session, str(referral.employer.get("number", "")))})
    terms = frozenset[str]() if card.is_authority else _protected(session, referral, written)
    draft = draft_of(session, written, settings=settings, as_of=as_of, known_numbers=numbers, protected_terms=terms)
    return Paper(draft, recipient)


def _protected(session: Session, referral: Referral, written: WrittenLetter) -> frozenset[str]:
    """What nobody but an authority may read of residents and reports (PRIV-02, PRIV-09); the firm is named by right."""
    terms = terms_at(session, referral.dwelling_id, case_id=referral.case_id, report_id=referral.report_id)
    return beside_the_head(terms, written, str(referral.employer.get("name", "")))


def draft_of(
    session: Session,
    written: WrittenLetter,
    *,
    settings: Settings,
    as_of: date,
    known_numbers: frozenset[str] = frozenset(),
    protected_terms: frozenset[str] = frozenset(),
) -> Draft:
    """A letter with its gates and marking; those gates that ask about a case do not guard these kinds."""
    review = find_review(session, written.kind)
    facts = IssueFacts(
        case=CaseFacts(as_of=as_of),
        review=review,
        demo_mode=settings.demo_mode,
        known_numbers=known_numbers,
        protected_terms=protected_terms,
    )
    return Draft(written, issue_gates(written, facts), marking(written, facts), settings)


def write_notice(session: Session, enquiry: ForwardedEnquiry, *, settings: Settings, as_of: date, by: Actor) -> Draft:
    """The letter that tells whoever wrote that the enquiry went on.

    An enquiry is about no dwelling of the register, so residents and reports of the whole municipality are protected.
    """
    sender = _sender(session, settings, by, enquiry.municipality_code)
    head = LetterHead(
        sender=sender,
        recipient=Recipient(enquiry.sender_name, postal_lines(enquiry.sender_address), AddressForm.DU),
        header=Header(enquiry.number, as_of, enquiry.created_by_name),
        property=Property(enquiry.subject),
    )
    told = Forwarding(
        head, enquiry.subject, enquiry.receiver_name, enquiry.received_on, enquiry.forwarded_on, enquiry.why
    )
    known = (enquiry.sender_name, enquiry.sender_address, enquiry.created_by_name, sender.name, *sender.address_lines)
    with as_read(sections_read(session)):
        written = write_forwarding(told, print_unverified=settings.demo_mode)
    return draft_of(
        session,
        written,
        settings=settings,
        as_of=as_of,
        protected_terms=beside(terms_in(session, enquiry.municipality_code), "\n".join(known)),
    )


def _sender(session: Session, settings: Settings, by: Actor, code: str, case_id: UUID | None = None) -> Sender:
    found = sending_letterhead(session, case_id=case_id, municipality_code=code, settings=settings, by=by)
    head = found or Letterhead(name="")
    return Sender(
        authority=settings.supervision_model,
        name=head.name,
        address_lines=postal_lines(head.postal_address),
        cvr_number=head.cvr_number,
        phone=head.phone,
        email=head.email,
        privacy_url=head.privacy_url,
    )
