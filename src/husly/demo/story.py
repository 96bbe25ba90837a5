"""The whole demonstration: register, accounts, duty stations, a scored register, a plan, and a case in every state."""

import random
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from itertools import cycle
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from husly.demo.accounts import DEMO_ACCOUNTS, DEMO_PASSWORD, MUNICIPAL_HEAD
from husly.demo.appeals import load_appeals
from husly.demo.areas import load_areas
from husly.demo.cases import LAST_DAY, Guide
from husly.demo.choosing import load_choosing
from husly.demo.day import load_day
from husly.demo.decisions import load_decisions
from husly.demo.drafts import begin_demo_drafts
from husly.demo.evidence import load_evidence
from husly.demo.followup import add_followup
from husly.demo.hearings import load_replies
from husly.demo.history import evaluate_history, load_history
from husly.demo.joint import load_joint
from husly.demo.linked import load_links
from husly.demo.loading import Loaded, load_register
from husly.demo.mandates import load_mandates
from husly.demo.municipal import load_municipal, municipal_homes
from husly.demo.municipal_plans import load_municipal_plans
from husly.demo.needs import load_needs
from husly.demo.notices import load_accepted_plan
from husly.demo.owners import load_open_contest, load_owners
from husly.demo.post import load_post
from husly.demo.reasons import REASONS
from husly.demo.referrals import load_referrals
from husly.demo.rehousing import load_rehousing
from husly.demo.reports import load_reports
from husly.demo.representing import load_representative
from husly.demo.reregistered import load_reregistered
from husly.demo.staff import load_staff
from husly.demo.targets import load_targets
from husly.demo.terms import tell_terms
from husly.demo.undeclared import load_undeclared
from husly.demo.upkeep import load_upkeep
from husly.demo.variants import load_variant
from husly.demo.weights import load_weight_sets
from husly.kit.access import SYSTEM, Actor, Grant, Role
from husly.kit.accounts.actions import open_account
from husly.kit.accounts.models import Account
from husly.kit.accounts.queries import actor_of
from husly.kit.clock import at_hour, danish_date
from husly.kit.errors import DomainError
from husly.settings import Settings
from inspection.enforcement.declared import binding_packs
from inspection.enforcement.models import LegalBasis
from inspection.enforcement.transitions import CaseState
from inspection.letters.approvals import approve_for_demonstration
from inspection.planning.actions import PlanRequest, draft_plan, save_plan
from inspection.planning.models import DutyStation
from inspection.planning.offering.period import first_lawful_day
from inspection.planning.solving.problem import StopAfter
from inspection.risk.actions import score_register
from inspection.risk.models import RiskRun
from inspection.risk.weightsets.queries import weights_in_force
from register.accommodations.models import Accommodation
from register.declarations.models import Declaration
from register.declarations.queries import facts_of, list_rooms_of
from register.employers.models import Employer
from register.municipalities.boundaries import shipped_boundaries
from register.municipalities.queries import current_boundaries
from register.municipalities.table import municipalities
from register.rules.actions import approve_local_rule, draft_local_rule, try_local_rule
from register.rules.forms import LocalRuleForm, read_local_rule
from register.rules.models import LocalRule, LocalRuleState
from standards.engine.assess import find_verdicts
from standards.engine.outcome import Outcome
from standards.rules.pack import load_pack

GOVERNING = "dk-indkvarteringslov-2025"
SEARCHED = 400
"""Accommodations looked through to find some with and some without breaches."""


Progress = Callable[[str, int], None]


def load_housing(
    session: Session, *, settings: Settings, accommodations: int, seed: int, at: datetime, progress: Progress
) -> Loaded:
    """Load the register alone: the first half of the demonstration, a transaction of its own.

    A million accommodations read slowly from a transaction that still holds them, so the rest follows in a second one.
    """
    return load_register(
        session,
        accommodations=accommodations,
        seed=seed,
        at=at,
        boundaries=current_boundaries(session, settings.data_path),
        data_path=settings.data_path,
        progress=lambda done: progress("Loading the register", done),
    )


