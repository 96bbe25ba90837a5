"""Housing that is due again by the result of its last visit: the list, and the same as a file."""

from litestar import Response, Router, get
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Template
from sqlmodel import Session

from husly.kit import audit
from husly.kit.access import Actor, Permission
from husly.kit.clock import now, today
from husly.kit.web import AnyRequest, needs, page
from husly.kit.web.files import download
from husly.kit.web.paging import Paging, page_number, rows_of
from inspection.planning.intervals.from_register import list_due
from inspection.planning.intervals.presenters import band_words, due_csv, due_row
from inspection.planning.intervals.rules import intervals_in_force
from inspection.planning.offering.from_register import going_on_dwellings
from register.municipalities.table import municipalities

MOST_ROWS = 50_000


@get("/due", opt=needs(Permission.READ_PLANS), sync_to_thread=True)
def show_due(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    number: FromQuery[int] = 1,
) -> Template:
    """Dwellings within the reader's area that are due again, the longest overdue first."""
    day = today()
    rules, number = intervals_in_force(day), page_number(number)
    taken = going_on_dwellings(day)
    found, count = list_due(session, rules, as_of=day, taken=taken, by=actor, **rows_of(number))
    names = municipalities(request.app.state.settings.data_path)
    return page(
        request,
        "intervals/due.html",
        rows=[due_row(one, rules, names) for one in found],
        rules=rules,
        bands=[band_words(band, rules.measure) for band in rules.bands],
        count=count,
        paging=Paging(number, count, "/plans/due"),
    )


@get("/due.csv", opt=needs(Permission.READ_PLANS, writes=True), sync_to_thread=True)
def due_file(session: NamedDependency[Session], actor: NamedDependency[Actor]) -> Response[bytes]:
    """The list as a file; taking it is audited."""
    day = today()
    rules = intervals_in_force(day)
    found, _ = list_due(session, rules, as_of=day, taken=going_on_dwellings(day), by=actor, limit=MOST_ROWS)
    details = {"rows": len(found), "rules": rules.id}
    audit.record(session, by=actor, at=now(), action="due.exported", on=("intervals", rules.id), details=details)
    return download(due_csv(found, rules), f"due-{day.isoformat()}.csv")


due_router = Router("/plans", route_handlers=[show_due, due_file])
