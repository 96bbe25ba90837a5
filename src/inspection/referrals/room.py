"""How the referrals of a case stand on its page, for those who may know of them."""

from sqlmodel import Session

from husly.kit.access import Actor, Permission, Subject, may
from husly.kit.clock import today
from husly.kit.i18n import gettext as _
from inspection.enforcement.queries import CaseFile
from inspection.referrals.labels import MENU, OVERDUE
from inspection.referrals.queries import OPEN, ReferralFilter, list_referrals


def referrals_of(session: Session, file: CaseFile, actor: Actor) -> tuple[str, str, str, str] | None:
    """Title, address, status and badge; what the reader may not know of counts as not there (REF-16)."""
    if not may(actor, Permission.DRAFT_REFERRALS, Subject(municipality_code=file.case.municipality_code)):
        return None
    wanted = ReferralFilter(case_id=file.case.id)
    found, _count = list_referrals(session, by=actor, wanted=wanted, today=today(), limit=200)
    href = f"/cases/{file.case.id}/referrals"
    if any(one.is_overdue(today()) for one in found):
        return _(MENU), href, _(OVERDUE), "error"
    count = sum(one.state in OPEN for one in found)
    return _(MENU), href, _("%(count)s open", count=count) if count else "", "info"
