"""Nothing that a sender did not write is kept: not in a table, not in a log, not in a fault."""

import logging
from datetime import date, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel

from declared_housing import submitted
from husly.kit.database import transaction
from husly.kit.web.limits import Limit, Tries
from register.residents import actions
from register.residents.models import Report, ReportMessage, ReportPhoto
from register.sheets.actions import door_code
from register.sheets.models import DoorCode
from web_client import Web

SECRET = "Jeg hedder Marek"
AT = datetime(2026, 3, 2, 9, 0)  # noqa: DTZ001 - only differences count
LIMIT = Limit("test", 2, 15)


@pytest.mark.parametrize("table", [Report, ReportPhoto, ReportMessage, DoorCode])
def test_no_column_holds_a_moment_or_a_place_on_the_network(table: type[SQLModel]) -> None:
    columns = table.__table__.columns  # type: ignore[attr-defined]
    assert [one.name for one in columns if isinstance(one.type, sa.DateTime)] == []
    told = {"ip", "host", "agent", "user", "account", "name", "file", "exif"}
    assert [one.name for one in columns if told & set(one.name.split("_"))] == []


def test_a_fault_is_logged_without_address_values_or_whoever_is_signed_in(
    web: Web, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with transaction(web.engine) as session:
        code = door_code(session, submitted(session).accommodation.id, on=date(2026, 3, 2))

    def fail(*_: Any, **given: Any) -> None:
        raise sa.exc.StatementError(SECRET, "INSERT", {"text": SECRET}, ValueError(SECRET))

    monkeypatch.setattr(actions, "take_report", fail)
    someone = web.sign_in()
    with caplog.at_level(logging.INFO):
        answer = web.client.post(f"/h/{code}", data={"do": "report", "text": SECRET})
    assert answer.status_code == 500
    logged = "\n".join(
        record.getMessage() + str(record.exc_text) for record in caplog.records if "husly" in record.name
    )
    assert "StatementError" in logged
    assert [one for one in (SECRET, code, "/h/", someone.id) if one in logged] == []


def test_a_place_that_used_up_its_tries_waits_and_others_do_not() -> None:
    tries = Tries()
    for _ in range(2):
        assert not tries.is_used_up(LIMIT, "192.0.2.7", at=AT)
        tries.count(LIMIT, "192.0.2.7", at=AT)
    assert tries.is_used_up(LIMIT, "192.0.2.7", at=AT)
    assert not tries.is_used_up(LIMIT, "192.0.2.8", at=AT)
    assert not tries.is_used_up(Limit("other", 2, 15), "192.0.2.7", at=AT)
    assert not tries.is_used_up(LIMIT, "192.0.2.7", at=AT.replace(minute=15))


def test_a_place_takes_as_many_tries_as_it_has_and_no_more() -> None:
    tries = Tries()
    assert [tries.take(LIMIT, "192.0.2.7", at=AT) for _ in range(3)] == [True, True, False]
    assert tries.take(LIMIT, "192.0.2.8", at=AT)
    assert tries.take(LIMIT, "192.0.2.7", at=AT.replace(minute=15))


def test_the_memory_of_tries_holds_no_address() -> None:
    tries = Tries()
    tries.count(LIMIT, "192.0.2.7", at=AT)
    assert "192.0.2.7" not in repr(tries)
    assert repr(tries._seen) != repr(_counted(Tries())._seen)


def _counted(tries: Tries) -> Tries:
    tries.count(LIMIT, "192.0.2.7", at=AT)
    return tries
