"""Owners who were told, one who contests and one who was answered; a claim in force; certificates, one revoked."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from husly.demo.cases import weekday
from husly.demo.evidence import blank_paper
from husly.kit.access import SYSTEM, Actor, Role
from husly.kit.clock import danish_date
from husly.kit.uploads import Scanner, read_upload
from inspection.certificates.actions import certificate_of, revoke_certificate
from inspection.certificates.models import Revocation
from inspection.enforcement.actions import close_case, decide_visit, take_up_contest
from inspection.enforcement.models import InspectionCase
from inspection.risk.features.known import in_use
from register.accommodations.models import Accommodation
from register.agreements.actions import accept_claim, ask_for_more, claim_exemption
from register.agreements.forms import AskedClaim
from register.agreements.models import AgreementClaim
from register.owners.actions import contest, name_owner
from register.owners.models import ContestReason, OwnerContest
from register.owners.queries import find_notice_of

OWNERS = (
    ("Egon Ejer", "Ejervej 1, 5000 Odense C"),
    ("Ella Ejer", "Ejervej 2, 8000 Aarhus C"),
    ("Ejendomsselskabet Eksempel ApS", "Ejervej 3, 2100 København Ø"),
)


HOMES = 8


def load_owners(session: Session, *, people: dict[Role, Actor], at: datetime) -> None:
    """On housing without a case, that of the demonstration's employer first."""
    employer, chief = people[Role.EMPLOYER], people[Role.DECISION_MAKER]
    homes = _homes(session, employer, at)
    days_ago = [at - timedelta(days=days) for days in (3, 40, 10)]
    for home, told, named_at in zip(homes, OWNERS, days_ago, strict=False):
        name_owner(session, accommodation_id=home.id, name=told[0], postal_address=told[1], by=SYSTEM, at=named_at)
    if len(homes) > 1:
        case = _contest(session, homes[1], ContestReason.NOBODY_THERE, "", at=at - timedelta(days=30))
        reason, answer = "Boligen står tom; arbejdsgiveren har rettet perioden.", "Arbejdsgiveren har rettet perioden."
        close_case(session, case.id, reason=reason, answer=answer, by=chief, at=at - timedelta(days=20))
    if len(homes) > 2:
        more = _contest(session, homes[2], ContestReason.MORE_THERE, "", at=at - timedelta(days=8))
        day = weekday(danish_date(at) + timedelta(days=24))
        decide_visit(session, more.id, visit_on=day, from_min=540, to_min=660, by=chief, at=at - timedelta(days=7))
    for home in homes[:4]:
        certificate_of(session, home, by=SYSTEM, at=at - timedelta(days=15))
    if len(homes) > 3:
        revoked = certificate_of(session, homes[3], by=SYSTEM, at=at)
        why = "Kommunen har forbudt beboelse; forbuddet er vist for arbejdsgiveren."
        revoke_certificate(session, revoked.id, ground=Revocation.UNFIT, reason=why, by=chief, at=at)
    if len(homes) > 4:
        _question(session, homes[2], chief, at=at)
        _exempt(session, homes[4], chief, at=at)


def load_open_contest(session: Session, *, people: dict[Role, Actor], at: datetime) -> None:
    """One contest that nobody has decided yet; after the plans, since a visit would settle it."""
    homes = _homes(session, people[Role.EMPLOYER], at)
    home = next((one for one in homes if find_notice_of(session, one.id) is None), None)
    if home is None:
        return
    name, address = OWNERS[0][0], OWNERS[0][1]
    named_at = at - timedelta(days=3)
    name_owner(session, accommodation_id=home.id, name=name, postal_address=address, by=SYSTEM, at=named_at)
    _contest(session, home, ContestReason.NOT_AGREED, "Jeg har kun lejet ud til én person.", at=at)


def _homes(session: Session, employer: Actor, at: datetime) -> list[Accommodation]:
    """Accommodations in use without a case, the employer's own first, in a fixed order."""
    own = col(Accommodation.employer_id) == employer.grants[0].employer_id
    with_case = select(InspectionCase.accommodation_id)
    statement = (
        select(Accommodation)
        .where(
            col(Accommodation.id).not_in(with_case),
            *in_use(danish_date(at)),
        )
        .order_by(sa.case((own, 0), else_=1), col(Accommodation.starts_on), col(Accommodation.id))
    )
    return list(session.exec(statement.limit(HOMES)))


def _contest(
    session: Session, home: Accommodation, reason: ContestReason, text: str, *, at: datetime
) -> InspectionCase:
    notice = find_notice_of(session, home.id)
    if notice is None:
        raise LookupError(f"no owner is named for {home.id}")
    made: OwnerContest = contest(session, notice, reasons=[reason], text=text, at=at)
    return take_up_contest(session, made, at=at)


def _exempt(session: Session, home: Accommodation, chief: Actor, *, at: datetime) -> None:
    claim = _claim(session, home, at=at)
    accept_claim(session, claim.id, version=claim.version, by=chief, at=at - timedelta(days=18))


def _question(session: Session, home: Accommodation, chief: Actor, *, at: datetime) -> None:
    """A claim that the authority asked more about, for the employer to answer."""
    claim = _claim(session, home, at=at)
    note = "Overenskomsten er vedlagt, men ikke bilaget om indkvartering. Send det."
    ask_for_more(session, claim.id, note=note, version=claim.version, by=chief, at=at - timedelta(days=4))


def _claim(session: Session, home: Accommodation, *, at: datetime) -> AgreementClaim:
    asked = AskedClaim(
        for_all=False,
        agreement="Eksempeloverenskomsten (opdigtet)",
        parties=("Arbejdsgiverforeningen Eksempel", "Forbundet Eksempel"),
        workers="Timelønnede ansatte",
        covered=None,
        valid_from=danish_date(at) - timedelta(days=60),
        valid_to=danish_date(at) + timedelta(days=120),
    )
    evidence = read_upload("overenskomst.pdf", blank_paper(), scanner=Scanner())
    return claim_exemption(
        session, accommodation_id=home.id, asked=asked, evidence=evidence, by=SYSTEM, at=at - timedelta(days=20)
    )