def load_supervision(session: Session, *, settings: Settings, seed: int, at: datetime, progress: Progress) -> None:
    """On a loaded register: open the accounts and a case in every state, score, and plan a week."""
    people = open_demo_accounts(session, at=at)
    begin_demo_drafts(session, by=people[Role.EMPLOYER], at=at)
    set_local_values(session, settings=settings, people=people, at=at)
    tell_terms(session, people[Role.EMPLOYER].grants[0].employer_id, settings=settings, at=at)
    load_upkeep(session, employer=people[Role.EMPLOYER], at=at)
    progress("Opening cases", 0)
    homes = municipal_homes(session, at=at)
    load_cases(session, settings=settings, people=people, at=at, rng=random.Random(seed), without=homes)
    load_municipal(session, homes, settings=settings, people=people, head=_municipal_head(session), at=at)
    who = {"inspector": people[Role.INSPECTOR], "decision_maker": people[Role.DECISION_MAKER]}
    add_followup(session, settings, **who, at=at)
    officer = people[Role.DECISION_MAKER]
    load_replies(session, by=officer, at=at)
    load_reports(session, data_path=settings.data_path, by=officer, at=at, rng=random.Random(seed))
    load_evidence(session, employer=people[Role.EMPLOYER], at=at)
    load_owners(session, people=people, at=at)
    load_rehousing(
        session, settings=settings, inspector=people[Role.INSPECTOR], decision_maker=people[Role.DECISION_MAKER], at=at
    )
    load_undeclared(session, settings=settings, officer=officer, at=at, rng=random.Random(seed))
    load_reregistered(session, settings=settings, people=people, at=at)
    load_weight_sets(session, decided_by=officer, at=at)
    load_areas(session, by=officer, at=at)
    progress("Visits of earlier years", 0)
    load_history(session, by=people[Role.INSPECTOR], at=at, seed=seed)
    run = _score(session, at=at, progress=progress)
    load_needs(session, run=run, by=people[Role.INSPECTOR], at=at)
    progress("Planning", 0)
    load_plan(session, settings=settings, run=run, people=people, seed=seed, at=at)
    progress("Measuring the score", 0)
    evaluate_history(session, by=officer, at=at)
    load_choosing(session, run=run, people=people, at=at)
    load_day(session, settings=settings, people=people, at=at)
    load_open_contest(session, people=people, at=at)
    load_targets(session, by=officer, at=at)
    load_joint(session, by=officer, at=at)
    clerk = people[Role.CASEWORKER]
    load_municipal_plans(session, settings=settings, officer=officer, clerk=clerk, seed=seed, at=at)
    load_decisions(session, settings=settings, people=people, at=at)
    load_appeals(session, by=officer, at=at)
    load_referrals(session, settings=settings, people=people, at=at)
    load_post(session, people=people, at=at)
    load_representative(session, by=people[Role.INSPECTOR], at=at)


def _score(session: Session, *, at: datetime, progress: Progress) -> RiskRun:
    scored = 0

    def advance(more: int) -> None:
        nonlocal scored
        scored += more
        progress("Scoring", scored)

    progress("Scoring", 0)
    day = danish_date(at)
    return score_register(
        session, as_of=day, weights=weights_in_force(session, day), switched_on=True, by=SYSTEM, at=at, progress=advance
    )


def load_plan(
    session: Session, *, settings: Settings, run: RiskRun, people: dict[Role, Actor], seed: int, at: datetime
) -> None:
    """Add inspectors, one of them the account's own, and draft next fortnight's plan."""
    stations = load_staff(session, settings=settings, people=people, at=at)
    load_accepted_plan(session, settings=settings, run=run, stations=stations[:1], people=people, at=at)
    as_of = danish_date(at)
    request = week_to_plan(run, stations, settings=settings, seed=seed, as_of=as_of)
    by = people[Role.DECISION_MAKER]
    drafted = draft_plan(session, request=request, as_of=as_of, stop=StopAfter(iterations=300), by=by)
    load_variant(session, save_plan(session, drafted, by=by, at=at), by=by, at=at)


def week_to_plan(
    run: RiskRun, stations: Sequence[DutyStation], *, settings: Settings, seed: int, as_of: date
) -> PlanRequest:
    """The first seven days on which announced visits are lawful."""
    posting_days = settings.notice_posting_days
    return PlanRequest(
        from_on=first_lawful_day(as_of, posting_days),
        days=7,
        seed=seed,
        stations=stations,
        municipality_code=None,
        run=run,
        random_share=settings.random_visit_share,
        exploration_share=settings.exploration_visit_share,
        posting_days=posting_days,
        boundaries=shipped_boundaries(settings.data_path),
    )


def open_demo_accounts(session: Session, *, at: datetime) -> dict[Role, Actor]:
    """Open the demonstration's accounts; the employer's is the one with the most accommodations."""
    busiest = _busiest_employers(session, 3)
    people: dict[Role, Actor] = {}
    for one in DEMO_ACCOUNTS:
        grant = Grant(one.role, busiest[0] if one.role is Role.EMPLOYER else None, one.municipality_code)
        own = [] if one.role is Role.REPRESENTATIVE else [grant]
        account = open_account(
            session, email=one.email, name=one.name, password=DEMO_PASSWORD, grants=own, by=SYSTEM, at=at
        )
        people.setdefault(one.role, actor_of(session, account))  # the first of a role is the whole country's
    load_mandates(session, busiest[:2], employer=people[Role.EMPLOYER], accountant=people[Role.REPRESENTATIVE], at=at)
    load_links(session, busiest, by=people[Role.INSPECTOR], at=at)
    return people


def _municipal_head(session: Session) -> Actor:
    return actor_of(session, session.exec(select(Account).where(Account.email == MUNICIPAL_HEAD)).one())


def _busiest_employers(session: Session, count: int) -> list[UUID]:
    housed = sa.func.count(col(Accommodation.id))
    statement = (
        select(Employer.id)
        .join(Accommodation, col(Accommodation.employer_id) == col(Employer.id))
        .where(col(Employer.cvr_number).is_not(None))
        .group_by(col(Employer.id))
        .order_by(housed.desc(), col(Employer.id))
        .limit(count)
    )
    return list(session.exec(statement))


