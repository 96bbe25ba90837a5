"""Pages of the what-if. Every address is a scenario; nothing is kept and nothing is changed."""

from datetime import timedelta

from litestar import Response, Router, get
from litestar.di import NamedDependency
from litestar.response import Redirect, Template
from sqlmodel import Session

from husly.kit.access import Actor, Permission
from husly.kit.clock import now, today
from husly.kit.database import transaction
from husly.kit.errors import NotFoundError
from husly.kit.web import AnyRequest, needs, page, redirect
from husly.kit.web.files import download
from register.municipalities.areas import areas_of, municipality_choices
from register.municipalities.drawing import Ground
from register.municipalities.queries import find_boundary_set
from register.municipalities.table import municipalities
from register.whatif.actions import record_whatif
from register.whatif.files import csv_bytes, xlsx_bytes
from register.whatif.forms import WhatIfForm, read_form
from register.whatif.from_register import Scope
from register.whatif.judging import Judged, run_scenario
from register.whatif.presenters import FormPage, pack_to_show
from register.whatif.queries import Hit, list_hits
from register.whatif.recent import Kept, Recent
from register.whatif.result_presenters import ResultPage
from register.whatif.scenarios import Asked
from register.whatif.tables import Outcome
from standards.rules.pack import PackError

MOST_DWELLINGS = 20_000
"""What a page judges at most, some seconds' work; of a larger register it takes a random sample and says so."""

_recent: Recent[Judged] = Recent(most=8, keep=timedelta(minutes=10))


def sees_all(actor: Actor) -> bool:
    """Whether the reader sees single dwellings anyway, so that small groups need not be hidden."""
    counting = [grant for grant in actor.grants if Permission.READ_STATISTICS in grant.permissions]
    return all(Permission.READ_DECLARATIONS in grant.permissions for grant in counting)


def _form(request: AnyRequest, choices: list[tuple[str, str]]) -> WhatIfForm:
    try:
        pack = pack_to_show(request.query_params.get("pack", ""), request.app.state.settings.packs)
    except PackError:
        raise NotFoundError("pack") from None
    codes = {code for code, _ in choices}
    return read_form(dict(request.query_params), pack, today=today(), municipalities=codes)


def _choices(request: AnyRequest, actor: Actor) -> list[tuple[str, str]]:
    names = municipalities(request.app.state.settings.data_path)
    return municipality_choices(areas_of(actor, Permission.READ_STATISTICS), names)


def _judge(session: Session, asked: Asked, actor: Actor) -> Kept[Judged]:
    scope = Scope(actor, asked.as_of, asked.municipality_code)
    key = (actor.id, actor.grants, asked)
    return _recent.get(key, lambda: run_scenario(session, asked.scenario, scope, most=MOST_DWELLINGS), at=now())


def _note(request: AnyRequest, asked: Asked, judged: Judged, actor: Actor, *, listed: bool) -> None:
    """Write the audit row in a transaction of its own: counting takes seconds, and no writer must wait for it."""
    with transaction(request.app.state.engine) as writing:
        record_whatif(writing, asked, judged, by=actor, at=now(), listed=listed)


@get("/", opt=needs(Permission.READ_STATISTICS), sync_to_thread=True)
def show_whatif(
    request: AnyRequest, session: NamedDependency[Session], actor: NamedDependency[Actor]
) -> Template | Redirect:
    """The form with today's values and, once a value differs, what would follow."""
    choices = _choices(request, actor)
    form = _form(request, choices)
    if "form" in request.query_params and not form.errors:
        return redirect(f"/standards/whatif?{form.query}")
    asked = form.asked()
    result = None if asked is None else _result(request, session, actor, form, asked)
    shown = FormPage(form, choices)
    return page(request, "whatif/whatif.html", shown=shown, result=result, status_code=400 if form.errors else 200)


def _result(request: AnyRequest, session: Session, actor: Actor, form: WhatIfForm, asked: Asked) -> ResultPage:
    kept = _judge(session, asked, actor)
    outcome = _outcome(request, actor, form, asked, kept.value)
    hits: list[Hit] | None = None
    if sees_all(actor):
        hits = list(list_hits(session, outcome.rows, by=actor))
    _note(request, asked, kept.value, actor, listed=bool(hits))
    return ResultPage(
        outcome=outcome,
        form=form,
        counted_at=kept.at,
        ground=Ground(find_boundary_set(session)),
        sort=request.query_params.get("sort", ""),
        hits=hits,
    )


def _outcome(request: AnyRequest, actor: Actor, form: WhatIfForm, asked: Asked, judged: Judged) -> Outcome:
    names = municipalities(request.app.state.settings.data_path)
    return Outcome(asked, judged, all_shown=sees_all(actor), names=names, alone=form.alone)


def _file(request: AnyRequest, session: Session, actor: Actor) -> Outcome:
    form = _form(request, _choices(request, actor))
    asked = form.asked()
    if asked is None:
        raise NotFoundError("scenario")
    judged = _judge(session, asked, actor).value
    _note(request, asked, judged, actor, listed=False)
    return _outcome(request, actor, form, asked, judged)


@get("/counts.csv", opt=needs(Permission.READ_STATISTICS), sync_to_thread=True)
def counts_csv(
    request: AnyRequest, session: NamedDependency[Session], actor: NamedDependency[Actor]
) -> Response[bytes]:
    """All counts of a scenario as CSV."""
    return download(csv_bytes(_file(request, session, actor)), "whatif.csv")


@get("/counts.xlsx", opt=needs(Permission.READ_STATISTICS), sync_to_thread=True)
def counts_xlsx(
    request: AnyRequest, session: NamedDependency[Session], actor: NamedDependency[Actor]
) -> Response[bytes]:
    """All counts of a scenario as a workbook."""
    return download(xlsx_bytes(_file(request, session, actor)), "whatif.xlsx")


whatif_router = Router("/standards/whatif", route_handlers=[show_whatif, counts_csv, counts_xlsx])
