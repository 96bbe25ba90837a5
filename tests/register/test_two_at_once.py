"""Two people press at the same moment: one act, one trace of it, and a clear answer to the other."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from uuid import UUID

from sqlalchemy.engine import Engine
from sqlmodel import Session, select

from agreements_made import CHIEF, claimed
from conftest import AT
from declared_housing import submitted
from housed import house
from husly.kit.access import SYSTEM, Actor, Grant, Role
from husly.kit.accounts.models import Account, Mandate, MandateScope
from husly.kit.audit import AuditEvent, verify
from husly.kit.clock import now
from husly.kit.database import transaction
from husly.kit.errors import DomainError
from husly.settings import REPOSITORY
from inspection.tips.actions import close_report, take_up
from journeying import begin, declare_by_pages, fill, firm, housing
from register.agreements.actions import accept_claim, withdraw_claim
from register.agreements.models import AgreementClaim, ClaimState
from register.declarations.journey.actions import begin_amendment
from register.declarations.journey.models import Attestation, DeclarationDraft
from register.declarations.models import Declaration
from register.declarations.queries import get_declared
from register.mandates.actions import accept_offer, end_mandate, give_mandate
from register.mandates.forms import Asked
from register.mandates.queries import find_offer
from register.residents.actions import take_report
from register.residents.forms import Given
from register.residents.models import Outcome, Report, ReportKind, TipSource
from register.sheets.actions import door_code
from register.sheets.models import DoorCode
from web_client import Web, fields_of

OFFICER = Actor("officer", "Ida Sagsbehandler", (Grant(Role.CASEWORKER),))
DAY = date(2026, 3, 2)

Act = Callable[[Session], object]


def at_once(engine: Engine, first: Act, second: Act) -> list[str]:
    """Do both in two transactions that begin together; what became of each: done, or the code of the refusal."""
    together = Barrier(2)

    def one(act: Act) -> str:
        together.wait(timeout=20)
        try:
            with transaction(engine) as session:
                act(session)
        except DomainError as error:
            return error.code
        return "done"

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(one, (first, second)))


def actions_on(engine: Engine, of: str, object_id: object) -> list[str]:
    """What the trail says of one thing, in order; the trail itself is whole."""
    with transaction(engine, writing=False) as session:
        assert verify(session)[1] is None
        wanted = select(AuditEvent).where(AuditEvent.object_type == of, AuditEvent.object_id == str(object_id))
        return [event.action for event in session.exec(wanted.order_by(AuditEvent.seq))]  # type: ignore[arg-type]


def test_a_claim_is_either_accepted_or_withdrawn(clean_engine: Engine) -> None:
    with transaction(clean_engine) as session:
        claim_id = claimed(session, submitted(session).accommodation.id).id
    outcomes = at_once(
        clean_engine,
        lambda session: accept_claim(session, claim_id, version=1, by=CHIEF, at=AT),
        lambda session: withdraw_claim(session, claim_id, version=1, by=SYSTEM, at=AT),
    )
    assert sorted(outcomes) == ["agreement.changed", "done"]
    with transaction(clean_engine, writing=False) as session:
        claim = session.get_one(AgreementClaim, claim_id)
        is_accepted = outcomes[0] == "done"
        assert claim.state is (ClaimState.ACCEPTED if is_accepted else ClaimState.WITHDRAWN)
        assert (claim.in_force_from is not None) is is_accepted
    assert len(actions_on(clean_engine, "agreement_claim", claim_id)) == 3  # claimed, its file, one decision


def offered(engine: Engine) -> tuple[Mandate, Actor, Callable[[Session], None]]:
    """A mandate offered to somebody with an account, who gave it, and what accepts it."""
    with transaction(engine) as session:
        employer_id = submitted(session).accommodation.employer_id
        giver = Actor("giver", "Anna", (Grant(Role.EMPLOYER, employer_id),))
        asked = Asked(employer_id, "bodil@b.example", MandateScope.DECLARE, DAY, None)
        mandate, code = give_mandate(session, asked, by=giver, at=AT)
        account = Account(email=asked.email, name="Bodil", password_hash="!", created_at=AT)
        session.add(account)
        session.flush()
        bodil = Actor(str(account.id), "Bodil")

    def accept(session: Session) -> None:
        offer = find_offer(session, code, at=AT)
        if offer is None:
            raise DomainError("mandate.answered", "The offer is answered or withdrawn meanwhile.")
        accept_offer(session, offer, by=bodil, at=AT)

    return mandate, giver, accept


def test_a_mandate_revoked_while_it_is_accepted_permits_nothing(clean_engine: Engine) -> None:
    mandate, giver, accept = offered(clean_engine)
    outcomes = at_once(clean_engine, accept, lambda session: end_mandate(session, mandate.id, by=giver, at=AT))
    assert outcomes in (["done", "done"], ["mandate.answered", "done"])
    with transaction(clean_engine, writing=False) as session:
        after = session.get_one(Mandate, mandate.id)
        assert after.ended_at is not None
        assert after.code is None
        assert (after.account_id is not None) is (outcomes[0] == "done")
    expected = ["mandate.given", *(["mandate.accepted"] if outcomes[0] == "done" else []), "mandate.revoked"]
    assert actions_on(clean_engine, "mandate", mandate.id) == expected


def test_an_offer_accepted_in_two_windows_is_accepted_once(clean_engine: Engine) -> None:
    mandate, _, accept = offered(clean_engine)
    assert sorted(at_once(clean_engine, accept, accept)) == ["done", "mandate.answered"]
    assert actions_on(clean_engine, "mandate", mandate.id) == ["mandate.given", "mandate.accepted"]


def a_report(engine: Engine) -> UUID:
    """A resident's report that nobody has taken up."""
    with transaction(engine) as session:
        home = house(session)
        door = session.get_one(DoorCode, door_code(session, home.id, on=DAY))
        given = Given(TipSource.RESIDENT, "pl", "", kinds=(ReportKind.DAMP,), text="Skimmel")
        take_report(session, given, door=door, data_path=REPOSITORY / "data", on=DAY)
        return session.exec(select(Report).where(Report.accommodation_id == home.id)).one().id


