"""Certificates as pages and papers show them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from husly.kit.i18n import format_date, mark
from husly.kit.i18n import gettext as _
from inspection.certificates.models import Certificate, Revocation
from inspection.certificates.numbers import shown_number
from inspection.certificates.queries import PublicAnswer
from inspection.certificates.standing import CertificateState, VisitResult
from register.assessments.verdicts import by_agreement
from register.declarations.queries import Declared

STATES = {
    CertificateState.VALID: ("success", mark("Declared and in use")),
    CertificateState.NOT_BEGUN: ("info", mark("Declared, not begun yet")),
    CertificateState.NOT_IN_USE: ("info", mark("Not in use right now")),
    CertificateState.ENDED: ("warning", mark("Ended")),
    CertificateState.REVOKED: ("error", mark("Revoked by the authority")),
}
RESULTS = {
    VisitResult.OPEN: mark("visited on %(day)s; the case is not closed"),
    VisitResult.NO_BREACH: mark("visited on %(day)s; no breach was found"),
    VisitResult.PUT_RIGHT: mark("visited on %(day)s; what was breached had been put right"),
    VisitResult.BREACH: mark("visited on %(day)s; breaches were found"),
}
GROUNDS = {
    Revocation.UNTRUE: mark("What is declared is untrue"),
    Revocation.UNFIT: mark("The dwelling must not be lived in"),
    Revocation.NOT_FOUND: mark("There is no such housing at the address"),
    Revocation.OTHER: mark("Another reason"),
}
FEWEST_EMPLOYERS = 3
"""Municipalities with fewer employers are counted together, so that nobody can be recognised."""


def state_words(state: CertificateState) -> tuple[str, str]:
    """Badge and words of a state."""
    badge, words = STATES[state]
    return badge, _(words)


def visit_words(answer: PublicAnswer) -> str:
    """Whether the authority has been there, and what came of it."""
    if answer.visit is None:
        return _("not visited by the authority: everything is as the employer declared it")
    return _(RESULTS[answer.visit.result], day=format_date(answer.visit.visited_on))


@dataclass(frozen=True)
class AnswerPage:
    """What anybody is told about one number or one address."""

    answer: PublicAnswer
    as_of: date

    @property
    def number(self) -> str:
        """The number in groups; empty where nobody asked for a certificate."""
        found = self.answer.certificate
        return "" if found is None else shown_number(found.number)

    @property
    def state(self) -> tuple[str, str]:
        """Badge and words."""
        return state_words(self.answer.state)

    @property
    def rows(self) -> list[tuple[str, str]]:
        """Capacity, last day and visit."""
        answer = self.answer
        capacity = _("not known") if answer.capacity is None else str(answer.capacity)
        if answer.is_exempt:
            capacity = by_agreement()
        until = format_date(answer.ends_on) if answer.ends_on else _("until further notice")
        return [
            (_("Room for, by the rules and what is declared"), capacity),
            (_("Declared until"), until),
            (_("Visit by the authority"), visit_words(answer)),
        ]


@dataclass(frozen=True)
class CertificatePage:
    """The page of one accommodation's certificate, for its employer and the authority."""

    declared: Declared
    certificate: Certificate | None
    answer: AnswerPage
    is_own: bool
    may_revoke: bool
    errors: Mapping[str, str] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)

    @property
    def href(self) -> str:
        """The page of the declaration."""
        return f"/declarations/{self.declared.accommodation.id}"

    @property
    def revoked(self) -> list[tuple[str, str]]:
        """When and why it was revoked; empty while it was not."""
        found = self.certificate
        if found is None or found.revoked_at is None or found.revoked_for is None:
            return []
        return [
            (_("Revoked on"), format_date(found.revoked_at)),
            (_("Ground"), _(GROUNDS[found.revoked_for])),
            (_("Reason"), found.revoked_because),
        ]

    @property
    def grounds(self) -> list[tuple[str, str]]:
        """What can be chosen."""
        return [(one.value, _(word)) for one, word in GROUNDS.items()]


@dataclass(frozen=True)
class HousingPage:
    """The public search. ``counts`` are municipality, accommodations, employers; None: not published."""

    by_number: bool
    by_address: bool
    typed: Mapping[str, str] = field(default_factory=dict)
    found: Sequence[AnswerPage] | None = None
    counts: Sequence[tuple[str, int, int]] = ()
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """All accommodations in use."""
        return sum(count for _code, count, _employers in self.counts)

    @property
    def rows(self) -> list[tuple[str, int]]:
        """Municipalities by name; those with few employers together, and one more where one alone would be told."""
        few = [row for row in self.counts if row[2] < FEWEST_EMPLOYERS]
        rest = sorted((row for row in self.counts if row[2] >= FEWEST_EMPLOYERS), key=lambda row: row[1])
        if len(few) == 1 and rest:
            few, rest = [*few, rest[0]], rest[1:]
        named = sorted((self.names.get(code, code), count) for code, count, _employers in rest)
        others = sum(count for _code, count, _employers in few)
        return [*named, (_("Other municipalities together"), others)] if few else named
