"""What employers are reminded of: one finder for each subject, and whether a reminder found is still wanted.

To remind of something new: a kind in ``ReminderKind``, a finder in ``FINDERS``, its item in ``ITEMS``, its heading in
``husly.register.upkeep.reminding.mails``.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from husly.kit.clock import DANISH_TIME, danish_date
from register.accommodations.models import Accommodation
from register.agreements.models import AgreementClaim, ClaimState
from register.declarations.journey.models import DeclarationDraft
from register.declarations.journey.task_presenters import draft_href, draft_title
from register.declarations.models import Declaration
from register.dwellings.models import Dwelling
from register.upkeep.duties import Duties, reconfirm_due_on
from register.upkeep.models import Confirmation, ReminderKind, ReminderSent
from register.upkeep.pauses import is_unused
from register.upkeep.queries import account_id_of

RECONFIRM_BEFORE_DAYS = (30, 7)
ENDING_BEFORE_DAYS = 7
CLAIM_BEFORE_DAYS = 30
DRAFT_AFTER_DAYS = (7, 21)
SHORTEST_MONTH_DAYS = 28


@dataclass(frozen=True)
class Due:
    """A reminder to send: about a row and a day, to an employer or to one account."""

    kind: ReminderKind
    row_id: UUID
    about_on: date
    employer_id: UUID | None = None
    account_id: UUID | None = None


@dataclass(frozen=True)
class Item:
    """One line of a mail: which housing or agreement, the day, and the page where one acts."""

    name: str
    day: date
    path: str


Finder = Callable[[Session, Duties, date], Iterator[Due]]
ItemOf = Callable[[Session, ReminderSent, Duties, date], Item | None]


def find_reconfirmations(session: Session, duties: Duties, today: date) -> Iterator[Due]:
    """Declarations in use to be confirmed within 30 days, within 7 days, or overdue (D14)."""
    if not duties.reconfirm_months:
        return
    for accommodation_id, employer_id, submitted_at, confirmed_at in session.execute(_unconfirmed(duties, today)):
        confirmed_on = danish_date(max(submitted_at, confirmed_at or submitted_at))
        due_on = reconfirm_due_on(confirmed_on, duties)
        kind = None if due_on is None else _reconfirm_kind(due_on, today)
        if due_on is not None and kind is not None:
            yield Due(kind, accommodation_id, due_on, employer_id)


def _reconfirm_kind(due_on: date, today: date) -> ReminderKind | None:
    if today > due_on:
        return ReminderKind.RECONFIRM_OVERDUE
    far, near = RECONFIRM_BEFORE_DAYS
    if today >= due_on - timedelta(days=near):
        return ReminderKind.RECONFIRM_7
    return ReminderKind.RECONFIRM_30 if today >= due_on - timedelta(days=far) else None


def _confirmed_at() -> sa.ScalarSelect[datetime]:
    last = sa.select(sa.func.max(col(Confirmation.confirmed_at)))
    mine = col(Confirmation.accommodation_id) == col(Accommodation.id)
    return last.where(mine).correlate(Accommodation).scalar_subquery()


def _unconfirmed(duties: Duties, today: date) -> sa.Select[UUID, UUID, datetime, datetime]:
    """Declared so long ago that a reminder may be due; told already that it is overdue, it is told no more."""
    told = sa.select(sa.literal(1)).where(
        col(ReminderSent.kind) == ReminderKind.RECONFIRM_OVERDUE,
        col(ReminderSent.row_id) == col(Accommodation.id),
        col(ReminderSent.sent_at) > col(Declaration.submitted_at),
        sa.func.coalesce(_confirmed_at(), col(Declaration.submitted_at)) < col(ReminderSent.sent_at),
    )
    days = RECONFIRM_BEFORE_DAYS[0] - duties.reconfirm_months * SHORTEST_MONTH_DAYS
    before = datetime.combine(today + timedelta(days=days + 1), time(), DANISH_TIME)
    return (
        sa.select(
            col(Accommodation.id),
            col(Accommodation.employer_id),
            col(Declaration.submitted_at),
            _confirmed_at(),
        )
        .join(Declaration, col(Declaration.accommodation_id) == col(Accommodation.id))
        .where(
            col(Declaration.is_current),
            col(Declaration.submitted_at) < before,
            *_used(today),
            sa.not_(told.correlate(Accommodation, Declaration).exists()),
        )
    )


def _used(today: date) -> tuple[sa.ColumnElement[bool], ...]:
    ends_on = col(Accommodation.ends_on)
    return (sa.or_(ends_on.is_(None), ends_on >= today), sa.not_(is_unused(today)))


def find_endings(session: Session, duties: Duties, today: date) -> Iterator[Due]:  # noqa: ARG001 - as every finder
    """Accommodations whose last day comes within a week: is it still so?"""
    last = today + timedelta(days=ENDING_BEFORE_DAYS)
    statement = sa.select(col(Accommodation.id), col(Accommodation.employer_id), col(Accommodation.ends_on)).where(
        col(Accommodation.ends_on) >= today, col(Accommodation.ends_on) <= last
    )
    for accommodation_id, employer_id, ends_on in session.execute(statement):
        yield Due(ReminderKind.ENDING, accommodation_id, ends_on, employer_id)


def find_ending_claims(session: Session, duties: Duties, today: date) -> Iterator[Due]:  # noqa: ARG001 - as every finder
    """Accepted claims under a collective agreement that end within 30 days; the act applies again afterwards."""
    last = today + timedelta(days=CLAIM_BEFORE_DAYS)
    to = col(AgreementClaim.in_force_to)
    statement = sa.select(col(AgreementClaim.id), col(AgreementClaim.employer_id), to).where(
        col(AgreementClaim.state) == ClaimState.ACCEPTED, to >= today, to <= last
    )
    for claim_id, employer_id, in_force_to in session.execute(statement):
        yield Due(ReminderKind.CLAIM_ENDING, claim_id, in_force_to, employer_id)


def find_drafts(session: Session, duties: Duties, today: date) -> Iterator[Due]:  # noqa: ARG001 - as every finder
    """Drafts that were last saved a week or three weeks ago and are not submitted (D2); their maker is reminded."""
    first, second = DRAFT_AFTER_DAYS
    before = datetime.combine(today - timedelta(days=first - 1), time(), DANISH_TIME)
    statement = sa.select(col(DeclarationDraft.id), col(DeclarationDraft.by), col(DeclarationDraft.changed_at)).where(
        col(DeclarationDraft.submitted_at).is_(None), col(DeclarationDraft.changed_at) < before
    )
    for draft_id, by, changed_at in session.execute(statement):
        changed_on, account_id = danish_date(changed_at), account_id_of(by)
        kind = ReminderKind.DRAFT_21 if (today - changed_on).days >= second else ReminderKind.DRAFT_7
        if account_id is not None:
            yield Due(kind, draft_id, changed_on, account_id=account_id)


FINDERS: tuple[Finder, ...] = (find_reconfirmations, find_endings, find_ending_claims, find_drafts)
"""Everything that employers are reminded of."""


def _place(session: Session, row: ReminderSent) -> tuple[Accommodation, str] | None:
    found = session.get(Accommodation, row.row_id)
    return None if found is None else (found, session.get_one(Dwelling, found.dwelling_id).address)


def reconfirmation_item(session: Session, row: ReminderSent, duties: Duties, today: date) -> Item | None:
    """The accommodation to confirm; None once it was declared anew or confirmed, has ended, or is not in use."""
    submitted = sa.select(sa.func.max(col(Declaration.submitted_at))).where(
        col(Declaration.accommodation_id) == row.row_id
    )
    statement = sa.select(submitted.scalar_subquery(), _confirmed_at())
    found = session.execute(statement.where(col(Accommodation.id) == row.row_id, *_used(today))).one_or_none()
    place = _place(session, row)
    if found is None or place is None:
        return None
    confirmed_on = danish_date(max(found[0], found[1] or found[0]))
    if reconfirm_due_on(confirmed_on, duties) != row.about_on:
        return None
    return Item(place[1], row.about_on, f"/declarations/{row.row_id}")


def ending_item(session: Session, row: ReminderSent, duties: Duties, today: date) -> Item | None:  # noqa: ARG001
    """The accommodation that ends; None once another last day was told."""
    place = _place(session, row)
    if place is None or place[0].ends_on != row.about_on:
        return None
    return Item(place[1], row.about_on, f"/declarations/{row.row_id}")


def claim_item(session: Session, row: ReminderSent, duties: Duties, today: date) -> Item | None:  # noqa: ARG001
    """The agreement whose claim ends; None once it is no longer in force or was prolonged."""
    claim = session.get(AgreementClaim, row.row_id)
    if claim is None or claim.state is not ClaimState.ACCEPTED or claim.in_force_to != row.about_on:
        return None
    return Item(claim.agreement, row.about_on, f"/agreements/{claim.id}")


def draft_item(session: Session, row: ReminderSent, duties: Duties, today: date) -> Item | None:  # noqa: ARG001
    """The draft; None once it was submitted, thrown away or saved again."""
    draft = session.get(DeclarationDraft, row.row_id)
    if draft is None or draft.submitted_at is not None or danish_date(draft.changed_at) != row.about_on:
        return None
    return Item(draft_title(draft.document), row.about_on, draft_href(draft))


ITEMS: Mapping[ReminderKind, ItemOf] = {
    ReminderKind.RECONFIRM_30: reconfirmation_item,
    ReminderKind.RECONFIRM_7: reconfirmation_item,
    ReminderKind.RECONFIRM_OVERDUE: reconfirmation_item,
    ReminderKind.ENDING: ending_item,
    ReminderKind.DRAFT_7: draft_item,
    ReminderKind.DRAFT_21: draft_item,
    ReminderKind.CLAIM_ENDING: claim_item,
}
"""What a mail says of each reminder when it leaves; None: somebody has acted meanwhile."""
