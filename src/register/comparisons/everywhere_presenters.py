"""One dwelling under every pack at once: verdicts, the rules that decide, and how many may live there."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from husly.kit.i18n import gettext as _
from husly.kit.i18n import ngettext
from register.assessments.findings import Finding, finding
from register.assessments.verdicts import OUTCOMES, by_agreement, verdict_words
from register.assessments.wording import in_language
from register.rules.list_presenters import page_language
from register.rules.presenters import PackPage
from standards.capacity.lawful import lawful_capacity
from standards.engine.assess import assess
from standards.engine.assessment import Assessment, Result
from standards.engine.outcome import Outcome
from standards.engine.reasons import explain
from standards.facts.known import DwellingFacts
from standards.rules.issuer import Issuer
from standards.rules.jurisdictions import country_name, country_of, home_first, is_home, jurisdiction_name
from standards.rules.pack import Pack
from standards.variants.agreement import ACT, under_agreement

DECISIVE = 3
"""Rules named in a row; the others are counted."""


@dataclass(frozen=True)
class PackVerdict:
    """How one pack judges the dwelling."""

    page: PackPage
    part: str
    outcome: Outcome
    verdict: tuple[str, str]
    decisive: list[Finding]
    more: str
    counts: list[str]
    capacity: str


@dataclass(frozen=True)
class CountryVerdicts:
    """The packs of one country."""

    name: str
    is_home: bool
    rows: list[PackVerdict]


@dataclass(frozen=True)
class EverywherePage:
    """The judgement by every pack on a day. `name` is what the dwelling is called, `about` a line about it."""

    name: str
    about: str
    facts: DwellingFacts
    pages: Sequence[PackPage]
    as_of: date
    exempt: Issuer | None = None
    """The collective agreement that takes the act's place for this dwelling."""

    @cached_property
    def countries(self) -> list[CountryVerdicts]:
        """Verdicts by country, home first."""
        spoken = page_language()
        grouped: dict[str, list[PackVerdict]] = {}
        for one in sorted(self.pages, key=lambda one: _order(one.pack)):
            grouped.setdefault(country_of(one.pack.jurisdiction), []).append(self._judged(one))
        return [CountryVerdicts(country_name(code, spoken), is_home(code), rows) for code, rows in grouped.items()]

    @property
    def summary(self) -> list[tuple[tuple[str, str], str]]:
        """How many packs come to each verdict: badge, and the number in words; the worst first."""
        counts = Counter(row.outcome for country in self.countries for row in country.rows)
        return [
            (verdict_words(outcome), ngettext("%(num)s rule pack", "%(num)s rule packs", counts[outcome]))
            for outcome in OUTCOMES
            if counts[outcome]
        ]

    @property
    def persons(self) -> str:
        """Of how many people and rooms it is."""
        rooms = ngettext("%(num)s room described", "%(num)s rooms described", len(self.facts.rooms))
        if self.facts.residents is None:
            return rooms
        residents = ngettext("%(num)s resident", "%(num)s residents", self.facts.residents)
        return f"{residents}, {rooms}"

    def _judged(self, page: PackPage) -> PackVerdict:
        pack = page.pack
        assessment = assess(self.facts, pack, as_of=self.as_of)
        exempt = self.exempt if pack.id == ACT else None
        if exempt is not None:
            assessment = under_agreement(assessment, exempt)
        deciding = assessment.breaches() or _open(assessment)
        decisive = [finding(one, assessment, pack) for one in deciding[:DECISIVE]]
        left = len(deciding) - len(decisive)
        return PackVerdict(
            page=page,
            part=jurisdiction_name(pack.jurisdiction, page_language()).partition(", ")[2],
            outcome=assessment.verdict,
            verdict=verdict_words(assessment.verdict) if exempt is None else ("", by_agreement()),
            decisive=decisive,
            more=ngettext("and %(num)s more", "and %(num)s more", left) if left else "",
            counts=_counts(assessment),
            capacity=self._capacity(pack) if exempt is None else "–",
        )

    def _capacity(self, pack: Pack) -> str:
        capacity = lawful_capacity(self.facts, pack, as_of=self.as_of)
        if capacity.persons is None:
            return "–"
        return str(capacity.persons) if capacity.complete else _("%(count)s or fewer", count=capacity.persons)


def _order(pack: Pack) -> tuple[object, ...]:
    """Home first, then by country; within one the law in force before proposals and what has expired."""
    kinds = ("binding", "treaty", "private_norm", "guidance", "proposal", "expired")
    return (*home_first(pack.jurisdiction, page_language()), kinds.index(pack.legal_status), pack.id)


def _open(assessment: Assessment) -> tuple[Result, ...]:
    return tuple(one for one in assessment.results if one.counted and one.outcome is Outcome.NOT_ASSESSED)


def _counts(assessment: Assessment) -> list[str]:
    """How many rules are met, and how many could not be judged; why, where none applies."""
    if assessment.verdict is Outcome.NOT_APPLICABLE:
        reasons = [explain(one) for one in assessment.results]
        return list(dict.fromkeys(in_language(one) for one in reasons if one is not None))[:DECISIVE]
    met = sum(one.counted and one.outcome is Outcome.MET for one in assessment.results)
    unjudged = len(_open(assessment))
    return [
        *([ngettext("%(num)s rule met", "%(num)s rules met", met)] if met else []),
        *([ngettext("%(num)s rule not judged", "%(num)s rules not judged", unjudged)] if unjudged else []),
    ]
