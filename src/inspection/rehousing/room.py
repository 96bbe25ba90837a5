"""How the rehousing stands in a case, for the list of rooms on the page of the case."""

from sqlmodel import Session

from husly.kit.i18n import gettext as _
from inspection.enforcement.queries import CaseFile
from inspection.rehousing.labels import BADGES, STATES
from inspection.rehousing.queries import list_orders, parents_of
from inspection.rehousing.residents import progress
from inspection.rehousing.transitions import RUNNING


def rehousing_stands(session: Session, file: CaseFile) -> tuple[str, str, str] | None:
    """Title, status and badge; None where there is no order and nothing that one could belong to."""
    orders = list_orders(session, file.case.id)
    if not orders and not parents_of(file):
        return None
    if not orders:
        return _("Rehousing"), "", ""
    newest = orders[0]
    status = _(STATES[newest.state])
    if newest.state in RUNNING:
        moved, declined, left = progress(session, newest)
        status = _("%(ended)s of %(all)s ended", ended=moved + declined, all=moved + declined + left)
    return _("Rehousing"), status, BADGES.get(newest.state, "info")
