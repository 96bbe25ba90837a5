"""The list of doubts as the page shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from husly.kit.i18n import format_date, mark
from husly.kit.i18n import gettext as _
from husly.kit.web.paging import Paging
from register.dwellings.models import Dwelling
from register.lookups.doubts import Doubt, DoubtKind, Housed

KINDS = {
    DoubtKind.MORE_PERSONS_THAN_BEDS: mark("More persons than beds"),
    DoubtKind.MORE_WORKERS_THAN_BEDS: mark("More workers than beds"),
    DoubtKind.NEAR_ADDRESS: mark("Two addresses that may be one"),
    DoubtKind.SEVERAL_EMPLOYERS: mark("Several employers at once"),
    DoubtKind.COMPANY_CLOSED: mark("The firm is closed"),
}


@dataclass(frozen=True)
class DoubtRow:
    """One doubt; `about` are (address of the page, where, what is declared)."""

    kind: str
    about: list[tuple[str, str, str]]


@dataclass(frozen=True)
class DoubtPage:
    """A page of doubts."""

    found: Sequence[Doubt]
    paging: Paging

    @property
    def rows(self) -> list[DoubtRow]:
        """Each doubt in words."""
        return [DoubtRow(_kind(doubt), [_about(one) for one in doubt.about]) for doubt in self.found]


@dataclass(frozen=True)
class UnverifiedPage:
    """A page of addresses that no register has confirmed."""

    found: Sequence[tuple[UUID, Dwelling]]
    paging: Paging

    @property
    def rows(self) -> list[tuple[str, str, str]]:
        """(page of the place, address, how exactly the place is known) of each."""
        return [
            (f"/places/{accommodation}", dwelling.address, _accuracy(dwelling))
            for accommodation, dwelling in self.found
        ]


def _accuracy(dwelling: Dwelling) -> str:
    if dwelling.has_exact_point:
        return _("The dwelling's own point")
    return _("Middle of the postal code or street") if dwelling.latitude is not None else _("No point")


def _kind(doubt: Doubt) -> str:
    if doubt.kind is not DoubtKind.MORE_WORKERS_THAN_BEDS:
        return _(KINDS[doubt.kind])
    told = doubt.about[0].workforce
    numbers = _("Workers in Denmark: %(workers)s, beds in all: %(beds)s", workers=told.workers, beds=told.beds)
    return f"{_(KINDS[doubt.kind])}. {numbers}"


def _about(one: Housed) -> tuple[str, str, str]:
    beds = "–" if one.beds is None else one.beds
    told = _("Persons: %(residents)s, beds: %(beds)s", residents=one.residents, beds=beds)
    start = format_date(one.starts_on)
    period = _("from %(start)s", start=start) if one.ends_on is None else f"{start} – {format_date(one.ends_on)}"
    status = _("Status of the company")
    closed = f"{status}: {one.closed}" if one.closed else ""
    return (
        f"/declarations/{one.accommodation_id}",
        one.address,
        " · ".join(part for part in (told, period, closed) if part),
    )
