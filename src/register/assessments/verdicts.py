"""Verdicts as badges: of one dwelling, and of many at once."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import polars as pl

from husly.kit.i18n import gettext as _
from husly.kit.i18n import mark
from standards.engine import assess_frames
from standards.facts import DwellingFacts
from standards.frames import frames_of
from standards.outcome import Outcome
from standards.pack import Pack

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


def verdicts_of(facts: Sequence[DwellingFacts], packs: Sequence[Pack], *, as_of: date) -> list[tuple[str, str]]:
    """Badge and word of each dwelling's verdict, in the order given, each by the pack as it stands where it lies.

    One pass of the engine for each pack that differs.
    """
    groups: dict[int, tuple[Pack, list[DwellingFacts]]] = {}
    for number, (one, pack) in enumerate(zip(facts, packs, strict=True)):
        groups.setdefault(id(pack), (pack, []))[1].append(replace(one, key=str(number)))
    outcomes: dict[str, list[str]] = {}
    for pack, numbered in groups.values():
        frame = assess_frames(*frames_of(numbered), pack, as_of=as_of)
        counted = frame.filter((pl.col("severity") == "breach") & ~pl.col("requirement_id").is_in(list(pack.variants)))
        outcomes |= dict(counted.group_by("dwelling").agg(pl.col("outcome").cast(pl.String)).iter_rows())
    return [verdict_words(_worst(outcomes.get(str(number), []))) for number in range(len(facts))]


def _worst(outcomes: Sequence[str]) -> Outcome:
    return next((outcome for outcome in OUTCOMES if outcome.value in outcomes), Outcome.NOT_APPLICABLE)
