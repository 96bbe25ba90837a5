"""Pages of re-registered companies: the list, one cluster, decisions on pairs, accounts and persons recorded."""

from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from litestar import Router, get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath, FromQuery
from litestar.response import Redirect, Template
from sqlmodel import Session

from husly.kit import audit
from husly.kit.access import Actor, Permission, may
from husly.kit.clock import now, today
from husly.kit.errors import DomainError, NotFoundError
from husly.kit.i18n import mark
from husly.kit.web import AnyRequest, needs, page, redirect
from husly.kit.web.errors import translated
from husly.kit.web.paging import page_number
from inspection.reregistered import actions
from inspection.reregistered.clusters import cluster_of, find_clusters, past_of
from inspection.reregistered.forms import DecisionForm, TraceForm, read_trace
from inspection.reregistered.from_register import read_lives
from inspection.reregistered.keyed import Seal
from inspection.reregistered.models import FoundPair, PairState
from inspection.reregistered.presenters import SORTS, ClusterPage, ListFilter, ListPage
from inspection.reregistered.queries import (
    linked_pairs,
    list_employers,
    list_pairs,
    list_recorded,
    newest_run,
    read_pasts,
)
from register.employers.models import Employer
from register.municipalities.areas import areas_of, municipality_choices
from register.municipalities.table import municipalities
from register.portfolio.queries import sees_employer

URL = RequestEncodingType.URL_ENCODED
CONFIRMED = mark("The two firms are linked.")
DISMISSED = mark("The pair is dismissed. It comes back only with new evidence.")
RECORDED = mark("It is recorded. The next search takes it into account.")
WITHDRAWN = mark("It is withdrawn. The next search leaves it out.")
_OF_FIELDS = {"trace.days": "from_on", "trace.reason": "source"}


@get("/", opt=needs(Permission.READ_CASES), sync_to_thread=True)
def show_list(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    standing: FromQuery[str] = PairState.WAITING,
    municipality: FromQuery[str] = "",
    sort: FromQuery[str] = "strength",
    number: FromQuery[int] = 1,
) -> Template:
    """Clusters of firms in the reader's area that may be one, the strongest first."""
    names = municipalities(request.app.state.settings.data_path)
    wanted = ListFilter(
        state=standing if standing in list(PairState) else "",
        municipality_code=municipality if municipality in names else "",
        sort=sort if sort in SORTS else "strength",
    )
    pairs = list_pairs(session, by=actor, municipality_code=wanted.municipality_code)
    ids = _ends(pairs)
    linked = linked_pairs(session, ids)
    clusters = find_clusters(pairs, PairState(wanted.state) if wanted.state else None, linked)
    pasts = read_pasts(session, by=actor)
    if wanted.sort == "orders":
        clusters.sort(key=lambda one: [-count for count in past_of(one, pasts)])
    else:
        clusters.sort(key=lambda one: [-one.strength, *(-count for count in past_of(one, pasts))])
    shown = ListPage(
        clusters,
        page_number(number),
        list_employers(session, ids),
        pasts,
        linked,
        newest_run(session),
        wanted,
        municipality_choices(areas_of(actor, Permission.READ_CASES), names),
        with_points=request.app.state.settings.risk_score,
    )
    return page(request, "reregistered/list.html", shown=shown)


def _ends(pairs: list[FoundPair]) -> set[UUID]:
    return {end for pair in pairs for end in (pair.first_id, pair.second_id)}


@get("/{employer_id:uuid}", opt=needs(Permission.READ_CASES, writes=True), sync_to_thread=True)
def show_cluster(
    request: AnyRequest, session: NamedDependency[Session], actor: NamedDependency[Actor], employer_id: FromPath[UUID]
) -> Template:
    """The firms that hang together with one, with all evidence; the reading is audited."""
    return _cluster_page(request, session, actor, employer_id, TraceForm(employer=str(employer_id)), {})


