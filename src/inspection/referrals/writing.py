"""Writing the two letters: *underretning* to another authority, *videresendelse* to whoever wrote to the wrong one."""

from dataclasses import dataclass
from datetime import date

from inspection.letters.blocks import AddressForm, LetterKind, load_blocks
from inspection.letters.contents import Header, LetterHead, Property, Recipient, Sender
from inspection.letters.danish import danish_date, danish_weekday_date, full_sentence
from inspection.letters.letter import Letter, LetterElement, LetterHeading, LetterRows
from inspection.letters.parts import RECIPIENT_NUMBER, empty_parts_of, rights
from inspection.letters.references import load_references
from inspection.letters.writer import BlockWriter
from inspection.referrals.cards import CardField
from inspection.referrals.minimising import LABELS, Permitted

IN_TEXT = frozenset({CardField.ADDRESS, CardField.ADDRESS_ID, CardField.NECESSITY, CardField.REQUEST})
"""Fields that stand in the head or in a sentence, not in the list."""


@dataclass(frozen=True)
class Formalities:
    """What a referral's letter holds beside the permitted fields: who writes to whom, number, day, how to answer."""

    sender: Sender
    recipient: Recipient
    number: str
    dated_on: date
    contact_name: str
    contact_phone: str
    contact_email: str
    basis: str
    due_on: date
    reply_at: str


def write_referral(given: Permitted, form: Formalities, *, print_unverified: bool = False) -> Letter:
    """Write the referral out of what its card lets through and nothing else."""
    writer = BlockWriter(AddressForm.I, print_unverified=print_unverified)
    place = Property(given.text(CardField.ADDRESS), given.text(CardField.ADDRESS_ID))
    head = LetterHead(form.sender, form.recipient, Header(form.number, form.dated_on, form.contact_name), place)
    rows = tuple((LABELS[field], value) for field, value in given.values if field not in IN_TEXT)
    body: list[LetterElement] = [
        writer.paragraph(
            "underretning",
            myndighed=form.recipient.name,
            hjemmel=load_references().get(form.basis),
            noedvendighed=given.text(CardField.NECESSITY).rstrip("."),
        ),
        *_list(rows),
        writer.paragraph("underretning_begraenset"),
        LetterHeading("Det beder vi jer om"),
        writer.paragraph("underretning_anmodning", anmodning=full_sentence(given.text(CardField.REQUEST))),
        LetterHeading("Kvittering og kontakt"),
        writer.paragraph(
            "underretning_kvittering",
            frist=danish_weekday_date(form.due_on),
            netadresse=form.reply_at,
            email=form.contact_email,
            nummer=form.number,
        ),
        writer.paragraph(
            "underretning_kontakt", navn=form.contact_name, telefon=form.contact_phone, email=form.contact_email
        ),
    ]
    return _letter(LetterKind.UNDERRETNING, head, body, writer)


def _list(rows: tuple[tuple[str, str], ...]) -> list[LetterElement]:
    return [LetterHeading("Oplysninger"), LetterRows(rows)] if rows else []


@dataclass(frozen=True)
class Forwarding:
    """What whoever wrote to the wrong authority is told."""

    head: LetterHead
    subject: str
    receiver_name: str
    received_on: date
    forwarded_on: date
    why: str


def write_forwarding(told: Forwarding, *, print_unverified: bool = False) -> Letter:
    """Write that the enquiry went on to where it belongs (FVL § 7(2))."""
    writer = BlockWriter(told.head.recipient.form, print_unverified=print_unverified)
    body: list[LetterElement] = [
        writer.paragraph(
            "videresendt",
            dato=danish_date(told.received_on),
            emne=told.subject,
            myndighed=told.receiver_name,
            sendt=danish_date(told.forwarded_on),
            grund=told.why.rstrip("."),
        ),
        writer.paragraph("videresendt_svar", myndighed=told.receiver_name),
        *rights(writer, told.head),
    ]
    return _letter(LetterKind.VIDERESENDELSE, told.head, body, writer)


def _letter(kind: LetterKind, head: LetterHead, body: list[LetterElement], writer: BlockWriter) -> Letter:
    library = load_blocks()
    missing = [one for one in empty_parts_of(head) if not one.startswith(RECIPIENT_NUMBER)]
    return Letter(
        kind=kind,
        version=library.versions[kind],
        head=head,
        subject=library.title(kind, head.recipient.form),
        body=tuple(body),
        missing=(*missing, *writer.missing),
        unread=tuple(writer.unread),
        blocks=tuple(writer.used),
    )
