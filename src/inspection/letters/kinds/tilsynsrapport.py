"""The report of a visit (*rapport fra tilsyn*), RSL § 8: always where a breach is found, else when the party asks."""

from dataclasses import dataclass, replace
from datetime import date

from husly.kit.access import Permission
from husly.kit.errors import DomainError
from inspection.enforcement.checklist import AS_THE_RULE_SAYS
from inspection.enforcement.models import Finding, FindingOutcome, Visit
from inspection.letters.blocks import LetterKind
from inspection.letters.contents import Breach, Evidence, FindingOrigin, LetterHead, NoComplaintReason
from inspection.letters.danish import danish_weekday_date, full_sentence
from inspection.letters.from_case import Source, breach_of, evidence_of, head_of
from inspection.letters.items import law_row
from inspection.letters.kinds.kind import Leaving, LetterType
from inspection.letters.letter import Letter as WrittenLetter
from inspection.letters.letter import LetterElement, LetterHeading, LetterItem, LetterRows
from inspection.letters.models import Letter
from inspection.letters.parts import evidence_list, rights, written_letter
from inspection.letters.writer import BlockWriter

HOW = {
    FindingOrigin.COMPUTED: "beregnet af det oplyste",
    FindingOrigin.MEASURED: "målt på stedet",
    FindingOrigin.OBSERVED: "set på stedet",
    FindingOrigin.JUDGED: "vurderet på stedet",
}


@dataclass(frozen=True)
class Observed:
    """One thing that was looked at and breaches nothing: what was found, how, where."""

    title: str
    found: str
    how: FindingOrigin
    rooms: tuple[str, ...]


@dataclass(frozen=True)
class VisitReport:
    """What the visit was and what it showed. `participants` are titles, never names of residents."""

    head: LetterHead
    visited_on: date
    hours: str
    participants: str
    identification_shown: bool | None
    announced: bool
    breaches: tuple[Breach, ...]
    others: tuple[Observed, ...]
    evidence: tuple[Evidence, ...]
    photos: tuple[str, ...] = ()
    remarks: str = ""


def content_of(source: Source, letter: Letter) -> VisitReport:
    """The report as drafted: everything that was looked at in the round."""
    file, choices = source.file, letter.choices
    visit = file.visit
    breached = [one for one in file.findings if one.outcome is FindingOutcome.BREACHED]
    return VisitReport(
        head=head_of(source, letter),
        visited_on=visit.visited_on or visit.visit_on,
        hours=choices.get("hours", ""),
        participants=choices.get("participants", ""),
        identification_shown=visit.identification_shown,
        announced=visit.notice_waiver_ground is None,
        breaches=tuple(breach_of(source, one, one.remedy, None) for one in breached),
        others=tuple(_observed(one) for one in file.findings if one.outcome is FindingOutcome.MET),
        evidence=tuple(evidence_of(one) for one in breached),
        photos=tuple(line.strip() for line in choices.get("photos", "").splitlines() if line.strip()),
        remarks=choices.get("remarks", ""),
    )


def _observed(finding: Finding) -> Observed:
    return Observed(
        title=finding.title,
        found=finding.measured or finding.note,
        how=FindingOrigin(finding.kind.value),
        rooms=tuple(finding.rooms),
    )


def write_report(report: VisitReport, *, print_unverified: bool = False) -> WrittenLetter:
    """Write the report."""
    head = report.head
    writer = BlockWriter(head.recipient.form, print_unverified=print_unverified)
    day = danish_weekday_date(report.visited_on)
    body: list[LetterElement] = [
        writer.paragraph("rapport_indledning", adresse=head.property.address, dato=day),
        LetterHeading("Besøget"),
        LetterRows(_course(writer, report)),
        *_what_was_found(writer, report),
        *evidence_list(report.evidence),
        *_photos(report),
        LetterHeading("Bemærkninger under besøget"),
        writer.paragraph("rapport_bemaerkninger", bemaerkninger=full_sentence(report.remarks))
        if report.remarks.strip()
        else writer.paragraph("rapport_ingen_bemaerkninger"),
        writer.paragraph("rapport_videre"),
        *rights(writer, head),
    ]
    written = written_letter(LetterKind.TILSYNSRAPPORT, head, body, writer)
    return replace(
        written,
        breaches=report.breaches,
        complaint=NoComplaintReason.NOT_A_DECISION,
        visit_on=report.visited_on,
        told=(("hours", report.hours),),
    )


