"""Assessments as tables for a terminal."""

from rich.console import Console
from rich.table import Table
from rich.text import Text as Cell

from husly.kit.i18n import format_number
from standards.advice.advise import Guidance
from standards.capacity.lawful import Capacity
from standards.engine.assessment import Assessment, ExceptionFinding, Result
from standards.engine.outcome import Outcome
from standards.engine.reasons import explain
from standards.facts.choices import ITEM_LABELS
from standards.printing.advice_tables import advice_lines, capacity_lines
from standards.text import Language, Text, unit_label

OUTCOME_LABELS: dict[Outcome, Text] = {
    Outcome.MET: Text("opfyldt", "met"),
    Outcome.BREACHED: Text("overtrådt", "breached"),
    Outcome.NOT_ASSESSED: Text("ikke vurderet", "not assessed"),
    Outcome.NOT_APPLICABLE: Text("ikke relevant", "not applicable"),
}
_STYLES = {
    Outcome.MET: "green",
    Outcome.BREACHED: "bold red",
    Outcome.NOT_ASSESSED: "yellow",
    Outcome.NOT_APPLICABLE: "dim",
}
_HEADINGS = (
    Text("Regel", "Rule"),
    Text("Udfald", "Outcome"),
    Text("Målt", "Measured"),
    Text("Krav", "Required"),
    Text("Bemærkning", "Remark"),
    Text("Hjemmel", "Clause"),
)
_DRAFT = Text("UDKAST - ikke gennemgået af en jurist", "DRAFT - not reviewed by a lawyer")
_VERDICT = Text("Samlet på disse fakta", "In all, on these facts")
_ADVICE = Text("vejledende", "advisory")
_BEST = Text("Bedre ende af spændet er ikke nået", "The better end of the range is not met")
_NOT_EXEMPT = Text("Ikke undtaget", "Not exempt")
_FACTS_MISSING = Text("fakta mangler", "facts missing")
_YES = {True: Text("ja", "yes"), False: Text("nej", "no")}


def print_assessment(
    assessment: Assessment,
    capacity: Capacity,
    language: Language,
    *,
    guidance: Guidance | None = None,
    console: Console | None = None,
) -> None:
    """Print one assessment, the worst rows first, with its capacity and the advice that cures its breaches."""
    console = console or Console(markup=False, highlight=False)
    console.print(assessment.pack_title.in_language(language), style="bold")
    draft = _DRAFT.in_language(language)
    console.print(f"{assessment.pack_id} {assessment.pack_version} · {assessment.as_of} · {draft}")
    table = Table()
    for heading in _HEADINGS:
        table.add_column(heading.in_language(language), overflow="fold")
    for result in assessment.worst_first():
        # Cells are plain text: a room may be named as its owner likes, brackets included.
        table.add_row(*(Cell(cell) for cell in _cells(result, language)), style=_STYLES[result.outcome])
    console.print(table)
    verdict = OUTCOME_LABELS[assessment.verdict].in_language(language)
    console.print(f"{_VERDICT.in_language(language)}: {verdict}", style=_STYLES[assessment.verdict])
    for line in (*capacity_lines(capacity, language), *advice_lines(guidance or Guidance(), language)):
        console.print(line)
    console.print()


def summary_line(assessment: Assessment, language: Language) -> str:
    """Tell an assessment in one line: pack, verdict, the rules breached, and how many facts are missing."""
    parts = [OUTCOME_LABELS[assessment.verdict].in_language(language)]
    breached = [one.requirement_id.rpartition(".")[2] for one in assessment.breaches()]
    if breached:
        parts.append(f"{OUTCOME_LABELS[Outcome.BREACHED].in_language(language)}: {', '.join(breached)}")
    missing = len(assessment.missing())
    if missing:
        parts.append(f"{missing} {_FACTS_MISSING.in_language(language)}")
    named = f"{assessment.dwelling_key}, " if assessment.dwelling_key else ""
    return f"{named}{assessment.pack_id}: {'; '.join(parts)}"


def _cells(result: Result, language: Language) -> tuple[str, ...]:
    outcome = OUTCOME_LABELS[result.outcome].in_language(language)
    if not result.counted and result.outcome in (Outcome.MET, Outcome.BREACHED):
        outcome = f"{outcome} ({_ADVICE.in_language(language)})"
    return (
        result.text.in_language(language),
        outcome,
        _measured(result, language),
        _required(result, language),
        "; ".join(_remarks(result, language)),
        f"{result.reference.section} [{result.confidence}]",
    )


def _measured(result: Result, language: Language) -> str:
    if result.present is not None and result.needed is not None:
        return f"{_number(result.measured, language)} ({result.present}/{result.needed})"
    return _number(result.measured, language)


def _required(result: Result, language: Language) -> str:
    if result.required is None:
        return ""
    if isinstance(result.required, tuple):
        return ", ".join(item_label(item, language) for item in result.required)
    sign = {"<=": "≤ ", ">=": "≥ "}.get(result.op, "")
    return f"{sign}{_number(result.required, language)} {unit_label(result.unit, language)}".rstrip()


def _number(value: float | bool | None, language: Language) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _YES[value].in_language(language)
    return format_number(value, 3, locale=language)


def _remarks(result: Result, language: Language) -> list[str]:
    remarks = [", ".join(item_label(item, language) for item in result.lacking)]
    remarks.append(", ".join(result.rooms))
    reason = explain(result)
    remarks.append(reason.in_language(language) if reason else "")
    if result.outcome in (Outcome.BREACHED, Outcome.NOT_ASSESSED):
        remarks.extend(_not_exempt(one, language) for one in result.exceptions if one.fulfilled is False)
    remarks.append(_BEST.in_language(language) if result.best_met is False else "")
    return [remark for remark in remarks if remark]


def _not_exempt(exception: ExceptionFinding, language: Language) -> str:
    """Tell of a measured exception that it was tried; one that nobody claimed goes without saying."""
    if exception.measured is None or isinstance(exception.measured, bool):
        return ""
    found = f"{_number(exception.measured, language)} {unit_label(exception.unit, language)}"
    return f"{_NOT_EXEMPT.in_language(language)}: {exception.text.in_language(language)} ({found})"


def item_label(item: str, language: Language) -> str:
    """Name an item of a list for people."""
    return ITEM_LABELS[item].in_language(language).lower() if item in ITEM_LABELS else item
