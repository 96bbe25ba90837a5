"""Pages of evaluations: the newest, and earlier ones; making one public. Figures only, for all who read statistics."""

from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from litestar import Router, get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath
from litestar.response import Redirect, Template
from pydantic import BaseModel
from sqlmodel import Session

from husly.kit.access import Actor, Permission, Subject, may
from husly.kit.clock import now
from husly.kit.errors import DomainError, NotFoundError
from husly.kit.i18n import mark
from husly.kit.web import AnyRequest, needs, page, redirect
from inspection.risk.card.actions import publish_evaluation
from inspection.risk.card.publishing import is_same
from inspection.risk.card.queries import find_published
from inspection.risk.evaluation.models import RiskEvaluation
from inspection.risk.evaluation.presenters import EvaluationPage
from inspection.risk.evaluation.queries import find_newest_evaluation, get_evaluation, list_evaluations
from register.municipalities.areas import areas_of
from register.municipalities.table import municipalities

PUBLISHED = mark("The evaluation stands on the public score card now, without small cells.")


class Publishing(BaseModel):
    """What the form that publishes sends."""

    confirmed: bool = False


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


@post("/{evaluation_id:uuid}/publish", opt=needs(Permission.ISSUE_DECISIONS), status_code=303, sync_to_thread=True)
def publish(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    evaluation_id: FromPath[UUID],
    data: Annotated[Publishing, Body(media_type=RequestEncodingType.URL_ENCODED)],
) -> Redirect:
    """Put an evaluation on the public score card, once the reader has confirmed that anybody may read it."""
    kept = get_evaluation(session, evaluation_id)
    if not data.confirmed:
        raise DomainError("card.unconfirmed", "Confirm that everybody may read the evaluation. Nothing was published.")
    switched_on = request.app.state.settings.risk_score
    publish_evaluation(session, kept.document, switched_on=switched_on, by=actor, at=now())
    return redirect(f"/risk/evaluation/{evaluation_id}?notice={quote(PUBLISHED)}")


def _page(request: AnyRequest, session: Session, actor: Actor, kept: RiskEvaluation | None) -> Template:
    settings = request.app.state.settings
    counting = [grant for grant in actor.grants if Permission.READ_STATISTICS in grant.permissions]
    published = None if kept is None else find_published(session)
    shown = EvaluationPage(
        published=published,
        is_published=published is not None and kept is not None and is_same(published.document, kept.document),
        may_publish=settings.risk_score and may(actor, Permission.ISSUE_DECISIONS, Subject()),
        kept=kept,
        others=[] if kept is None else list_evaluations(session),
        switched_on=settings.risk_score,
        sees_housing=all(Permission.READ_RISK in grant.permissions for grant in counting),
        areas=areas_of(actor, Permission.READ_STATISTICS),
        municipalities={code: one.name for code, one in municipalities(settings.data_path).items()},
    )
    return page(request, "evaluation/evaluation.html", shown=shown)


evaluation_router = Router("/risk/evaluation", route_handlers=[show_newest, show_one, publish])
