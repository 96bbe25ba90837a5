"""A letter of a case as it stands now: its words, its gates, its marking, and its page."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlmodel import Session

from husly.settings import Settings
from inspection.enforcement.from_register import case_facts
from inspection.enforcement.models import Finding
from inspection.enforcement.queries import CaseFile
from inspection.enforcement.reasons import Reason
from inspection.letters.approvals import find_review
from inspection.letters.blocks import LetterKind
from inspection.letters.builders import write_hearing, write_injunction, write_visit_notice
from inspection.letters.from_case import Source, StandingOf, hearing_content, notice_content, order_content
from inspection.letters.gates import GateResult, Marking, issue_gates, marking
from inspection.letters.issue_facts import IssueFacts
from inspection.letters.layout import BANNERS, letter_pdf
from inspection.letters.letter import Letter as WrittenLetter
from inspection.letters.models import Letter
from register.rules.approvals.queries import approval_of
from register.rules.models import LocalRuleState
from register.rules.queries import find_issued
from standards.rules.approval import Approval, Standing, standing_laid_over


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
    source = Source(file, settings, as_of, _standings(session, demo_mode=settings.demo_mode))
    written = _written(source, letter, print_unverified=settings.demo_mode)
    facts = IssueFacts(
        case=case_facts(file, as_of), review=find_review(session, letter.kind), demo_mode=settings.demo_mode
    )
    return Draft(written, issue_gates(written, facts), marking(written, facts))


def _written(source: Source, letter: Letter, *, print_unverified: bool) -> WrittenLetter:
    match letter.kind:
        case LetterKind.VARSLING:
            return write_visit_notice(notice_content(source, letter), print_unverified=print_unverified)
        case LetterKind.PARTSHOERING:
            return write_hearing(hearing_content(source, letter), print_unverified=print_unverified)
        case LetterKind.PAABUD:
            return write_injunction(order_content(source, letter), print_unverified=print_unverified)


def _standings(session: Session, *, demo_mode: bool) -> StandingOf:
    """How far the rule of a finding is approved: in the very content of the pack or local value that judged it.

    A local value stands as far as the pack it was laid over, and not at all once it was withdrawn.
    """

    @cache
    def approval(pack_id: str, pack_hash: str) -> Approval:
        return approval_of(session, pack_id, pack_hash, demo_mode=demo_mode)

    def standing(finding: Finding) -> Standing:
        local = find_issued(session, finding.pack_hash)
        if local is not None:
            if local.state is LocalRuleState.WITHDRAWN or local.base_pack_id != finding.pack_id:
                return Standing.WITHDRAWN
            base = approval(local.base_pack_id, local.base_hash)
            return standing_laid_over(base, finding.requirement_id, finding.observed_on)
        found = approval(finding.pack_id, finding.pack_hash)
        return found.standing_on(finding.requirement_id, finding.observed_on)

    return standing
