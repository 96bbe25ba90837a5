"""A letter of a case as it stands now: its words, its gates, its marking, and its page."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from pathlib import Path

from sqlmodel import Session

from husly.kit.errors import DomainError
from husly.settings import Settings
from inspection.authorities.queries import guidance_of, letterhead_of
from inspection.enforcement.from_register import case_facts
from inspection.enforcement.models import Finding
from inspection.enforcement.queries import CaseFile
from inspection.enforcement.reasons import Reason
from inspection.letters.actions import Rendered
from inspection.letters.approvals import find_review
from inspection.letters.courtesy import wants_courtesy, with_courtesy
from inspection.letters.enclosures import Enclosing, Enclosure, with_enclosures
from inspection.letters.from_case import Source, StandingOf
from inspection.letters.gates import GateResult, Marking, issue_gates, marking
from inspection.letters.issue_facts import IssueFacts
from inspection.letters.kinds import type_of
from inspection.letters.layout import BANNERS, letter_pdf
from inspection.letters.letter import Letter as WrittenLetter
from inspection.letters.models import Letter
from inspection.letters.powers import powers_as_read
from inspection.letters.protecting import beside_the_head, numbers_of, protected_terms
from inspection.letters.provisions import sections_read
from inspection.letters.references import as_read
from register.rules.approvals.queries import approval_of
from register.rules.models import LocalRuleState
from register.rules.queries import find_issued
from standards.rules.approval import Approval, Standing, standing_laid_over


@dataclass(frozen=True)
class Draft:
    """A letter written from the case as it stands: words, gates and what every page bears."""

    written: WrittenLetter
    gates: tuple[GateResult, ...]
    marking: Marking
    settings: Settings
    enclosures: tuple[Enclosure, ...] = ()

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
        """The letter to be frozen, sealed where the operator has a certificate.

        Raises ``DomainError`` where the certificate cannot be used: then nothing is issued.
        """
        certificate = self.settings.seal_certificate
        pdf = self.pdf() if certificate is None else self._sealed(certificate)
        content = json.loads(json.dumps(asdict(self.written), default=str, ensure_ascii=False))
        return Rendered(content, pdf, hashlib.sha256(pdf).hexdigest(), self.banner, str(self.written.version))

    def _sealed(self, certificate: Path) -> bytes:
        from husly.kit.pdf.seal import SealError, seal  # here, because only installations with a certificate need it

        plain = letter_pdf(self.written, self.marking, with_seal=True)
        try:
            return seal(plain, certificate=certificate, password=self.settings.seal_password.get_secret_value())
        except SealError as error:
            raise DomainError(
                "letter.seal", "The letter cannot be sealed, so it was not issued. {what}", what=str(error)
            ) from None


def write_draft(
    session: Session, file: CaseFile, letter: Letter, *, settings: Settings, as_of: date, final: bool = False
) -> Draft:
    """Write a letter of the current round as it would leave on a day; ``final`` when it leaves."""
    sections = sections_read(session)
    powers = powers_as_read(sections)
    source = Source(
        file,
        settings,
        as_of,
        _standings(session, demo_mode=settings.demo_mode),
        letterhead_of(session, file.case, settings),
        guidance_of(session, file.case, letter.kind, settings),
        powers,
    )
    with as_read(sections):
        written = type_of(letter.kind).write(source, letter, settings.demo_mode)
    if wants_courtesy(written.head.recipient):
        written = with_courtesy(written)
    enclosures = type_of(letter.kind).encloses(Enclosing(session, file, letter, settings, final))
    written = with_enclosures(written, enclosures)
    facts = IssueFacts(
        case=case_facts(file, as_of),
        review=find_review(session, letter.kind),
        demo_mode=settings.demo_mode,
        protected_terms=frozenset()
        if letter.confined  # it goes to the police, who may be told
        else beside_the_head(protected_terms(session, file), written),
        known_numbers=numbers_of(file),
        powers=powers,
        model=settings.supervision_model,
        basis=file.case.legal_basis.value,
    )
    return Draft(written, issue_gates(written, facts), marking(written, facts), settings, enclosures)


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
