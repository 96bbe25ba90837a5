"""A letter of a case as it stands now: its words, its gates, its marking, and its page."""

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from sqlmodel import Session

from husly.settings import Settings
from inspection.enforcement.from_register import case_facts
from inspection.enforcement.queries import CaseFile
from inspection.enforcement.reasons import Reason
from inspection.letters.approvals import Release, find_review, release_of
from inspection.letters.blocks import LetterKind
from inspection.letters.builders import write_hearing, write_injunction, write_visit_notice
from inspection.letters.from_case import Source, hearing_content, notice_content, order_content
from inspection.letters.gates import GateResult, Marking, issue_gates, marking
from inspection.letters.issue_facts import IssueFacts
from inspection.letters.layout import BANNERS, letter_pdf
from inspection.letters.letter import Letter as WrittenLetter
from inspection.letters.models import Letter


@dataclass(frozen=True)
class Rendered:
    """What is frozen when a letter is issued."""

    content: dict[str, Any]
    pdf: bytes
    sha256: str
    banner: str
    texts_version: str


@dataclass(frozen=True)
class Draft:
    """A letter written from the case as it stands: words, gates and what every page bears."""

    written: WrittenLetter
    gates: tuple[GateResult, ...]
    marking: Marking

    @property
    def problems(self) -> tuple[Reason, ...]:
        """Everything that keeps the letter from being issued."""
        return tuple(problem for gate in self.gates for problem in gate.problems)

    @property
    def banner(self) -> str:
        """The warning at the head of every page; empty on a letter that is issued for real."""
        found = BANNERS[self.marking]
        return "" if found is None else found.line

    def pdf(self) -> bytes:
        """The page; equal letters give equal bytes."""
        return letter_pdf(self.written, self.marking)

    def rendered(self) -> Rendered:
        """The letter to be frozen."""
        pdf = self.pdf()
        content = json.loads(json.dumps(asdict(self.written), default=str, ensure_ascii=False))
        return Rendered(content, pdf, hashlib.sha256(pdf).hexdigest(), self.banner, str(self.written.version))


def write_draft(session: Session, file: CaseFile, letter: Letter, *, settings: Settings, as_of: date) -> Draft:
    """Write a letter of the current round as it would leave on a day."""
    source = Source(file, settings, as_of, lambda pack_id, found: release_of(session, pack_id, found))
    written = _written(source, letter, print_unverified=settings.demo_mode)
    facts = IssueFacts(
        case=case_facts(file, as_of), review=find_review(session, letter.kind), demo_mode=settings.demo_mode
    )
    gates = tuple(_with_pack_approval(session, gate, file, written, facts) for gate in issue_gates(written, facts))
    return Draft(written, gates, marking(written, facts))


def _written(source: Source, letter: Letter, *, print_unverified: bool) -> WrittenLetter:
    match letter.kind:
        case LetterKind.VARSLING:
            return write_visit_notice(notice_content(source, letter), print_unverified=print_unverified)
        case LetterKind.PARTSHOERING:
            return write_hearing(hearing_content(source, letter), print_unverified=print_unverified)
        case LetterKind.PAABUD:
            return write_injunction(order_content(source, letter), print_unverified=print_unverified)


def _with_pack_approval(
    session: Session, gate: GateResult, file: CaseFile, written: WrittenLetter, facts: IssueFacts
) -> GateResult:
    """Hold G2 closed in demonstration mode too, until the exact content of each cited pack has an approval."""
    if gate.gate != "G2" or not facts.demo_mode or not gate.passed:
        return gate
    hashes = {finding.requirement_id: finding.pack_hash for finding in file.findings}
    draft = {
        breach.citation.pack_id: breach.citation.requirement_id
        for breach in written.breaches
        if release_of(session, breach.citation.pack_id, hashes[breach.citation.requirement_id]) is Release.DRAFT
    }
    problems = tuple(
        Reason(
            "pack_is_draft",
            "",
            f"Krav {requirement} i regelsæt {pack} er et udkast uden godkendelse, heller ikke til demonstration.",
            f"Requirement {requirement} in pack {pack} is a draft without approval, for demonstration either.",
        )
        for pack, requirement in draft.items()
    )
    return replace(gate, problems=problems)
