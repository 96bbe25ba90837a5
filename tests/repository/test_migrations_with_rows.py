"""A register that is in use is brought back to an older version and up again: its rows stay, its rules hold."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from sqlalchemy.engine import Engine
from sqlmodel import Session, col, select

from husly.administration import alembic_config
from husly.demo.loading import load_register
from husly.kit import audit
from husly.kit.access import SYSTEM, Grant, Role
from husly.kit.accounts.actions import open_account
from husly.kit.database import open_engine, transaction
from inspection.enforcement.actions.opening import case_on
from inspection.enforcement.choosing import VisitReason
from inspection.enforcement.models import CaseMove, InspectionCase, LegalBasis, Visit
from inspection.enforcement.transitions import CaseState
from inspection.planning.models import VisitPlan
from planned_visits import planned_visit
from register.accommodations.models import Accommodation
from register.municipalities.boundaries import shipped_boundaries
from register.residents.models import Report, TipSource

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
OLD = "0007"
"""What was there before contests, terms, mandates, upkeep, reports, evidence and drafts."""

KEPT = ("employer", "dwelling", "accommodation", "declaration", "room", "audit_event")


@pytest.fixture
def used(database_url: str, tmp_path: Path, repository: Path) -> Iterator[Engine]:
    """A database made by the migrations, with a small register and an account in it."""
    url, server = f"sqlite:///{tmp_path / 'used.sqlite'}", None
    if not database_url.startswith("sqlite"):
        server = sa.create_engine(database_url, isolation_level="AUTOCOMMIT")
        with server.connect() as connection:
            connection.execute(sa.text("DROP DATABASE IF EXISTS used"))
            connection.execute(sa.text("CREATE DATABASE used"))
        url = sa.make_url(database_url).set(database="used").render_as_string(hide_password=False)
    command.upgrade(alembic_config(url), "head")
    engine = open_engine(url)
    filled(engine, repository / "data")
    yield engine
    engine.dispose()
    if server is not None:
        with server.connect() as connection:
            connection.execute(sa.text("DROP DATABASE used"))
        server.dispose()


def filled(engine: Engine, data: Path) -> None:
    with transaction(engine) as session:
        load_register(
            session,
            accommodations=40,
            seed=1,
            at=AT,
            boundaries=shipped_boundaries(data),
            data_path=data,
            progress=lambda _: None,
        )
        audit.record(session, by=SYSTEM, at=AT, action="test.filled", on=("register", "1"))


def moved(engine: Engine, how: str, to: str) -> None:
    """As ``husly db upgrade`` does it: over a connection that Alembic opens itself."""
    engine.dispose()
    url = engine.url.render_as_string(hide_password=False)
    getattr(command, how)(alembic_config(url), to)


def rows(engine: Engine, columns: dict[str, list[str]] | None = None) -> dict[str, list[tuple[object, ...]]]:
    """What stands in the tables that both versions have, of the columns given."""
    found = {}
    with engine.connect() as connection:
        for name in KEPT:
            table = sa.Table(name, sa.MetaData(), autoload_with=connection)
            wanted = [table.c[key] for key in (columns or {}).get(name, sorted(table.c.keys()))]
            found[name] = sorted((tuple(row) for row in connection.execute(sa.select(*wanted))), key=str)
    return found


def columns_of(engine: Engine) -> dict[str, list[str]]:
    inspector = sa.inspect(engine)
    return {name: sorted(column["name"] for column in inspector.get_columns(name)) for name in KEPT}


def loose_ends(engine: Engine) -> list[object]:
    """Rows that point at nothing; PostgreSQL never lets any stand."""
    if engine.dialect.name != "sqlite":
        return []
    with engine.connect() as connection:
        broken = list(connection.exec_driver_sql("PRAGMA foreign_key_check"))
        sound = connection.exec_driver_sql("PRAGMA integrity_check").scalar_one()
    return broken if sound == "ok" else [sound]


def refused(engine: Engine, statement: str) -> bool:
    try:
        with engine.begin() as connection:
            assert connection.execute(sa.text(statement)).rowcount
    except sa.exc.IntegrityError:
        return True
    return False


def test_rows_outlive_the_way_down_and_up_again(used: Engine) -> None:
    before = rows(used)
    assert all(before.values()), "every table has rows"
    moved(used, "downgrade", OLD)
    old = columns_of(used)
    at_old = rows(used)
    assert {name: len(found) for name, found in at_old.items()} == {name: len(found) for name, found in before.items()}
    assert loose_ends(used) == []
    moved(used, "upgrade", "head")
    assert rows(used, old) == at_old
    assert {name: len(found) for name, found in rows(used).items()} == {
        name: len(found) for name, found in before.items()
    }
    assert loose_ends(used) == []


def test_rules_hold_for_old_rows_after_the_way_up(used: Engine) -> None:
    moved(used, "downgrade", OLD)
    moved(used, "upgrade", "head")
    assert refused(used, "UPDATE declaration SET residents = -1")
    assert refused(used, "UPDATE declaration SET source = 'hearsay'")
    assert refused(used, "UPDATE room SET area_m2 = 0")
    assert refused(used, "DELETE FROM employer"), "accommodations point at it"
    assert not refused(used, "UPDATE declaration SET source = 'api'")


def test_the_audit_trail_holds_after_the_way_up(used: Engine) -> None:
    moved(used, "downgrade", OLD)
    moved(used, "upgrade", "head")
    with transaction(used, writing=False) as session:
        count, broken = audit.verify(session)
    assert broken is None
    assert count > 0


def test_plans_of_old_belong_to_whom_their_maker_works_for(used: Engine) -> None:
    makers = {
        "state": [Grant(Role.DECISION_MAKER)],
        "0461": [Grant(Role.CASEWORKER, municipality_code="0461")],
        "0479": [Grant(Role.INSPECTOR, municipality_code=code) for code in ("0461", "0479")],
        "": [Grant(Role.ADMINISTRATOR)],
    }
    with transaction(used) as session:
        given = {"municipality_code": "0479", "from_on": AT.date(), "days": 1, "seed": 1, "created_at": AT}
        plans = {}
        for whose, grants in makers.items():
            who = {"email": f"a{whose}@example.org", "name": "A", "password": "langt-kodeord-2026", "grants": grants}
            account = open_account(session, **who, by=SYSTEM, at=AT)
            plan = VisitPlan(**given, created_by=str(account.id))
            session.add(plan)
            plans[whose] = plan.id
    moved(used, "downgrade", "0049")
    moved(used, "upgrade", "head")
    with transaction(used) as session:
        assert {session.get_one(VisitPlan, one).authority for one in plans.values()} == set(makers)
        assert all(session.get_one(VisitPlan, one).authority == whose for whose, one in plans.items())


def test_visits_of_old_get_the_reason_that_other_rows_tell(used: Engine) -> None:
    """A plan, a report, a contest and a later round tell why; of the rest nobody knows any more."""
    with transaction(used) as session:
        add_cases(session)
    moved(used, "downgrade", "0016")
    moved(used, "upgrade", "head")
    with transaction(used, writing=False) as session:
        rows = session.exec(select(InspectionCase.case_number, Visit).where(col(Visit.case_id) == InspectionCase.id))
        told = {(number, visit.round): visit for number, visit in rows}
    assert {key: visit.reason_code for key, visit in told.items()} == {
        ("plan", 1): VisitReason.RANDOM,
        ("plan", 2): VisitReason.FOLLOW_UP,
        ("report", 1): VisitReason.TIP,
        ("contest", 1): VisitReason.CONTEST,
        ("unknown", 1): VisitReason.OTHER,
    }
    assert told["unknown", 1].reason_words
    assert told["plan", 1].plan_seed == 1
    assert refused(used, "UPDATE visit SET reason_code = NULL")
    assert refused(used, "UPDATE visit SET reason_code = 'hunch'")
    assert refused(used, "UPDATE visit SET reason_words = '' WHERE reason_code = 'other'")


def add_cases(session: Session) -> None:
    """Cases numbered by how they came about, each with its first visit; the planned one with a second."""
    homes = list(session.exec(select(Accommodation).order_by(col(Accommodation.id)).limit(4)))
    planned = planned_visit(session, homes[0].id, accepted=False)
    planned.reason = VisitReason.RANDOM
    first = CaseState.PLANNED
    kinds = {"plan": first, "report": first, "contest": CaseState.UNDER_REVIEW, "unknown": first}
    for home, (kind, target) in zip(homes, kinds.items(), strict=True):
        case = case_on(
            home,
            case_number=kind,
            planned_visit_id=planned.id if kind == "plan" else None,
            legal_basis=LegalBasis.EMPLOYEE_HOUSING_ACT,
            reason="Udvalgt",
            inspector_id="ida",
            opened_at=AT,
            opened_by="ida",
        )
        session.add(case)
        session.flush()
        move = CaseMove(case_id=case.id, position=1, round=1, target=target, at=AT, by_id="ida", by_name="Ida")
        session.add(move)
        for number in (1, 2) if kind == "plan" else (1,):
            hours = {"visit_on": AT.date(), "from_min": 540, "to_min": 600}
            why = {"reason_code": VisitReason.DANGER, "inspector_id": "ida"}
            session.add(Visit(case_id=case.id, round=number, **hours, **why))
        if kind == "report":
            report = Report(
                source=TipSource.RESIDENT,
                language="da",
                received_on=AT.date(),
                case_id=case.id,
                follow_hash="f",
                form_hash="f",
            )
            session.add(report)
    session.flush()
