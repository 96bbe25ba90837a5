"""Which dwellings a row of another register may be: rules from the surest to the vaguest, the first that finds any."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from register.dwellings.addresses import address_key
from register.lookups.doubts import folded, is_near
from register.matches.models import MatchRule, MatchState
from register.matches.reading import ReadRow


@dataclass(frozen=True)
class Known:
    """A dwelling of ours with the row's postal code or address id."""

    id: UUID
    address_key: str
    address_id: str | None
    street: str
    house_number: str
    unit: str


@dataclass(frozen=True)
class Proposal:
    """What the machine thinks; one dwelling is a match, several are ambiguous."""

    rule: MatchRule
    dwelling_ids: tuple[UUID, ...] = ()

    @property
    def state(self) -> MatchState:
        """The state of a row nobody has decided. A near address is never certain."""
        if not self.dwelling_ids:
            return MatchState.UNMATCHED
        sure = len(self.dwelling_ids) == 1 and self.rule is not MatchRule.NEAR_ADDRESS
        return MatchState.MATCHED if sure else MatchState.AMBIGUOUS


def propose(row: ReadRow, known: Sequence[Known]) -> Proposal:
    """The dwellings that a row may be, found by the surest rule that finds any; ids in a fixed order."""
    key = address_key(street=row.street, house_number=row.house_number, unit=row.unit, postcode=row.postcode)
    rules = (
        (MatchRule.ADDRESS_ID, lambda one: bool(row.address_id) and one.address_id == row.address_id),
        (MatchRule.EXACT_ADDRESS, lambda one: one.address_key == key),
        (MatchRule.NEAR_ADDRESS, lambda one: _is_near(row, one)),
    )
    for rule, fits in rules:
        found = sorted((one.id for one in known if fits(one)), key=str)
        if found:
            return Proposal(rule, tuple(found))
    return Proposal(MatchRule.NONE)


def _is_near(row: ReadRow, one: Known) -> bool:
    same_place = one.address_key.startswith(f"{row.postcode}|") and folded(one.house_number) == folded(row.house_number)
    return same_place and is_near((one.street, one.unit), (row.street, row.unit))
