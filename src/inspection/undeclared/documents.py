"""Candidates for a terminal and as JSON."""

from collections.abc import Mapping
from typing import Any

from inspection.undeclared.hint_presenters import hints_shown
from inspection.undeclared.models import UndeclaredCandidate
from inspection.undeclared.presenters import CandidateRow
from register.municipalities.table import Municipality


def printed(place: int, row: UndeclaredCandidate, names: Mapping[str, Municipality], *, with_points: bool) -> str:
    """One candidate as text for a terminal, in the language of the moment."""
    shown = CandidateRow(row, hints_shown(row, with_tips=True, with_points=with_points), names)
    total = "" if shown.points is None else f"{shown.points:>3} points  "
    head = f"{place:>4}. {total}{shown.title}{f' ({shown.number})' if shown.number else ''}, {shown.municipality}"
    lines = [f"{head} [{row.state.value}]"]
    for hint in shown.hints:
        given = "" if hint.points is None else f"{hint.points:>+3}  "
        lines.append(f"      {given}{hint.sentence} ({hint.on.isoformat()}{f', {hint.origin}' if hint.origin else ''})")
    return "\n".join(lines)


def document_of(row: UndeclaredCandidate, *, with_points: bool) -> dict[str, Any]:
    """One candidate as plain values for JSON; without the score nothing of it."""
    hidden = () if with_points else ("points",)
    hints = [{key: value for key, value in hint.items() if key not in ("ref", "step", *hidden)} for hint in row.hints]
    document: dict[str, Any] = {
        "id": str(row.id),
        "employer_id": None if row.employer_id is None else str(row.employer_id),
        "firm_number": row.firm_number or None,
        "firm_name": row.firm_name or None,
        "address": row.address or None,
        "municipality_code": row.municipality_code,
        "state": row.state.value,
        "first_seen_on": row.first_seen_on.isoformat(),
        "last_seen_on": row.last_seen_on.isoformat(),
        "hints": hints,
    }
    return document | {"points": row.points} if with_points else document
