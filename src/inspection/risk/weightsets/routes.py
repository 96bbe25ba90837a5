"""Pages of the weight sets: the list, one set beside another, proposing, adopting, rejecting, going back."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any
from urllib.parse import quote
from uuid import UUID

from litestar import Response, Router, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.exceptions import ValidationException
from litestar.params import Body, FromPath, FromQuery
from litestar.response import Redirect, Template
from pydantic import BaseModel
from sqlmodel import Session

from husly.kit.access import Actor, Permission
from husly.kit.clock import now, read_day, today
from husly.kit.errors import DomainError, NotFoundError
from husly.kit.i18n import gettext as _
from husly.kit.i18n import mark
from husly.kit.web import AnyRequest, needs, page, redirect
from husly.kit.web.errors import translated
from husly.kit.web.files import attachment, content_of
from inspection.risk.queries import find_newest_run
from inspection.risk.weights import WeightsError, delivered_versions
from inspection.risk.weights.factors import Weights
from inspection.risk.weightsets import actions, queries
from inspection.risk.weightsets.effects import Moves, group_moves
from inspection.risk.weightsets.models import WeightSet, WeightSetState
from inspection.risk.weightsets.pages import WeightSetPage, WeightsListPage
from inspection.risk.weightsets.presenters import problem_words

PROPOSED = mark("The set is proposed. Somebody else with the right to adopt decides on it.")
ADOPTED = mark("The set is adopted. It counts from the day you chose; score the register anew from that day.")
REJECTED = mark("The proposal is rejected.")
WITHDRAWN = mark("The proposal is withdrawn.")


@dataclass
class SentSet:
    """A set that somebody proposes: the YAML file and why."""

    reason: str = ""
    file: Any = None  # an UploadFile; a field left empty comes as an empty text


class Decision(BaseModel):
    """What the buttons of a set send: which proposal was shown, from which day, and why."""

    proposal: str = ""
    valid_from: str = ""
    reason: str = ""

    @property
    def proposal_id(self) -> UUID:
        """The proposal on which the reader decided. Raises NotFoundError for what is none."""
        try:
            return UUID(self.proposal)
        except ValueError:
            raise NotFoundError("weight set") from None

    @property
    def first_day(self) -> date:
        """The day from which it counts. Raises ValidationException for what is no day."""
        day = read_day(self.valid_from)
        if day is None:
            raise ValidationException(_("Write the day from which the set counts as 2026-03-01."))
        return day


SentDecision = Annotated[Decision, Body(media_type=RequestEncodingType.URL_ENCODED)]


@get("/", opt=needs(Permission.READ_RISK), sync_to_thread=True)
def show_list(request: AnyRequest, session: NamedDependency[Session], actor: NamedDependency[Actor]) -> Template:
    """Every set: which counts, which counted, who decided and why."""
    return _list_page(request, session, actor)


@post("/", opt=needs(Permission.READ_RISK, writes=True), status_code=303, sync_to_thread=True)
def propose(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    data: Annotated[SentSet, Body(media_type=RequestEncodingType.MULTI_PART)],
) -> Template | Redirect:
    """Keep the file as a proposal, or show the form again with everything that is wrong with it."""
    content = content_of(data.file)[1] if isinstance(data.file, UploadFile) else b""
    if not content:
        return _list_page(request, session, actor, errors={"file": _("Choose a YAML file.")}, reason=data.reason)
    try:
        text = content.decode("utf-8-sig")
        proposal = actions.propose_weights(
            session, text, reason=data.reason, switched_on=_switched_on(request), by=actor, at=now()
        )
    except UnicodeDecodeError:
        wrong = {"file": _("The file is no text in UTF-8. Save it again as UTF-8.")}
        return _list_page(request, session, actor, errors=wrong, reason=data.reason)
    except WeightsError as error:
        problems = [problem_words(one) for one in error.problems]
        wrong = {"file": _("The set cannot be used. Mend what is named here and choose the file again.")}
        return _list_page(request, session, actor, errors=wrong, problems=problems, reason=data.reason)
    except DomainError as error:  # raised before anything is written
        wrong = {"reason" if error.code == "weights.unexplained" else "file": translated(error)}
        return _list_page(request, session, actor, errors=wrong, reason=data.reason)
    return redirect(f"/risk/weights/{proposal.version}?notice={quote(PROPOSED)}")


@get("/{version:str}", opt=needs(Permission.READ_RISK), sync_to_thread=True)
def show_set(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    version: FromPath[str],
    beside: FromQuery[str] = "",
) -> Template:
    """One set with its factors; a proposal beside the set in force, with what it would do and what it measured."""
    weights, on = _known(session, version), today()
    in_force = _in_force(session, on)
    is_open = queries.find_open(session, version) is not None
    other = _beside(session, beside) if beside else in_force if is_open else None
    other = None if other is None or other.version == version else other
    history = [row for row in queries.list_stored(session) if row.version == version]
    shown = WeightSetPage(
        weights=weights,
        beside=other,
        history=history,
        adopted=queries.find_adopted(session, on),
        in_force_version="" if in_force is None else in_force.version,
        counted=version in delivered_versions() or any(row.state is WeightSetState.ADOPTED for row in history),
        versions=[one for one in queries.list_versions(session) if one != version],
        moves=_moves(request, session, other, weights),
        actor=actor,
        today=on,
        switched_on=_switched_on(request),
    )
    return page(request, "weightsets/one.html", shown=shown)


@get("/{version:str}/yaml", opt=needs(Permission.READ_RISK), sync_to_thread=True)
def fetch_yaml(session: NamedDependency[Session], version: FromPath[str]) -> Response[bytes]:
    """The set as it was proposed, to the letter."""
    try:
        text = queries.text_of(session, version)
    except WeightsError:
        raise NotFoundError("weight set") from None
    return attachment(text.encode(), name=f"{version}.yaml", media_type="application/yaml")


@post("/{version:str}/adopt", opt=needs(Permission.ADOPT_WEIGHTS), status_code=303, sync_to_thread=True)
def adopt(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    version: FromPath[str],
    data: SentDecision,
) -> Redirect:
    """Let the proposal that was shown count, or without one take up again a set that counted before."""
    given: dict[str, Any] = {
        "valid_from": data.first_day,
        "reason": data.reason,
        "switched_on": _switched_on(request),
        "by": actor,
        "at": now(),
    }
    try:
        if data.proposal:
            adopted: WeightSet = actions.adopt_weights(session, data.proposal_id, **given)
        else:
            adopted = actions.adopt_again(session, version, **given)
    except WeightsError as error:
        raise _unreadable(error) from None
    return redirect(f"/risk/weights/{adopted.version}?notice={quote(ADOPTED)}")


@post("/{version:str}/reject", opt=needs(Permission.ADOPT_WEIGHTS), status_code=303, sync_to_thread=True)
def reject(
    session: NamedDependency[Session], actor: NamedDependency[Actor], version: FromPath[str], data: SentDecision
) -> Redirect:
    """Turn the proposal down."""
    actions.reject_weights(session, data.proposal_id, reason=data.reason, by=actor, at=now())
    return redirect(f"/risk/weights/{quote(version)}?notice={quote(REJECTED)}")


@post("/{version:str}/withdraw", opt=needs(Permission.READ_RISK, writes=True), status_code=303, sync_to_thread=True)
def withdraw(
    session: NamedDependency[Session], actor: NamedDependency[Actor], version: FromPath[str], data: SentDecision
) -> Redirect:
    """Take one's own proposal back."""
    actions.withdraw_proposal(session, data.proposal_id, reason=data.reason, by=actor, at=now())
    return redirect(f"/risk/weights/{quote(version)}?notice={quote(WITHDRAWN)}")


