"""What is read of the register's own visits: how each ended, and nothing that was known only later."""

from datetime import UTC, date, datetime, timedelta

import polars as pl
from polars.testing import assert_frame_equal
from sqlmodel import Session

from case_ways import start
from housed import add_dwelling, declare, house
from inspection.enforcement.choosing import VisitReason
from inspection.risk.evaluation.of_register import past_of
from inspection.risk.evaluation.visits import Arm, arm_of, list_ended_visits, visits_frame
from inspection.risk.features.from_register import feature_frames
from inspection.risk.scoring import score_frame
from inspection.risk.weights import load_weights
from register.employers.models import Employer
from visits_made import visited

DAY = date(2026, 6, 15)
BEFORE = DAY - timedelta(days=1)
AFTER = DAY + timedelta(days=200)
EARLY = datetime(2026, 1, 5, tzinfo=UTC)


def frame(session: Session) -> pl.DataFrame:
    return visits_frame(session, list_ended_visits(session, until=AFTER), weights=load_weights("2026-01"))


def test_a_visit_ends_with_what_was_found_in_its_round(session: Session) -> None:
    home, other, open_one = (house(session, dwelling=add_dwelling(session)) for _ in range(3))
    visited(session, home, DAY, breached=True, reason=VisitReason.RANDOM)
    visited(session, other, DAY, breached=False)
    visited(session, open_one, DAY, breached=True, settled=False)
    found = {one.accommodation_id: one for one in list_ended_visits(session, until=DAY)}
    assert found.keys() == {home.id, other.id}
    assert (found[home.id].breached, found[home.id].arm) == (True, Arm.RANDOM)
    assert (found[other.id].breached, found[other.id].arm) == (False, Arm.TARGETED)
    assert list_ended_visits(session, until=BEFORE) == []


def test_a_case_carried_by_people_is_read_as_one_that_found_a_breach(session: Session) -> None:
    way = start(session)
    way.to_delivered()
    (one,) = list_ended_visits(session, until=way.on(300))
    visit = way.file.visit
    assert (one.breached, one.visited_on) == (True, visit.visited_on)
    assert one.arm is arm_of(1, visit.reason_code)


def test_revisits_and_visits_for_other_reasons_stand_outside_both_arms() -> None:
    assert arm_of(2, VisitReason.RANDOM) is Arm.FOLLOW_UP
    assert arm_of(1, VisitReason.TIP) is Arm.OTHER
    assert arm_of(1, VisitReason.EXPLORE) is Arm.EXPLORED
    assert arm_of(1, VisitReason.REFERRAL) is Arm.OTHER


def test_the_score_is_the_one_of_the_day_before(session: Session) -> None:
    home = house(session, kind="container", residents=20, facts={"toilets": 0}, submitted_at=EARLY)
    house(session, dwelling=add_dwelling(session), submitted_at=EARLY)
    visited(session, home, DAY, breached=True)
    known = pl.concat(feature_frames(session, as_of=BEFORE))
    scored = score_frame(known, load_weights("2026-01")).filter(pl.col("accommodation_id") == str(home.id))
    assert frame(session)["score"].to_list() == scored["score"].to_list()


def test_nothing_of_the_visit_or_later_leaks_into_what_it_is_judged_by(session: Session) -> None:
    home = house(session, submitted_at=EARLY)
    same_employer = house(
        session,
        dwelling=add_dwelling(session),
        employer=session.get_one(Employer, home.employer_id),
        submitted_at=EARLY,
    )
    visited(session, home, DAY, breached=True)
    before = frame(session)
    visited(session, same_employer, DAY, breached=True)
    visited(session, same_employer, DAY + timedelta(days=40), breached=True)
    visited(session, home, DAY + timedelta(days=90), breached=False)
    crowded = datetime(2026, 6, 15, 6, tzinfo=UTC)
    declare(session, home, version=2, residents=30, facts={"toilets": 0}, submitted_at=crowded)
    after = frame(session).filter((pl.col("visited_on") == DAY) & (pl.col("accommodation_id") == str(home.id)))
    assert_frame_equal(before, after)


def test_the_last_result_is_one_that_was_settled_before_the_day(session: Session) -> None:
    home = house(session, submitted_at=EARLY)
    visited(session, home, DAY, breached=True, settled_on=DAY + timedelta(days=30))
    visited(session, home, DAY + timedelta(days=20), breached=False)
    visited(session, home, DAY + timedelta(days=60), breached=False)
    assert [one.last_breached for one in list_ended_visits(session, until=AFTER)] == [None, None, False]


def test_a_visit_to_what_nobody_had_declared_is_left_out(session: Session) -> None:
    late = house(session, starts_on=DAY, submitted_at=datetime(2026, 6, 15, tzinfo=UTC))
    visited(session, late, DAY, breached=True)
    assert len(list_ended_visits(session, until=DAY)) == 1
    assert len(frame(session)) == 0


def test_dwellings_that_are_named_give_the_rows_that_the_whole_register_gives(session: Session) -> None:
    shared = add_dwelling(session)
    homes = [house(session, dwelling=shared, submitted_at=EARLY), house(session, dwelling=shared, submitted_at=EARLY)]
    house(session, dwelling=add_dwelling(session), submitted_at=EARLY)
    whole = pl.concat(feature_frames(session, as_of=DAY)).filter(
        pl.col("accommodation_id").is_in([str(one.id) for one in homes])
    )
    named = pl.concat(feature_frames(session, as_of=DAY, dwellings=[shared.id]))
    assert_frame_equal(whole.sort("accommodation_id"), named.sort("accommodation_id"))


def test_probabilities_that_were_written_down_weigh_the_visits(session: Session) -> None:
    homes = [house(session, dwelling=add_dwelling(session), submitted_at=EARLY) for _ in range(2)]
    visited(session, homes[0], DAY, breached=True, reason=VisitReason.RANDOM, probability=0.5)
    visited(session, homes[1], DAY, breached=False, reason=VisitReason.RANDOM, probability=0.25)
    past = past_of(frame(session))
    assert past.weight is not None
    assert sorted(past.weight) == [2.0, 4.0]
    visited(session, homes[1], DAY + timedelta(days=9), breached=False)
    assert past_of(frame(session)).weight is None
