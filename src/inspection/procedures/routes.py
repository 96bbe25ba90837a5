"""Pages of the tables of lawful moves: what a matter can become, who may do it, what the law demands."""

from litestar import Router, get
from litestar.params import FromPath
from litestar.response import Template
from markupsafe import Markup

from husly.kit.access import Permission
from husly.kit.i18n import gettext as _
from husly.kit.web import AnyRequest, needs, page
from inspection.procedures.registry import PROCEDURES, procedure
from inspection.procedures.words import picture, rows_in_words


@get("/", opt=needs(Permission.READ_CASES), sync_to_thread=True)
def show_procedures(request: AnyRequest) -> Template:
    """Every procedure by name."""
    shown = [(one.key, _(one.title), len(one.states_met), len(one.rows)) for one in PROCEDURES]
    return page(request, "procedures/list.html", shown=shown)


@get("/{key:str}", opt=needs(Permission.READ_CASES), sync_to_thread=True)
def show_procedure(request: AnyRequest, key: FromPath[str]) -> Template:
    """One procedure: its picture, and its table below."""
    one = procedure(key)
    return page(
        request,
        "procedures/procedure.html",
        title=_(one.title),
        picture=Markup(picture(one)),  # noqa: S704 - made of our own tables; every word in it is escaped
        rows=rows_in_words(one),
    )


procedures_router = Router("/cases/procedures", route_handlers=[show_procedures, show_procedure])
