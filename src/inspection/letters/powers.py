"""Which authority has which power: the table behind the question "may we send this at all?" (CFG-01, G12)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import yaml

from husly.settings import SupervisionModel
from inspection.letters.blocks import LetterKind
from inspection.letters.references import PRINTED_CONFIDENCES

_PREPARES = {
    LetterKind.BESLUTNING_UVARSLET: LetterKind.VARSLING,
    LetterKind.FASTHOLDELSE: LetterKind.VARSLING,
    LetterKind.BEGRUNDELSE_EFTERFOELGENDE: LetterKind.STRAKSPAABUD,
}
"""Letters that rest on the same power as another one: entry, or the order whose reasons they give."""

PURPOSES = {
    "varsling": "besøg i boligen",
    "oplysningsanmodning": "pligten til at give oplysninger",
    "paabud": "påbud",
    "strakspaabud": "strakspåbud",
    "genhusning": "genhusning",
    "genhusning_betaling": "hvem der betaler genhusning",
    "forbud": "forbud mod beboelse",
    "straf": "straf",
    "boedeforelaeg": "bødeforelæg",
}
"""What a sentence of a letter may rest on, as the table names it, and in the words of a missing section."""


@dataclass(frozen=True)
class Power:
    """An authority's power to react in one way on one legal basis and rule pack, under some models of supervision.

    ``subject`` limits it to the employer's ``plan`` or to the ``dwelling``; ``any`` is both. ``confidence`` is "-"
    where no text was read that gives it. ``section`` is where the act gives it, empty where nobody has read that.
    """

    authority: str
    pack: str
    reaction: str
    confidence: str
    basis: str = "employee_housing_act"
    models: tuple[SupervisionModel, ...] = ("state",)
    subject: str = "any"
    law: str = ""
    section: str = ""

    @property
    def key(self) -> str:
        """The name under which an operator's two persons read its section."""
        return f"{self.authority}.{self.basis}.{self.reaction}"

    @property
    def is_verified(self) -> bool:
        """True when the power was read in the law or a good secondary source."""
        return self.confidence in PRINTED_CONFIDENCES

    def covers(self, requirement_id: str) -> bool:
        """Whether a requirement is among what the power is about."""
        return self.subject in ("any", subject_of(requirement_id))


def subject_of(requirement_id: str) -> str:
    """What a requirement is about: the ``plan`` that an employer keeps, or the ``dwelling``."""
    return "plan" if requirement_id.rpartition(".")[2].startswith("plan") else "dwelling"


@cache
def load_powers() -> frozenset[Power]:
    """Return the table as shipped."""
    rows = yaml.safe_load(Path(__file__).with_name("powers.yaml").read_text(encoding="utf-8"))
    return frozenset(power for row in rows for power in _powers(**row))


def _powers(*, models: list[SupervisionModel], reactions: dict[str, str], **row: str) -> Iterable[Power]:
    for reaction, confidence in reactions.items():
        yield Power(reaction=reaction, confidence=confidence, models=tuple(models), **row)


def powers_as_read(sections: Mapping[str, str]) -> frozenset[Power]:
    """The table with the sections that two persons have read laid over: those powers are verified."""
    return frozenset(
        replace(power, section=sections[power.key], confidence="V") if power.key in sections else power
        for power in load_powers()
    )


def powers_of(
    powers: Iterable[Power], *, model: SupervisionModel, authority: str, kind: LetterKind, unverified: bool = False
) -> list[Power]:
    """The powers of an authority to send a kind of letter under a model; ``unverified`` ones for demonstration only."""
    reaction = _PREPARES.get(kind, kind).value
    return [
        power
        for power in powers
        if (power.authority, power.reaction) == (authority, reaction)
        and model in power.models
        and (power.is_verified or unverified)
    ]


def may_visit(model: SupervisionModel, authority: str, basis: str) -> bool:
    """Whether an authority, as the table calls it, may come on a legal basis, verified or not: whoever can announce."""
    return any(
        (power.authority, power.basis, power.reaction) == (authority, basis, LetterKind.VARSLING.value)
        and model in power.models
        for power in load_powers()
    )


def packs_of(basis: str) -> frozenset[str]:
    """The rule packs that state what a legal basis demands."""
    return frozenset(power.pack for power in load_powers() if power.basis == basis)