def set_local_values(session: Session, *, settings: Settings, people: dict[Role, Actor], at: datetime) -> None:
    """Two local values of Odense: one in force for a year, written and approved by two persons, and one to be approved.

    Both are made up, and say so.
    """
    if GOVERNING not in settings.packs:
        return
    writer, approver = people[Role.ADMINISTRATOR], people[Role.DECISION_MAKER]
    year_ago = at - timedelta(days=365)
    toilets = _local_value("own:san.persons_per_toilet", "6", "1", danish_date(year_ago) + timedelta(days=14))
    rule = _tried(session, toilets, settings=settings, by=writer, at=year_ago)
    if rule.state is LocalRuleState.TESTED:
        approve_local_rule(
            session, rule.id, version=rule.version, compared=True, by=approver, at=year_ago + timedelta(days=2)
        )
    cap = _local_value(f"{GOVERNING}.cap", "1.5", "2", danish_date(at) + timedelta(days=60))
    _tried(session, cap, settings=settings, by=writer, at=at)


def _tried(session: Session, form: LocalRuleForm, *, settings: Settings, by: Actor, at: datetime) -> LocalRule:
    asked, errors = read_local_rule(form, load_pack(GOVERNING), municipalities(settings.data_path))
    if asked is None:
        raise DomainError("demo.local_value", "The local value is not right: {errors}", errors=errors)
    rule = draft_local_rule(session, asked=asked, pack_id=GOVERNING, by=by, at=at)
    return try_local_rule(session, rule.id, version=rule.version, by=by, at=at)


def _local_value(rule: str, value: str, item: str, starts: date) -> LocalRuleForm:
    return LocalRuleForm(
        pack=GOVERNING,
        rule=rule,
        issuer="0461",
        value=value,
        reference_title="Opdigtet beslutning i Odense Byråd (demonstration)",
        reference_section=f"punkt {item}",
        reference_url=f"https://demo.husly.example/beslutning-{item}",
        reason="Opdigtet eksempel: viser, hvordan en kommune sætter en strengere værdi end loven.",
        valid_from=starts.isoformat(),
    )


def approve_demo_letters(session: Session, *, settings: Settings, by: Actor, at: datetime) -> None:
    """The demonstration approval that lets letters leave with PRØVE on every page."""
    second = Actor(id="demo-lawyer", name="Lars Lovkyndig", grants=(Grant(Role.DECISION_MAKER),))
    packs = binding_packs(settings.packs, LegalBasis.URBAN_RENEWAL_ACT)
    approve_for_demonstration(session, pack_ids=(*settings.packs, *packs), by=by, and_by=second, at=at)


def load_cases(
    session: Session,
    *,
    settings: Settings,
    people: dict[Role, Actor],
    at: datetime,
    rng: random.Random,
    without: Sequence[Accommodation] = (),
) -> None:
    """Open two cases in every state, through the actions that people use; ``without`` is kept for other cases."""
    approve_demo_letters(session, settings=settings, by=people[Role.DECISION_MAKER], at=at - timedelta(days=400))
    guide = Guide(session, settings, people[Role.INSPECTOR], people[Role.DECISION_MAKER])
    kept = {one.dwelling_id for one in without}
    breaching, sound = _split_by_breach(session, settings, at, without=kept)
    reasons = cycle(REASONS)
    for extra in range(2):
        for state in LAST_DAY:
            # Where too little is declared in breach, the inspector finds what was not declared.
            pool = sound if state is CaseState.CLOSED_WITHOUT_BREACH or not breaching else breaching
            days = LAST_DAY[state] + (3 if state is CaseState.VISITED else 4 * extra)
            opened_at = at_hour(danish_date(at) - timedelta(days=days), 8)
            accommodation_id, why = pool.pop(rng.randrange(len(pool))), next(reasons)
            case = guide.open(accommodation_id, opened_at=opened_at, reason=why.words, chosen=why.chosen)
            guide.carry(case, state, opened_at=opened_at)


def _split_by_breach(
    session: Session, settings: Settings, at: datetime, *, without: set[UUID]
) -> tuple[list[UUID], list[UUID]]:
    """Some accommodations in breach of the governing pack as declared, and some that are not."""
    pack = load_pack(settings.packs[0])
    statement = (
        select(Declaration)
        .join(Accommodation, col(Accommodation.id) == col(Declaration.accommodation_id))
        .where(col(Accommodation.dwelling_id).not_in(without))
    )
    rows = session.exec(statement.order_by(col(Declaration.id)).limit(SEARCHED)).all()
    rooms = list_rooms_of(session, [row.id for row in rows])
    verdicts = find_verdicts([facts_of(row, rooms[row.id]) for row in rows], pack, as_of=danish_date(at))
    judged = [(row.accommodation_id, verdict is Outcome.BREACHED) for row, verdict in zip(rows, verdicts, strict=True)]
    return [one for one, breached in judged if breached], [one for one, breached in judged if not breached]
