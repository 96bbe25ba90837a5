"""The judgement of a dwelling as the page shows it: one panel per rule pack, breaches first."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from husly.kit.i18n import gettext as _
from husly.kit.i18n import ngettext
from register.assessments.advising import AdviceList, advice_list
from register.assessments.capacities import CapacityLine, capacity_line
from register.assessments.findings import Finding, finding
from register.assessments.releases import drafts_of, release_badge
from register.assessments.sharing import ALONE, Beside, everybody, shared_text
from register.assessments.verdicts import by_agreement, verdict_words
from register.assessments.wording import FOUND_ON_VISITS, LEGAL_STATUS, STATUS_BADGE, facts_named, in_language
from standards.engine.assess import assess
from standards.engine.assessment import Assessment, Result
from standards.engine.conditions import OUTSIDE
from standards.engine.outcome import Outcome
from standards.engine.reasons import explain
from standards.facts.catalogue import fact_at
from standards.facts.known import DwellingFacts
from standards.facts.problems import Problem
from standards.rules.issuer import Issuer
from standards.rules.pack import Pack
from standards.rules.release import PackRelease, ReleaseState
from standards.variants.agreement import ACT, under_agreement


@dataclass(frozen=True)
class PackPanel:
    """One pack's judgement. ``advice`` does not count towards the verdict; ``cure`` tells how to comply."""

    key: str
    title: str
    status: tuple[str, str]
    release: tuple[str, str]
    is_draft: bool
    verdict: tuple[str, str]
    capacity: CapacityLine
    cure: AdviceList
    breaches: list[Finding]
    unjudged: list[Finding]
    advice: list[Finding]
    met: list[Finding]
    not_applicable: list[Finding]
    agreement: str = ""
    """The collective agreement that takes the pack's place; the pack is then neither met nor breached."""
    outside: str = ""
    """Why the dwelling as a whole lies outside the pack, such as a ship."""

    @property
    def missing(self) -> list[str]:
        """Every fact that would settle something, each once; not what only a visit or the authority can tell."""
        return list(dict.fromkeys(name for one in self.unjudged for name in one.missing if name not in _visit_facts()))


@dataclass(frozen=True)
class Judgement:
    """All panels, the governing pack first, what could not be read, and that others live there too."""

    panels: list[PackPanel]
    unreadable: list[str]
    shared: str = ""

    @property
    def summary(self) -> str:
        """The governing pack in one line."""
        if not self.panels:
            return _("No rule pack is in use.")
        first = self.panels[0]
        if first.outside:
            return f"{first.verdict[1]}. {first.outside}."
        if first.agreement:
            return f"{first.verdict[1]}."
        if first.breaches:
            text = ngettext("%(num)s rule is not met", "%(num)s rules are not met", len(first.breaches))
        elif first.unjudged:
            text = ngettext("%(num)s rule is not judged yet", "%(num)s rules are not judged yet", len(first.unjudged))
        else:
            text = _("All rules judged are met")
        return f"{text}. {first.capacity.short}".strip()


def judge(
    facts: DwellingFacts,
    packs: Sequence[Pack],
    *,
    as_of: date,
    unreadable: Iterable[Problem] = (),
    releases: Mapping[str, PackRelease] | None = None,
    beside: Beside = ALONE,
    exempt: Issuer | None = None,
) -> Judgement:
    """Judge one dwelling by each pack on a date; a pack without a release is shown as a draft.

    The packs come with the local values of its municipality. Those of other declarations of the same dwelling
    (``beside``) count as well. ``exempt`` is the collective agreement that takes the act's place; else ``beside``
    knows it.
    """
    exempt = exempt or beside.exempts(facts.residents)
    found, facts = releases or {}, everybody(facts, beside, as_of)
    panels = [
        _panel_exempt(facts, pack, as_of, found.get(pack.id), exempt)
        if exempt is not None and pack.id == ACT
        else _panel(facts, pack, as_of, found.get(pack.id), beside)
        for pack in packs
    ]
    return Judgement(panels, [_unreadable(problem) for problem in unreadable], shared_text(beside, as_of))


