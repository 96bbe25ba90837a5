"""The public score card, and an employer's own score."""

from typing import Any
from uuid import UUID

from litestar import Response, Router, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template
from sqlmodel import Session

from husly.kit import audit
from husly.kit.access import Actor, Permission
from husly.kit.clock import now, today
from husly.kit.errors import NotAllowedError
from husly.kit.web import AnyRequest, needs, page
from husly.settings import Settings
from inspection.risk.card.evaluation_presenters import EvaluationShown
from inspection.risk.card.own import OwnPage, OwnScore
from inspection.risk.card.presenters import CardSwitchedOff, Contact, Practice, ScoreCard
from inspection.risk.card.queries import find_published, find_score, list_weights
from inspection.risk.card.told import as_told
from inspection.risk.features.reading import features_of
from inspection.risk.queries import find_newest_run
from inspection.risk.scoring import disclosed
from inspection.risk.weightsets.queries import find_weights, weights_in_force
from register.accommodations.models import Accommodation
from register.declarations.queries import get_declared
from register.municipalities.table import municipalities


@get("/score-card", opt=needs(Permission.PUBLIC), sync_to_thread=True)
def show_card(request: AnyRequest, session: NamedDependency[Session]) -> Template:
    """How the score is made, what it is used for, how well it works; without a score, how visits are chosen."""
    return page(request, "card/card.html", shown=card_of(request.app.state.settings, session))


@get("/score-card.json", opt=needs(Permission.PUBLIC), sync_to_thread=True)
def give_card(request: AnyRequest, session: NamedDependency[Session]) -> Response[dict[str, Any]]:
    """The same for programs."""
    return Response(card_of(request.app.state.settings, session).document(), media_type="application/json")


@get(
    "/declarations/{accommodation_id:uuid}/score",
    opt=needs(Permission.READ_DECLARATIONS, writes=True),
    sync_to_thread=True,
)
def show_own(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    accommodation_id: FromPath[UUID],
) -> Template:
    """The open score of one's own housing; the reading is audited. The authority has its own page."""
    settings: Settings = request.app.state.settings
    declared = get_declared(session, accommodation_id, by=actor)
    require_own(actor, declared.accommodation.employer_id)
    is_shown = settings.risk_score and settings.risk_shown_to_employers
    shown = OwnPage(
        accommodation_id=accommodation_id,
        address=declared.dwelling.address,
        own=own_score(session, declared.accommodation) if is_shown else None,
        is_used=settings.risk_score,
        is_shown=is_shown,
        contact=contact_of(settings),
    )
    if is_shown:
        on = ("accommodation", accommodation_id)
        audit.record(session, by=actor, at=now(), action="risk.read_own", on=on)
    return page(request, "card/own.html", shown=shown)


def require_own(actor: Actor, employer_id: UUID) -> None:
    """Raise ``NotAllowedError`` for whoever reads declarations otherwise than for this employer."""
    read = Permission.READ_DECLARATIONS
    if not any(
        one.employer_id == employer_id and one.role.is_of_employer for one in actor.grants if read in one.permissions
    ):
        raise NotAllowedError(read.value)


def own_score(session: Session, home: Accommodation) -> OwnScore | None:
    """The open part of an accommodation's score in the newest run, by what its employer was told; None without one."""
    run = find_newest_run(session)
    found = None if run is None else find_score(session, run, home.id)
    weights = None if run is None else find_weights(session, run.weights_version)
    if run is None or found is None or weights is None:
        return None
    features = as_told(
        session,
        features_of(found.features),
        employer_id=home.employer_id,
        dwelling_id=home.dwelling_id,
        as_of=run.as_of,
    )
    return OwnScore(disclosed(features, weights), weights, run.as_of)


def card_of(settings: Settings, session: Session) -> ScoreCard | CardSwitchedOff:
    """The card as this installation uses the score today."""
    day, contact = today(), contact_of(settings)
    if not settings.risk_score:
        return CardSwitchedOff(contact, day)
    published, run = find_published(session), find_newest_run(session)
    names = {one.code: one.name for one in municipalities(settings.data_path).values()}
    return ScoreCard(
        weights=weights_in_force(session, day),
        known=list_weights(session, day),
        practice=Practice(
            random_share=settings.random_visit_share,
            exploration_share=settings.exploration_visit_share,
            tells_employers=settings.risk_shown_to_employers,
        ),
        contact=contact,
        evaluation=None if published is None else EvaluationShown(published, names),
        scored_on=None if run is None else run.as_of,
        as_of=day,
    )


def contact_of(settings: Settings) -> Contact:
    """Whom to ask, as letters name it."""
    return Contact(
        name=settings.authority_name,
        address=tuple(part.strip() for part in settings.authority_address.split(";") if part.strip()),
        phone=settings.authority_phone,
        email=settings.authority_email,
        privacy_url=settings.privacy_url,
    )


card_router = Router("/", route_handlers=[show_card, give_card, show_own])
