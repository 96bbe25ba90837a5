"""What an employer tells after a plan was accepted: visits that have become needless leave it, announced ones stay."""

from datetime import date, timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from agreements_made import in_force
from conftest import AT
from declared_housing import a_document, submitted
from housed import declare, house
from husly.kit.access import SYSTEM, Grant, Role
from husly.kit.audit import AuditEvent
from husly.kit.clock import now, today
from husly.kit.database import transaction
from inspection.enforcement.actions import take_up_contest
from inspection.enforcement.models import InspectionCase
from inspection.enforcement.queries import find_case_of_visit
from inspection.enforcement.transitions import CaseState
from inspection.planning.carrying_out.dropped_words import DropKind, dropped_of
from inspection.planning.carrying_out.dropping import drop_every_needless_visit, drop_visits_after_change
from inspection.planning.models import PlannedVisit
from planned_visits import WEEK, accept, planned_visit
from register.declarations.models import Declaration
from register.owners import actions as owners
from register.upkeep.actions import tell_end, tell_pause
from web_client import Web, web, words

__all__ = ["web"]

DAY = WEEK[1]


def kind_of(visit: PlannedVisit) -> DropKind:
    dropped = dropped_of(visit)
    assert dropped is not None
    return dropped.kind


def pause(session: Session, home_id: UUID, first: date = DAY, back: date = DAY + timedelta(days=1)) -> None:
    tell_pause(session, home_id, from_on=first, back_on=back, by=SYSTEM, at=AT)


def case_of(session: Session, visit: PlannedVisit) -> InspectionCase:
    case = find_case_of_visit(session, visit.id)
    assert case is not None
    return case


def test_a_pause_drops_the_visit_of_its_days_with_the_reason_and_closes_its_case(session: Session) -> None:
    home = house(session)
    visit = planned_visit(session, home.id)
    pause(session, home.id)
    assert drop_visits_after_change(session, [home.id], at=AT) == 1
    assert visit.dropped_at == AT
    assert kind_of(visit) is DropKind.NOT_IN_USE
    assert "17. marts 2026 til 17. marts 2026" in visit.dropped_because
    case = case_of(session, visit)
    assert (case.state, case.closure_reason) == (CaseState.CLOSED, visit.dropped_because)
    told = session.exec(select(AuditEvent).where(AuditEvent.action == "plan.visit_dropped")).one()
    assert told.object_id == str(visit.plan_id)
    assert drop_visits_after_change(session, [home.id], at=AT) == 0


@pytest.mark.parametrize(
    ("first", "back"), [(DAY - timedelta(days=5), DAY), (DAY + timedelta(days=1), DAY + timedelta(days=9))]
)
def test_a_pause_of_other_days_drops_nothing(session: Session, first: date, back: date) -> None:
    home = house(session)
    visit = planned_visit(session, home.id)
    pause(session, home.id, first, back)
    assert drop_visits_after_change(session, [home.id], at=AT) == 0
    assert visit.dropped_at is None


def test_a_pause_elsewhere_drops_nothing_and_no_change_none(session: Session) -> None:
    home, other = house(session), house(session)
    visit = planned_visit(session, home.id)
    pause(session, other.id)
    assert drop_visits_after_change(session, [other.id], at=AT) == 0
    assert drop_visits_after_change(session, [], at=AT) == 0
    assert visit.dropped_at is None


def test_a_contested_case_keeps_its_visit_for_a_person_to_decide(session: Session) -> None:
    home = house(session)
    visit = planned_visit(session, home.id)
    notice = owners.name_owner(
        session, accommodation_id=home.id, name="Olga Ejer", postal_address="Skovvej 3", by=SYSTEM, at=AT
    )
    take_up_contest(session, owners.contest(session, notice, reasons=["not_agreed"], text="", at=AT), at=AT)
    pause(session, home.id)
    assert drop_visits_after_change(session, [home.id], at=AT) == 0
    assert (visit.dropped_at, case_of(session, visit).state) == (None, CaseState.PLANNED)


def end(session: Session, home_id: UUID, last: date = DAY - timedelta(days=1)) -> None:
    tell_end(session, home_id, ends_on=last, by=SYSTEM, at=AT)


