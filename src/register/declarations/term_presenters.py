"""What a declaration tells besides facts, in words: contact on site, owner, work, rent, residents by date."""

from collections.abc import Iterable
from datetime import timedelta

from husly.kit.i18n import format_date, format_number
from husly.kit.i18n import gettext as _
from register.assessments.wording import in_language
from register.declarations.terms import (
    DEDUCTION_BASE_LABELS,
    SEASON_LABELS,
    NamedOwner,
    OccupancyRow,
    RentTerms,
    SiteContact,
    Terms,
    Work,
    Workplace,
)

Rows = list[tuple[str, str]]

RENT_FACTS = (
    "rent_per_day",
    "rent_per_week",
    "rent_per_month",
    "rent_currency",
    "rent_deduction_share",
    "rent_actual_cost_only",
    "rent_no_auto_deduction",
    "rent_not_excessive",
    "rent_quality",
    "contract_written",
)
"""Facts of the dwelling that are shown with the rent, to those who may see it."""


def contact_rows(contact: SiteContact | None) -> Rows:
    """Whom to ask for at the dwelling."""
    told = contact or SiteContact()
    return _given(
        (_("Contact on site"), told.name), (_("Telephone on site"), told.phone), (_("E-mail on site"), told.email)
    )


def owner_rows(owner: NamedOwner | None) -> Rows:
    """Whose the dwelling is."""
    if owner is None:
        return []
    if owner.is_employer:
        return [(_("Owner"), _("The employer owns the dwelling"))]
    return _given(
        (_("Owner"), owner.name), (_("Postal address"), owner.postal_address), (_("E-mail address"), owner.email)
    )


def work_rows(work: Work | None) -> Rows:
    """Where, for whom and when the residents work."""
    told = work or Work()
    season = in_language(SEASON_LABELS[told.season]) if told.season else ""
    return _given(
        (_("Workplaces"), "; ".join(map(_workplace, told.workplaces))),
        (_("Client (hvervgiver)"), told.client_name),
        (_("CVR number of the client"), told.client_cvr),
        (_("Shifts a day"), None if told.shifts is None else str(told.shifts)),
        (_("Season"), ": ".join(part for part in (season, told.season_text) if part)),
        (_("Workers of the employer in Denmark"), None if told.workers is None else format_number(told.workers)),
    )


def rent_rows(rent: RentTerms | None) -> Rows:
    """Whether rent is deducted from wages, and from which."""
    told = rent or RentTerms()
    base = in_language(DEDUCTION_BASE_LABELS[told.deduction_base]) if told.deduction_base else ""
    deducted = "" if told.deducted is None else _("Yes") if told.deducted else _("No")
    return _given(
        (_("Rent is deducted from wages"), deducted),
        (_("Deducted from"), base),
        (_("About the deduction"), told.deduction_text),
    )


def occupancy_rows(occupancy: Iterable[OccupancyRow]) -> Rows:
    """(period, number of residents), the first first."""
    return [(period_text(row), format_number(row.residents)) for row in occupancy]


def period_text(row: OccupancyRow) -> str:
    """The days of a row, the last one in it."""
    first = format_date(row.from_on)
    if row.to_on is None:
        return _("from %(start)s", start=first)
    return f"{first} – {format_date(row.to_on - timedelta(days=1))}"


def term_groups(terms: Terms, *, rent: Rows, sees_rent: bool) -> list[tuple[str, Rows]]:
    """The parts under their headings, none without a row; ``rent`` are the amounts, from the facts."""
    groups = [
        (_("Contact on site"), contact_rows(terms.contact)),
        (_("Owner"), owner_rows(terms.owner)),
        (_("Work"), work_rows(terms.work)),
        (_("Rent and wages"), rent + rent_rows(terms.rent) if sees_rent else []),
    ]
    return [(heading, rows) for heading, rows in groups if rows]


def _workplace(one: Workplace) -> str:
    return ", ".join(part for part in (one.name, one.address) if part)


def _given(*rows: tuple[str, str | None]) -> Rows:
    return [(label, value) for label, value in rows if value]
