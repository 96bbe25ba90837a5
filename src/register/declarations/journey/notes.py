"""Which findings belong to which answer of a page."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from register.assessments.findings import Finding
from register.assessments.presenters import Judgement
from register.declarations.questions import ROOMS
from standards.rules.needed import facts_measured
from standards.rules.pack import Pack

Notes = dict[str, list[Finding]]


@dataclass(frozen=True)
class PageJudgement:
    """The whole judgement, and what of it is about the answers of one page, by question."""

    judgement: Judgement
    notes: Notes = field(default_factory=dict)
    warnings: Sequence[str] = ()

    @property
    def here(self) -> list[Finding]:
        """Rules of the governing pack that this page's answers break."""
        return [finding for findings in self.notes.values() for finding in findings]


def notes_of(judgement: Judgement, packs: Iterable[Pack], asked: Sequence[str]) -> Notes:
    """What the governing pack finds wrong with the answers of a page, each rule at one question."""
    if not judgement.panels:
        return {}
    panel = judgement.panels[0]
    pack = next(one for one in packs if one.id == panel.key)
    measured = {rule.id.replace(".", "-"): facts_measured(rule) for rule in pack.requirements}
    return _placed(panel.breaches, measured, asked)


def _placed(findings: Iterable[Finding], measured: Mapping[str, tuple[str, ...]], asked: Sequence[str]) -> Notes:
    notes: Notes = {}
    for finding in findings:
        questions = (_question(path) for path in measured.get(finding.key, ()))
        place = next((question for question in questions if question in asked), None)
        if place is not None:
            notes.setdefault(place, []).append(finding)
    return notes


def _question(path: str) -> str:
    return ROOMS if path.startswith(ROOMS) else f"dwelling.{path}"
