"""A portfolio in words: sums by firm and in all, links with their origin, and what falls short."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from husly.kit.i18n import format_date, format_number, mark
from husly.kit.i18n import gettext as _
from register.employers.models import Employer
from register.portfolio.models import EmployerLink, LinkKind, LinkSource
from register.portfolio.queries import Portfolio
from register.portfolio.sums import Housing, Sums, sums_of
from standards.engine.outcome import Outcome

KINDS = {
    LinkKind.GROUP: mark("%(first)s and %(second)s are in one group"),
    LinkKind.SAME_OWNER: mark("%(first)s and %(second)s have the same owner"),
    LinkKind.SUCCESSOR: mark("%(second)s took over from %(first)s"),
    LinkKind.AGENCY_CLIENT: mark("%(first)s hires workers out to %(second)s"),
}
LINK_SOURCES = {
    LinkSource.DECLARED: mark("as declared"),
    LinkSource.CVR: mark("by the register of companies (CVR)"),
    LinkSource.OFFICER: mark("found by the authority"),
}
MOST_SHOWN = 25
"""Dwellings named below the sums."""


@dataclass(frozen=True)
class SumRow:
    """One firm, or all of them, as a row of ready strings."""

    name: str
    href: str
    standing: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class LinkRow:
    """One link: what it says, where it comes from."""

    id: str
    text: str
    origin: str
    reason: str


@dataclass(frozen=True)
class PortfolioPart:
    """The sums and links that a page shows.

    ``has_pages`` where employers have pages that the reader opens; ``by_mandate`` names the employers whose mandate the
    reader holds, ``closed_to`` those for whom the reader does not act just now; ``orders`` are those in force by
    employer, where the reader may know.
    """

    portfolio: Portfolio
    has_pages: bool = False
    by_mandate: Mapping[UUID, str] = field(default_factory=dict)
    closed_to: Collection[UUID] = ()
    orders: Mapping[UUID, int] | None = None

    @property
    def as_of(self) -> str:
        """The day of the sums."""
        return format_date(self.portfolio.as_of)

    @property
    def columns(self) -> list[str]:
        """What is added up."""
        names = [
            _("Dwellings"),
            _("Beds"),
            _("Residents"),
            _("Lawful capacity"),
            _("Not met"),
            _("Not judged"),
            _("Met"),
            _("Does not apply"),
        ]
        return [*names, _("Orders in force")] if self.orders is not None else names

    @property
    def rows(self) -> list[SumRow]:
        """A row for each firm."""
        return [self._row(one) for one in self.portfolio.employers]

    @property
    def total(self) -> SumRow | None:
        """All firms together, where there are several; a dwelling that two of them use counts once."""
        if len(self.portfolio.employers) < 2:
            return None
        orders = None if self.orders is None else sum(self.orders.values())
        return SumRow(_("In all"), "", "", _cells(sums_of(self.portfolio.housing), orders))

    @property
    def links(self) -> list[LinkRow]:
        """The links between the firms shown."""
        names = {one.id: one.name for one in self.portfolio.employers}
        return [_link(one, names) for one in self.portfolio.links]

    @property
    def failing(self) -> list[tuple[str, str, str]]:
        """(address of the page, where, how many) of housing that does not meet the rules, the most residents first.

        No address for an employer for whom the reader does not act just now.
        """
        found = [one for one in self.portfolio.housing if one.outcome is Outcome.BREACHED]
        found.sort(key=lambda one: (-one.residents, one.address))
        return [(self._address(one), one.address, _lives(one)) for one in found[:MOST_SHOWN]]

    def _address(self, one: Housing) -> str:
        return "" if one.employer_id in self.closed_to else f"/declarations/{one.accommodation_id}"

    def _row(self, employer: Employer) -> SumRow:
        orders = None if self.orders is None else self.orders.get(employer.id, 0)
        return SumRow(
            name=f"{employer.name} ({employer.number})",
            href=f"/employers/{employer.id}" if self.has_pages else "",
            standing=self.by_mandate.get(employer.id, ""),
            cells=_cells(sums_of(self.portfolio.of(employer.id)), orders),
        )


def _cells(sums: Sums, orders: int | None) -> tuple[str, ...]:
    applies_not = sums.outcomes.get(Outcome.NOT_APPLICABLE, 0) + sums.outcomes.get(None, 0)
    counts = (
        _with_unknown(sums.beds, sums.beds_unknown),
        format_number(sums.residents),
        _with_unknown(sums.capacity, sums.capacity_unknown),
        *(format_number(sums.outcomes.get(one, 0)) for one in (Outcome.BREACHED, Outcome.NOT_ASSESSED, Outcome.MET)),
        format_number(applies_not),
    )
    tail = () if orders is None else (format_number(orders),)
    return (format_number(sums.dwellings), *counts, *tail)


def _with_unknown(known: int, unknown: int) -> str:
    if not unknown:
        return format_number(known)
    return _("%(known)s, and %(unknown)s not known", known=format_number(known), unknown=format_number(unknown))


def _link(link: EmployerLink, names: Mapping[UUID, str]) -> LinkRow:
    text = _(KINDS[link.kind], first=names[link.employer_a], second=names[link.employer_b])
    origin = f"{_(LINK_SOURCES[link.source])}, {format_date(link.stated_on)}, {link.stated_by_name}"
    return LinkRow(str(link.id), text, origin, link.reason)


def _lives(one: Housing) -> str:
    room = "–" if one.capacity is None else one.capacity
    return _("Residents: %(residents)s, lawful capacity: %(capacity)s", residents=one.residents, capacity=room)