def test_a_last_day_before_the_visit_drops_it_with_the_reason_and_closes_its_case(session: Session) -> None:
    home = house(session)
    visit = planned_visit(session, home.id)
    end(session, home.id)
    assert drop_visits_after_change(session, [home.id], at=AT) == 1
    assert kind_of(visit) is DropKind.NOT_IN_USE
    assert "sidste dag 16. marts 2026" in visit.dropped_because
    case = case_of(session, visit)
    assert (case.state, case.closure_reason) == (CaseState.CLOSED, visit.dropped_because)
    assert drop_visits_after_change(session, [home.id], at=AT) == 0


def test_a_last_day_on_the_day_of_the_visit_or_later_drops_nothing(session: Session) -> None:
    home = house(session)
    visit = planned_visit(session, home.id)
    end(session, home.id, DAY)
    assert drop_visits_after_change(session, [home.id], at=AT) == 0
    assert visit.dropped_at is None


def test_a_last_day_leaves_contested_and_announced_visits_for_a_person_to_decide(session: Session) -> None:
    home = house(session)
    visit = planned_visit(session, home.id)
    case = announced(session, visit)
    end(session, home.id)
    assert drop_every_needless_visit(session, at=AT) == 0
    assert (visit.dropped_at, case.state) == (None, CaseState.NOTIFIED)


def test_a_draft_accepted_after_the_last_day_opens_no_case(session: Session) -> None:
    home = house(session)
    visit = planned_visit(session, home.id, accepted=False)
    end(session, home.id)
    accept(session, visit.plan_id)
    assert kind_of(visit) is DropKind.NOT_IN_USE
    assert find_case_of_visit(session, visit.id) is None


def announced(session: Session, visit: PlannedVisit) -> InspectionCase:
    case = case_of(session, visit)
    case.state = CaseState.NOTIFIED
    session.flush()
    return case


def test_an_announced_visit_stays_in_its_plan(session: Session) -> None:
    home = house(session)
    visit = planned_visit(session, home.id)
    case = announced(session, visit)
    pause(session, home.id)
    assert drop_visits_after_change(session, [home.id], at=AT) == 0
    assert (visit.dropped_at, case.state) == (None, CaseState.NOTIFIED)


def test_a_draft_accepted_after_the_pause_opens_no_case(session: Session) -> None:
    home = house(session)
    visit = planned_visit(session, home.id, accepted=False)
    pause(session, home.id)
    assert drop_visits_after_change(session, [home.id], at=AT) == 0
    accept(session, visit.plan_id)
    assert kind_of(visit) is DropKind.NOT_IN_USE
    assert find_case_of_visit(session, visit.id) is None


def test_fewer_residents_make_an_agreement_for_some_cover_everyone_and_drop_the_visit(session: Session) -> None:
    home = house(session, residents=6)
    in_force(session, home.id, who="some", covered="4")
    visit = planned_visit(session, home.id)
    assert drop_visits_after_change(session, [home.id], at=AT) == 0
    session.execute(sa.update(Declaration).values(is_current=False))
    declare(session, home, version=2, residents=4, valid_from=DAY - timedelta(days=1), submitted_at=AT)
    assert drop_every_needless_visit(session, at=AT) == 1
    assert "Gartnerioverenskomsten 2026" in visit.dropped_because
    assert kind_of(visit) is DropKind.AGREEMENT
    assert case_of(session, visit).state is CaseState.CLOSED


def a_home(web: Web, residents: int = 4) -> tuple[UUID, UUID]:
    """Housing declared, and its employer."""
    with transaction(web.engine) as session:
        home = submitted(session, {"dwelling.residents": residents}).accommodation
        return home.id, home.employer_id


def planned_soon(web: Web, home_id: UUID) -> UUID:
    """A visit to it in ten days."""
    with transaction(web.engine) as session:
        return planned_visit(session, home_id, today() + timedelta(days=10)).id


def tell(web: Web, home_id: UUID) -> int:
    days = {"from_on": today().isoformat(), "back_on": (today() + timedelta(days=30)).isoformat()}
    return web.post(f"/declarations/{home_id}/not-in-use", days).status_code


