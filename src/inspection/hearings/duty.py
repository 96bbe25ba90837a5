"""What must be heard before a decision (FVL § 19(1)). Pure.

A fact is put to the party when it is against him, matters to the decision, and cannot be taken to be known to him as
something the authority holds and builds on.
"""

from dataclasses import dataclass

from inspection.enforcement.reasons import Reason

_LAW = "FVL § 19, stk. 1"


@dataclass(frozen=True)
class HeardFact:
    """One fact as the question asks about it; ``number`` is the finding's in its round.

    ``adverse``: it speaks against the party. ``material``: a decision would rest on it. ``known_to_party``: he has
    told it to the authority himself, in the same words of measure, so he knows that it holds it.
    """

    number: int
    title: str
    adverse: bool
    material: bool
    known_to_party: bool


@dataclass(frozen=True)
class Duty:
    """Whether a fact must be heard, and why."""

    fact: HeardFact
    must_be_heard: bool
    reason: Reason


def duty_of(fact: HeardFact) -> Duty:
    """Whether one fact must be put to the party before it is used against him."""
    if not fact.adverse:
        return Duty(fact, False, _not_adverse())
    if not fact.material:
        return Duty(fact, False, _not_material())
    if fact.known_to_party:
        return Duty(fact, False, _known())
    return Duty(fact, True, _must())


def duties_of(facts: tuple[HeardFact, ...]) -> tuple[Duty, ...]:
    """The answer for each fact, in their order."""
    return tuple(duty_of(fact) for fact in facts)


def hearing_required(facts: tuple[HeardFact, ...]) -> bool:
    """Whether any fact must be heard."""
    return any(duty_of(fact).must_be_heard for fact in facts)


def _must() -> Reason:
    da = "Til ugunst, væsentlig, og parten kan ikke antages at kende den."
    return Reason("must_be_heard", _LAW, da, "Adverse, material, and not known to the party.")


def _not_adverse() -> Reason:
    return Reason("not_adverse", _LAW, "Er ikke til ugunst for parten.", "Is not adverse to the party.")


def _not_material() -> Reason:
    da, en = "Har ikke væsentlig betydning for afgørelsen.", "Does not matter to the decision."
    return Reason("not_material", _LAW, da, en)


def _known() -> Reason:
    da = "Parten har selv oplyst det i anmeldelsen. Det står alligevel i høringen."
    en = "The party has told it himself in the declaration. It stands in the hearing all the same."
    return Reason("known_to_party", _LAW, da, en)
