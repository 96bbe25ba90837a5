"""Rows of other registers as the page shows them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from husly.kit.i18n import format_date, mark
from husly.kit.i18n import gettext as _
from husly.kit.web.paging import Paging
from register.matches.models import MatchRule, MatchState, OtherList, OtherRow
from register.matches.queries import MatchFilter

STATES = {
    MatchState.MATCHED: ("info", mark("Proposed: one dwelling")),
    MatchState.AMBIGUOUS: ("warning", mark("Ambiguous")),
    MatchState.UNMATCHED: ("warning", mark("Nothing of ours fits")),
    MatchState.LINKED: ("success", mark("Linked")),
    MatchState.DISMISSED: ("", mark("None of ours")),
}
RULES = {
    MatchRule.ADDRESS_ID: mark("same address id (DAR)"),
    MatchRule.EXACT_ADDRESS: mark("same address"),
    MatchRule.NEAR_ADDRESS: mark("address spelt almost alike"),
    MatchRule.NONE: mark("no rule finds anything"),
}
OPEN = (MatchState.MATCHED, MatchState.AMBIGUOUS, MatchState.UNMATCHED)


@dataclass(frozen=True)
class ShownRow:
    """One row, ready to read."""

    id: UUID
    address: str
    state: tuple[str, str]
    source: str
    told: str
    rule: str
    candidates: list[tuple[UUID, str]]
    linked: str
    is_open: bool


@dataclass(frozen=True)
class MatchPage:
    """One page of rows with the number in each state."""

    found: Sequence[tuple[OtherRow, OtherList]]
    addresses: Mapping[UUID, str]
    counts: Mapping[MatchState, int]
    wanted: MatchFilter
    number: int
    total: int

    @property
    def rows(self) -> list[ShownRow]:
        """The rows of this page."""
        return [self._row(row, source) for row, source in self.found]

    def _row(self, row: OtherRow, source: OtherList) -> ShownRow:
        unit = f", {row.unit}" if row.unit else ""
        told = [_("id %(id)s", id=row.external_id)]
        told += [format_date(row.stated_on)] if row.stated_on else []
        told += [_("%(count)s persons", count=row.persons)] if row.persons is not None else []
        badge, words = STATES[row.state]
        return ShownRow(
            id=row.id,
            address=f"{row.street} {row.house_number}{unit}, {row.postcode}",
            state=(badge, _(words)),
            source=source.register_name,
            told=" · ".join(told),
            rule=_(RULES[row.rule]),
            candidates=[
                (found, self.addresses[found]) for one in row.candidates if (found := UUID(one)) in self.addresses
            ],
            linked=self.addresses.get(row.dwelling_id, "") if row.dwelling_id else "",
            is_open=row.state in OPEN,
        )

    @property
    def states(self) -> list[tuple[str, str]]:
        """The states to choose from, with how many stand there."""
        return [(state.value, f"{_(words)} ({self.counts.get(state, 0)})") for state, (_badge, words) in STATES.items()]

    @property
    def paging(self) -> Paging:
        """The other pages of the same list."""
        return Paging(self.number, self.total, "/matches", {"standing": self.wanted.state} if self.wanted.state else {})
