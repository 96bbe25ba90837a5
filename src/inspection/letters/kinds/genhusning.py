"""The rehousing order (*påbud om genhusning*): whom by key, from and until when, the standard, who pays, the proof."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from husly.kit.access import Permission
from husly.kit.clock import danish_date as danish_day
from husly.kit.errors import DomainError
from inspection.authorities.queries import settings_of
from inspection.enforcement.models import Finding, FindingOutcome
from inspection.enforcement.tables import target_of
from inspection.enforcement.waivers import HearingWaiver
from inspection.letters.blocks import LetterKind, load_blocks
from inspection.letters.contents import Breach, Complaint, HearingHeld, LetterHead
from inspection.letters.danish import danish_date, full_sentence
from inspection.letters.enclosures import Enclosing, Enclosure
from inspection.letters.from_case import (
    Source,
    act,
    breach_of,
    complaint_of,
    head_of,
    hearing_account_of,
    power,
)
from inspection.letters.kinds.kind import Leaving, LetterType
from inspection.letters.letter import Letter as WrittenLetter
from inspection.letters.letter import LetterElement, LetterHeading, LetterRows
from inspection.letters.models import Letter
from inspection.letters.parts import complaint_guidance, empty_parts_of, hearing_account, rights
from inspection.letters.references import LegalReference
from inspection.letters.resident_sheets import title_in_letter
from inspection.letters.writer import BlockWriter
from inspection.rehousing.moving import move_order
from inspection.rehousing.queries import RehousingFile, facts_of_order, get_order, read_file
from inspection.rehousing.rehousing_facts import RehousingFacts
from inspection.rehousing.sheet import enclosed_sheet
from inspection.rehousing.transitions import TABLE, RehousingMove, RehousingState
from standards.rules.approval import Standing
from standards.rules.release import is_law_here, jurisdiction_of

SHEETS = ("da", "en")
"""The languages of the sheet that goes with the order."""


@dataclass(frozen=True)
class RehousingContent:
    """What the order says. ``groups`` are labels with keys, ``standard`` titles with rules; no name has a place here.

    ``until_on`` None: until the measures are done. ``payer`` is empty while undecided; ``payer_law`` counts as read by
    nobody (P) where a caseworker typed it and two persons have read no section on who pays.
    """

    head: LetterHead
    visit_on: date
    act: LegalReference
    power: LegalReference
    groups: tuple[tuple[str, tuple[str, ...]], ...]
    from_on: date
    until_on: date | None
    not_feasible: str
    necessary: str
    payer: str
    payer_law: LegalReference | None
    informed: str
    proof_due_on: date
    places: tuple[str, ...]
    standard: tuple[tuple[str, str], ...]
    breaches: tuple[Breach, ...]
    hearing: HearingHeld | HearingWaiver | None
    complaint: Complaint

    @property
    def residents(self) -> int:
        """How many residents the order is about."""
        return sum(len(keys) for _, keys in self.groups)


def content_of(source: Source, letter: Letter) -> RehousingContent:
    """The order as drafted."""
    file, chosen = source.file, dict[str, Any](letter.choices["rehousing"])
    breached = [one for one in file.findings if one.outcome is FindingOutcome.BREACHED]
    due = {item.finding_id: item.due_on for item in file.items}
    until, law = chosen.get("until_on"), chosen.get("payer_law", "")
    paid = power(source, "genhusning_betaling")
    typed = LegalReference(law, "", "P", provision=paid.provision, about=paid.about) if law else None
    return RehousingContent(
        head=head_of(source, letter),
        visit_on=file.visit.visited_on or file.visit.visit_on,
        act=act(file.case.legal_basis),
        power=power(source, "genhusning"),
        groups=tuple((label, tuple(keys)) for label, keys in chosen["groups"]),
        from_on=date.fromisoformat(chosen["from_on"]),
        until_on=None if until is None else date.fromisoformat(until),
        not_feasible=chosen["not_feasible"],
        necessary=chosen["necessary"],
        payer=chosen.get("payer") or "",
        payer_law=paid if paid.is_printable else typed,
        informed=chosen.get("informed", ""),
        proof_due_on=date.fromisoformat(chosen["proof_due_on"]),
        places=tuple(chosen.get("places", ())),
        standard=tuple((one.title, one.rule) for one in file.findings if _is_citable(source, one)),
        breaches=tuple(breach_of(source, one, one.remedy, due.get(one.id)) for one in breached),
        hearing=hearing_account_of(source),
        complaint=complaint_of(source, letter),
    )


def _is_citable(source: Source, finding: Finding) -> bool:
    """Whether a rule may stand in the standard asked for: law here, and released as far as this installation asks."""
    if not is_law_here(jurisdiction_of(finding.pack_id), finding.legal_status):
        return False
    standing = source.standing_of(finding)
    return standing is Standing.APPROVED or (source.settings.demo_mode and standing is Standing.DEMONSTRATION)


def write_rehousing(content: RehousingContent, *, print_unverified: bool = False) -> WrittenLetter:
    """Write the order; paragraphs in the order of reading."""
    head, library = content.head, load_blocks()
    writer = BlockWriter(head.recipient.form, print_unverified=print_unverified)
    body = (
        *_decision(writer, content),
        *_standard(writer, content),
        LetterHeading("Betaling"),
        _payment(writer, content),
        LetterHeading("Beboerne"),
        writer.paragraph("genhusning_besked", besked=full_sentence(content.informed)),
        *_reasons(writer, content),
        LetterHeading("Partshøring"),
        *hearing_account(writer, content.hearing),
        *_what_follows(writer, content),
        *complaint_guidance(writer, content.complaint),
        *rights(writer, head),
    )
    return WrittenLetter(
        kind=LetterKind.GENHUSNING,
        version=library.versions[LetterKind.GENHUSNING],
        head=head,
        subject=library.titles[LetterKind.GENHUSNING],
        body=body,
        breaches=content.breaches,
        complaint=content.complaint,
        visit_on=content.visit_on,
        told=_told(content),
        missing=(*empty_parts_of(head), *writer.missing),
        unread=tuple(writer.unread),
        blocks=tuple(writer.used),
    )


def _told(content: RehousingContent) -> tuple[tuple[str, date | str], ...]:
    """How many residents, and the days, as the English summary repeats them."""
    until = () if content.until_on is None else (("until", content.until_on),)
    return (
        ("residents", str(content.residents)),
        ("rehouse", content.from_on),
        *until,
        ("proof", content.proof_due_on),
    )


def _decision(writer: BlockWriter, content: RehousingContent) -> Iterator[LetterElement]:
    place, head = content.head.property.address, content.head
    yield LetterHeading("Afgørelse")
    yield writer.paragraph(
        "genhusning_afgoerelse",
        myndighed=head.sender.name,
        fra=danish_date(content.from_on),
        antal=str(content.residents) if content.residents else None,
        adresse=place,
    )
    if content.until_on is None:
        yield writer.paragraph("genhusning_til_udbedret", adresse=place)
    else:
        yield writer.paragraph("genhusning_til_dato", til=danish_date(content.until_on))
    yield LetterRows(tuple((f"Gruppe {label}", ", ".join(keys)) for label, keys in content.groups))
    yield writer.paragraph("genhusning_noegler")


def _standard(writer: BlockWriter, content: RehousingContent) -> Iterator[LetterElement]:
    yield LetterHeading("Krav til den anden bolig")
    yield writer.paragraph("genhusning_standard", lov=content.act)
    yield LetterRows(content.standard)
    if content.places:
        yield writer.paragraph("genhusning_steder", steder="; ".join(content.places))


def _payment(writer: BlockWriter, content: RehousingContent) -> LetterElement:
    if not content.payer:
        return writer.paragraph("genhusning_betaler_ukendt", betaler=None)
    return writer.paragraph(f"genhusning_betaler_{content.payer}", hjemmel=content.payer_law)


def _reasons(writer: BlockWriter, content: RehousingContent) -> Iterator[LetterElement]:
    found = "; ".join(f"{number}) {one.title}: {one.measured}" for number, one in enumerate(content.breaches, 1))
    yield LetterHeading("Begrundelse")
    yield writer.paragraph("begrundelse", hjemmel=content.power, fakta=full_sentence(found))
    yield writer.paragraph("genhusning_ikke_straks", ikke_straks=full_sentence(content.not_feasible))
    yield writer.paragraph("genhusning_noedvendig", noedvendig=full_sentence(content.necessary))
    rows = tuple(
        (f"Nr. {number}", f"{one.title}: {writer.value('hjemmel', one.citation.clause, where='forhold')}")
        for number, one in enumerate(content.breaches, 1)
    )
    yield LetterHeading("Regler, der ikke er opfyldt")
    yield LetterRows(rows)


def _what_follows(writer: BlockWriter, content: RehousingContent) -> Iterator[LetterElement]:
    head = content.head
    yield LetterHeading("Dokumentation")
    yield writer.paragraph(
        "genhusning_bevis",
        frist=danish_date(content.proof_due_on),
        email=head.sender.email,
        sagsnummer=head.header.case_number,
    )
    yield LetterHeading("Konsekvenser")
    yield writer.paragraph("foelge", straffebestemmelse=content.power)


def _write(source: Source, letter: Letter, print_unverified: bool) -> WrittenLetter:
    return write_rehousing(content_of(source, letter), print_unverified=print_unverified)


def _order(leaving: Leaving) -> RehousingFile:
    if leaving.letter.about_id is None:
        raise DomainError("rehousing.none", "This letter belongs to no rehousing order.")
    return read_file(leaving.session, get_order(leaving.session, leaving.file.case.id, leaving.letter.about_id))


def _facts(leaving: Leaving, found: RehousingFile) -> RehousingFacts:
    return facts_of_order(leaving.file, found, found.order.power, danish_day(leaving.at))


def _may_leave(leaving: Leaving) -> None:
    found = _order(leaving)
    target_of(TABLE, found.order.state, RehousingMove.ISSUE, _facts(leaving, found))


def _on_issue(leaving: Leaving) -> None:
    found, file = _order(leaving), leaving.file
    facts = _facts(leaving, found)
    move_order(leaving.session, file, found.order, RehousingMove.ISSUE, facts, by=leaving.by, at=leaving.at)


def _on_delivery(leaving: Leaving) -> None:
    found, file = _order(leaving), leaving.file
    if found.order.state is not RehousingState.ISSUED:
        return  # held back by a complaint: the day of delivery stands in the letter for when it goes on
    facts = _facts(leaving, found)
    move_order(leaving.session, file, found.order, RehousingMove.RECORD_DELIVERY, facts, by=leaving.by, at=leaving.at)


def _encloses(enclosing: Enclosing) -> tuple[Enclosure, ...]:
    """The sheet to hang up, in Danish and English: in which other languages may not be read out of a letter."""
    letter, file = enclosing.letter, enclosing.file
    if letter.about_id is None:
        return ()
    order = get_order(enclosing.session, file.case.id, letter.about_id)
    settings = settings_of(enclosing.session, file.case, enclosing.settings)
    return tuple(
        Enclosure(
            title_in_letter(language),
            enclosed_sheet(settings, file, order, language, final=enclosing.final),
            language,
        )
        for language in SHEETS
    )


TYPE = LetterType(
    LetterKind.GENHUSNING,
    Permission.ISSUE_DECISIONS,
    _write,
    _may_leave,
    _on_issue,
    _on_delivery,
    second_person=True,
    encloses=_encloses,
)
