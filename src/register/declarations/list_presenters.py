"""The list of declarations: one row each with the verdict of the governing rule pack."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from uuid import UUID

from husly.kit.i18n import format_date, mark
from husly.kit.i18n import gettext as _
from husly.kit.web.paging import Paging
from register.agreements.queries import Exemption
from register.assessments.sharing import Beside, everybody
from register.assessments.verdicts import by_agreement, verdicts_of
from register.declarations.models import Room, Source
from register.declarations.queries import Declared, facts_of
from register.municipalities.table import municipalities
from register.rules.queries import LocalPacks
from register.upkeep.part import state_badge
from register.upkeep.pauses import Unused
from standards.capacity.occupancy import Stay
from standards.facts.known import DwellingFacts
from standards.variants.agreement import ACT

SOURCES = {
    Source.FORM: mark("Web form"),
    Source.FILE: mark("File"),
    Source.API: mark("Program (API)"),
    Source.DEMO: mark("Demonstration"),
}


@dataclass(frozen=True)
class ListRow:
    """One declaration in the list."""

    href: str
    address: str
    employer: str
    municipality: str
    residents: int
    source: str
    submitted_on: str
    verdict: tuple[str, str] | None
    state: tuple[str, str] | None


@dataclass(frozen=True)
class ListPage:
    """One page of the list.

    ``packs`` are those in use as they stand in each municipality, the governing one first; ``stays`` tell who stays in
    each dwelling, ``exemptions`` which collective agreement covers an accommodation, ``unused`` when it is not in use.
    """

    found: Sequence[Declared]
    rooms: Mapping[UUID, tuple[Room, ...]]
    paging: Paging
    search: str
    packs: LocalPacks
    data_path: Path
    as_of: date
    stays: Mapping[UUID, tuple[Stay, ...]] = field(default_factory=dict)
    exemptions: Mapping[UUID, tuple[Exemption, ...]] = field(default_factory=dict)
    unused: Mapping[UUID, tuple[Unused, ...]] = field(default_factory=dict)

    @cached_property
    def rows(self) -> list[ListRow]:
        """The rows of this page."""
        verdicts = self._verdicts()
        return [self._row(one, verdicts.get(one.declaration.id)) for one in self.found]

    @property
    def count(self) -> int:
        """How many rows there are on all pages."""
        return self.paging.count

    def _row(self, declared: Declared, verdict: tuple[str, str] | None) -> ListRow:
        code = declared.accommodation.municipality_code
        known = municipalities(self.data_path).get(code)
        return ListRow(
            href=f"/declarations/{declared.accommodation.id}",
            address=declared.dwelling.address,
            employer=declared.employer.name,
            municipality=code if known is None else known.name,
            residents=declared.declaration.residents,
            source=_(SOURCES[declared.declaration.source]),
            submitted_on=format_date(declared.declaration.submitted_at),
            verdict=verdict,
            state=self._state(declared),
        )

    def _state(self, declared: Declared) -> tuple[str, str] | None:
        pauses = self.unused.get(declared.accommodation.id, ())
        back_on = next((one.ends_on + timedelta(days=1) for one in pauses if one.covers(self.as_of)), None)
        return state_badge(declared, back_on, self.as_of)

    def _verdicts(self) -> Mapping[UUID, tuple[str, str]]:
        if not self.packs.bases:
            return {}
        ids = [one.declaration.id for one in self.found]
        facts = [self._facts(one) for one in self.found]
        at = {code: self.packs.of(code)[0] for code in {one.accommodation.municipality_code for one in self.found}}
        packs = [at[one.accommodation.municipality_code] for one in self.found]
        found = dict(zip(ids, verdicts_of(facts, packs, as_of=self.as_of), strict=True))
        if self.packs.bases[0].id != ACT:
            return found
        return found | {one.declaration.id: ("", by_agreement()) for one in self.found if self._is_exempt(one)}

    def _is_exempt(self, declared: Declared) -> bool:
        claims = self.exemptions.get(declared.accommodation.id, ())
        return any(one.is_whole(declared.declaration.residents) for one in claims)

    def _facts(self, declared: Declared) -> DwellingFacts:
        """What is declared, with those of other declarations of the same dwelling counted in."""
        facts = facts_of(declared.declaration, self.rooms[declared.declaration.id])
        beside = Beside(str(declared.accommodation.id), self.stays.get(declared.dwelling.id, ()))
        return everybody(facts, beside, self.as_of)
