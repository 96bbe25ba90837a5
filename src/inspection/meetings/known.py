"""The facts of a dwelling or an employer as the register has them on a day, for an item of a meeting."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from husly.kit.access import Actor, Permission, within
from inspection.authorities.belonging import own_rows
from inspection.enforcement.models import Finding, FindingOutcome, InspectionCase, Visit
from inspection.enforcement.transitions import CaseState
from inspection.joint.models import JointVisit, OtherAuthorityVisit, OtherState
from inspection.joint.moves import JointState
from inspection.joint.queries import partners_of
from inspection.meetings.facts import Fact
from inspection.meetings.proposals import BACK
from inspection.planning.hiding import BEFORE_FINDINGS
from inspection.reregistered.models import PairState
from inspection.reregistered.queries import list_employers, list_pairs
from register.accommodations.models import Accommodation
from register.declarations.models import Declaration
from register.dwellings.models import Dwelling
from register.employers.models import Employer


def dwelling_facts(session: Session, dwelling: Dwelling, *, by: Actor, as_of: date) -> list[Fact]:
    """What is known of a dwelling. Our own planned visits are none of it: they are hidden from who takes no part."""
    found = [Fact("address", {"text": dwelling.address})]
    in_use = (col(Accommodation.ends_on).is_(None)) | (col(Accommodation.ends_on) >= as_of)
    joined = (
        sa.select(
            col(Employer.name), col(Employer.cvr_number), col(Employer.foreign_number), col(Declaration.residents)
        )
        .join(Accommodation, col(Accommodation.employer_id) == col(Employer.id))
        .outerjoin(
            Declaration,
            sa.and_(col(Declaration.accommodation_id) == col(Accommodation.id), col(Declaration.is_current)),
        )
        .where(col(Accommodation.dwelling_id) == dwelling.id, in_use)
        .order_by(col(Employer.name))
    )
    for name, cvr_number, foreign_number, residents in session.execute(joined):
        found.append(Fact("employer", {"text": f"{name} ({cvr_number or foreign_number})"}))
        found += [] if residents is None else [Fact("residents", {"count": residents})]
    return found + _case_facts(session, dwelling.id, by) + _others(session, dwelling.id, by, as_of)


def _case_facts(session: Session, dwelling_id: UUID, by: Actor) -> list[Fact]:
    """Open cases; how far they are only once a visit was made, since a planned one is secret."""
    found: list[Fact] = []
    scope = within(
        by,
        Permission.READ_CASES,
        employer_id=sa.null(),
        municipality_code=col(InspectionCase.municipality_code),
    )
    statement = select(InspectionCase).where(
        InspectionCase.dwelling_id == dwelling_id, col(InspectionCase.closed_at).is_(None), scope
    )
    for case in session.exec(statement.order_by(InspectionCase.case_number)):
        if case.state in BEFORE_FINDINGS or case.state is CaseState.UNDER_REVIEW:
            continue
        found.append(Fact("case", {"number": case.case_number, "state": case.state.value}))
        visited = sa.select(col(Visit.visited_on)).where(col(Visit.case_id) == case.id, col(Visit.round) == case.round)
        visited_on = session.execute(visited).scalar_one_or_none()
        breaches = sa.select(sa.func.count()).where(
            col(Finding.case_id) == case.id,
            col(Finding.round) == case.round,
            col(Finding.outcome) == FindingOutcome.BREACHED,
        )
        if visited_on is not None:
            count = session.execute(breaches).scalar_one()
            found.append(Fact("breaches", {"day": visited_on.isoformat(), "count": count}))
    return found


def _others(session: Session, dwelling_id: UUID, by: Actor, as_of: date) -> list[Fact]:
    """Visits of other authorities that ours was told of: one to come is told to that authority alone."""
    found: list[Fact] = []
    statement = select(OtherAuthorityVisit).where(
        OtherAuthorityVisit.dwelling_id == dwelling_id,
        own_rows(col(OtherAuthorityVisit.told_to), by, Permission.PLAN_VISITS),
        col(OtherAuthorityVisit.visit_on) >= as_of - BACK - timedelta(days=30),
        col(OtherAuthorityVisit.state) != OtherState.CANCELLED,
    )
    for one in session.exec(statement.order_by(col(OtherAuthorityVisit.visit_on), OtherAuthorityVisit.authority)):
        is_made = one.state is OtherState.MADE
        values = {"authority": one.authority, "day": one.visit_on.isoformat()}
        found.append(Fact("other_made" if is_made else "other_planned", values, () if is_made else (one.authority,)))
    proposed = select(JointVisit).where(JointVisit.dwelling_id == dwelling_id, JointVisit.state == JointState.PROPOSED)
    for joint in session.exec(proposed.where(own_rows(col(JointVisit.authority), by, Permission.PLAN_VISITS))):
        keys = [one.authority for one in partners_of(session, [joint.id])[joint.id]]
        found.append(Fact("joint", {"authorities": keys}, tuple(keys)))
    return found


def employer_facts(
    session: Session, employer: Employer, *, by: Actor, names: Mapping[str, str]
) -> tuple[list[Fact], list[str]]:
    """What is known of an employer, and the municipalities where it has cases open; no address of another municipality.

    ``names`` are municipalities by code.
    """
    found = [Fact("employer", {"text": f"{employer.name} ({employer.number})"})]
    pairs = [one for one in list_pairs(session, by=by) if one.state is PairState.CONFIRMED]
    others = [
        one.second_id if one.first_id == employer.id else one.first_id
        for one in pairs
        if employer.id in (one.first_id, one.second_id)
    ]
    found += [Fact("pair", {"text": f"{one.name} ({one.number})"}) for one in list_employers(session, others).values()]
    counts = _open_cases(session, employer.id, by)
    found += [Fact("cases_in", {"place": names.get(code, code), "count": counts[code]}) for code in sorted(counts)]
    return found, sorted(counts)


def _open_cases(session: Session, employer_id: UUID, by: Actor) -> Counter[str]:
    """Open cases by municipality in which a visit was made: before that, that one is planned is secret."""
    scope = within(
        by,
        Permission.READ_CASES,
        employer_id=sa.null(),
        municipality_code=col(InspectionCase.municipality_code),
    )
    statement = sa.select(col(InspectionCase.municipality_code)).where(
        col(InspectionCase.employer_id) == employer_id,
        col(InspectionCase.closed_at).is_(None),
        col(InspectionCase.state).not_in((*BEFORE_FINDINGS, CaseState.UNDER_REVIEW)),
        scope,
    )
    return Counter(session.execute(statement).scalars())
