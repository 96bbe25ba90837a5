from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, select

from husly.demo.environment import with_demo_letterhead
from husly.demo.loading import Loaded, load_register
from husly.kit.errors import DomainError
from husly.settings import Settings
from register.accommodations.models import Accommodation
from register.declarations.models import Declaration, Room
from register.declarations.queries import facts_of, list_rooms_of
from register.dwellings.models import Dwelling
from register.employers.models import Employer
from register.municipalities.boundaries import shipped_boundaries
from standards.engine.assess import assess_many
from standards.rules.pack import load_pack

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def load(session: Session, repository: Path, *, seed: int = 1, count: int = 80) -> Loaded:
    data = repository / "data"
    return load_register(
        session,
        accommodations=count,
        seed=seed,
        at=AT,
        boundaries=shipped_boundaries(data),
        data_path=data,
        progress=lambda done: None,
    )


def everything(session: Session) -> list[list[tuple[object, ...]]]:
    tables = (Employer, Dwelling, Accommodation, Declaration, Room)
    return [[tuple(row) for row in session.execute(sa.select(t.__table__).order_by(t.id))] for t in tables]


def test_a_loaded_register_can_be_read_and_assessed(session: Session, repository: Path) -> None:
    loaded = load(session, repository)
    declarations = session.exec(select(Declaration)).all()
    rooms = list_rooms_of(session, [one.id for one in declarations])
    facts = [facts_of(one, rooms[one.id]) for one in declarations]
    assert loaded.accommodations == len(facts) == 80
    assert loaded.residents == sum(one.residents for one in declarations)
    assert all(sum(room.residents or 0 for room in one.rooms) == one.residents for one in facts)
    assert len(assess_many(facts, load_pack("dk-indkvarteringslov-2025"), as_of=date(2026, 3, 2))) == 80


def test_the_same_seed_loads_the_same_register_and_another_seed_another(session: Session, repository: Path) -> None:
    registers = []
    for seed in (7, 7, 8):
        with session.begin_nested() as savepoint:
            load(session, repository, seed=seed)
            registers.append(everything(session))
            savepoint.rollback()
        session.expunge_all()
    assert registers[0] == registers[1]
    assert registers[0] != registers[2]


def test_some_employers_share_a_dwelling(session: Session, repository: Path) -> None:
    loaded = load(session, repository, count=300)
    assert 270 < loaded.dwellings < 300
    assert session.execute(sa.select(sa.func.count(sa.distinct(Accommodation.dwelling_id)))).scalar_one() < 300


def test_a_register_that_is_not_empty_is_left_alone(session: Session, repository: Path) -> None:
    load(session, repository)
    with pytest.raises(DomainError, match="not empty"):
        load(session, repository)


def test_no_declaration_comes_in_after_the_moment_of_loading(session: Session, repository: Path) -> None:
    load(session, repository)
    newest = session.exec(select(sa.func.max(col(Declaration.submitted_at)))).one()
    assert AT - timedelta(days=900) <= newest <= AT


def test_a_demonstration_without_a_letterhead_gets_an_invented_one_and_keeps_its_own() -> None:
    bare = Settings(demo_mode=True, authority_phone="12 34 56 78", complaint_suspends=False, authority_cvr="")
    completed = with_demo_letterhead(bare)
    assert completed.authority_phone == "12 34 56 78"
    assert completed.complaint_suspends is False
    assert completed.authority_cvr == "10000009"
