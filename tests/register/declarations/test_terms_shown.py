from datetime import date
from typing import Any
from uuid import UUID

import pytest

from declared_housing import submitted
from husly.kit.access import Actor, Grant, Role
from husly.kit.clock import now
from husly.kit.database import transaction
from husly.kit.i18n import use_language
from register.accommodations.models import Accommodation
from register.declarations.seeing import Sees, sees_of
from register.declarations.term_presenters import occupancy_rows, owner_rows, work_rows
from register.declarations.terms import NamedOwner, OccupancyRow, Season, Work, Workplace
from web_client import Web, words

TOLD: dict[str, Any] = {
    "contact": {"name": "Karin Kontakt", "phone": "12345678"},
    "owner": {"name": "Ejendomme A/S", "postal_address": "Torvet 1; 4000 Roskilde"},
    "work": {"workplaces": [{"name": "Gartneriet", "address": "Markvej 3"}], "shifts": 2, "workers": 12},
    "rent": {"deducted": True, "deduction_base": "net_wage"},
    "occupancy": [{"from_on": "2026-03-01", "to_on": "2026-05-01", "residents": 2}],
    "dwelling.rent_per_month": 3100,
}
RENT = ("3.100", "Løn efter skat")


def declared_on(web: Web) -> tuple[str, UUID]:
    with transaction(web.engine) as session:
        home = submitted(session, TOLD, at=now()).accommodation
        return f"/declarations/{home.id}", home.employer_id


def shown_to(web: Web, grant: Grant, path: str) -> str:
    web.sign_in(grant)
    return words(web.get(path))


def test_the_employer_sees_everything_that_was_told(web: Web) -> None:
    path, employer_id = declared_on(web)
    shown = shown_to(web, Grant(Role.EMPLOYER, employer_id=employer_id), path)
    for text in ("Karin Kontakt", "Ejendomme A/S", "Gartneriet, Markvej 3", "1. marts 2026 – 30. april 2026", *RENT):
        assert text in shown


def test_rent_and_deductions_are_for_the_employer_and_the_supervising_authority(web: Web) -> None:
    path, _ = declared_on(web)
    inspector = shown_to(web, Grant(Role.INSPECTOR), path)
    caseworker = shown_to(web, Grant(Role.CASEWORKER, municipality_code="0265"), path)
    assert all(text in inspector for text in RENT)
    assert not any(text in caseworker for text in RENT)
    assert "Ejendomme A/S" in caseworker


@pytest.mark.parametrize(
    ("model", "sees"), [("state", False), ("municipality", True), ("split", True), ("none", False)]
)
def test_a_municipality_sees_rent_where_it_supervises(model: Any, sees: bool) -> None:
    actor = Actor(id="1", name="Mia", grants=(Grant(Role.CASEWORKER, municipality_code="0265"),))
    home = Accommodation(municipality_code="0265")
    assert sees_of(actor, home, model=model, names_asked=True) == Sees(rent=sees, names=False)


def test_without_terms_no_heading_of_theirs_is_shown(web: Web) -> None:
    with transaction(web.engine) as session:
        path = f"/declarations/{submitted(session, at=now()).accommodation.id}"
    shown = shown_to(web, Grant(Role.INSPECTOR), path)
    headings = ("Contact on site", "Rent and wages", "Residents by date", "Kontakt på stedet", "Beboere i perioder")
    assert not any(heading in shown for heading in headings)


def test_a_period_is_written_with_its_last_day_in_it() -> None:
    use_language("en")
    open_end = OccupancyRow(from_on=date(2026, 3, 1), to_on=None, residents=2)
    one_day = OccupancyRow(from_on=date(2026, 3, 1), to_on=date(2026, 3, 2), residents=0)
    assert occupancy_rows([open_end, one_day]) == [("from 1 March 2026", "2"), ("1 March 2026 – 1 March 2026", "0")]


def test_work_and_owner_in_words() -> None:
    work = Work(workplaces=(Workplace(name="A"), Workplace(address="B")), season=Season.SEASONAL, season_text="maj")
    use_language("en")
    assert work_rows(work) == [("Workplaces", "A; B"), ("Season", "In season: maj")]
    assert owner_rows(NamedOwner(is_employer=True)) == [("Owner", "The employer owns the dwelling")]
    assert owner_rows(None) == []
