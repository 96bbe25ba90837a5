"""The whole demonstration: a case in every state, and everything else a visitor looks for."""

from collections import Counter

import pytest
import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col, select

from conftest import AT
from husly.demo.environment import with_demo_letterhead
from husly.demo.loading import Loaded, loaded_before
from husly.demo.reregistered import FIRMS
from husly.demo.story import load_housing, load_supervision
from husly.kit import audit
from husly.kit.access import Actor, Grant, Role
from husly.kit.accounts.models import Account
from husly.kit.errors import DomainError
from husly.settings import Settings
from inspection.enforcement.models import InspectionCase
from inspection.enforcement.transitions import CaseState
from inspection.joint.queries import get_joint, list_joint
from inspection.letters.models import Letter
from inspection.meetings.models import CaseMeeting
from inspection.planning.models import PlannedVisit, VisitPlan
from inspection.risk.models import RiskScore
from inspection.targets.models import InspectionTarget
from register.declarations.models import Declaration
from register.employers.models import Employer
from register.rules.models import LocalRule, LocalRuleState

SETTINGS = with_demo_letterhead(Settings(demo_mode=True))


def count(session: Session, table: type[SQLModel]) -> int:
    return int(session.execute(sa.select(sa.func.count()).select_from(table)).scalar_one())


def test_the_demonstration_shows_everything_once_and_loads_once(session: Session) -> None:
    def load() -> Loaded:
        return load_housing(
            session, settings=SETTINGS, accommodations=60, seed=1, at=AT, progress=lambda what, done: None
        )

    assert loaded_before(session) is None
    assert load() == loaded_before(session)
    load_supervision(session, settings=SETTINGS, seed=1, at=AT, progress=lambda what, done: None)
    assert set(session.exec(select(InspectionCase.state))) == set(CaseState)
    assert len(session.exec(select(Declaration).where(col(Declaration.is_current))).all()) == 60 + len(FIRMS)
    assert count(session, RiskScore) > 30
    plans = Counter(session.exec(select(VisitPlan.authority)))
    assert plans == {"state": 4, "0461": 1}  # a draft, a variant, one with notices, the inspector's day; Odense's draft
    assert set(session.exec(select(InspectionTarget.authority))) == {"state", "0461"}
    assert set(session.exec(select(CaseMeeting.authority))) == {"state", "0461"}
    town = Actor("town", "Karin", (Grant(Role.CASEWORKER, municipality_code="0461"),))
    ((asked, _),), _ = list_joint(session, by=town)
    assert (asked.authority, get_joint(session, asked.id, by=town).guest is not None) == ("state", True)
    assert all(count(session, table) for table in (Employer, Account, PlannedVisit, Letter))
    assert set(session.exec(select(LocalRule.state))) == {LocalRuleState.APPROVED, LocalRuleState.TESTED}
    assert audit.verify(session)[1] is None
    with pytest.raises(DomainError) as error:
        load()
    assert error.value.code == "demo.not_empty"
