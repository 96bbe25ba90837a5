"""The standard words of a notice that nobody has written by hand: text blocks of their own, drafts for legal review.

They follow from what the party knows already: whether the housing is declared, and whether an order was issued in the
case. Score, lot, report and referral are no argument of anything here, so the words cannot differ by them (PRIV-02).
"""

from collections.abc import Sequence

from inspection.letters.blocks import AddressForm, load_blocks
from inspection.letters.danish import full_sentence

_FACTS = {
    (True, False): "varsel_fakta_anmeldt",
    (False, False): "varsel_fakta_ikke_anmeldt",
    (True, True): "varsel_fakta_opfoelgning",
    (False, True): "varsel_fakta_opfoelgning",
}
_PROPORTIONALITY = "varsel_proportionalitet"

STANDARD_BLOCKS = frozenset({*_FACTS.values(), _PROPORTIONALITY})
"""Blocks that a draft starts with; a person may write other words in their place."""

COUNTED = {1: "en tilsynsførende", 2: "to tilsynsførende", 3: "tre tilsynsførende", 4: "fire tilsynsførende"}


def standard_facts(address: str, *, declared: bool, follows_up_order: bool) -> str:
    """What the decision to visit rests on, as the employer reads it (RSL § 5(2) no. 4)."""
    return full_sentence(_words(_FACTS[declared, follows_up_order]).format(adresse=address))


def standard_proportionality() -> str:
    """Why less intrusive means do not suffice, to follow "fordi" (RSL § 2)."""
    return _words(_PROPORTIONALITY)


def _words(block_id: str) -> str:
    return load_blocks().blocks[block_id].texts[AddressForm.I]


def who_comes(crew: int, *, interpreter: bool = False, partners: Sequence[str] = ()) -> str:
    """Who comes, by title and authority, never by name: “to tilsynsførende og en tolk sammen med medarbejdere fra X”.

    A partner stands here only where it comes on a legal basis of its own; the caller has seen to that.
    """
    people = COUNTED.get(crew, f"{crew} tilsynsførende") + (" og en tolk" if interpreter else "")
    if not partners:
        return people
    *first, last = partners
    named = f"{', '.join(first)} og {last}" if first else last
    return f"{people} sammen med medarbejdere fra {named}"
