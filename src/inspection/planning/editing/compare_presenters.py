"""Two plans side by side, in words and bars."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from husly.kit.i18n import format_number
from husly.kit.i18n import gettext as _
from inspection.planning.editing.comparing import Elsewhere, Measured
from inspection.planning.tour_presenters import duration, short_day


@dataclass(frozen=True)
class CompareRow:
    """One measure of both plans; the bars are hundredths of the larger."""

    what: str
    one: str
    other: str
    one_bar: int
    other_bar: int
    difference: str


def compare_rows(one: Measured, other: Measured) -> list[CompareRow]:
    """The measures of two plans, those that neither has left out."""
    rows = []
    if one.points is not None and other.points is not None:
        rows.append(_counted(_("Risk reached, points"), one.points, other.points))
    rows += [
        _counted(_("Visits"), one.visits, other.visits),
        _timed(_("Working hours"), one.used_min, other.used_min),
        _timed(_("Driving"), one.driving_min, other.driving_min),
        _counted(_("Kilometres"), round(one.km), round(other.km)),
        _counted(_("Municipalities"), one.municipalities, other.municipalities),
        _counted(_("Sectors"), one.sectors, other.sectors),
        _counted(_("Never inspected before"), one.never_inspected, other.never_inspected),
    ]
    if one.revisits is not None and other.revisits is not None and (one.revisits[1] or other.revisits[1]):
        rows.append(_shares(_("Due revisits planned"), one.revisits, other.revisits))
    rows.append(_counted(_("Left out"), one.left_out, other.left_out))
    rows.append(_counted(_("Left out although they must be visited"), one.missed_duties, other.missed_duties))
    return rows


def _bars(one: float, other: float) -> tuple[int, int]:
    most = max(one, other)
    return (0, 0) if most <= 0 else (round(100 * one / most), round(100 * other / most))


def _signed(difference: int, words: str) -> str:
    return "=" if not difference else f"{'+' if difference > 0 else '−'}{words}"


def _counted(what: str, one: int, other: int) -> CompareRow:
    difference = _signed(other - one, format_number(abs(other - one)))
    return CompareRow(what, format_number(one), format_number(other), *_bars(one, other), difference)


def _timed(what: str, one: int, other: int) -> CompareRow:
    difference = _signed(other - one, duration(abs(other - one)))
    return CompareRow(what, duration(one), duration(other), *_bars(one, other), difference)


def _shares(what: str, one: tuple[int, int], other: tuple[int, int]) -> CompareRow:
    shares = [planned / due if due else 0.0 for planned, due in (one, other)]
    told = [_("%(planned)s of %(due)s", planned=planned, due=due) for planned, due in (one, other)]
    difference = _signed(other[0] - one[0], str(abs(other[0] - one[0])))
    return CompareRow(what, told[0], told[1], *_bars(*shares), difference)


@dataclass(frozen=True)
class ElsewhereRow:
    """One dwelling that the plans treat differently."""

    accommodation_id: UUID
    address: str
    one: str
    other: str


def elsewhere_rows(found: Sequence[Elsewhere], addresses: Mapping[UUID, str]) -> list[ElsewhereRow]:
    """Who goes where in each plan."""

    def told(place: tuple[date, str] | None) -> str:
        return _("not visited") if place is None else f"{short_day(place[0])}, {place[1]}"

    return [
        ElsewhereRow(one.accommodation_id, addresses.get(one.accommodation_id, "–"), told(one.one), told(one.other))
        for one in found
    ]
