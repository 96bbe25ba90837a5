"""The authorities that may meet at one door: what each may do alone, its bases, its action-card. Read strictly."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

from husly.kit.access import Actor, Permission
from husly.kit.errors import DomainError
from husly.kit.i18n import language
from register.municipalities.areas import areas_of

CONFIDENCES = ("V", "V*", "P", "M")
LABOUR, MUNICIPALITY, POLICE, CMM = "labour_inspectorate", "municipality", "police", "cmm"
LONGEST_KEY = 40


class AuthoritiesError(ValueError):
    """A list of authorities that cannot be used: says which one and what to change."""


@dataclass(frozen=True, slots=True)
class Words:
    """One text in both languages of the authority's pages."""

    da: str
    en: str

    @property
    def now(self) -> str:
        """In the language of the moment; other languages read Danish."""
        return self.en if language() == "en" else self.da


@dataclass(frozen=True, slots=True)
class Basis:
    """A legal basis (*hjemmel*) that an authority usually names, with how sure the project is of it."""

    text: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Authority:
    """One authority; ``needs`` and ``call`` are its action-card (*aktionskort*, REF-04).

    ``daily`` joins visits every day, the others when they are asked (PLAN-05).
    """

    key: str
    name: Words
    daily: bool
    alone: Words
    bases: tuple[Basis, ...]
    needs: tuple[Words, ...]
    call: Words


def parse_authorities(text: str, *, origin: str) -> dict[str, Authority]:
    """YAML as authorities by key, in its order. Raises ``AuthoritiesError`` that names the file and the authority."""
    try:
        entries = yaml.safe_load(text)["authorities"]
        found = {one.key: one for one in map(_authority, entries)}
    except KeyError as missing:
        raise AuthoritiesError(f"{origin}: the key {missing} is missing.") from missing
    except (TypeError, AuthoritiesError, yaml.YAMLError) as problem:
        raise AuthoritiesError(f"{origin}: {problem}") from problem
    missing_ones = {LABOUR, MUNICIPALITY, POLICE, CMM} - set(found)
    if missing_ones or len(found) != len(entries):
        raise AuthoritiesError(
            f"{origin}: every authority stands once; missing: {', '.join(sorted(missing_ones)) or '-'}."
        )
    return found


def _authority(entry: Mapping[str, Any]) -> Authority:
    key = str(entry["key"])
    if not key.isidentifier() or len(key) > LONGEST_KEY:
        raise AuthoritiesError(f"{key!r} is no key: letters and underscores, at most {LONGEST_KEY}.")
    bases = tuple(Basis(str(one["text"]), str(one["confidence"])) for one in entry["bases"])
    if not bases or any(one.confidence not in CONFIDENCES for one in bases):
        raise AuthoritiesError(f"{key}: name at least one basis, each with a confidence of {', '.join(CONFIDENCES)}.")
    needs = entry["needs"]
    if len(needs["da"]) != len(needs["en"]) or not needs["da"]:
        raise AuthoritiesError(f"{key}: needs has as many lines in Danish as in English, and at least one.")
    return Authority(
        key=key,
        name=_words(entry),
        daily=entry["daily"] is True,
        alone=_words(entry["alone"]),
        bases=bases,
        needs=tuple(Words(str(da), str(en)) for da, en in zip(needs["da"], needs["en"], strict=True)),
        call=_words(entry["call"]),
    )


def _words(entry: Mapping[str, Any]) -> Words:
    return Words(str(entry["da"]), str(entry["en"]))


@cache
def authorities() -> Mapping[str, Authority]:
    """The delivered authorities by key, in the order in which pages offer them."""
    file = resources.files("inspection.joint") / "authorities.yaml"
    return parse_authorities(file.read_text(encoding="utf-8"), origin=file.name)


def authority_name(key: str) -> str:
    """What an authority is called in the language of the moment; a key that is no longer listed stands for itself."""
    found = authorities().get(key)
    return key if found is None else found.name.now


def known_authority(key: str) -> str:
    """The key, where it is one. Raises ``DomainError``."""
    if key not in authorities():
        raise DomainError("joint.authority", "Choose an authority from the list.")
    return key


def choices(*, but: Sequence[str] = ()) -> list[tuple[str, str]]:
    """(key, name) of all authorities but some, for a form."""
    return [(one.key, one.name.now) for one in authorities().values() if one.key not in but]


def own_authority(by: Actor) -> str:
    """Which authority somebody plans for: whoever plans for municipalities only is one, all others inspect labour."""
    return LABOUR if areas_of(by, Permission.PLAN_VISITS) is None or not by.grants else MUNICIPALITY
