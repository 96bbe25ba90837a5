"""What the gates before issue know besides the letter itself."""

from dataclasses import dataclass, field
from datetime import date

from husly.settings import SupervisionModel
from inspection.enforcement.case_facts import CaseFacts
from inspection.letters.blocks import LetterKind
from inspection.letters.letter import Letter
from inspection.letters.powers import Power, load_powers


@dataclass(frozen=True)
class LegalReview:
    """A lawyer's approval of one version of one kind; a demonstration one counts in demo mode only."""

    kind: LetterKind
    version: int
    approved_by: str
    approved_on: date
    demonstration: bool = False


@dataclass(frozen=True)
class IssueFacts:
    """The case, the review of the letter's text, and what else decides whether the letter may leave.

    `expected_delivery_on` is known for digital post; without it a notice counts from dispatch on
    `case.as_of`. `protected_terms` are the names and statements that must not reach an employer; they are
    only searched for; `known_numbers` are those of firms that it may name. `model` is who supervises, `basis` the
    legal basis of the case.
    """

    case: CaseFacts
    review: LegalReview | None = None
    demo_mode: bool = False
    expected_delivery_on: date | None = None
    protected_terms: frozenset[str] = frozenset()
    known_numbers: frozenset[str] = frozenset()
    powers: frozenset[Power] = field(default_factory=load_powers)
    model: SupervisionModel = "state"
    basis: str = "employee_housing_act"


def is_reviewed(letter: Letter, facts: IssueFacts) -> bool:
    """True when a lawyer approved this version of this kind; in demo mode a demonstration will do."""
    review = facts.review
    return (
        review is not None
        and (review.kind, review.version) == (letter.kind, letter.version)
        and bool(review.approved_by.strip())
        and review.approved_on <= facts.case.as_of
        and (facts.demo_mode or not review.demonstration)
    )


def demonstration_stands_in(letter: Letter, facts: IssueFacts) -> bool:
    """True when an approval in demo mode takes the place of verified law: the letter then bears PRØVE."""
    return facts.demo_mode and is_reviewed(letter, facts)
