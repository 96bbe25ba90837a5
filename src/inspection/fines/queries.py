"""Reading fines, and what each has come to."""

from datetime import date
from uuid import UUID

from sqlmodel import Session, col, select

from husly.kit.clock import danish_date
from husly.kit.errors import NotFoundError
from husly.settings import Settings
from inspection.appeals.queries import as_corrected
from inspection.authorities.belonging import authority_of_case, power_holder
from inspection.enforcement.models import DueChange, FindingOutcome, Order, OrderItem
from inspection.enforcement.queries import CaseFile, list_due_changes, list_items
from inspection.enforcement.running_dues import may_be_enforced
from inspection.enforcement.transitions import CaseState
from inspection.fines.kinds import FineKind
from inspection.fines.models import Fine
from inspection.fines.reckoning import Terms, last_day, reckoned
from inspection.fines.transitions import FineFacts, FineState
from inspection.letters.blocks import LetterKind
from inspection.letters.powers import powers_as_read, powers_of
from inspection.letters.provisions import sections_read
from inspection.police.queries import has_left

DISOBEYED = (CaseState.NOT_COMPLIED, CaseState.PARTLY_COMPLIED, CaseState.REPORTED_TO_POLICE)


def list_fines(session: Session, case_id: UUID) -> list[Fine]:
    """The fines of a case, the oldest first."""
    return list(session.exec(select(Fine).where(Fine.case_id == case_id).order_by(col(Fine.proposed_at), col(Fine.id))))


def get_fine(session: Session, file: CaseFile, fine_id: UUID) -> Fine:
    """A fine of this case, read anew. Raises ``NotFoundError``."""
    found = session.exec(
        select(Fine).where(Fine.id == fine_id, Fine.case_id == file.case.id).execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise NotFoundError("fine")
    return found


def total_of(session: Session, fine: Fine, *, as_of: date) -> int:
    """What a fine asks for on a day, in kroner: what was issued, else what it has come to."""
    if fine.issued_total is not None:
        return fine.issued_total
    return reckoned(terms_of(fine), *order_rows(session, fine), as_of=as_of)


def order_rows(session: Session, fine: Fine) -> tuple[tuple[OrderItem, ...], tuple[DueChange, ...]]:
    """The items of the order that a fine belongs to, and what moved their deadlines."""
    order = order_of(session, fine)
    if order is None:
        return (), ()
    return list_items(session, order.id), list_due_changes(session, order.id)


def fines_of_order(session: Session, order: Order) -> list[Fine]:
    """The fines of an order, and of those that it corrects, that nobody has withdrawn; the oldest first."""
    found = [one for one in list_fines(session, order.case_id) if one.state is not FineState.WITHDRAWN]
    return [one for one in found if (mine := order_of(session, one)) is not None and mine.id == order.id]


def charged_until(session: Session, file: CaseFile, fine: Fine) -> date | None:
    """The last day that a fine a day charges which has left, as a notice or to the police; None for any other."""
    if fine.kind is not FineKind.PER_DAY or fine.state in (FineState.PROPOSED, FineState.APPROVED):
        return None
    left = next((one.issued_at for one in file.letters if one.about_id == fine.id and one.issued_at), fine.moved_at)
    last = last_day(terms_of(fine), order_rows(session, fine)[0])
    return danish_date(left) if last is None else min(danish_date(left), last)


def order_of(session: Session, fine: Fine) -> Order | None:
    """The order that a fine belongs to, as it was corrected last."""
    return None if fine.order_id is None else as_corrected(session, fine.order_id)[-1]


def terms_of(fine: Fine) -> Terms:
    """How a fine is reckoned."""
    return Terms(fine.kind, fine.amount, fine.cap, fine.stops_on, fine.begins_on)


def fine_facts(
    session: Session, file: CaseFile, fine: Fine, settings: Settings, *, decides: str, as_of: date
) -> FineFacts:
    """What the table of fines asks about one of them on a day; ``decides`` is who would act."""
    return FineFacts(
        only_after_order=settings.fine_only_after_order,
        order_is_disobeyed=is_disobeyed(session, file, fine),
        total=total_of(session, fine, as_of=as_of),
        legal_source=fine.legal_source,
        proposed_by=fine.proposed_by,
        decides=decides,
        has_power=has_power(session, file, settings),
        police_report_is_issued=has_left(session, file.case.id),
        order_is_enforceable=is_enforceable(session, fine, settings, as_of=as_of),
    )


def is_enforceable(session: Session, fine: Fine, settings: Settings, *, as_of: date) -> bool:
    """Whether nothing holds back the order that a fine rests on."""
    if fine.order_id is None or not fine.kind.rests_on_order(settings):
        return True
    return may_be_enforced(*order_rows(session, fine), as_of=as_of)


def facts_alone(fine: Fine, *, decides: str) -> FineFacts:
    """What the table asks where a move has no demands, as a delivery."""
    return FineFacts(None, False, fine.issued_total or 0, fine.legal_source, fine.proposed_by, decides, False)


def is_disobeyed(session: Session, file: CaseFile, fine: Fine) -> bool:
    """Whether the authority has established that the order of a fine, in force, was not obeyed or not in full."""
    order = order_of(session, fine)
    if order is None or order.withdrawn_at is not None:
        return False
    if order.round == file.case.round and file.case.state in DISOBEYED:
        return True
    if any(item.complied is False for item in list_items(session, order.id)):
        return True
    # A revisit may have found it met since: it was disobeyed until then.
    return order.round < file.case.round and any(
        one.round == order.round and one.target in DISOBEYED for one in file.moves
    )


def has_power(session: Session, file: CaseFile, settings: Settings) -> bool:
    """Whether the authority may issue a fixed penalty under every pack that was breached; unverified: trial only."""
    model = settings.supervision_model
    holder = power_holder(authority_of_case(file.case, model))
    powers, kind = powers_as_read(sections_read(session)), LetterKind.BOEDEFORELAEG
    granted = powers_of(powers, model=model, authority=holder, kind=kind, unverified=settings.demo_mode)
    packs = {one.pack_id for one in file.findings if one.outcome is FindingOutcome.BREACHED}
    return bool(packs) and packs <= {power.pack for power in granted}
