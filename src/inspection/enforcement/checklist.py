"""What an inspector goes through on a visit: each requirement of the governing pack, with what was declared of it.

Pure. Texts are Danish, the language of cases and letters.
"""

from dataclasses import dataclass
from datetime import date

from husly.kit.errors import DomainError
from inspection.enforcement.amounts import amount_words, number_words, unit_words
from inspection.enforcement.models import FindingKind, FindingOutcome
from standards.engine.assessment import Assessment, Result
from standards.engine.outcome import Outcome
from standards.facts.choices import ITEM_LABELS
from standards.variants.agreement import BY_AGREEMENT

OPERATOR_WORDS = {"<=": "højst", ">=": "mindst"}
UNKNOWN = "Ikke oplyst"


@dataclass(frozen=True)
class CheckItem:
    """One requirement to look at: the rule, its place in the law, and what the declaration says of it.

    ``pack_hash`` is the content that an approval must cover: of the pack, or of the local value where it governs.
    """

    requirement_id: str
    pack_id: str
    pack_version: str
    pack_hash: str
    legal_status: str
    confidence: str
    valid_from: date | None
    valid_to: date | None
    title: str
    rule: str
    required: str
    remedy: str
    clause_title: str
    clause_section: str
    op: str
    limit: float | None
    unit: str
    declared: str
    declared_outcome: Outcome
    declared_rooms: tuple[str, ...]

    @property
    def clause(self) -> str:
        """The place in the law, in one line."""
        return f"{self.clause_section}, {self.clause_title}"

    @property
    def is_number(self) -> bool:
        """Whether the rule limits something that is counted or measured."""
        return self.limit is not None


@dataclass(frozen=True)
class FindingEntry:
    """What the inspector enters about one requirement."""

    requirement_id: str
    outcome: FindingOutcome
    kind: FindingKind = FindingKind.OBSERVED
    measured_number: float | None = None
    measured_text: str = ""
    rooms: tuple[str, ...] = ()
    note: str = ""


def checklist(assessments: tuple[Assessment, ...]) -> tuple[CheckItem, ...]:
    """The requirements that count, in force that day; those breached as declared first, then the unknown ones.

    What a collective agreement takes the place of is left out: nothing is found on it, so no letter can cite it.
    """
    items = [
        _item(assessment, result)
        for assessment in assessments
        for result in assessment.results
        if result.counted and result.reason != "outside_validity" and not (result.reason or "").startswith(BY_AGREEMENT)
    ]
    rank = {Outcome.BREACHED: 0, Outcome.NOT_ASSESSED: 1}
    return tuple(sorted(items, key=lambda item: rank.get(item.declared_outcome, 2)))


def _item(assessment: Assessment, result: Result) -> CheckItem:
    limit = result.required if isinstance(result.required, float) and not isinstance(result.required, bool) else None
    return CheckItem(
        requirement_id=result.requirement_id,
        pack_id=assessment.pack_id,
        pack_version=assessment.pack_version,
        pack_hash=result.overlay_hash or assessment.pack_hash,
        legal_status=assessment.legal_status,
        confidence=result.confidence,
        valid_from=result.valid_from,
        valid_to=result.valid_to,
        title=result.label.da,
        rule=result.text.da,
        required=required_words(result),
        remedy=result.remedy.da,
        clause_title=_lowered(result.reference.title),
        clause_section=result.reference.section,
        op=result.op,
        limit=limit,
        unit=unit_words(result.unit),
        declared=declared_words(result),
        declared_outcome=result.outcome,
        declared_rooms=result.rooms,
    )


def _lowered(title: str) -> str:
    return title[:1].lower() + title[1:]


AS_THE_RULE_SAYS = "Kravet skal være opfyldt"
"""Of a rule without a number: the rule says it all."""


def required_words(result: Result) -> str:
    """What the rule demands, short: “højst 2 personer pr. beboelsesrum”."""
    required = result.required
    if isinstance(required, bool) or required is None:
        return AS_THE_RULE_SAYS
    if isinstance(required, tuple):
        return ", ".join(_item_word(name) for name in required)
    return f"{OPERATOR_WORDS.get(result.op, '')} {amount_words(required, unit_words(result.unit))}".strip()


def declared_words(result: Result) -> str:
    """What the declaration says, short."""
    measured = result.measured
    if result.outcome is Outcome.NOT_APPLICABLE:
        return "Ikke omfattet"
    if result.present is not None:
        return f"{result.present} (kræver {result.needed})" if result.needed is not None else str(result.present)
    if isinstance(measured, bool):
        return "Ja" if measured else "Nej"
    if measured is None:
        return UNKNOWN
    return amount_words(measured, unit_words(result.unit))


def _item_word(name: str) -> str:
    label = ITEM_LABELS.get(name)
    return name if label is None else label.da.lower()


def check_entry(entry: FindingEntry, item: CheckItem) -> None:
    """Raise ``DomainError`` where an entry contradicts itself or says too little to stand in a letter."""
    said = bool(entry.measured_text.strip() or entry.note.strip())
    if entry.outcome is FindingOutcome.BREACHED and not said and entry.measured_number is None:
        raise DomainError("finding.unstated", "“{rule}”: write what was seen or measured.", rule=item.rule)
    if entry.measured_number is None or item.limit is None:
        return
    holds = _holds(entry.measured_number, item.op, item.limit)
    if entry.outcome is FindingOutcome.BREACHED and holds:
        raise DomainError(
            "finding.contradiction",
            "“{rule}”: {number} is within the limit. Correct the number, or choose another answer.",
            rule=item.rule,
            number=number_words(entry.measured_number),
        )
    if entry.outcome is FindingOutcome.MET and not holds and not said:
        raise DomainError(
            "finding.unexplained",
            "“{rule}”: {number} is beyond the limit. Correct the answer, or note which exception applies.",
            rule=item.rule,
            number=number_words(entry.measured_number),
        )


def _holds(number: float, op: str, limit: float) -> bool:
    return number >= limit - 1e-9 if op == ">=" else number <= limit + 1e-9


def shortfall_words(entry: FindingEntry, item: CheckItem) -> str:
    """How far a breach lies beyond the limit: “1 personer pr. beboelsesrum for meget”; empty without numbers."""
    number = entry.measured_number
    if entry.outcome is not FindingOutcome.BREACHED or number is None or item.limit is None:
        return ""
    side = "for lidt" if item.op == ">=" else "for meget"
    return f"{amount_words(abs(number - item.limit), item.unit)} {side}"
