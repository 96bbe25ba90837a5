"""What the register already holds of declarations that come in, found with four questions for all of them together."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from register.accommodations.models import Accommodation
from register.declarations.forms import DeclarationForm, EmployerForm
from register.declarations.models import Declaration
from register.dwellings.models import Dwelling
from register.employers.models import Employer

AccommodationKey = tuple[UUID, UUID, date]
"""Dwelling, employer, first day."""


@dataclass
class Known:
    """Rows by what names them; rows made for the declarations are added as they are made."""

    by_cvr: dict[str, Employer] = field(default_factory=dict)
    by_foreign_number: dict[str, Employer] = field(default_factory=dict)
    dwellings: dict[str, Dwelling] = field(default_factory=dict)
    accommodations: dict[AccommodationKey, Accommodation] = field(default_factory=dict)
    current: dict[UUID, Declaration] = field(default_factory=dict)
    untold: dict[tuple[UUID, UUID], Accommodation] = field(default_factory=dict)
    """By dwelling and employer, housing that the authority put in and that nobody has declared yet."""

    def employer(self, form: EmployerForm) -> Employer | None:
        """The employer of a form: by CVR number when it has one, else by foreign number."""
        if form.cvr_number:
            return self.by_cvr.get(form.cvr_number)
        return self.by_foreign_number.get(form.foreign_number or "")

    def add_employer(self, employer: Employer) -> None:
        """Know one employer more."""
        if employer.cvr_number:
            self.by_cvr[employer.cvr_number] = employer
        if employer.foreign_number:
            self.by_foreign_number[employer.foreign_number] = employer

    def accommodation(self, form: DeclarationForm) -> Accommodation | None:
        """The accommodation that a form is about."""
        employer, dwelling = self.employer(form.employer), self.dwellings.get(form.address.key)
        if employer is None or dwelling is None:
            return None
        return self.accommodations.get((dwelling.id, employer.id, form.starts_on))

    def declaration(self, form: DeclarationForm) -> Declaration | None:
        """The version in force of the accommodation that a form is about."""
        accommodation = self.accommodation(form)
        return None if accommodation is None else self.current.get(accommodation.id)


def find_known(session: Session, forms: Sequence[DeclarationForm]) -> Known:
    """Look up everything that some hundreds of forms speak of."""
    known = Known()
    for employer in session.exec(select(Employer).where(_named_in(forms))):
        known.add_employer(employer)
    keys = {form.address.key for form in forms}
    for dwelling in session.exec(select(Dwelling).where(col(Dwelling.address_key).in_(keys))):
        known.dwellings[dwelling.address_key] = dwelling
    employers = {found.id for form in forms if (found := known.employer(form.employer)) is not None}
    if not employers or not known.dwellings:
        return known
    same = select(Accommodation).where(
        col(Accommodation.employer_id).in_(employers),
        col(Accommodation.dwelling_id).in_([dwelling.id for dwelling in known.dwellings.values()]),
    )
    for row in session.exec(same):
        known.accommodations[row.dwelling_id, row.employer_id, row.starts_on] = row
    ids = [row.id for row in known.accommodations.values()]
    for declaration in session.exec(
        select(Declaration).where(col(Declaration.accommodation_id).in_(ids), col(Declaration.is_current))
    ):
        known.current[declaration.accommodation_id] = declaration
    untold = (row for row in known.accommodations.values() if row.id not in known.current)
    known.untold = {(row.dwelling_id, row.employer_id): row for row in sorted(untold, key=lambda row: row.starts_on)}
    return known


def _named_in(forms: Sequence[DeclarationForm]) -> sa.ColumnElement[bool]:
    cvr = {form.employer.cvr_number for form in forms if form.employer.cvr_number}
    foreign = {form.employer.foreign_number for form in forms if form.employer.foreign_number}
    return sa.or_(col(Employer.cvr_number).in_(cvr), col(Employer.foreign_number).in_(foreign))
