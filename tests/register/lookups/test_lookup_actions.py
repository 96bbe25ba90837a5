from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import select

from conftest import AT
from housed import add_dwelling, add_employer, house
from husly.kit.audit import AuditEvent
from husly.kit.database import transaction
from register.dwellings.models import Dwelling, PlacedBy
from register.lookups.actions import look_up_next, look_up_now
from register.lookups.models import AnswerState, DwellingPoint, PointBy, Register, RegisterAnswer
from register.lookups.queries import find_answer
from register_stand_in import StandIn, stand_in

KEY = "5000|møllevangen|12|"


@pytest.fixture
def there() -> Iterator[StandIn]:
    with stand_in() as opened:
        yield opened


def declared(engine: Engine, **given: object) -> Dwelling:
    known = {
        "address_key": KEY,
        "street": "Møllevangen",
        "house_number": "12",
        "point_is_approximate": True,
        "placed_by": PlacedBy.POSTCODE,
    }
    with transaction(engine) as session:
        dwelling = add_dwelling(session, **(known | given))
        house(session, dwelling=dwelling, employer=add_employer(session, cvr_number="13585628"))
    return dwelling


def asked_all(engine: Engine, there: StandIn, **changes: object) -> list[str]:
    lines = []
    while (line := look_up_next(engine, there.settings(**changes), there.asking(), at=AT)) is not None:
        lines.append(line)
    return lines


def test_the_worker_asks_every_register_once_and_keeps_where_answers_came_from(
    clean_engine: Engine, there: StandIn
) -> None:
    dwelling = declared(clean_engine)
    assert asked_all(clean_engine, there) == [
        "look-up address: found",
        "look-up building: found",
        "look-up company: found",
    ]
    with transaction(clean_engine, writing=False) as session:
        placed = session.get_one(Dwelling, dwelling.id)
        point = session.exec(select(DwellingPoint)).one()
        kept = find_answer(session, Register.ADDRESS, KEY)
        trail = [event.action for event in session.exec(select(AuditEvent))]
    assert placed.has_exact_point
    assert placed.dar_id is not None
    assert (point.set_by, point.provider, point.latitude) == (PointBy.REGISTER, "adressevaelger", placed.latitude)
    assert kept is not None
    assert (kept.retrieved_at, kept.due_at) == (AT, AT + timedelta(days=30))
    assert kept.url == "http://127.0.0.1"
    assert trail == ["dwelling.placed"]


def test_nothing_is_asked_while_nothing_is_configured(clean_engine: Engine, there: StandIn) -> None:
    declared(clean_engine)
    off = {"address_provider": "none", "bbr_provider": "none", "cvr_provider": "none"}
    assert asked_all(clean_engine, there, **off) == []
    assert there.registers.asked == []


def test_an_exact_point_stays_where_it_is(clean_engine: Engine, there: StandIn) -> None:
    dwelling = declared(clean_engine, point_is_approximate=False)
    asked_all(clean_engine, there)
    with transaction(clean_engine, writing=False) as session:
        placed = session.get_one(Dwelling, dwelling.id)
        assert (placed.latitude, placed.longitude) == (dwelling.latitude, dwelling.longitude)
        assert placed.dar_id is not None
        assert session.exec(select(DwellingPoint)).all() == []


def test_a_silent_register_is_asked_again_later_and_later(clean_engine: Engine, there: StandIn) -> None:
    declared(clean_engine)
    there.registers.refuses["/"] = 503
    only = {"bbr_provider": "none", "cvr_provider": "none"}
    for minutes, at in ((1, AT), (5, AT + timedelta(minutes=2))):
        line = look_up_next(clean_engine, there.settings(**only), there.asking(), at=at)
        assert line == "look-up address: unreachable 127.0.0.1 answered 503"
        with transaction(clean_engine, writing=False) as session:
            kept = session.exec(select(RegisterAnswer)).one()
        assert (kept.state, kept.due_at) == (AnswerState.UNREACHABLE, at + timedelta(minutes=minutes))


def test_an_old_answer_stays_readable_while_the_register_is_silent(clean_engine: Engine, there: StandIn) -> None:
    declared(clean_engine)
    asked_all(clean_engine, there)
    there.registers.refuses["/"] = 503
    later = AT + timedelta(days=31)
    look_up_now(clean_engine, KEY, "13585628", there.settings(), there.asking(), at=later)
    with transaction(clean_engine, writing=False) as session:
        kept = find_answer(session, Register.COMPANY, "13585628")
    assert kept is not None
    assert (kept.state, kept.retrieved_at, kept.asked_at) == (AnswerState.UNREACHABLE, AT, later)
    assert kept.content["name"] == "Registreret Firma 628 ApS"


def test_asking_now_asks_again_even_when_the_answers_are_fresh(clean_engine: Engine, there: StandIn) -> None:
    declared(clean_engine)
    asked_all(clean_engine, there)
    before = len(there.registers.asked)
    replies = look_up_now(clean_engine, KEY, "13585628", there.settings(), there.asking(), at=AT)
    assert [reply.state for reply in replies] == [AnswerState.FOUND] * 3
    assert len(there.registers.asked) == 2 * before
