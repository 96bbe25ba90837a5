"""Building law in the demonstration: Odense as an authority of its own, an order and a prohibition to owners.

The municipality's own people take every step; the order's case is the sister of a case with the employer.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, select

from husly.demo.cases import HEARING_DAY, LAST_DAY, PROPORTIONAL, VISIT_DAY, Guide, weekday
from husly.kit.access import Actor, Role
from husly.kit.clock import at_hour, danish_date
from husly.kit.database import calendar_of
from husly.settings import Settings
from inspection.appeals.queries import APPEALABLE
from inspection.authorities.actions import Guidance, add_rule, save_authority
from inspection.authorities.letterheads import Letterhead
from inspection.enforcement.actions.addressing import Owner
from inspection.enforcement.actions.findings import record_findings
from inspection.enforcement.actions.opening import open_case
from inspection.enforcement.actions.sisters import open_sister
from inspection.enforcement.checklist import FindingEntry
from inspection.enforcement.choosing import Chosen, VisitReason
from inspection.enforcement.models import FindingOutcome, InspectionCase, LegalBasis
from inspection.enforcement.queries import get_case_file
from inspection.enforcement.transitions import CaseState
from inspection.letters.blocks import LetterKind
from inspection.prohibitions.actions import draft_prohibition, move_prohibition
from inspection.prohibitions.issuing import issue_prohibition, note_arrival
from inspection.prohibitions.queries import letters_of
from inspection.prohibitions.transitions import ProhibitionMove
from inspection.prohibitions.wanted import Mortgagee, Wanted
from register.accommodations.models import Accommodation
from register.declarations.queries import find_standing

ODENSE = "0461"
PACK = "dk-byfornyelse-75"
HEAD = Letterhead(
    name="Odense Kommune (demonstration)",
    postal_address="Rådhusvej 1;5000 Odense C",
    cvr_number="35209115",
    phone="00 00 00 01",
    email="byfornyelse@kommune.husly.example",
    privacy_url="https://kommune.husly.example/privatliv",
    signature_title="sagsbehandler",
    payment="Reg.nr. 0000, konto 0000000001 (opdigtet)",
)
GUIDANCE = Guidance(
    body="Byfornyelsesnævnet (demonstration)", send_to="Odense Kommune (demonstration)", weeks=4, suspends=False
)
DECISIONS = sorted(APPEALABLE - {LetterKind.BOEDEFORELAEG, LetterKind.AFSLUTNING})
"""What can be complained of to the board: Odense tells the same of each."""
OWNER = Owner("Ejendomsselskabet Havnegården ApS (opdigtet)", "Havnegade 1; 5000 Odense C", "13585628")
LANDLORD = Owner("Ulla Udlejer (opdigtet)", "Birkevej 7; 5000 Odense C")
DAMP = "Skimmel og synlig fugt på ydervæggene i to værelser"
FIRE = "Der er ingen anden vej ud fra loftet end en stige, og el-tavlen er varm og sortsvedet"
DANGER = "loftet kan bryde i brand fra den overophedede el-tavle, og der er ingen anden vej ud end en stige"


def load_municipal(
    session: Session,
    homes: Sequence[Accommodation],
    *,
    settings: Settings,
    people: dict[Role, Actor],
    head: Actor,
    at: datetime,
) -> None:
    """Odense's letterhead and rules of complaint, then its two cases; fewer where little is declared there."""
    _set_up(session, by=people[Role.ADMINISTRATOR], at=at)
    state = Guide(session, settings, people[Role.INSPECTOR], people[Role.DECISION_MAKER])
    clerk = people[Role.CASEWORKER]
    municipal = Guide(session, settings, clerk, head)
    if homes:
        _with_the_sister(state, municipal, homes[0], at=at)
    if len(homes) > 1:
        _prohibited(municipal, homes[1], at=at)


def _set_up(session: Session, *, by: Actor, at: datetime) -> None:
    earlier = at - timedelta(days=400)
    save_authority(session, ODENSE, HEAD, by=by, at=earlier)
    for kind in DECISIONS:
        add_rule(session, kind, GUIDANCE, authority=ODENSE, by=by, at=earlier)


def municipal_homes(session: Session, *, at: datetime) -> list[Accommodation]:
    """Up to two different dwellings declared in Odense, kept for its own cases; before any case is opened.

    What was declared must have stood through both cases; housing that has ended since comes last.
    """
    statement = select(Accommodation).where(col(Accommodation.municipality_code) == ODENSE)
    statement = statement.order_by(col(Accommodation.ends_on).is_not(None), col(Accommodation.id)).limit(40)
    days = [danish_date(at) - timedelta(days=ago) for ago in (40, 20, 8, 4)]
    found: dict[UUID, Accommodation] = {}
    for one in session.exec(statement):
        if all(find_standing(session, one.id, day) is not None for day in days):
            found.setdefault(one.dwelling_id, one)
    return list(found.values())[:2]


