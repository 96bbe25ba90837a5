"""Verdicts as badges: of one dwelling, and of many at once."""

from collections.abc import Sequence
from datetime import date

from husly.kit.i18n import gettext as _
from husly.kit.i18n import mark
from standards.assess import find_verdicts
from standards.facts import DwellingFacts
from standards.outcome import Outcome
from standards.pack import load_pack

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


def verdicts_of(facts: Sequence[DwellingFacts], pack_id: str, *, as_of: date) -> list[tuple[str, str]]:
    """Badge and word of each dwelling's verdict by one pack, in the order given; one pass of the engine."""
    return [verdict_words(verdict) for verdict in find_verdicts(facts, load_pack(pack_id), as_of=as_of)]
