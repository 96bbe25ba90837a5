"""What was found on the visit, requirement by requirement (RSL § 8, ORD-01)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from husly.kit.access import Actor
from husly.kit.clock import danish_date
from husly.kit.errors import DomainError
from inspection.enforcement.actions.steps import facts_at, open_file, require_state, take, trace
from inspection.enforcement.checklist import CheckItem, FindingEntry, check_entry, checklist, shortfall_words
from inspection.enforcement.declared import declared_assessments
from inspection.enforcement.models import Finding, FindingOutcome
from inspection.enforcement.queries import CaseFile
from inspection.enforcement.transitions import CaseState, Move, permission_of

COPIED = (
    "pack_id",
    "pack_version",
    "pack_hash",
    "legal_status",
    "confidence",
    "valid_from",
    "valid_to",
    "title",
    "rule",
    "required",
    "remedy",
    "clause_title",
    "clause_section",
    "declared",
    "unit",
)
"""What a finding copies of the requirement as it read on the day."""


def save_findings(
    session: Session,
    case_id: UUID,
    *,
    entries: Sequence[FindingEntry],
    pack_ids: Sequence[str],
    by: Actor,
    at: datetime,
) -> tuple[Finding, ...]:
    """Keep what is entered so far; the case stays where it is. What was entered before is replaced."""
    file = open_file(session, case_id, by=by, permission=permission_of(Move.RECORD_FINDINGS))
    return _save(session, file, entries, pack_ids, by=by, at=at)


def record_findings(
    session: Session,
    case_id: UUID,
    *,
    entries: Sequence[FindingEntry],
    pack_ids: Sequence[str],
    by: Actor,
    at: datetime,
) -> tuple[Finding, ...]:
    """Record the findings for good. With a breach the case moves on; without one it stays, to be closed."""
    file = open_file(session, case_id, by=by, permission=permission_of(Move.RECORD_FINDINGS))
    found = _save(session, file, entries, pack_ids, by=by, at=at)
    if any(finding.outcome is FindingOutcome.BREACHED for finding in found):
        facts = replace(facts_at(file, at), breach_found=True)
        take(session, file, Move.RECORD_FINDINGS, facts, by=by, at=at)
    return found


def _save(
    session: Session,
    file: CaseFile,
    entries: Sequence[FindingEntry],
    pack_ids: Sequence[str],
    *,
    by: Actor,
    at: datetime,
) -> tuple[Finding, ...]:
    require_state(file, CaseState.VISITED)
    observed_on = file.visit.visited_on or danish_date(at)
    assessments = declared_assessments(session, file.case, on=observed_on, pack_ids=pack_ids)
    items = {item.requirement_id: item for item in checklist(assessments)}
    given = {entry.requirement_id: entry for entry in entries}
    _check(given, items)
    session.execute(
        sa.delete(Finding).where(col(Finding.case_id) == file.case.id, col(Finding.round) == file.case.round)
    )
    found = tuple(
        _finding(file, number, item, given[item.requirement_id], observed_on, by=by, at=at)
        for number, item in enumerate((one for one in items.values() if one.requirement_id in given), start=1)
    )
    session.add_all(found)
    session.flush()
    outcomes = {finding.requirement_id: finding.outcome.value for finding in found}
    trace(session, file.case, "case.findings_saved", by=by, at=at, after=outcomes, details={"count": len(found)})
    return found


def _check(given: Mapping[str, FindingEntry], items: Mapping[str, CheckItem]) -> None:
    unknown = sorted(set(given) - set(items))
    if unknown:
        raise DomainError(
            "finding.requirement", "“{name}” is no requirement that was in force on the visit.", name=unknown[0]
        )
    for requirement_id, entry in given.items():
        check_entry(entry, items[requirement_id])


def _finding(
    file: CaseFile, number: int, item: CheckItem, entry: FindingEntry, observed_on: date, *, by: Actor, at: datetime
) -> Finding:
    return Finding(
        case_id=file.case.id,
        round=file.case.round,
        number=number,
        requirement_id=item.requirement_id,
        **{name: getattr(item, name) for name in COPIED},
        declared_outcome=item.declared_outcome.value,
        outcome=entry.outcome,
        kind=entry.kind,
        measured_number=entry.measured_number,
        measured_text=entry.measured_text.strip(),
        shortfall=shortfall_words(entry, item),
        rooms=list(entry.rooms),
        note=entry.note.strip(),
        observed_on=observed_on,
        recorded_at=at,
        recorded_by=by.id,
    )
