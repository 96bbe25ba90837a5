"""The page on which officers decide what rows of other registers are."""

from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from litestar import Router, get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath, FromQuery
from litestar.response import Redirect, Template
from pydantic import BaseModel
from sqlmodel import Session

from husly.kit.access import Actor, Permission
from husly.kit.clock import now
from husly.kit.errors import DomainError
from husly.kit.i18n import mark
from husly.kit.web import AnyRequest, needs, page, redirect
from husly.kit.web.paging import page_number, rows_of
from register.matches import actions
from register.matches.models import MatchState
from register.matches.presenters import MatchPage
from register.matches.queries import MatchFilter, addresses_of, count_states, list_rows

DECIDED = mark("It is recorded.")
NONE = "none"


class Decision(BaseModel):
    """What the form sends: the id of a dwelling, or that it is none."""

    dwelling: str = ""


@get("/", opt=needs(Permission.READ_CASES), sync_to_thread=True)
def show_matches(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    standing: FromQuery[str] = "",
    number: FromQuery[int] = 1,
) -> Template:
    """Rows of other registers in the reader's area, those that wait for a decision first."""
    number = page_number(number)
    wanted = MatchFilter(state=standing if standing in list(MatchState) else "")
    found, total = list_rows(session, by=actor, wanted=wanted, **rows_of(number))
    ids = {UUID(one) for row, _source in found for one in row.candidates}
    counts = count_states(session, by=actor)
    shown = MatchPage(found, addresses_of(session, list(ids)), counts, wanted, number, total)
    return page(request, "matches/list.html", shown=shown)


@post("/{row_id:uuid}", opt=needs(Permission.RECORD_VISITS), status_code=303, sync_to_thread=True)
def decide(
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    row_id: FromPath[UUID],
    data: Annotated[Decision, Body(media_type=RequestEncodingType.URL_ENCODED)],
) -> Redirect:
    """Link a row to a dwelling, or say that it is none of ours."""
    if data.dwelling == NONE:
        actions.dismiss_row(session, row_id, by=actor, at=now())
    else:
        actions.link_row(session, row_id, dwelling_id=_id(data.dwelling), by=actor, at=now())
    return redirect(f"/matches?notice={quote(DECIDED)}")


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise DomainError("match.candidate", "Choose one of the proposed dwellings.") from None


matches_router = Router("/matches", route_handlers=[show_matches, decide])
