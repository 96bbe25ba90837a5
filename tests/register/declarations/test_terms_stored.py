from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select

from conftest import AT
from declared_housing import DATA, a_document, submitted
from husly.kit.access import SYSTEM
from husly.kit.audit import AuditEvent
from husly.kit.outbox import OutboxMessage
from register.declarations.documents import cut_at, document_of
from register.declarations.forms import read_declaration
from register.declarations.queries import get_declared, list_stays, residents_on
from register.owners.models import OwnerNotice
from standards.capacity.occupancy import Stay

LATER = AT + timedelta(days=60)
OWNER = {"is_employer": False, "name": "Ejendomme A/S", "postal_address": "Torvet 1; 4000 Roskilde"}
MARCH, MAY = "2026-03-01", "2026-05-01"
TOLD: dict[str, Any] = {
    "contact": {"name": "Karin Kontakt", "phone": "12345678"},
    "owner": OWNER,
    "work": {"workplaces": [{"name": "Gartneriet"}], "season": "seasonal", "workers": 12},
    "rent": {"deducted": True, "deduction_base": "net_wage"},
    "occupancy": [
        {"from_on": MARCH, "to_on": MAY, "residents": 2},
        {"from_on": MAY, "to_on": None, "residents": 4},
    ],
}


def home(session: Session, changes: dict[str, Any] | None = None) -> Any:
    result = submitted(session, changes)
    return get_declared(session, result.accommodation.id, by=SYSTEM)


def test_what_is_told_is_stored_and_comes_back_as_the_document(session: Session) -> None:
    document = document_of(home(session, TOLD))
    assert {part: document[part] for part in TOLD} == TOLD
    form = read_declaration(document, data_path=DATA)
    assert form.terms == read_declaration(a_document(TOLD), data_path=DATA).terms


def test_what_is_not_told_leaves_no_part_in_the_document(session: Session) -> None:
    assert not set(document_of(home(session))) & set(TOLD)


def test_the_same_parts_again_change_nothing(session: Session) -> None:
    submitted(session, TOLD)
    assert not submitted(session, TOLD, at=LATER).is_new
    assert submitted(session, {**TOLD, "contact": {"name": "Kaj"}}, at=LATER).is_new


def test_occupancy_is_cut_where_the_accommodation_now_ends() -> None:
    assert cut_at(TOLD["occupancy"], "2026-04-30") == [{"from_on": MARCH, "to_on": MAY, "residents": 2}]
    assert cut_at(TOLD["occupancy"], "i går") == cut_at(TOLD["occupancy"], None) == TOLD["occupancy"]


def test_a_version_holds_from_the_day_that_the_change_is_told_of(session: Session) -> None:
    submitted(session)
    changed = {"dwelling.residents": 3, "rooms": [], "period.changed_on": "2026-03-20"}
    second = submitted(session, changed, at=LATER)
    assert (second.declaration.version, second.declaration.valid_from) == (2, date(2026, 3, 20))
    assert not submitted(session, changed, at=LATER).is_new
    assert not submitted(session, {"dwelling.residents": 3, "rooms": []}, at=LATER).is_new


def test_the_same_since_another_day_is_a_new_version(session: Session) -> None:
    submitted(session)
    corrected = submitted(session, {"period.changed_on": "2026-03-20"}, at=LATER)
    assert (corrected.is_new, corrected.declaration.valid_from) == (True, date(2026, 3, 20))


@pytest.mark.parametrize(("day", "persons"), [("2026-04-30", 2), (MAY, 4), ("2030-01-01", 4)])
def test_residents_are_known_by_date(session: Session, day: str, persons: int) -> None:
    assert residents_on(home(session, TOLD), date.fromisoformat(day)) == persons


def test_without_periods_the_number_holds_every_day(session: Session) -> None:
    assert residents_on(home(session), date(2026, 9, 1)) == 4


def test_the_stays_of_a_dwelling_follow_the_periods_of_each_version(session: Session) -> None:
    first = submitted(session, {**TOLD, "period.ends_on": "2026-06-30"})
    key, dwelling_id = str(first.accommodation.id), first.dwelling.id
    assert list_stays(session, [dwelling_id])[dwelling_id] == (
        Stay(key, 2, date(2026, 3, 1), date(2026, 5, 1)),
        Stay(key, 4, date(2026, 5, 1), date(2026, 7, 1)),
    )
    later = {"period.ends_on": "2026-06-30", "dwelling.residents": 3, "rooms": [], "period.changed_on": "2026-05-11"}
    submitted(session, later, at=LATER)
    by_day = {stay.starts_on: stay.persons for stay in list_stays(session, [dwelling_id])[dwelling_id]}
    assert by_day == {date(2026, 3, 1): 2, date(2026, 5, 1): 4, date(2026, 5, 11): 3}


def test_days_between_the_periods_are_days_on_which_nobody_lives_there(session: Session) -> None:
    rows = [{"from_on": MARCH, "to_on": "2026-04-01", "residents": 2}, {"from_on": MAY, "residents": 4}]
    declared = home(session, {"occupancy": rows})
    assert residents_on(declared, date(2026, 4, 10)) == 0
    stays = list_stays(session, [declared.dwelling.id])[declared.dwelling.id]
    assert not any(stay.covers(date(2026, 4, 10)) for stay in stays)


def notices(session: Session) -> list[tuple[str, bool]]:
    rows = session.exec(select(OwnerNotice).order_by(col(OwnerNotice.named_at), col(OwnerNotice.id)))
    return [(row.name, row.ended_at is None) for row in rows]


def owner_acts(session: Session) -> list[str]:
    acts = session.exec(select(AuditEvent.action).order_by(col(AuditEvent.seq)))
    return [act for act in acts if act.startswith("owner.")]


def test_the_owner_that_a_declaration_names_gets_a_letter_once(session: Session) -> None:
    submitted(session, {"owner": OWNER})
    submitted(session, {"owner": OWNER, "dwelling.residents": 3, "rooms": []}, at=LATER)
    assert notices(session) == [("Ejendomme A/S", True)]
    letters = session.exec(select(OutboxMessage).where(OutboxMessage.channel == "owner")).all()
    assert len(letters) == 1
    assert owner_acts(session) == ["owner.named"]


def test_another_owner_ends_the_first_ones_code(session: Session) -> None:
    submitted(session, {"owner": OWNER})
    submitted(session, {"owner": {**OWNER, "name": "Ny Ejer ApS"}}, at=LATER)
    assert notices(session) == [("Ejendomme A/S", False), ("Ny Ejer ApS", True)]


def test_an_employer_who_owns_the_dwelling_gets_no_letter(session: Session) -> None:
    submitted(session, {"owner": {"is_employer": True}})
    assert notices(session) == []
    submitted(session, {"owner": OWNER}, at=LATER)
    submitted(session, {"owner": {"is_employer": True}}, at=LATER + timedelta(days=1))
    assert notices(session) == [("Ejendomme A/S", False)]
    assert owner_acts(session) == ["owner.named", "owner.ended"]