def _switched_on(request: AnyRequest) -> bool:
    return bool(request.app.state.settings.risk_score)


def _known(session: Session, version: str) -> Weights:
    """The set of the page. Raises NotFoundError for an unknown one, DomainError for one that reads no longer."""
    try:
        return queries.get_weights(session, version)
    except WeightsError as error:
        if version not in queries.list_versions(session):
            raise NotFoundError("weight set") from None
        raise _unreadable(error) from None


def _unreadable(error: WeightsError) -> DomainError:
    problems = " ".join(map(problem_words, error.problems))
    return DomainError("weights.unreadable", "This set can no longer be read: {problems}", problems=problems)


def _beside(session: Session, version: str) -> Weights:
    found = queries.find_weights(session, version)
    if found is None:
        raise NotFoundError("weight set")
    return found


def _in_force(session: Session, on: date) -> Weights | None:
    try:
        return queries.weights_in_force(session, on)
    except WeightsError:
        return None


def _moves(request: AnyRequest, session: Session, before: Weights | None, after: Weights) -> Moves | None:
    """What the newest run would become; nothing of it while the score is off, or before the first run."""
    run = find_newest_run(session) if _switched_on(request) and before is not None else None
    return None if run is None or before is None else group_moves(session, run, before, after)


def _list_page(request: AnyRequest, session: Session, actor: Actor, **given: Any) -> Template:
    on = today()
    shown = WeightsListPage(
        stored=queries.list_stored(session),
        adopted=queries.find_adopted(session, on),
        in_force=_in_force(session, on),
        actor=actor,
        today=on,
        switched_on=_switched_on(request),
        **given,
    )
    return page(request, "weightsets/list.html", status_code=422 if shown.errors else 200, shown=shown)


weights_router = Router(
    "/risk/weights", route_handlers=[show_list, propose, show_set, fetch_yaml, adopt, reject, withdraw]
)