def _cluster_page(
    request: AnyRequest, session: Session, actor: Actor, employer_id: UUID, form: TraceForm, errors: dict[str, str]
) -> Template:
    if not sees_employer(session, employer_id, by=actor):
        raise NotFoundError("employer")
    cluster = cluster_of(list_pairs(session, by=actor), employer_id)
    linked = linked_pairs(session, cluster.employers)
    audit.record(session, by=actor, at=now(), action="reregistered.read", on=("employer", employer_id))
    shown = ClusterPage(
        employer=session.get_one(Employer, employer_id),
        cluster=cluster,
        employers=list_employers(session, cluster.employers),
        lives=read_lives(session, as_of=today(), employer_ids=cluster.employers),
        pasts=read_pasts(session, by=actor),
        linked=linked,
        recorded=list_recorded(session, cluster.employers),
        as_of=today(),
        may_decide=may(actor, Permission.RECORD_VISITS),
        run=newest_run(session),
        form=form,
        errors=errors,
        with_points=request.app.state.settings.risk_score,
    )
    return page(request, "reregistered/cluster.html", status_code=422 if errors else 200, shown=shown)


@post("/pairs/{pair_id:uuid}/confirm", opt=needs(Permission.RECORD_VISITS), status_code=303, sync_to_thread=True)
def confirm(
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    pair_id: FromPath[UUID],
    data: Annotated[DecisionForm, Body(media_type=URL)],
) -> Redirect:
    """Link the two firms of a pair."""
    kind, reason = data.link_kind, data.reason
    pair = actions.confirm_pair(session, pair_id, kind=kind, reason=reason, by=actor, at=now())
    return _back(pair, CONFIRMED)


@post("/pairs/{pair_id:uuid}/dismiss", opt=needs(Permission.RECORD_VISITS), status_code=303, sync_to_thread=True)
def dismiss(
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    pair_id: FromPath[UUID],
    data: Annotated[DecisionForm, Body(media_type=URL)],
) -> Redirect:
    """Say that the two firms of a pair are not one."""
    return _back(actions.dismiss_pair(session, pair_id, reason=data.reason, by=actor, at=now()), DISMISSED)


def _back(pair: FoundPair, notice: str) -> Redirect:
    return redirect(f"/reregistered/{pair.first_id}?notice={quote(notice)}")


@post("/{employer_id:uuid}/traces", opt=needs(Permission.RECORD_VISITS), status_code=303, sync_to_thread=True)
def record(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    employer_id: FromPath[UUID],
    data: Annotated[TraceForm, Body(media_type=URL)],
) -> Template | Redirect:
    """Record an account or a person behind a firm, or show what is wrong."""
    asked, errors = read_trace(data)
    if asked is not None:
        seal = Seal.of(request.app.state.settings)
        try:
            actions.record_trace(
                session, value=data.value, reason=data.source, seal=seal, by=actor, at=now(), **vars(asked)
            )
            return redirect(f"/reregistered/{employer_id}?notice={quote(RECORDED)}")
        except DomainError as error:  # raised before anything is written
            errors = {_OF_FIELDS.get(error.code, "value"): translated(error)}
    return _cluster_page(request, session, actor, employer_id, data, errors)


@post(
    "/{employer_id:uuid}/traces/{trace_id:uuid}/withdraw",
    opt=needs(Permission.RECORD_VISITS),
    status_code=303,
    sync_to_thread=True,
)
def withdraw(
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    employer_id: FromPath[UUID],
    trace_id: FromPath[UUID],
) -> Redirect:
    """Withdraw what was recorded."""
    actions.withdraw_trace(session, trace_id, by=actor, at=now())
    return redirect(f"/reregistered/{employer_id}?notice={quote(WITHDRAWN)}")


reregistered_router = Router(
    "/reregistered", route_handlers=[show_list, show_cluster, confirm, dismiss, record, withdraw]
)
