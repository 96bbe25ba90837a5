"""Pages of evaluations: the newest, and earlier ones. Figures only, for all who may read statistics."""

from uuid import UUID

from litestar import Router, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template
from sqlmodel import Session

from husly.kit.access import Actor, Permission
from husly.kit.errors import NotFoundError
from husly.kit.web import AnyRequest, needs, page
from inspection.risk.evaluation.models import RiskEvaluation
from inspection.risk.evaluation.presenters import EvaluationPage
from inspection.risk.evaluation.queries import find_newest_evaluation, get_evaluation, list_evaluations
from register.municipalities.areas import areas_of
from register.municipalities.table import municipalities


@get("/", opt=needs(Permission.READ_STATISTICS), sync_to_thread=True)
def show_newest(request: AnyRequest, session: NamedDependency[Session], actor: NamedDependency[Actor]) -> Template:
    """The newest evaluation; while the score is off only that it is."""
    on = request.app.state.settings.risk_score
    return _page(request, session, actor, find_newest_evaluation(session) if on else None)


@get("/{evaluation_id:uuid}", opt=needs(Permission.READ_STATISTICS), sync_to_thread=True)
def show_one(
    request: AnyRequest, session: NamedDependency[Session], actor: NamedDependency[Actor], evaluation_id: FromPath[UUID]
) -> Template:
    """One evaluation; none while the score is off."""
    if not request.app.state.settings.risk_score:
        raise NotFoundError("evaluation")
    return _page(request, session, actor, get_evaluation(session, evaluation_id))


def _page(request: AnyRequest, session: Session, actor: Actor, kept: RiskEvaluation | None) -> Template:
    settings = request.app.state.settings
    counting = [grant for grant in actor.grants if Permission.READ_STATISTICS in grant.permissions]
    shown = EvaluationPage(
        kept=kept,
        others=[] if kept is None else [one for one in list_evaluations(session) if one.id != kept.id],
        switched_on=settings.risk_score,
        sees_housing=all(Permission.READ_RISK in grant.permissions for grant in counting),
        areas=areas_of(actor, Permission.READ_STATISTICS),
        municipalities={code: one.name for code, one in municipalities(settings.data_path).items()},
    )
    return page(request, "evaluation/evaluation.html", shown=shown)


evaluation_router = Router("/risk/evaluation", route_handlers=[show_newest, show_one])
