"""One rehousing order of the demonstration: six residents, of whom three have moved, one declined and two are open."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from husly.kit.access import Actor
from husly.kit.clock import danish_date
from husly.settings import Settings
from inspection.enforcement.models import InspectionCase
from inspection.enforcement.queries import get_case_file
from inspection.enforcement.transitions import CaseState
from inspection.letters.issuing import issue_letter, record_delivery
from inspection.rehousing.actions import Draft, approve_rehousing, draft_rehousing, record_hearing
from inspection.rehousing.models import ConfirmedBy, Payer, ProposedBy, RehousingOrder, ResidentOutcome
from inspection.rehousing.placing import places_for, propose_place
from inspection.rehousing.queries import parents_of, read_file
from inspection.rehousing.residents import Told, confirm_by_code, settle_resident

NOT_FEASIBLE = "Vinduer og varme kræver håndværkere, og de kan tidligst komme om seks uger."
NECESSARY = "Rummene kan ikke udluftes eller holdes varme, og beboerne sover der hver nat."
INFORMED = "Et ark er hængt op i boligen, og vi gennemgår det med dem, der ønsker det."


def load_rehousing(
    session: Session, *, settings: Settings, inspector: Actor, decision_maker: Actor, at: datetime
) -> None:
    """Rehouse the residents of the case whose order was delivered last."""
    wanted = select(InspectionCase).where(InspectionCase.state == CaseState.ORDER_DELIVERED)
    case = session.exec(wanted.order_by(col(InspectionCase.case_number)).limit(1)).first()
    if case is None:
        return
    file = get_case_file(session, case.id, by=inspector)
    parents = parents_of(file)
    if not parents:
        return
    start = at - timedelta(days=1)
    draft = Draft(
        parent_letter_id=parents[0].id,
        not_feasible=NOT_FEASIBLE,
        necessary=NECESSARY,
        groups=(3, 2, 1),
        from_on=danish_date(at),
        until_on=None,
        payer=Payer.EMPLOYER,
        payer_law="opdigtet bestemmelse, der kun bruges i demonstrationen",
        informed=INFORMED,
        proof_due_on=danish_date(at + timedelta(days=7)),
    )
    order = draft_rehousing(session, case.id, draft, settings=settings, by=inspector, at=start)
    _propose(session, case, order, settings=settings, by=inspector, at=start)
    account = "Genhusning er nævnt i partshøringen."
    record_hearing(session, case.id, order.id, account=account, settings=settings, by=inspector, at=start)
    approve_rehousing(session, case.id, order.id, settings=settings, by=decision_maker, at=start)
    if order.letter_id is None:
        return
    letter = issue_letter(session, order.letter_id, settings=settings, by=decision_maker, at=start)
    record_delivery(session, letter.id, delivered_on=danish_date(start), by=inspector, at=start)
    _end_for_some(session, case, order, by=inspector, at=at)


def _propose(
    session: Session, case: InspectionCase, order: RehousingOrder, *, settings: Settings, by: Actor, at: datetime
) -> None:
    """The first place with room for the largest group, if there is any; it is not named in the letter."""
    file, found = get_case_file(session, case.id, by=by), read_file(session, order)
    free = [one for one in places_for(session, file, found, settings=settings, by=by) if one.free >= 3]
    for place in free[:1]:
        propose_place(
            session,
            case.id,
            order.id,
            dwelling_id=place.dwelling_id,
            groups=["A"],
            proposed_by=ProposedBy.AUTHORITY,
            in_letter=False,
            settings=settings,
            by=by,
            at=at,
        )


def _end_for_some(session: Session, case: InspectionCase, order: RehousingOrder, *, by: Actor, at: datetime) -> None:
    keys, on = read_file(session, order).residents, danish_date(at)
    moved = Told(
        outcome=ResidentOutcome.MOVED, on=on, confirmed_by=ConfirmedBy.INSPECTOR, place="Anden bolig, set ved besøg"
    )
    declined = Told(outcome=ResidentOutcome.DECLINED, on=on, confirmed_by=ConfirmedBy.EMPLOYER)
    for one in keys[:2]:
        settle_resident(session, case.id, order.id, one.key, moved, by=by, at=at)
    confirm_by_code(session, keys[2].code, ResidentOutcome.MOVED, on, at=at)
    settle_resident(session, case.id, order.id, keys[3].key, declined, by=by, at=at)
