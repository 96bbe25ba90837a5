"""How to comply, as the page shows it: the cheapest way first, the others behind it."""

from dataclasses import dataclass, field
from datetime import date

from register.assessments.wording import in_language
from standards.advice.advise import Advice, Guidance, advise
from standards.engine.assessment import Assessment
from standards.facts.known import DwellingFacts
from standards.rules.pack import CITABLE_STATUS, Pack


@dataclass(frozen=True)
class Way:
    """One way to comply: its steps, and how many there is room for afterwards (0: not told)."""

    steps: list[str]
    room_for: int


@dataclass(frozen=True)
class AdviceList:
    """Ways to cure every breach at once, and ways to settle one rule alone, by the rule's id."""

    ways: list[Way] = field(default_factory=list)
    by_rule: dict[str, list[str]] = field(default_factory=dict)


def advice_list(facts: DwellingFacts, pack: Pack, found: Assessment, *, as_of: date) -> AdviceList:
    """Advice on one judgement in the language of the moment; none on rules that nobody has to meet."""
    if pack.legal_status not in CITABLE_STATUS:
        return AdviceList()
    guidance = advise(facts, pack, as_of=as_of, found=found)
    return AdviceList([_way(plan) for plan in guidance.plans], _alone(guidance))


def _way(advice: Advice) -> Way:
    return Way([in_language(step.text).rstrip(".") for step in advice.steps], advice.room_for or 0)


def _alone(guidance: Guidance) -> dict[str, list[str]]:
    """What settles one rule alone, unless the plans say just that: they cure this rule and no other."""
    told = {plan.cures for plan in guidance.plans}
    return {
        rule: [in_language(way.sentence) for way in ways]
        for rule, ways in guidance.by_rule
        if ways and (rule,) not in told
    }