def test_telling_a_pause_on_its_page_takes_the_visit_out_and_the_plan_says_why(web: Web) -> None:
    home_id, employer_id = a_home(web)
    visit_id = planned_soon(web, home_id)
    web.sign_in(Grant(Role.EMPLOYER, employer_id))
    assert tell(web, home_id) == 303
    with transaction(web.engine, writing=False) as session:
        visit = session.get_one(PlannedVisit, visit_id)
        assert visit.dropped_at is not None
    web.sign_in(Grant(Role.INSPECTOR))
    web.client.cookies.set("husly_language", "en")
    text = words(web.get(f"/plans/{visit.plan_id}"))
    assert "Not in use on the day of the visit, as the employer told: " in text
    assert visit.dropped_because not in text
    assert "1 visit has left the plan" in text
    assert "Not applicable – collective agreement" not in text


def test_an_announced_visit_asks_to_be_decided_again_on_the_page_of_its_case(web: Web) -> None:
    home_id, employer_id = a_home(web)
    visit_id = planned_soon(web, home_id)
    with transaction(web.engine) as session:
        case_id = announced(session, session.get_one(PlannedVisit, visit_id)).id
    web.sign_in(Grant(Role.INSPECTOR))
    web.client.cookies.set("husly_language", "en")
    assert "Not in use on the day of the visit" not in words(web.get(f"/cases/{case_id}"))
    web.sign_in(Grant(Role.EMPLOYER, employer_id))
    assert tell(web, home_id) == 303
    web.sign_in(Grant(Role.INSPECTOR))
    text = words(web.get(f"/cases/{case_id}"))
    assert "Not in use on the day of the visit" in text
    assert "Decide again: keep the visit to see whether it is so" in text
    with transaction(web.engine, writing=False) as session:
        assert session.get_one(PlannedVisit, visit_id).dropped_at is None


def test_telling_the_last_day_on_its_page_takes_the_visit_out(web: Web) -> None:
    home_id, employer_id = a_home(web)
    visit_id = planned_soon(web, home_id)
    web.sign_in(Grant(Role.EMPLOYER, employer_id))
    assert web.post(f"/declarations/{home_id}/end", {"ends_on": today().isoformat()}).status_code == 303
    with transaction(web.engine, writing=False) as session:
        assert kind_of(session.get_one(PlannedVisit, visit_id)) is DropKind.NOT_IN_USE


def test_an_announced_visit_after_the_last_day_asks_to_be_decided_again(web: Web) -> None:
    home_id, _ = a_home(web)
    visit_id = planned_soon(web, home_id)
    with transaction(web.engine) as session:
        case_id = announced(session, session.get_one(PlannedVisit, visit_id)).id
        tell_end(session, home_id, ends_on=today(), by=SYSTEM, at=now())
    web.sign_in(Grant(Role.INSPECTOR))
    web.client.cookies.set("husly_language", "en")
    text = words(web.get(f"/cases/{case_id}"))
    assert "Ended before the day of the visit" in text
    assert "Not in use on the day of the visit" not in text


def test_a_program_that_declares_fewer_residents_takes_the_visit_out(web: Web) -> None:
    home_id, employer_id = a_home(web, residents=6)
    visit_id = planned_soon(web, home_id)
    with transaction(web.engine) as session:
        ends = (today() + timedelta(days=60)).isoformat()
        in_force(session, home_id, at=now(), who="some", covered="4", valid_to=ends)
    web.sign_in(Grant(Role.EMPLOYER, employer_id))
    answer = web.post("/account/tokens", {"name": "Løn", "employer": str(employer_id), "days": "90"})
    secret = answer.text.partition('id="secret">')[2].partition("<")[0]
    web.client.cookies.clear()
    sent = {"Authorization": f"Bearer {secret}"}
    document = a_document({"dwelling.residents": 4})
    taken = web.client.post("/api/v1/declarations", json=document, headers=sent)
    assert taken.status_code == 200, taken.text
    with transaction(web.engine, writing=False) as session:
        assert "Gartnerioverenskomsten 2026" in session.get_one(PlannedVisit, visit_id).dropped_because
