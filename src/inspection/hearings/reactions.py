"""What the authority may contemplate when it hears a party. Pure."""

from collections.abc import Sequence
from enum import StrEnum

from inspection.letters.blocks import AddressForm, load_blocks


class Reaction(StrEnum):
    """A reaction that is contemplated; each has a text block of its own in the hearing."""

    ORDER = "order"
    """Påbud med frist."""
    ORDER_AT_ONCE = "order_at_once"
    """Strakspåbud."""
    REHOUSING = "rehousing"
    """Påbud om genhusning."""
    PROHIBITION = "prohibition"
    """Forbud mod beboelse."""


BLOCKS = {
    Reaction.ORDER: "reaktion_paabud",
    Reaction.ORDER_AT_ONCE: "reaktion_strakspaabud",
    Reaction.REHOUSING: "reaktion_genhusning",
    Reaction.PROHIBITION: "reaktion_forbud",
}

POWER_OF = {
    Reaction.ORDER: "paabud",
    Reaction.ORDER_AT_ONCE: "strakspaabud",
    Reaction.REHOUSING: "genhusning",
    Reaction.PROHIBITION: "forbud",
}
"""The power that each rests on, as the table of powers names it."""


def reactions_of(chosen: Sequence[str]) -> tuple[Reaction, ...]:
    """What was chosen, in the order of the list; an order when nothing was. Unknown words are left out."""
    return tuple(one for one in Reaction if one.value in chosen) or (Reaction.ORDER,)


def reactions_in_words(reactions: Sequence[Reaction], form: AddressForm) -> str:
    """What is contemplated, to follow "Vi overvejer at"."""
    blocks = load_blocks().blocks
    *first, last = [blocks[BLOCKS[one]].texts[form] for one in reactions]
    return f"{', '.join(first)} og {last}" if first else last
