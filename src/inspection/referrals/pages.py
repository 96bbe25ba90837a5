"""The page of one referral, shown by its own route and again by a step that was refused."""

from uuid import UUID

from litestar.response import Template
from sqlmodel import Session

from husly.kit.access import Actor, Permission, Subject, may
from husly.kit.clock import now, today
from husly.kit.outbox import OutboxMessage, OutboxState
from husly.kit.web import AnyRequest, page
from inspection.delivery.problems import problem_in_words
from inspection.enforcement.words import in_words
from inspection.referrals import moving
from inspection.referrals.belonging import is_own_matter
from inspection.referrals.models import Referral
from inspection.referrals.presenters import ReferralPage, ReferralRow
from inspection.referrals.queries import concern_of, get_referral, list_steps, list_twins
from inspection.referrals.rendering import write_paper
from inspection.referrals.transitions import ReferralState


def referral_page(
    request: AnyRequest, session: Session, actor: Actor, referral_id: UUID, errors: dict[str, str]
) -> Template:
    """The page of one referral, with what was wrong with the last try."""
    referral = get_referral(session, referral_id, by=actor)
    moving.note_reading(session, referral, "read", by=actor, at=now())
    subject = Subject(municipality_code=referral.municipality_code)
    own = is_own_matter(session, referral.case_id, actor)
    problems = []
    if referral.state in (ReferralState.DRAFTED, ReferralState.DECIDED):
        settings = request.app.state.settings
        paper = write_paper(session, referral, settings=settings, as_of=today(), by=actor)
        problems = [in_words(one) for one in paper.draft.problems]
    shown = ReferralPage(
        ReferralRow(referral, today()),
        moving.checks_of(session, referral, by=actor),
        list_steps(session, referral_id),
        list_twins(session, referral),
        concern_of(session, referral),
        may_send=own and may(actor, Permission.SEND_REFERRALS, subject),
        may_change=own and referral.state is ReferralState.DRAFTED,
        errors=errors,
        letter_problems=problems,
        given_up=_given_up(session, referral),
    )
    return page(request, "referrals/one.html", status_code=422 if errors else 200, shown=shown)


def _given_up(session: Session, referral: Referral) -> str:
    message = session.get(OutboxMessage, referral.outbox_message_id) if referral.has_not_left else None
    if message is None or message.state is not OutboxState.FAILED:
        return ""
    return problem_in_words(message.last_error or "")