def _with_the_sister(state: Guide, municipal: Guide, home: Accommodation, *, at: datetime) -> None:
    """The state orders the employer, the municipality the owner: one visit, two cases, two letterheads."""
    opened_at = _days_before(at, LAST_DAY[CaseState.ORDER_DELIVERED] + 2)
    reason = "Besøget blev aftalt med kommunen, som selv fører tilsyn med bygningen"
    chosen = Chosen(reason=VisitReason.SCORE)
    case = state.open(home.id, opened_at=opened_at, reason=reason, chosen=chosen)
    state.carry(case, CaseState.ORDER_DELIVERED, opened_at=opened_at)
    sister_at = opened_at + timedelta(days=HEARING_DAY - 1)
    sister = open_sister(state.session, case.id, owner=OWNER, by=municipal.inspector, at=sister_at)
    _find(municipal, sister, {"protection": DAMP}, at=sister_at)
    municipal.carry_found(sister, CaseState.ORDER_DELIVERED, opened_at=opened_at)


def _find(guide: Guide, case: InspectionCase, breached: dict[str, str], *, at: datetime) -> None:
    """Record what was found against building law: by the end of each requirement's name, in words."""
    entries = [
        FindingEntry(f"{PACK}.{name}", FindingOutcome.BREACHED, measured_text=seen) for name, seen in breached.items()
    ]
    record_findings(guide.session, case.id, entries=entries, pack_ids=guide.settings.packs, by=guide.inspector, at=at)


def _prohibited(guide: Guide, home: Accommodation, *, at: datetime) -> None:
    """Imminent danger in a loft: nobody is heard first, the use is prohibited, and three are told."""
    session, clerk = guide.session, guide.inspector
    opened_at = _days_before(at, VISIT_DAY + 9)
    case = open_case(
        session,
        accommodation_id=home.id,
        visit_on=weekday(danish_date(opened_at) + timedelta(days=VISIT_DAY)),
        from_min=9 * 60,
        to_min=11 * 60,
        inspector_id=clerk.id,
        reason="Redningsberedskabet har bedt kommunen se på bygningen",
        chosen=Chosen(reason=VisitReason.REFERRAL),
        legal_basis=LegalBasis.URBAN_RENEWAL_ACT,
        owner=LANDLORD,
        proportionality_reason=PROPORTIONAL,
        by=clerk,
        at=opened_at,
    )
    guide.carry(case, CaseState.VISITED, opened_at=opened_at)
    visited_on = get_case_file(session, case.id, by=clerk).visit.visited_on or danish_date(at)
    found_at = opened_at + timedelta(days=(visited_on - danish_date(opened_at)).days, hours=4)
    _find(guide, case, {"fire": FIRE}, at=found_at)
    _prohibit(guide, case, visited_on, at=found_at)


def _prohibit(guide: Guide, case: InspectionCase, visited_on: date, *, at: datetime) -> None:
    session, settings, clerk, head = guide.session, guide.settings, guide.inspector, guide.decision_maker
    wanted = Wanted(
        danger=DANGER,
        move_out_on=calendar_of(session).on_or_after(visited_on + timedelta(days=30)),
        owner_name=LANDLORD.name,
        owner_address=LANDLORD.postal_address,
        part="loftsetagen",
        imminent=True,
        considerations="beboernes sikkerhed vejer tungere end ejerens brug af loftet",
        replacement="kommunen anviser en anden bolig og hjælper med flytningen",
        rehousing_note="Kommunen har plads til alle, der sover på loftet.",
        hearing_waiver_reason="der er fare for liv, og faren kan ikke afværges, mens der ventes på svar",
        mortgagees=(Mortgagee("Fjordens Sparekasse A/S (opdigtet)", "Torvet 1; 5000 Odense C", "12345674"),),
    )
    draft_prohibition(session, case.id, wanted=wanted, by=clerk, at=at)
    for move, who in ((ProhibitionMove.SETTLE_HEARING, clerk), (ProhibitionMove.APPROVE, head)):
        move_prohibition(session, case.id, move, settings=settings, by=who, at=at)
    prohibition = issue_prohibition(session, case.id, settings=settings, by=head, at=at)
    arrived_at = at + timedelta(days=2)
    for letter in letters_of(get_case_file(session, case.id, by=clerk), prohibition):
        delivered_on = danish_date(arrived_at)
        note_arrival(session, case.id, letter.id, delivered_on=delivered_on, by=clerk, at=arrived_at)


def _days_before(at: datetime, days: int) -> datetime:
    return at_hour(danish_date(at) - timedelta(days=days), 8)
