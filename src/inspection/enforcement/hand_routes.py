"""Opening a case by hand, with the reason of its visit."""

from dataclasses import replace
from datetime import date
from typing import Annotated
from uuid import UUID

from litestar import post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath
from litestar.response import Redirect
from pydantic import BaseModel
from sqlmodel import Session

from husly.kit.access import Actor, Permission
from husly.kit.clock import now
from husly.kit.errors import DomainError
from husly.kit.web import AnyRequest, needs, redirect
from inspection.enforcement.actions.addressing import Owner
from inspection.enforcement.actions.opening import open_case
from inspection.enforcement.choosing import BY_HAND, Chosen, VisitReason
from inspection.enforcement.forms import StepForm, clean
from inspection.enforcement.models import LegalBasis
from inspection.risk.queries import find_newest_run, find_place, get_ranked


class HandForm(BaseModel):
    """The form as it came, every field a text."""

    reason_code: str = ""
    reason: str = ""
    visit_on: str = ""
    from_time: str = ""
    to_time: str = ""
    visit_by: str = ""
    building_law: str = ""
    owner_name: str = ""
    owner_address: str = ""
    owner_cvr: str = ""
    owner_foreign: str = ""

    @property
    def basis(self) -> LegalBasis:
        """Building law where it was ticked; then the owner answers."""
        return LegalBasis.URBAN_RENEWAL_ACT if self.building_law else LegalBasis.EMPLOYEE_HOUSING_ACT

    @property
    def owner(self) -> Owner:
        """The owner as typed; empty where he is the one whom the employer named."""
        given = (self.owner_name, self.owner_address, self.owner_cvr, self.owner_foreign)
        return Owner(*map(clean, given))

    @property
    def code(self) -> VisitReason:
        """The reason that a person may give. Raises ``DomainError``."""
        if self.reason_code not in BY_HAND:
            raise DomainError("visit.reason_code", "Choose why the housing is to be visited.")
        return VisitReason(self.reason_code)

    @property
    def fields(self) -> StepForm:
        """Day, hours and words, read as those of a step are."""
        values = {"visit_on": self.visit_on, "from": self.from_time, "to": self.to_time, "reason": clean(self.reason)}
        return StepForm(values)

    @property
    def last_day(self) -> date | None:
        """The last day of a referral, where one is given. Raises ``DomainError``."""
        return StepForm({"visit_by": self.visit_by}).day("visit_by") if self.visit_by.strip() else None


@post(
    "/open/{accommodation_id:uuid}",
    opt=needs(Permission.RECORD_VISITS),
    status_code=303,
    sync_to_thread=True,
)
def open_by_hand(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    accommodation_id: FromPath[UUID],
    data: Annotated[HandForm, Body(media_type=RequestEncodingType.URL_ENCODED)],
) -> Redirect:
    """Open a case on housing that somebody decided to visit; whoever opens it is the inspector."""
    words = data.fields.text("reason")
    case = open_case(
        session,
        accommodation_id=accommodation_id,
        visit_on=data.fields.day("visit_on"),
        from_min=data.fields.minutes("from"),
        to_min=data.fields.minutes("to"),
        inspector_id=actor.id,
        reason=words,
        chosen=replace(_chosen(request, session, actor, accommodation_id, data.code, words), visit_by=data.last_day),
        legal_basis=data.basis,
        owner=data.owner,
        by=actor,
        at=now(),
    )
    return redirect(f"/cases/{case.id}")


def _chosen(
    request: AnyRequest, session: Session, actor: Actor, accommodation_id: UUID, code: VisitReason, words: str
) -> Chosen:
    """The reason with the score of the moment, where one is used and the actor may see it."""
    said = words if code is VisitReason.OTHER else ""
    run = find_newest_run(session) if request.app.state.settings.risk_score else None
    score = None if run is None else get_ranked(session, accommodation_id, run=run, by=actor).score
    if score is None and code is VisitReason.SCORE:
        raise DomainError("visit.no_score", "There is no score to visit it by: give another reason.")
    if run is None or score is None:
        return Chosen(reason=code, words=said)
    return Chosen(
        reason=code,
        words=said,
        score=score.score,
        rank=find_place(session, run, score.score),
        run_id=run.id,
        weights_version=run.weights_version,
    )
