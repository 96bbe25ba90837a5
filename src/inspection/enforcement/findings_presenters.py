"""The form in which an inspector records findings."""

from collections.abc import Mapping
from dataclasses import dataclass

from husly.kit.errors import DomainError
from husly.kit.i18n import gettext as _
from husly.kit.i18n import mark
from husly.kit.web.errors import translated
from inspection.enforcement.checklist import CheckItem, FindingEntry, check_entry
from inspection.enforcement.labels import DECLARED_OUTCOMES, KINDS, OUTCOMES
from inspection.enforcement.models import Finding, FindingKind
from inspection.enforcement.queries import CaseFile
from standards.engine.outcome import Outcome

GROUPS = (
    (Outcome.BREACHED, mark("Breached as declared")),
    (Outcome.NOT_ASSESSED, mark("Not known as declared")),
    (Outcome.MET, mark("Met as declared")),
)


@dataclass(frozen=True)
class Question:
    """One requirement of the form with what was entered so far."""

    item: CheckItem
    number: int
    declared_label: str
    outcome: str
    kind: str
    measured: str
    text: str
    note: str
    rooms: tuple[str, ...]
    error: str


class FindingsForm:
    """All questions, those breached as declared first."""

    def __init__(
        self,
        file: CaseFile,
        items: tuple[CheckItem, ...],
        room_names: tuple[str, ...],
        typed: Mapping[str, FindingEntry],
        errors: Mapping[str, str],
    ) -> None:
        self.file, self.room_names, self.errors = file, room_names, errors
        self.questions = [
            _question(number, item, typed.get(item.requirement_id), errors) for number, item in enumerate(items, 1)
        ]

    @property
    def groups(self) -> list[tuple[str, list[Question]]]:
        """The questions under the headings by what was declared."""
        named = [(_(title), [one for one in self.questions if _group(one) is outcome]) for outcome, title in GROUPS]
        return [(title, questions) for title, questions in named if questions]

    @property
    def outcomes(self) -> list[tuple[str, str]]:
        """The answers to choose from."""
        return [(outcome.value, _(label)) for outcome, label in OUTCOMES.items()]

    @property
    def kinds(self) -> list[tuple[str, str]]:
        """How something is known."""
        return [(kind.value, _(label)) for kind, label in KINDS.items()]


def _group(question: Question) -> Outcome:
    found = question.item.declared_outcome
    return found if found in (Outcome.BREACHED, Outcome.NOT_ASSESSED) else Outcome.MET


def _question(number: int, item: CheckItem, entry: FindingEntry | None, errors: Mapping[str, str]) -> Question:
    default = FindingKind.COMPUTED if item.is_number else FindingKind.OBSERVED
    measured = None if entry is None else entry.measured_number
    return Question(
        item=item,
        number=number,
        declared_label=_(DECLARED_OUTCOMES[item.declared_outcome.value]),
        outcome="" if entry is None else entry.outcome.value,
        kind=(default if entry is None else entry.kind).value,
        measured="" if measured is None else f"{measured:g}".replace(".", ","),
        text="" if entry is None else entry.measured_text,
        note="" if entry is None else entry.note,
        rooms=() if entry is None else entry.rooms,
        error=errors.get(item.requirement_id, ""),
    )


def entry_of(finding: Finding) -> FindingEntry:
    """A stored finding as it was entered."""
    return FindingEntry(
        requirement_id=finding.requirement_id,
        outcome=finding.outcome,
        kind=finding.kind,
        measured_number=finding.measured_number,
        measured_text=finding.measured_text,
        rooms=tuple(finding.rooms),
        note=finding.note,
    )


def entry_problems(entries: list[FindingEntry], items: tuple[CheckItem, ...]) -> dict[str, str]:
    """The sentence for each entry that contradicts itself or says too little."""
    known = {item.requirement_id: item for item in items}
    problems = {}
    for entry in entries:
        try:
            check_entry(entry, known[entry.requirement_id])
        except DomainError as error:
            problems[entry.requirement_id] = translated(error)
    return problems
