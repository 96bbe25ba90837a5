"""Why the housing of a case is visited, as the case page tells it; nothing of it reaches a letter."""

from dataclasses import dataclass

from sqlmodel import Session

from husly.kit.access import Actor, Permission, Subject, may
from husly.kit.i18n import format_date, format_number, mark
from husly.kit.i18n import gettext as _
from inspection.enforcement.choosing import OUTSIDE_ARMS, VisitReason
from inspection.enforcement.labels import VISIT_REASONS
from inspection.enforcement.models import InspectionCase, Visit
from inspection.planning.hiding import is_hidden
from inspection.risk.models import RiskRun, RiskScore
from inspection.risk.presenters import ScoreShown, explained_score, shown_score
from inspection.risk.weightsets.queries import find_weights

ARMS = {
    VisitReason.SCORE: mark("Chosen by score: shows how well the score finds breaches"),
    VisitReason.RANDOM: mark("Control group: drawn from all that may be visited, so that the score can be compared"),
    VisitReason.EXPLORE: mark("Exploration: drawn among dwellings that were never inspected"),
}
OUTSIDE = mark("Neither chosen by score nor drawn: left out when the score is evaluated")


@dataclass(frozen=True)
class Why:
    """The reason of the current round. ``rows`` are labels with values; ``score`` is that of the choice."""

    reason: str = ""
    rows: tuple[tuple[str, str], ...] = ()
    score: ScoreShown | None = None
    is_hidden: bool = False


def why_of(session: Session, case: InspectionCase, visit: Visit | None, *, by: Actor, with_score: bool) -> Why | None:
    """Why the current round's visit happens; None while none is decided.

    Hidden from the inspector who is to visit. That somebody reported is told only to those who read reports.
    """
    if visit is None:
        return None
    if is_hidden(session, case.accommodation_id, by=by):
        return Why(is_hidden=True)
    reason = _told_reason(visit, case, by)
    if not with_score:
        unnamed = reason is VisitReason.SCORE
        return Why(_("Chosen") if unnamed else _(VISIT_REASONS[reason]), tuple(_chance(visit)))
    found = _score_of(session, case, visit)
    rows = [(_("Role in evaluations"), _(OUTSIDE if reason in OUTSIDE_ARMS else ARMS[reason]))]
    rows += [*_words(visit, reason), *_choice(visit, found), *_chance(visit)]
    return Why(_(VISIT_REASONS[reason]), tuple(rows), None if found is None else found[0])


def _told_reason(visit: Visit, case: InspectionCase, by: Actor) -> VisitReason:
    reads_reports = may(by, Permission.READ_TIPS, Subject(municipality_code=case.municipality_code))
    if visit.reason_code is VisitReason.TIP and not reads_reports:
        return VisitReason.OTHER
    return visit.reason_code


def _words(visit: Visit, reason: VisitReason) -> list[tuple[str, str]]:
    return [(_("In words"), visit.reason_words)] if visit.reason_words and reason is visit.reason_code else []


def _choice(visit: Visit, found: tuple[ScoreShown, RiskRun] | None) -> list[tuple[str, str]]:
    rows = []
    if found is not None:
        told = _("%(day)s, weights %(version)s", day=format_date(found[1].as_of), version=found[1].weights_version)
        rows.append((_("Score as of"), told))
    elif visit.chosen_score is not None:
        rows.append((_("Score when chosen"), _("%(points)s of %(most)s", points=visit.chosen_score, most=100)))
    if visit.chosen_rank is not None:
        rows.append((_("Place among all that could be visited"), format_number(visit.chosen_rank)))
    return rows


def _chance(visit: Visit) -> list[tuple[str, str]]:
    if visit.selection_probability is None:
        return []
    share = f"{format_number(round(visit.selection_probability * 100, 2))} %"
    if visit.plan_seed is not None:
        share = _("%(share)s, seed %(seed)s", share=share, seed=visit.plan_seed)
    return [(_("Chance of being drawn"), share)]


def _score_of(session: Session, case: InspectionCase, visit: Visit) -> tuple[ScoreShown, RiskRun] | None:
    """The score of the run by which the visit was chosen, with its parts by the weights of that time."""
    if visit.risk_run_id is None:
        return None
    run = session.get(RiskRun, visit.risk_run_id)
    stored = session.get(RiskScore, (visit.risk_run_id, case.accommodation_id))
    if run is None or stored is None:
        return None
    weights = find_weights(session, run.weights_version)
    return None if weights is None else (shown_score(explained_score(stored, weights), weights), run)
