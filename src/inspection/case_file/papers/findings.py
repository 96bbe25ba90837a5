"""What was found on a visit: rule, measured, required, shortfall, how it is known, and the clause."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from husly.kit import pdf
from husly.kit.i18n import format_date
from husly.kit.i18n import gettext as _
from inspection.case_file.papers.paper import Paper, Wanted, noon, yes_or_no
from inspection.case_file.withheld import UNVERIFIED
from inspection.enforcement.headings import heading_of
from inspection.enforcement.labels import DECLARED_OUTCOMES, KINDS, OUTCOMES
from inspection.enforcement.models import Finding, FindingOutcome, Visit
from inspection.enforcement.queries import list_findings
from inspection.enforcement.transitions import Move
from inspection.enforcement.words import told
from inspection.letters.blocks import LetterKind
from inspection.letters.references import LegalReference

_CITING = frozenset({LetterKind.PARTSHOERING, LetterKind.PAABUD, LetterKind.STRAKSPAABUD})


def finding_papers(session: Session, wanted: Wanted) -> list[Paper]:
    """A paper for each visit that was carried out; who was present and what residents said is on none of them."""
    visits = select(Visit).where(Visit.case_id == wanted.file.case.id, col(Visit.visited_on).is_not(None))
    return [_paper(session, wanted, one) for one in session.exec(visits.order_by(col(Visit.round)))]


def _paper(session: Session, wanted: Wanted, visit: Visit) -> Paper:
    findings = list_findings(session, wanted.file.case, visit.round)
    day = visit.visited_on or visit.visit_on
    return Paper(noon(day), "Fund ved tilsynsbesøg", lambda: _body(wanted, visit, findings))


def _body(wanted: Wanted, visit: Visit, findings: Sequence[Finding]) -> list[pdf.Element]:
    breached = [one for one in findings if one.outcome is FindingOutcome.BREACHED]
    others = [one for one in findings if one.outcome is not FindingOutcome.BREACHED]
    head = (
        ("Besøgt", format_date(visit.visited_on)),
        ("Adresse", wanted.file.dwelling.address),
        ("Legitimation vist", yes_or_no(visit.identification_shown)),
        ("Fund noteret af", _recorder(wanted, visit)),
        ("Regelsæt", ", ".join(sorted({f"{one.pack_id} {one.pack_version}" for one in findings}))),
    )
    body: list[pdf.Element] = [pdf.Pairs(told(head)), pdf.Heading("Overtrædelser")]
    if not breached:
        body.append(pdf.Paragraph("Der er ikke noteret overtrædelser."))
    body += [pdf.NumberedItem(one.number, heading_of(one), _rows(wanted, one)) for one in breached]
    if others:
        rows = tuple((one.title, _(OUTCOMES[one.outcome]), clause_words(wanted, one)) for one in others)
        body += [pdf.Heading("Øvrige krav"), pdf.Columns(("Krav", "Vurdering", "Bestemmelse"), rows, (6, 3, 6))]
    return body


def _recorder(wanted: Wanted, visit: Visit) -> str:
    """Who recorded the findings of the round, else who recorded the visit."""
    of_round = [one for one in wanted.file.moves if one.round == visit.round]
    for move in (Move.RECORD_FINDINGS, Move.CARRY_OUT_VISIT):
        for one in of_round:
            if one.move is move:
                return one.by_name
    return ""


def _rows(wanted: Wanted, finding: Finding) -> tuple[tuple[str, str], ...]:
    declared = _(DECLARED_OUTCOMES[finding.declared_outcome]) if finding.declared_outcome in DECLARED_OUTCOMES else ""
    return told(
        (
            ("Regel", finding.rule),
            ("Målt eller set", finding.measured or finding.note),
            ("Krav", finding.required),
            ("Mangler", finding.shortfall),
            ("Rum", ", ".join(finding.rooms)),
            ("Anmeldt", _declared(finding.declared, declared) if wanted.is_of_employer else ""),
            ("Bevis", f"{finding.evidence_id}: {_(KINDS[finding.kind])}, {format_date(finding.observed_on)}"),
            ("Bestemmelse", clause_words(wanted, finding)),
        )
    )


def _declared(value: str, outcome: str) -> str:
    return f"{value} ({outcome[0].lower()}{outcome[1:]})" if value and outcome else value or outcome


def clause_words(wanted: Wanted, finding: Finding) -> str:
    """The place in the law, where it is verified: by its own confidence, or since a letter that cites it was issued."""
    law = LegalReference(finding.clause_title, finding.clause_section, finding.confidence)
    cited = any(
        one.issued_at is not None and one.round == finding.round and one.kind in _CITING for one in wanted.file.letters
    )
    if law.is_printable or wanted.print_unverified or (cited and finding.outcome is FindingOutcome.BREACHED):
        return finding.clause
    return UNVERIFIED