def _panel(facts: DwellingFacts, pack: Pack, as_of: date, release: PackRelease | None, beside: Beside) -> PackPanel:
    assessment = assess(facts, pack, as_of=as_of)
    shown = [result for result in assessment.results if result.requirement_id not in pack.variants]
    drafts = drafts_of(release)

    cure = advice_list(facts, pack, assessment, as_of=as_of)

    def where(belongs: Callable[[Result], bool]) -> list[Finding]:
        rows = [(finding(row, assessment, pack, drafts=drafts), row) for row in shown if belongs(row)]
        return [_with_cure(found, row, cure) for found, row in rows]

    return PackPanel(
        key=pack.id,
        title=in_language(pack.title),
        status=(STATUS_BADGE.get(pack.legal_status, ""), _(LEGAL_STATUS[pack.legal_status])),
        release=release_badge(release),
        is_draft=release is None or release.state is not ReleaseState.APPROVED,
        verdict=verdict_words(assessment.verdict),
        capacity=capacity_line(facts, pack, as_of=as_of, beside=beside),
        cure=cure,
        breaches=where(lambda one: one.is_breach),
        unjudged=where(lambda one: one.outcome is Outcome.NOT_ASSESSED),
        advice=where(lambda one: one.is_advice),
        met=where(lambda one: one.outcome is Outcome.MET and not one.is_advice),
        not_applicable=where(lambda one: one.outcome is Outcome.NOT_APPLICABLE),
        outside=_outside(assessment),
    )


def _outside(assessment: Assessment) -> str:
    """The reason, where one takes the dwelling outside every rule."""
    if assessment.verdict is not Outcome.NOT_APPLICABLE:
        return ""
    rows = (row for row in assessment.results if (row.reason or "").startswith(f"{OUTSIDE}:"))
    reason = next((explain(row) for row in rows), None)
    return "" if reason is None else in_language(reason)


def _panel_exempt(
    facts: DwellingFacts, pack: Pack, as_of: date, release: PackRelease | None, agreement: Issuer
) -> PackPanel:
    """The act under a collective agreement: every rule not applicable, and no capacity or advice from it."""
    assessment = under_agreement(assess(facts, pack, as_of=as_of), agreement)
    shown = [result for result in assessment.results if result.requirement_id not in pack.variants]
    drafts = drafts_of(release)
    return PackPanel(
        key=pack.id,
        title=in_language(pack.title),
        status=(STATUS_BADGE.get(pack.legal_status, ""), _(LEGAL_STATUS[pack.legal_status])),
        release=release_badge(release),
        is_draft=release is None or release.state is not ReleaseState.APPROVED,
        verdict=("", by_agreement()),
        capacity=CapacityLine(_("The act sets no limit here while the agreement covers every resident.")),
        cure=AdviceList(),
        breaches=[],
        unjudged=[],
        advice=[],
        met=[],
        not_applicable=[finding(row, assessment, pack, drafts=drafts) for row in shown],
        agreement=in_language(agreement.name),
    )


def _with_cure(found: Finding, result: Result, cure: AdviceList) -> Finding:
    return replace(found, cures=cure.by_rule.get(result.requirement_id, []))


def _visit_facts() -> list[str]:
    return facts_named(FOUND_ON_VISITS)


def _unreadable(problem: Problem) -> str:
    place, _dot, key = problem.path.rpartition(".")
    fact = fact_at(f"rooms.{key}" if place.startswith("rooms") else key)
    label = problem.path if fact is None else in_language(fact.label)
    where = _("Room %(number)s", number=int(place[6:-1]) + 1) + ", " if place.startswith("rooms[") else ""
    return f"{where}{label} “{str(problem.value)[:40]}”: {in_language(problem.message)}"
