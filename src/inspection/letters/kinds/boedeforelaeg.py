"""The fixed-penalty notice (*bødeforelæg*, RPL §§ 832 and 834), where the law gives the authority that power."""

from dataclasses import replace
from datetime import date

from husly.kit.access import Permission
from husly.kit.clock import danish_date as danish_day
from husly.kit.errors import DomainError
from inspection.fines.actions import move_fine
from inspection.fines.kinds import FineKind
from inspection.fines.models import Fine
from inspection.fines.queries import facts_alone, fine_facts, get_fine
from inspection.fines.reckoning import Terms, began_on, last_day, reckoned
from inspection.fines.transitions import FineMove, FineState
from inspection.letters.blocks import LetterKind
from inspection.letters.contents import LetterHead, NoComplaintReason
from inspection.letters.danish import danish_date, full_sentence, kroner
from inspection.letters.from_case import Source, breach_of, evidence_of, head_of, power
from inspection.letters.items import breach_items
from inspection.letters.kinds.kind import Leaving, LetterType
from inspection.letters.letter import Letter as WrittenLetter
from inspection.letters.letter import LetterElement, LetterHeading, LetterItem, LetterRows
from inspection.letters.models import Letter
from inspection.letters.offences import Offence, offences_of
from inspection.letters.parts import evidence_list, rights, written_letter
from inspection.letters.writer import BlockWriter


def _write(source: Source, letter: Letter, print_unverified: bool) -> WrittenLetter:
    head, file, choices = head_of(source, letter), source.file, letter.choices
    writer = BlockWriter(head.recipient.form, print_unverified=print_unverified)
    charged = offences_of(file, against_order=_rests_on_order(source, Terms.read(choices)))
    breaches = tuple(
        breach_of(source, one.finding, one.result, one.due_on, at_once=one.at_once or one.item is None)
        for one in charged
    )
    items = zip(charged, breach_items(writer, breaches, contemplated=False), strict=True)
    total = reckoned(Terms.read(choices), file.items, file.due_changes, as_of=source.dated_on)
    last_pay = source.file.calendar.days_after(source.dated_on, int(choices["payment_days"]))
    sender, place = head.sender.name, head.property.address
    body: list[LetterElement] = [
        writer.paragraph("boede_forelaeg", myndighed=sender, beloeb=kroner(total), adresse=place),
        LetterHeading("Det er du sigtet for" if head.recipient.form.value == "du" else "Det er I sigtet for"),
        LetterRows((("Tid", _period(source, Terms.read(choices))), ("Sted", place))),
        writer.paragraph("boede_forhold", forhold=full_sentence(choices["reason"])),
        *_days(writer, source, Terms.read(choices)),
        *(_as_offence(item, offence) for offence, item in items),
        *evidence_list(tuple(evidence_of(one.finding) for one in charged)),
        LetterHeading("Regler og beløb"),
        writer.paragraph(
            "boede_hjemmel",
            hjemmel=power(source, "straf"),
            befoejelse=power(source, "boedeforelaeg"),
            beloebskilde=full_sentence(choices["legal_source"]),
        ),
        LetterHeading("Betaling"),
        writer.paragraph("boede_vedtagelse", frist=danish_date(last_pay)),
        LetterRows(_how_to_pay(head, total, last_pay)),
        writer.paragraph("boede_tavshed"),
        writer.paragraph("boede_ellers"),
        *rights(writer, head, to_documents=False),  # FVL § 9 does not cover a pending penal case
    ]
    written = written_letter(LetterKind.BOEDEFORELAEG, head, body, writer)
    return replace(
        written,
        breaches=breaches,
        complaint=NoComplaintReason.NOT_A_DECISION,
        told=(
            ("amount", f"DKK {total:,}"),
            ("pay", last_pay),
            *((("pay_to", head.sender.payment),) if head.sender.payment else ()),
            ("pay_reference", head.header.case_number),
        ),
    )