def test_a_report_closed_by_two_has_the_outcome_of_one(clean_engine: Engine) -> None:
    report_id = a_report(clean_engine)
    first, second = Outcome.ACTED, Outcome.NO_FAULT
    outcomes = at_once(
        clean_engine,
        lambda session: close_report(session, report_id, outcome=first, by=OFFICER, at=AT),
        lambda session: close_report(session, report_id, outcome=second, by=OFFICER, at=AT),
    )
    assert sorted(outcomes) == ["done", "report.closed"]
    with transaction(clean_engine, writing=False) as session:
        assert session.get_one(Report, report_id).outcome is (first if outcomes[0] == "done" else second)
    assert actions_on(clean_engine, "report", report_id).count("report.closed") == 1


def test_a_report_is_taken_up_once(clean_engine: Engine) -> None:
    report_id = a_report(clean_engine)

    def act(session: Session) -> None:
        take_up(session, report_id, by=OFFICER, at=AT)

    assert at_once(clean_engine, act, act) == ["done", "done"]
    assert actions_on(clean_engine, "report", report_id).count("report.taken_up") == 1


def sign_at_once(web: Web, drafts: list[str]) -> list[int]:
    """Sign at the same moment what the review pages show now; the status of each answer."""
    forms = [{name: values[0] for name, values in fields_of(web.get(f"{one}/review")).items()} for one in drafts]
    together = Barrier(len(drafts))

    def one(number: int) -> int:
        together.wait(timeout=20)
        return web.post(f"{drafts[number]}/review", {**forms[number], "attest": "yes"}).status_code

    with ThreadPoolExecutor(len(drafts)) as pool:
        return sorted(pool.map(one, range(len(drafts))))


def test_one_draft_signed_in_two_windows_is_one_declaration(web: Web) -> None:
    web.sign_in(Grant(Role.EMPLOYER, firm(web)), name="Anna Arbejdsgiver")
    draft = begin(web, housing())
    fill(web, draft, housing())
    assert sign_at_once(web, [draft, draft]) == [303, 303]
    with transaction(web.engine, writing=False) as session:
        assert [one.version for one in session.exec(select(Declaration))] == [1]
        assert len(session.exec(select(Attestation)).all()) == 1
        draft_id = session.exec(select(DeclarationDraft)).one().id
    assert actions_on(web.engine, "draft", draft_id) == ["draft.created", "draft.submitted"]


def test_of_two_changes_of_one_declaration_the_second_is_told_of_the_first(web: Web) -> None:
    anna = web.sign_in(Grant(Role.EMPLOYER, firm(web)), name="Anna Arbejdsgiver")
    declare_by_pages(web, housing())
    with transaction(web.engine, writing=False) as session:
        accommodation_id = session.exec(select(Declaration)).one().accommodation_id
    drafts = two_amendments(web, anna, accommodation_id)
    assert sign_at_once(web, drafts) == [303, 422]
    with transaction(web.engine, writing=False) as session:
        rows = session.exec(select(Declaration).order_by(Declaration.version)).all()  # type: ignore[arg-type]
        assert [(one.version, one.is_current) for one in rows] == [(1, False), (2, True)]


def two_amendments(web: Web, by: Actor, accommodation_id: UUID) -> list[str]:
    """Two changes of one declaration, each filled in otherwise; the pages begin one only, so both are begun below."""
    with transaction(web.engine) as session:
        declared = get_declared(session, accommodation_id, by=by)
        drafts = [f"/declarations/drafts/{begin_amendment(session, declared, by=by, at=now()).id}" for _ in range(2)]
    for draft, area in zip(drafts, ("97", "98"), strict=True):
        fill(web, draft, housing(dwelling__area_m2=area))
    return drafts