def _course(writer: BlockWriter, report: VisitReport) -> tuple[tuple[str, str], ...]:
    shown = {True: "Vist uopfordret", False: "Ikke vist", None: "Ikke noteret"}[report.identification_shown]
    looked_into = (*(one.rooms for one in report.breaches), *(one.rooms for one in report.others))
    rooms = sorted({room for each in looked_into for room in each})
    return (
        ("Tid", f"{danish_weekday_date(report.visited_on)} kl. {writer.value('tid', report.hours, where='besøget')}"),
        ("Deltagere", _capital(writer.value("deltagere", report.participants, where="besøget"))),
        ("Legitimation", shown),
        ("Varsel", "Besøget var varslet" if report.announced else "Besøget var ikke varslet"),
        ("Rum", ", ".join(rooms) or "Boligen som helhed"),
    )


def _what_was_found(writer: BlockWriter, report: VisitReport) -> list[LetterElement]:
    found: list[LetterElement] = [LetterHeading("Overtrædelser")]
    if report.breaches:
        found.append(writer.paragraph("rapport_fund"))
        found += [_item(writer, number, one) for number, one in enumerate(report.breaches, start=1)]
    else:
        found.append(writer.paragraph("rapport_uden_fund"))
    if report.others:
        rows = tuple((one.title, _found(one.found or "i orden", one.how, one.rooms)) for one in report.others)
        found += [LetterHeading("Gennemgået uden overtrædelse"), LetterRows(rows)]
    return found


def _item(writer: BlockWriter, number: int, one: Breach) -> LetterItem:
    required = () if one.required == AS_THE_RULE_SAYS else (("Krav", _capital(one.required)),)
    rows = (
        ("Regel", one.rule),
        law_row(writer, number, one),
        ("Konstateret", _found(one.measured, one.origin, one.rooms)),
        *required,
        ("Bevis", ", ".join(one.evidence_ids)),
    )
    return LetterItem(number, one.title, rows, one.citation.requirement_id, one.evidence_ids)


def _found(found: str, how: FindingOrigin, rooms: tuple[str, ...]) -> str:
    return f"{_capital(found)} ({', '.join((HOW[how], *rooms))})"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _photos(report: VisitReport) -> list[LetterElement]:
    if not report.photos:
        return []
    rows = tuple((f"Foto {number}", text) for number, text in enumerate(report.photos, start=1))
    return [LetterHeading("Fotos"), LetterRows(rows)]


def report_due(visit: Visit, *, breach_found: bool) -> bool:
    """Whether the law asks for a report: a breach was found, or the party asked for one in time."""
    return breach_found or visit.report_requested_on is not None


def _write(source: Source, letter: Letter, print_unverified: bool) -> WrittenLetter:
    return write_report(content_of(source, letter), print_unverified=print_unverified)


def _may_leave(leaving: Leaving) -> None:
    file = leaving.file
    if file.visit.visited_on is None or not file.findings:
        raise DomainError("report.no_findings", "Record the visit and what was found before the report leaves.")
    breached = any(one.outcome is FindingOutcome.BREACHED for one in file.findings)
    if not report_due(file.visit, breach_found=breached):
        raise DomainError(
            "report.not_asked", "No breach was found and nobody has asked for a report: record the request first."
        )


TYPE = LetterType(LetterKind.TILSYNSRAPPORT, Permission.PREPARE_LETTERS, _write, _may_leave)