def _how_to_pay(head: LetterHead, total: int, last_pay: date) -> tuple[tuple[str, str], ...]:
    """The slip: sum, last day, where to, and what to write."""
    return (
        ("Beløb", kroner(total)),
        ("Betales senest", danish_date(last_pay)),
        ("Betales til", head.sender.payment or "{betalingsoplysninger}"),
        ("Skriv ved betalingen", f"sagsnr. {head.header.case_number}"),
    )


def _rests_on_order(source: Source, terms: Terms) -> bool:
    """Whether the order is charged; else the breach itself, where the operator has decided that this is enough."""
    return terms.kind.rests_on_order(source.settings) and bool(source.file.items)


def _as_offence(item: LetterItem, offence: Offence) -> LetterItem:
    """A breach that was not put right: what was demanded and until when, where an order had demanded it."""
    first = f" (først sat til {offence.first_set})" if offence.first_set else ""
    past = {"Det skal opnås": ("Det skulle opnås", ""), "Frist": ("Fristen var", first)}
    rows = []
    for label, value in item.rows:
        if label not in past:
            rows.append((label, value))
        elif offence.item is not None:
            told, more = past[label]
            rows.append((told, value + more))
    return replace(item, rows=tuple(rows))


def _period(source: Source, terms: Terms) -> str:
    """When the offence took place: from the day after the deadline of the order, or on the day of the visit."""
    began = began_on(terms, source.file.items, source.file.due_changes) if _rests_on_order(source, terms) else None
    if began is None:
        return f"den {danish_date(source.file.visit.visited_on or source.file.visit.visit_on)}"
    last = last_day(terms, source.file.items)
    until = source.dated_on if last is None else min(source.dated_on, last)
    return f"fra den {danish_date(began)} til den {danish_date(until)}"


def _days(writer: BlockWriter, source: Source, terms: Terms) -> list[LetterElement]:
    """From when to when a fine a day counts; nothing for a fixed one."""
    began = began_on(terms, source.file.items, source.file.due_changes)
    if terms.kind is not FineKind.PER_DAY or began is None:
        return []
    last = last_day(terms, source.file.items)
    until = source.dated_on if last is None else min(source.dated_on, last)
    per_day = kroner(terms.amount)
    return [writer.paragraph("boede_dage", dagsbeloeb=per_day, fra=danish_date(began), til=danish_date(until))]


def _fine(leaving: Leaving) -> Fine:
    if leaving.letter.about_id is None:
        raise DomainError("fine.letter", "This letter belongs to no fine.")
    return get_fine(leaving.session, leaving.file, leaving.letter.about_id)


def _may_leave(leaving: Leaving) -> None:
    if _fine(leaving).state is not FineState.APPROVED:
        raise DomainError("fine.not_approved", "A fine leaves once, after another person has approved it.")


def _on_issue(leaving: Leaving) -> None:
    if leaving.settings is None:
        raise DomainError("fine.settings", "A fine is issued with the settings of the authority.")
    fine = _fine(leaving)
    as_of = danish_day(leaving.at)
    facts = fine_facts(leaving.session, leaving.file, fine, leaving.settings, decides=leaving.by.id, as_of=as_of)
    move_fine(leaving.session, leaving.file, fine, FineMove.ISSUE, facts=facts, by=leaving.by, at=leaving.at)


def _on_delivery(leaving: Leaving) -> None:
    fine = _fine(leaving)
    if fine.state is not FineState.ISSUED:
        return  # accepted, paid or withdrawn meanwhile: the day stands in the letter
    facts = facts_alone(fine, decides=leaving.by.id)
    move_fine(leaving.session, leaving.file, fine, FineMove.RECORD_DELIVERY, facts=facts, by=leaving.by, at=leaving.at)


TYPE = LetterType(LetterKind.BOEDEFORELAEG, Permission.ISSUE_DECISIONS, _write, _may_leave, _on_issue, _on_delivery)
