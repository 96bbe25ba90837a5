"""What one receiving authority may be shown of a meeting: its items, and of each the facts that are for it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from inspection.joint.authorities import MUNICIPALITY


@dataclass(frozen=True, slots=True, order=True)
class Receiver:
    """An authority; a municipality is one of many, and is competent only where the dwelling is."""

    authority: str
    municipality_code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Openness:
    """To whom an item may be shown: on which basis, to which authorities, and where it is about."""

    legal_basis: str
    shown_to: Collection[str]
    municipality_codes: Collection[str]


def may_see(receiver: Receiver, item: Openness) -> bool:
    """Whether an authority may see an item: never without a basis for sharing (REF-07)."""
    if not item.legal_basis or receiver.authority not in item.shown_to:
        return False
    return receiver.authority != MUNICIPALITY or receiver.municipality_code in item.municipality_codes


def receivers_of(items: Sequence[Openness], *, but: Collection[str] = ()) -> list[Receiver]:
    """Everybody who may see at least one of the items, each municipality apart."""
    found = {
        Receiver(authority, code)
        for one in items
        for authority in one.shown_to
        if one.legal_basis and authority not in but
        for code in (one.municipality_codes if authority == MUNICIPALITY else ("",))
    }
    return sorted(found)
