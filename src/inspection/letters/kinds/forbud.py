"""The prohibition of use (*forbud mod beboelse*), byfornyelsesloven § 76: one letter for each recipient."""

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import object_session

from husly.kit.access import Permission
from husly.kit.errors import DomainError, NotFoundError
from inspection.authorities.queries import settings_of
from inspection.enforcement.actions.orders import breaches_of
from inspection.enforcement.queries import CaseFile
from inspection.enforcement.waivers import HearingWaiver, HearingWaiverGround
from inspection.letters.blocks import LetterKind
from inspection.letters.contents import Breach, Complaint, Corrected, Evidence, HearingHeld, LetterHead
from inspection.letters.danish import danish_date, full_sentence
from inspection.letters.enclosures import Enclosing, Enclosure
from inspection.letters.from_case import (
    Source,
    breach_of,
    complaint_of,
    evidence_of,
    head_of,
    hearing_account_of,
    issued_on_of,
)
from inspection.letters.items import breach_items
from inspection.letters.kinds.changes import is_change, write_withdrawal
from inspection.letters.kinds.kind import Leaving, LetterType
from inspection.letters.letter import Letter as WrittenLetter
from inspection.letters.letter import LetterElement, LetterHeading
from inspection.letters.models import Letter
from inspection.letters.parts import (
    complaint_guidance,
    correction_of,
    evidence_list,
    hearing_account,
    rights,
    written_letter,
)
from inspection.letters.references import load_references
from inspection.letters.writer import BlockWriter
from inspection.prohibitions.heard import is_party
from inspection.prohibitions.models import Prohibition
from inspection.prohibitions.moving import record_arrival
from inspection.prohibitions.sheet import enclosed_sheets
from inspection.prohibitions.transitions import ProhibitionState

WHOLE = "bygningen"
NOT_IN_A_PROHIBITION = ("Det skal opnås", "Frist")
"""Rows of a breach that an order has and a prohibition has not."""


@dataclass(frozen=True)
class UseProhibited:
    """A prohibition: what may not be lived in, why, until when it must be left, what the residents are told."""

    head: LetterHead
    part: str
    visit_on: date
    move_out_on: date
    imminent: bool
    danger: str
    considerations: str
    breaches: tuple[Breach, ...]
    evidence: tuple[Evidence, ...]
    hearing: HearingHeld | HearingWaiver | None
    replacement: str
    rehousing: str
    complaint: Complaint = None
    corrects: Corrected | None = None
    to_party: bool = True
    """Whether its reader is who was heard; others are told that the party was, and nothing of what it said."""
    has_mortgagees: bool = True
    to_tenants: bool = False
    """Whether its readers are those who live there: only they are told where they will live (PRIV)."""


def content_of(source: Source, letter: Letter) -> UseProhibited:
    """The prohibition as approved."""
    prohibition, file = _about(letter), source.file
    breaches = breaches_of(file)
    waiver = prohibition.hearing_waiver_reason
    return UseProhibited(
        head=head_of(source, letter),
        part=prohibition.part or WHOLE,
        visit_on=file.visit.visited_on or file.visit.visit_on,
        move_out_on=prohibition.move_out_on,
        imminent=prohibition.imminent,
        danger=prohibition.danger,
        considerations=prohibition.considerations,
        breaches=tuple(breach_of(source, one, one.remedy, prohibition.move_out_on) for one in breaches),
        evidence=tuple(evidence_of(one) for one in breaches),
        hearing=HearingWaiver(HearingWaiverGround.OVERRIDING_INTEREST, waiver)
        if waiver
        else hearing_account_of(source),
        replacement=prohibition.replacement,
        rehousing=prohibition.rehousing_note,
        complaint=complaint_of(source, letter),
        corrects=_corrected(file, letter, prohibition),
        to_party=letter.recipient is None or is_party(file, letter.recipient),
        has_mortgagees=any(one["role"] == "mortgagee" for one in prohibition.recipients),
        to_tenants=_is_to_tenants(letter),
    )


def _is_to_tenants(letter: Letter) -> bool:
    return (letter.recipient or {}).get("role") == "tenants"


def _corrected(file: CaseFile, letter: Letter, prohibition: Prohibition) -> Corrected | None:
    """Which prohibition this one takes the place of; the day is that of its letters, all of which left together."""
    told = letter.choices.get("correction")
    if told is None:
        return None
    first = next(one for one in file.letters if one.about_id == prohibition.corrects_id and one.issued_at is not None)
    return Corrected(issued_on_of(first), told["wrong"], told["holds"])


def _about(letter: Letter) -> Prohibition:
    session = object_session(letter)
    found = None if session is None else session.get(Prohibition, letter.about_id)
    if found is None:
        raise NotFoundError("prohibition")
    return found


