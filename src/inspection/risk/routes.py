"""Pages of the risk score: the ranked list and one score with its parts."""

from uuid import UUID

from litestar import Response, Router, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Template
from sqlmodel import Session

from husly.kit import audit
from husly.kit.access import Actor, Permission, Subject, may
from husly.kit.clock import now, today
from husly.kit.errors import NotFoundError
from husly.kit.web import AnyRequest, needs, page
from husly.kit.web.files import download
from husly.kit.web.paging import page_number, rows_of
from inspection.authorities.belonging import is_seen
from inspection.enforcement.queries import find_open_case
from inspection.planning.hiding import hidden_ids
from inspection.risk.actions import require_score_on
from inspection.risk.deviations.presenters import deviation_shown
from inspection.risk.deviations.queries import list_of
from inspection.risk.files import MOST_ROWS, list_csv
from inspection.risk.models import RiskRun
from inspection.risk.pages import RiskListPage, RiskPage
from inspection.risk.queries import Filters, find_newest_run, get_ranked, list_longest_unseen, list_ranked
from inspection.risk.weights.factors import Weights
from inspection.risk.weightsets.queries import find_weights
from register.municipalities.areas import areas_of
from register.municipalities.table import municipalities


def run_in_use(request: AnyRequest, session: Session) -> RiskRun | None:
    """The newest run; None while the score is switched off, so that nothing of it can reach a page."""
    return find_newest_run(session) if request.app.state.settings.risk_score else None


def weights_of(session: Session, run: RiskRun | None) -> Weights | None:
    """The weights that a run was made with; None without a run, and when this installation knows them no more."""
    return None if run is None else find_weights(session, run.weights_version)


def read_filters(municipality: str, group: str, kind: str = "") -> Filters:
    """Filters as a form sends them; what is no group is no filter."""
    return Filters(municipality, int(group) if group in ("1", "2", "3", "4") else None, kind)


@get("/", opt=needs(Permission.READ_RISK), sync_to_thread=True)
def show_list(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    municipality: FromQuery[str] = "",
    group: FromQuery[str] = "",
    kind: FromQuery[str] = "",
    number: FromQuery[int] = 1,
) -> Template:
    """Accommodations within the reader's scope, the highest score first; without a score the longest unseen first."""
    settings = request.app.state.settings
    run, filters = run_in_use(request, session), read_filters(municipality, group, kind)
    number = page_number(number)
    if run is None:
        filters = read_filters(municipality, "", kind)
        found, count = list_longest_unseen(session, by=actor, filters=filters, as_of=today(), **rows_of(number))
    else:
        found, count = list_ranked(session, run, by=actor, filters=filters, as_of=today(), **rows_of(number))
    shown = RiskListPage(
        found=found,
        count=count,
        number=number,
        run=run,
        weights=weights_of(session, run),
        switched_on=settings.risk_score,
        filters=filters,
        areas=areas_of(actor, Permission.READ_RISK),
        names=municipalities(settings.data_path),
        hidden=0 if run is None else len(hidden_ids(session, actor)),
    )
    return page(request, "risk/list.html", shown=shown)


@get("/{accommodation_id:uuid}", opt=needs(Permission.READ_RISK, writes=True), sync_to_thread=True)
def show_one(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    accommodation_id: FromPath[UUID],
) -> Template:
    """One score with its parts; the reading is audited."""
    settings = request.app.state.settings
    run = run_in_use(request, session)
    one = get_ranked(session, accommodation_id, run=run, by=actor, as_of=today())
    audit.record(session, by=actor, at=now(), action="risk.read", on=("accommodation", accommodation_id))
    subject = Subject(municipality_code=one.accommodation.municipality_code)
    earlier = [] if one.score is None else list_of(session, accommodation_id)
    case = find_open_case(session, accommodation_id)
    shown = RiskPage(
        one,
        run,
        weights_of(session, run),
        settings.risk_score,
        municipalities(settings.data_path),
        deviations=[deviation_shown(row) for row in earlier],
        may_deviate=may(actor, Permission.PLAN_VISITS, subject),
        may_open=may(actor, Permission.RECORD_VISITS, subject) and (case is None or not is_seen(case, actor)),
        today=today(),
    )
    return page(request, "risk/one.html", shown=shown)


@get("/list.csv", opt=needs(Permission.READ_RISK, writes=True), sync_to_thread=True)
def list_file(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    municipality: FromQuery[str] = "",
    group: FromQuery[str] = "",
    kind: FromQuery[str] = "",
) -> Response[bytes]:
    """The list as a file, with the same filters; taking it is audited. There is none without a score."""
    run, filters = run_in_use(request, session), read_filters(municipality, group, kind)
    require_score_on(request.app.state.settings.risk_score)
    if run is None:
        raise NotFoundError("risk run")
    found, _ = list_ranked(session, run, by=actor, filters=filters, as_of=today(), limit=MOST_ROWS)
    details = {"rows": len(found), "municipality": municipality, "group": group, "kind": kind}
    audit.record(session, by=actor, at=now(), action="risk.exported", on=("risk_run", run.id), details=details)
    return download(list_csv(found, run, weights_of(session, run)), f"risk-{run.as_of.isoformat()}.csv")


risk_router = Router("/risk", route_handlers=[show_list, show_one, list_file])
