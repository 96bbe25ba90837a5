"""The page of a dwelling's place and what registers say of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from geopy.distance import great_circle

from husly.kit.i18n import format_moment, format_number, mark
from husly.kit.i18n import gettext as _
from register.declarations.presenters import PLACED_BY
from register.declarations.queries import Declared
from register.lookups.addresses import AddressFound, found_in
from register.lookups.buildings import building_in
from register.lookups.companies import company_in
from register.lookups.models import AnswerState, DwellingPoint, PointBy, Register, RegisterAnswer
from register.municipalities.drawing import Ground
from register.municipalities.table import municipalities

POINT_BY = {
    PointBy.REGISTER: mark("from the address register"),
    PointBy.EMPLOYER: mark("given by the employer"),
    PointBy.AUTHORITY: mark("given by the authority"),
}
REGISTERS = {
    Register.ADDRESS: mark("Address register"),
    Register.BUILDING: mark("Register of buildings (BBR)"),
    Register.COMPANY: mark("Register of companies (CVR)"),
}
STATES = {
    AnswerState.FOUND: mark("found"),
    AnswerState.NOT_FOUND: mark("not known there"),
    AnswerState.UNREACHABLE: mark("no answer; it is asked again later"),
}
AREA_TOLERANCE = 0.05
Rows = list[tuple[str, str]]


@dataclass(frozen=True)
class Compared:
    """One thing as declared and as registered."""

    label: str
    declared: str
    registered: str
    differs: bool


@dataclass(frozen=True)
class PlacePage:
    """Where one dwelling lies, who says so, and what the registers know; `errors` by field after a refused move."""

    declared: Declared
    answers: Mapping[Register, RegisterAnswer]
    point: DwellingPoint | None
    ground: Ground
    data_path: Path
    may_move: bool
    sees_registers: bool
    can_ask: bool
    typed: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    asked: tuple[str, str] | None = None

    @property
    def href(self) -> str:
        """This page."""
        return f"/places/{self.declared.accommodation.id}"

    @property
    def declaration_href(self) -> str:
        """The declaration."""
        return f"/declarations/{self.declared.accommodation.id}"

    @property
    def latitude(self) -> str:
        """What the field holds."""
        return self.typed.get("latitude") or _degrees(self.declared.dwelling.latitude)

    @property
    def longitude(self) -> str:
        """What the field holds."""
        return self.typed.get("longitude") or _degrees(self.declared.dwelling.longitude)

    @property
    def is_approximate(self) -> bool:
        """Whether nobody has said exactly where it is."""
        return not self.declared.dwelling.has_exact_point

    @property
    def place(self) -> Rows:
        """Municipality and point, each with where it comes from."""
        dwelling = self.declared.dwelling
        source = _("with the declaration") if self.point is None else _(POINT_BY[self.point.set_by])
        if self.point is None and dwelling.point_is_approximate:
            source = _("the middle of the postal code")
        when = "" if self.point is None else f", {format_moment(self.point.at)}"
        rows = [
            (_("Municipality"), f"{self._name(dwelling.municipality_code)} ({_(PLACED_BY[dwelling.placed_by])})"),
            (_("The point is"), f"{source}{when}"),
        ]
        found = self._address()
        if found is not None and found.municipality_code not in (None, dwelling.municipality_code):
            rows.append((_("Municipality by the address register"), self._name(found.municipality_code or "")))
        if found is not None and dwelling.latitude is not None and dwelling.longitude is not None:
            away = great_circle((found.latitude, found.longitude), (dwelling.latitude, dwelling.longitude)).km * 1000
            rows.append((_("Distance to the address register's point"), f"{format_number(round(away))} m"))
        return rows

    @property
    def origins(self) -> list[tuple[str, str, str]]:
        """Each register that was asked: name, what came of it, from where and when."""
        return [
            (_(REGISTERS[register]), _(STATES[answer.state]), _origin(answer))
            for register, answer in sorted(self.answers.items())
        ]

    @property
    def compared(self) -> list[Compared]:
        """Declared beside registered. A difference is for a person to judge; it changes nothing."""
        return [*self._company_rows(), *self._address_rows(), *self._building_rows()]

    @property
    def is_condemned(self) -> bool:
        """Whether the register of buildings says that nobody may live there (kondemneret)."""
        content = self._content(Register.BUILDING)
        return content is not None and building_in(content).is_condemned

    @property
    def closed_status(self) -> str:
        """The status of a company that is no longer going, in the register's word; else empty."""
        content = self._content(Register.COMPANY)
        company = None if content is None else company_in(content)
        return "" if company is None or company.is_active else company.status or "?"

    @property
    def choices(self) -> list[tuple[str, str]]:
        """The municipalities to choose between, when point and postal code disagree."""
        if self.asked is None:
            return []
        by_point, by_postcode = self.asked
        return [
            (by_point, _("%(name)s, where the point lies", name=self._name(by_point))),
            (by_postcode, _("%(name)s, where the postal code lies", name=self._name(by_postcode))),
        ]

    def _name(self, code: str) -> str:
        known = municipalities(self.data_path).get(code)
        return code if known is None else known.name

    def _content(self, register: Register) -> dict[str, Any] | None:
        answer = self.answers.get(register)
        return answer.content if answer is not None and answer.content else None

    def _address(self) -> AddressFound | None:
        content = self._content(Register.ADDRESS)
        return None if content is None else found_in(content)

    def _company_rows(self) -> list[Compared]:
        content = self._content(Register.COMPANY)
        if content is None:
            return []
        company, employer = company_in(content), self.declared.employer
        return [
            _row(_("Name of the employer"), employer.name, company.name),
            Compared(_("Status of the company"), "–", company.status or "–", differs=not company.is_active),
            Compared(
                _("Postal address of the employer"), employer.postal_address or "–", company.address, differs=False
            ),
        ]

    def _address_rows(self) -> list[Compared]:
        found = self._address()
        return [] if found is None else [_row(_("Address"), self.declared.dwelling.address, found.text)]

    def _building_rows(self) -> list[Compared]:
        content = self._content(Register.BUILDING)
        if content is None:
            return []
        facts, building = self.declared.facts, building_in(content)
        area = (facts.area_m2, building.area_m2)
        differs = None not in area and abs(area[0] - area[1]) > AREA_TOLERANCE * area[1]  # type: ignore[operator]
        condemned = _("Yes") if building.is_condemned else _("No")
        return [
            Compared(_("Area for habitation"), _area(area[0]), _area(area[1]), differs=bool(differs)),
            _row(_("Habitable rooms"), _shown(facts.habitable_rooms), _shown(building.rooms)),
            _row(_("Toilets"), _shown(facts.toilets), _shown(building.toilets)),
            Compared(_("Condemned"), "–", condemned, differs=building.is_condemned),
        ]


def _origin(answer: RegisterAnswer) -> str:
    if answer.retrieved_at is None:
        return f"{answer.provider}, {format_moment(answer.asked_at)}"
    return f"{answer.provider} ({answer.url}), {format_moment(answer.retrieved_at)}"


def _row(label: str, declared: str, registered: str) -> Compared:
    known = "–" not in (declared, registered)
    return Compared(label, declared, registered, differs=known and declared.casefold() != registered.casefold())


def _shown(value: object) -> str:
    return "–" if value is None else str(value)


def _area(value: float | None) -> str:
    return "–" if value is None else f"{format_number(value)} m²"


def _degrees(value: float | None) -> str:
    return "" if value is None else f"{value:.5f}"
