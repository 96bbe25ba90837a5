"""How the hearing of a case stands, in a few words."""

from husly.kit.i18n import format_date
from husly.kit.i18n import gettext as _
from inspection.enforcement.queries import CaseFile
from inspection.hearings.postponements import PostponementState
from inspection.hearings.replies import breaches_of


def hearing_standing(file: CaseFile) -> tuple[str, str] | None:
    """The words and the kind of badge; None before a breach is found."""
    if not breaches_of(file):
        return None
    if any(one.state is PostponementState.ASKED for one in file.postponements):
        return _("More time is asked for"), "warning"
    if any(one.considered_at is None for one in file.reply_points):
        return _("A reply waits"), "warning"
    if file.hearing is None:
        return "", ""
    return _("Deadline %(day)s", day=format_date(file.hearing.runs_until)), ""
