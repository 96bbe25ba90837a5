"""Who goes on a planned visit, for the pages of its case."""

from sqlmodel import Session, col, select

from husly.kit.i18n import gettext as _
from inspection.enforcement.models import Visit
from inspection.planning.models import DutyStation, PlannedCompanion, PlannedVisit


def crew_rows(session: Session, visit: Visit | None) -> list[tuple[str, str]]:
    """Labels and values: those who come along, and an interpreter to be booked; nothing without a planned visit."""
    planned_id = None if visit is None else visit.planned_visit_id
    planned = None if planned_id is None else session.get(PlannedVisit, planned_id)
    if planned is None:
        return []
    companions = (
        select(DutyStation.name)
        .join(PlannedCompanion, col(PlannedCompanion.duty_station_id) == col(DutyStation.id))
        .where(PlannedCompanion.planned_visit_id == planned.id)
        .order_by(DutyStation.name)
    )
    names = ", ".join(session.exec(companions))
    rows = [(_("Come along"), names)] if names else []
    return [*rows, (_("Interpreter"), _("To be booked"))] if planned.interpreter else rows
