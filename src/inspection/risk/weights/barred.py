"""What must never weigh in a score (RISK-03), as the words by which a weight set might name it (K6)."""

import re
from collections.abc import Iterable

BARRED_WORDS = frozenset(
    [
        "nationality",
        "national",
        "citizenship",
        "citizen",
        "country",
        "ethnicity",
        "ethnic",
        "race",
        "language",
        "name",
        "names",
        "sex",
        "gender",
        "age",
        "birth",
        "religion",
        "faith",
        "union",
        "residence",
        "permit",
        "visa",
        "origin",
        "inspector",
        "reporter",
    ]
)
"""No factor or feature may carry one of these words: they are, or stand for, what must never weigh in a
score.
"""

BARRED_DANISH = frozenset(
    [
        "nationalitet",
        "statsborger",
        "statsborgerskab",
        "land",
        "hjemland",
        "oprindelse",
        "etnicitet",
        "etnisk",
        "race",
        "sprog",
        "navn",
        "navne",
        "køn",
        "alder",
        "religion",
        "tro",
        "fagforening",
        "opholdstilladelse",
        "visum",
        "tilsynsførende",
        "inspektør",
        "anmelder",
    ]
)
"""The same in Danish, for sets that authorities write."""

BARRED_STEMS = (
    "nationalit",
    "statsborger",
    "citizen",
    "ethnic",
    "etnisk",
    "etnicit",
    "religio",
    "fagforening",
    "trade union",
    "mother tongue",
    "modersmål",
    "inspector",
    "tilsynsførende",
    "hjemland",
    "home country",
)
"""Beginnings of words that no sentence of a factor needs; a harmless key would otherwise hide such a factor."""


def barred_in_key(key: str) -> list[str]:
    """The barred words in a key of a factor, a feature or a value, sorted."""
    words = {word for word in re.split(r"[\W_]+", key.lower()) if word}
    return sorted(words & (BARRED_WORDS | BARRED_DANISH))


def barred_in_sentences(sentences: Iterable[str]) -> list[str]:
    """The barred beginnings of words in what a factor says of itself, sorted."""
    told = " ".join(sentences).lower()
    return sorted(stem for stem in BARRED_STEMS if re.search(rf"\b{re.escape(stem)}", told))
