"""Pages of deadlines: of one case, each with its reckoning, and of all cases within the reader's scope."""

from uuid import UUID

from litestar import Response, Router, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Template
from sqlmodel import Session

from husly.kit.access import Actor, Permission
from husly.kit.clock import now, today
from husly.kit.i18n import gettext as _
from husly.kit.spreadsheet import csv_file
from husly.kit.web import AnyRequest, needs, page
from husly.kit.web.files import download
from husly.kit.web.paging import Paging, page_number, rows_of
from inspection.deadlines.from_cases import read_days
from inspection.deadlines.presenters import CSV_COLUMNS, by_round, csv_row, deadline_row, has_run_out
from inspection.deadlines.queries import Ahead, list_ahead
from inspection.deadlines.reckoning import deadlines_of_case
from inspection.enforcement.actions.steps import trace
from inspection.enforcement.forms import clean
from inspection.enforcement.queries import get_case_row
from inspection.enforcement.routes import inspector_names
from register.municipalities.table import municipalities


@get("/cases/{case_id:uuid}/deadlines", opt=needs(Permission.READ_CASES, writes=True), sync_to_thread=True)
def show_of_case(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    case_id: FromPath[UUID],
) -> Template:
    """Every deadline of a case and why it is that day; reading leaves an audit row."""
    row = get_case_row(session, case_id, by=actor)
    trace(session, row.case, "case.read", by=actor, at=now())
    (days,) = read_days(session, [row.case])
    rounds = by_round(deadlines_of_case(days), today())
    return page(request, "deadlines/case.html", row=row, rounds=rounds)


@get("/deadlines", opt=needs(Permission.READ_CASES), sync_to_thread=True)
def show_all(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    municipality: FromQuery[str] = "",
    inspector: FromQuery[str] = "",
    number: FromQuery[int] = 1,
) -> Template:
    """What falls due next within the reader's scope."""
    chosen = {"municipality": clean(municipality)[:4], "inspector": clean(inspector)[:64]}
    ahead = list_ahead(session, by=actor)
    everything = [one for one in ahead if not has_run_out(one.deadline, today())]
    found = _narrowed(everything, **chosen)
    number = page_number(number)
    rows = rows_of(number)
    shown = found[rows["offset"] : rows["offset"] + rows["limit"]]
    names = {one.code: one.name for one in municipalities(request.app.state.settings.data_path).values()}
    codes = sorted({one.case.municipality_code for one in everything}, key=lambda code: names.get(code, code))
    people = inspector_names(session, {one.case.inspector_id for one in everything})
    return page(
        request,
        "deadlines/list.html",
        title=_("What falls due next"),
        rows=[
            (one.case, deadline_row(one.deadline, today()), names.get(one.case.municipality_code, "")) for one in shown
        ],
        count=len(found),
        municipalities=[(code, names.get(code, code)) for code in codes],
        people=sorted(people.items(), key=lambda one: one[1]),
        chosen=chosen,
        paging=Paging(number, len(found), "/deadlines", chosen),
    )


def _narrowed(found: list[Ahead], *, municipality: str, inspector: str) -> list[Ahead]:
    return [
        one
        for one in found
        if municipality in ("", one.case.municipality_code) and inspector in ("", one.case.inspector_id)
    ]


@get("/deadlines.csv", opt=needs(Permission.READ_CASES), sync_to_thread=True)
def give_csv(
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    municipality: FromQuery[str] = "",
    inspector: FromQuery[str] = "",
) -> Response[bytes]:
    """The same list as a table."""
    found = list_ahead(
        session,
        by=actor,
        municipality_code=clean(municipality)[:4],
        inspector_id=clean(inspector)[:64],
    )
    waits = [one for one in found if not has_run_out(one.deadline, today())]
    return download(csv_file(CSV_COLUMNS, (csv_row(one, today()) for one in waits)), "deadlines.csv")


deadlines_router = Router("/", route_handlers=[show_of_case, show_all, give_csv])
"""Deadlines of one case, and of all."""
