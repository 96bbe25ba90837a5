"""Two people decide at the same moment: one of them does, the other is told; lists are read whole or not at all."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
import sqlalchemy as sa
import yaml
from sqlalchemy.engine import Engine
from sqlmodel import Session, col, select

from conftest import AT
from declared_housing import DATA
from husly.kit.access import SYSTEM, Actor, Grant, Role
from husly.kit.clock import now, today
from husly.kit.database import transaction
from husly.kit.errors import DomainError
from inspection.reregistered.actions import confirm_pair, dismiss_pair, import_traces, record_trace
from inspection.reregistered.finding import keep_found, search_register
from inspection.reregistered.keyed import Seal
from inspection.reregistered.models import FoundPair, RecordedTrace
from inspection.reregistered.traces import TraceKind
from inspection.risk.deviations.actions import deviate
from inspection.risk.deviations.models import DeviationKind, RiskDeviation
from inspection.risk.queries import find_newest_run
from inspection.risk.weights import delivered_text
from inspection.risk.weightsets.actions import adopt_weights, propose_weights, reject_weights
from inspection.risk.weightsets.models import WeightSet, WeightSetState
from inspection.undeclared.actions import (
    dismiss_candidate,
    find_candidates,
    import_workers,
    take_up,
)
from inspection.undeclared.forms import Dismissal, Wanted
from inspection.undeclared.models import CandidateState, DismissReason, UndeclaredCandidate, WorkerList, WorkerRow
from inspection.undeclared.points import points_in_force
from phoenix_firms import NEW_CVR, SECRET, plant_chain
from register.accommodations.models import Accommodation
from register.municipalities.boundaries import shipped_boundaries
from register.municipalities.table import postcodes
from register.portfolio.models import LinkKind
from score_card_cases import two_homes
from undeclared_made import HEAD, find, listed

ANNA = Actor("anna", "Anna", (Grant(Role.DECISION_MAKER),))
BENT = Actor("bent", "Bent", (Grant(Role.DECISION_MAKER),))
LIST = f"{HEAD}F-1;;Byggeri;;;;5000;9;2026-01-01;;\n".encode()
WHERE = Wanted(street="Industrivej", house_number="40", postcode="5220")
Act = Callable[[Session, Actor], object]


def both(engine: Engine, first: Act, second: Act | None = None) -> list[str]:
    """What became of two acts begun at once: ``done``, or the code of the refusal; sorted."""
    barrier = Barrier(2)

    def one(act: Act, by: Actor) -> str:
        barrier.wait()
        try:
            with transaction(engine) as session:
                act(session, by)
        except DomainError as error:
            return error.code
        return "done"

    with ThreadPoolExecutor(2) as pool:
        return sorted(pool.map(one, (first, second or first), (ANNA, BENT)))


def proposed(engine: Engine) -> WeightSet:
    with transaction(engine) as session:
        return propose(session, Actor("writer", "Writer", (Grant(Role.INSPECTOR),)))


def propose(session: Session, by: Actor) -> WeightSet:
    text = yaml.safe_dump(yaml.safe_load(delivered_text("2026-01")) | {"version": "ours-1"}, allow_unicode=True)
    return propose_weights(session, text, reason="Prøvet.", switched_on=True, by=by, at=now())


def test_one_of_two_proposals_of_a_set_is_kept(clean_engine: Engine) -> None:
    assert both(clean_engine, propose) == ["done", "weights.known"]


@pytest.mark.parametrize("other", ["adopt", "reject"])
def test_a_proposal_is_decided_once(clean_engine: Engine, other: str) -> None:
    row = proposed(clean_engine)

    def adopt(session: Session, by: Actor) -> None:
        adopt_weights(session, row.id, valid_from=today(), reason="Bedre.", switched_on=True, by=by, at=now())

    def reject(session: Session, by: Actor) -> None:
        reject_weights(session, row.id, reason="Nej tak.", by=by, at=now())

    assert both(clean_engine, adopt, reject if other == "reject" else None) == ["done", "weights.decided"]
    with transaction(clean_engine, writing=False) as session:
        kept = session.exec(select(WeightSet)).one()
    assert (kept.state is WeightSetState.PROPOSED, kept.decided_by in ("anna", "bent")) == (False, True)


def test_of_two_deviations_one_stays_in_force(clean_engine: Engine) -> None:
    home, _ = two_homes(clean_engine)

    def put(session: Session, by: Actor) -> None:
        run = find_newest_run(session)
        assert run is not None
        until = today() + timedelta(days=9)
        kind = DeviationKind.PUT_FIRST
        deviate(session, home.id, run=run, kind=kind, reason="Fordi", until_on=until, by=by, at=now())

    assert both(clean_engine, put) == ["done", "done"]
    with transaction(clean_engine, writing=False) as session:
        assert len(session.exec(select(RiskDeviation).where(col(RiskDeviation.ended_at).is_(None))).all()) == 1


@pytest.fixture
def candidate(clean_engine: Engine) -> UndeclaredCandidate:
    with transaction(clean_engine) as session:
        listed(session, "F-1;;Byggeri;;;;5000;9;2026-01-01;;")
        found: UndeclaredCandidate = find(session)["Byggeri"]
        return found


def taking_up(candidate: UndeclaredCandidate) -> Act:
    where = {"boundaries": shipped_boundaries(DATA), "data_path": DATA}
    return lambda session, by: take_up(session, candidate.id, wanted=WHERE, by=by, at=AT, **where)


def dismissing(candidate: UndeclaredCandidate) -> Act:
    given = Dismissal(DismissReason.NOT_HOUSED, "De bor hjemme.", AT.date() + timedelta(days=90))
    return lambda session, by: dismiss_candidate(session, candidate.id, given=given, by=by, at=AT)


@pytest.mark.parametrize("second", [taking_up, dismissing])
def test_a_candidate_is_decided_once(
    clean_engine: Engine, candidate: UndeclaredCandidate, second: Callable[[UndeclaredCandidate], Act]
) -> None:
    assert both(clean_engine, taking_up(candidate), second(candidate)) == ["done", "undeclared.decided"]
    with transaction(clean_engine, writing=False) as session:
        kept = session.exec(select(UndeclaredCandidate)).one()
        homes = session.exec(select(Accommodation)).all()
    assert len(homes) == (kept.state is CandidateState.CONFIRMED)


def test_two_searches_at_once_find_each_candidate_once(clean_engine: Engine) -> None:
    with transaction(clean_engine) as session:
        listed(session, "F-1;;Byggeri;;;;5000;9;2026-01-01;;")

    def search(session: Session, by: Actor) -> None:
        known = {"postcodes": postcodes(DATA), "commuting_km": 75, "points": points_in_force(AT.date())}
        find_candidates(session, as_of=AT.date(), switched_on=True, by=by, at=AT, **known)

    assert both(clean_engine, search) == ["done", "done"]
    with transaction(clean_engine, writing=False) as session:
        assert len(session.exec(select(UndeclaredCandidate)).all()) == 1


def read_workers(session: Session, by: Actor, **given: Any) -> WorkerList:
    known = {"register_name": "RUT", "as_of": AT.date(), "postcodes": postcodes(DATA), "at": AT}
    return import_workers(session, LIST, by=by, **known | given)


def read_traces(session: Session, _by: Actor) -> None:
    content = f"employer;kind;value\n{NEW_CVR};person;Bent Bygge\n".encode()
    import_traces(session, content, register_name="SKAT", seal=Seal(SECRET), by=SYSTEM, at=AT)


@pytest.mark.parametrize(("read", "refused"), [(read_workers, "match.again"), (read_traces, "trace.again")])
def test_the_same_list_is_read_once(clean_engine: Engine, read: Act, refused: str) -> None:
    assert both(clean_engine, read) == sorted(["done", refused])


def test_reading_that_is_broken_off_leaves_nothing(clean_engine: Engine) -> None:
    def stop(_rows: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), transaction(clean_engine) as session:
        read_workers(session, ANNA, progress=stop)
    with transaction(clean_engine, writing=False) as session:
        counts = [session.execute(sa.select(sa.func.count()).select_from(one)).scalar_one() for one in LISTED]
    assert counts == [0, 0]
    with transaction(clean_engine) as session:
        assert read_workers(session, ANNA).rows == 1


LISTED = (WorkerList, WorkerRow)


@pytest.fixture
def pair(clean_engine: Engine) -> FoundPair:
    with transaction(clean_engine) as session:
        plant_chain(session)
        keep_found(session, search_register(session, as_of=today()), by=SYSTEM, at=now())
        return session.exec(select(FoundPair)).one()


def test_a_pair_that_one_links_is_not_dismissed_by_the_other(clean_engine: Engine, pair: FoundPair) -> None:
    def confirm(session: Session, by: Actor) -> None:
        confirm_pair(session, pair.id, kind=LinkKind.SUCCESSOR, reason="Samme hus.", by=by, at=now())

    def dismiss(session: Session, by: Actor) -> None:
        dismiss_pair(session, pair.id, reason="To firmaer.", by=by, at=now())

    assert "done" in both(clean_engine, confirm)
    with transaction(clean_engine) as session, pytest.raises(DomainError, match="linked"):
        dismiss(session, BENT)


def test_a_trace_is_recorded_once(clean_engine: Engine, pair: FoundPair) -> None:
    def record(session: Session, by: Actor) -> None:
        told = {"kind": TraceKind.PERSON, "value": "Bent Bygge", "from_on": today(), "to_on": None, "reason": "Set"}
        record_trace(session, pair.first_id, seal=Seal(SECRET), by=by, at=now(), **told)

    assert both(clean_engine, record) == ["done", "trace.exists"]
    with transaction(clean_engine, writing=False) as session:
        assert len(session.exec(select(RecordedTrace)).all()) == 1
