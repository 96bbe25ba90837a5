"""Verdicts as badges: of one dwelling, and of many at once."""

from collections.abc import Sequence
from datetime import date

from husly.kit.i18n import gettext as _
from husly.kit.i18n import mark
from standards.engine.assess import find_verdicts
from standards.engine.outcome import Outcome
from standards.facts.known import DwellingFacts
from standards.rules.pack import Pack

OUTCOMES = {
    Outcome.BREACHED: ("error", mark("Not met")),
    Outcome.NOT_ASSESSED: ("warning", mark("Not judged")),
    Outcome.MET: ("success", mark("Met")),
    Outcome.NOT_APPLICABLE: ("", mark("Does not apply")),
}
"""Badge and word of each outcome, the worst first."""


def verdict_words(outcome: Outcome) -> tuple[str, str]:
    """Badge and word of an outcome."""
    kind, word = OUTCOMES[outcome]
    return kind, _(word)


def by_agreement() -> str:
    """The words for housing to which the act does not apply because of a collective agreement; never “met”."""
    return _("Not applicable – collective agreement")


def verdicts_of(facts: Sequence[DwellingFacts], packs: Sequence[Pack], *, as_of: date) -> list[tuple[str, str]]:
    """Badge and word of each dwelling's verdict, in the order given, each by the pack as it stands where it lies."""
    return [verdict_words(outcome) for outcome in outcomes_of(facts, packs, as_of=as_of)]


def outcomes_of(facts: Sequence[DwellingFacts], packs: Sequence[Pack], *, as_of: date) -> list[Outcome]:
    """Each dwelling's verdict, in the order given; one pass of the engine for each pack that differs."""
    groups: dict[int, tuple[Pack, list[int]]] = {}
    for place, pack in enumerate(packs):
        groups.setdefault(id(pack), (pack, []))[1].append(place)
    found: dict[int, Outcome] = {}
    for pack, places in groups.values():
        found |= dict(zip(places, find_verdicts([facts[one] for one in places], pack, as_of=as_of), strict=True))
    return [found[place] for place in range(len(facts))]
