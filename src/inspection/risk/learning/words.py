"""The words of ``words.yaml``, by which columns of a table are told."""

import re
from functools import cache
from importlib import resources

import yaml


@cache
def words(kind: str) -> frozenset[str]:
    """The words of one kind. Raises KeyError for a kind that is not there."""
    text = (resources.files("inspection.risk.learning") / "words.yaml").read_text(encoding="utf-8")
    return frozenset(str(word) for word in yaml.safe_load(text)[kind])


def words_of(name: str) -> set[str]:
    """The words of a column's name, in small letters: ``SiteName_2`` is site, name and 2."""
    spaced = re.sub(r"([a-zæøå])([A-ZÆØÅ])", r"\1 \2", name)
    return {word for word in re.split(r"[^0-9a-zæøå]+|(?<=[a-zæøå])(?=\d)", spaced.lower()) if word}