def write_prohibition(content: UseProhibited, *, print_unverified: bool = False) -> WrittenLetter:
    """Write the prohibition."""
    head = content.head
    writer = BlockWriter(head.recipient.form, print_unverified=print_unverified)
    body = [
        *correction_of(writer, content.corrects),
        *_decision(writer, content),
        *_reasons(writer, content),
        LetterHeading("Partshøring"),
        *_hearing(writer, content),
        LetterHeading("Beboerne"),
        writer.paragraph("forbud_bolig", oplysninger=full_sentence(content.replacement)),
        *_rehousing(writer, content),
        writer.paragraph("forbud_hvem" if content.has_mortgagees else "forbud_hvem_uden_panthavere"),
        *complaint_guidance(writer, content.complaint, by="forbud_klage"),
        *rights(writer, head),
    ]
    written = written_letter(LetterKind.FORBUD, head, body, writer)
    return replace(
        written,
        breaches=content.breaches,
        complaint=content.complaint,
        visit_on=content.visit_on,
        told=(("move_out", content.move_out_on),),
        waives_hearing=isinstance(content.hearing, HearingWaiver),
    )


def _rehousing(writer: BlockWriter, content: UseProhibited) -> list[LetterElement]:
    """How the residents are rehoused, to themselves; others read that it is taken care of, and not where to."""
    if not content.rehousing:
        return []
    if not content.to_tenants:
        return [writer.paragraph("forbud_genhusning_sikret")]
    return [writer.paragraph("forbud_genhusning", genhusning=full_sentence(content.rehousing))]


def _hearing(writer: BlockWriter, content: UseProhibited) -> list[LetterElement]:
    if not content.to_party and isinstance(content.hearing, HearingHeld):
        return [writer.paragraph("forbud_part_hoert")]
    return hearing_account(writer, content.hearing)


def _decision(writer: BlockWriter, content: UseProhibited) -> list[LetterElement]:
    place = {"del": content.part, "adresse": content.head.property.address}
    day = danish_date(content.move_out_on)
    paragraph = writer.paragraph("forbud_afgoerelse", myndighed=content.head.sender.name, dato=day, **place)
    urgent = [writer.paragraph("forbud_overhaengende")] if content.imminent else []
    return [LetterHeading("Afgørelse"), paragraph, *urgent]


def _reasons(writer: BlockWriter, content: UseProhibited) -> list[LetterElement]:
    visited, grund = danish_date(content.visit_on), full_sentence(content.danger)
    items = breach_items(writer, content.breaches, contemplated=False)
    weighed = content.considerations
    facts = "; ".join(f"{number}) {one.measured}" for number, one in enumerate(content.breaches, 1))
    return [
        LetterHeading("Begrundelse"),
        writer.paragraph("forbud_fare", grund=grund, dato=visited),
        *(replace(item, rows=tuple(row for row in item.rows if row[0] not in NOT_IN_A_PROHIBITION)) for item in items),
        writer.paragraph("begrundelse", hjemmel=load_references()["bfl_76"], fakta=full_sentence(facts)),
        *([writer.paragraph("hovedhensyn", hovedhensyn=full_sentence(weighed))] if weighed else []),
        *evidence_list(content.evidence),
    ]


def _write(source: Source, letter: Letter, print_unverified: bool) -> WrittenLetter:
    if "withdrawal" in letter.choices:
        return write_withdrawal(source, letter, print_unverified)
    written = write_prohibition(content_of(source, letter), print_unverified=print_unverified)
    return replace(written, subject=f"{written.subject}: rettelse") if is_change(letter) else written


def _may_leave(leaving: Leaving) -> None:
    if "withdrawal" in leaving.letter.choices:
        return
    if _about(leaving.letter).state is not ProhibitionState.ISSUED:
        raise DomainError("prohibition.together", "All letters of a prohibition leave together: issue it on its page.")


def _on_delivery(leaving: Leaving) -> None:
    if "withdrawal" not in leaving.letter.choices:
        prohibition = _about(leaving.letter)
        record_arrival(leaving.session, leaving.file, prohibition, by=leaving.by, at=leaving.at)


def _encloses(enclosing: Enclosing) -> tuple[Enclosure, ...]:
    """Those who live there get the sheets in the languages of residents; others, and whoever reads of its end, none."""
    letter, file = enclosing.letter, enclosing.file
    if not _is_to_tenants(letter) or "withdrawal" in letter.choices:
        return ()
    settings = settings_of(enclosing.session, file.case, enclosing.settings)
    return enclosed_sheets(settings, file, _about(letter), final=enclosing.final)


TYPE = LetterType(
    LetterKind.FORBUD,
    Permission.ISSUE_DECISIONS,
    _write,
    _may_leave,
    on_delivery=_on_delivery,
    encloses=_encloses,
)
