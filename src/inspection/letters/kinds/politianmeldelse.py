"""The report to the police (*politianmeldelse*): confined, addressed to a police district, witnesses by role only."""

from datetime import date

from husly.kit.access import Permission
from husly.kit.clock import danish_date as danish_day
from husly.kit.errors import DomainError
from inspection.enforcement.actions.follow_up import report_to_police
from inspection.enforcement.queries import CaseFile
from inspection.enforcement.transitions import CaseState
from inspection.letters.blocks import LetterKind, load_blocks
from inspection.letters.danish import danish_date, full_sentence, kroner
from inspection.letters.from_case import Source, evidence_of, head_of
from inspection.letters.kinds.kind import Leaving, LetterType
from inspection.letters.letter import Letter as WrittenLetter
from inspection.letters.letter import LetterElement, LetterHeading, LetterRows
from inspection.letters.models import Letter
from inspection.letters.offences import offences_of
from inspection.letters.parts import evidence_list, written_letter
from inspection.letters.writer import BlockWriter
from inspection.police.actions import move_report
from inspection.police.models import PoliceReport
from inspection.police.queries import FOUNDED, get_report
from inspection.police.transitions import ReportMove, ReportState

MOVING = (CaseState.NOT_COMPLIED, CaseState.PARTLY_COMPLIED)
"""States from which the report moves the case itself; elsewhere it stands beside it."""


def _write(source: Source, letter: Letter, print_unverified: bool) -> WrittenLetter:
    head, told = head_of(source, letter), letter.choices
    writer = BlockWriter(head.recipient.form, print_unverified=print_unverified)
    suspect, file = _suspect(source.file), source.file
    charged = offences_of(file, against_order=not file.case.suspicion and file.case.state in FOUNDED)
    body: list[LetterElement] = [
        writer.paragraph(
            "anmeldelse",
            myndighed=head.sender.name,
            mistaenkt=suspect,
            bestemmelser=told["provisions"],
            adresse=head.property.address,
        ),
        LetterHeading("Forholdet"),
        LetterRows((("Tid", _period(told)), ("Sted", head.property.address))),
        writer.paragraph("anmeldelse_forhold", forhold=full_sentence(told["act"])),
        *evidence_list(tuple(evidence_of(one.finding) for one in charged)),
        *_earlier(file),
        *_witnesses(writer, told["witnesses"]),
        LetterHeading("Forslag til bøde"),
        _fine(writer, told),
        LetterHeading("Kontakt"),
        writer.paragraph(
            "anmeldelse_svar",
            email=head.sender.email,
            sagsnummer=head.header.case_number,
            kontakt=told["contact"],
            telefon=head.sender.phone,
        ),
    ]
    return written_letter(LetterKind.POLITIANMELDELSE, head, body, writer, numbered=False)


def _suspect(file: CaseFile) -> str:
    """Whom the case addresses, with the number that tells firms of the same name apart."""
    numbers: tuple[tuple[str, str | None], ...]
    if file.case.addressee.value == "owner":
        name = file.case.owner_name
        numbers = (("CVR-nr.", file.case.owner_cvr_number), ("udenlandsk nr.", file.case.owner_foreign_number))
    else:
        firm = file.employer
        name = firm.name
        numbers = (
            ("CVR-nr.", firm.cvr_number),
            ("RUT-nr.", firm.rut_number),
            ("udenlandsk nr.", firm.foreign_number),
        )
    told = ", ".join(f"{label} {number}" for label, number in numbers if number)
    return f"{name} ({told})" if told else name


def _period(told: dict[str, str]) -> str:
    first, last = (danish_date(date.fromisoformat(told[name])) for name in ("act_from", "act_to"))
    return f"den {first}" if first == last else f"fra den {first} til den {last}"


def _earlier(file: CaseFile) -> list[LetterElement]:
    """What the authority sent before, with the fingerprint of each letter; confined letters are not listed."""
    titles = load_blocks().titles
    rows = tuple(
        (danish_date(danish_day(one.issued_at)), f"{titles[one.kind]}, SHA-256 {one.sha256}")
        for one in file.letters
        if one.issued_at is not None and not one.confined and one.withdrawn_at is None
    )
    return [LetterHeading("Tidligere reaktioner i sagen"), LetterRows(rows)] if rows else []


def _witnesses(writer: BlockWriter, witnesses: str) -> list[LetterElement]:
    if not witnesses.strip():
        return []
    return [LetterHeading("Vidner"), writer.paragraph("anmeldelse_vidner", vidner=full_sentence(witnesses))]


def _fine(writer: BlockWriter, told: dict[str, str | int | None]) -> LetterElement:
    amount = told["proposed_fine"]
    if not isinstance(amount, int):
        return writer.paragraph("anmeldelse_uden_boede")
    source = full_sentence(str(told["fine_source"]))
    return writer.paragraph("anmeldelse_boede", beloeb=kroner(amount), kilde=source)


def _report(leaving: Leaving) -> PoliceReport:
    if leaving.letter.about_id is None:
        raise DomainError("police.letter", "This letter belongs to no report.")
    return get_report(leaving.session, leaving.file, leaving.letter.about_id)


def _may_leave(leaving: Leaving) -> None:
    if _report(leaving).state is not ReportState.APPROVED:
        raise DomainError("police.not_approved", "A report leaves once, after another person has approved it.")


def _on_issue(leaving: Leaving) -> None:
    session, file, by, at = leaving.session, leaving.file, leaving.by, leaving.at
    report = _report(leaving)
    move_report(session, file, report, ReportMove.SEND, by=by, at=at)
    if file.case.state in MOVING:
        report_to_police(session, file.case.id, note=f"Sendt til {report.district}.", by=by, at=at)


TYPE = LetterType(
    LetterKind.POLITIANMELDELSE, Permission.ISSUE_DECISIONS, _write, _may_leave, _on_issue, second_person=True
)
