"""What could not leave the house, for the administrator: the list, and trying again."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote
from uuid import UUID

from litestar import Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template
from sqlmodel import Session

from husly.kit.access import Actor, Permission
from husly.kit.clock import now
from husly.kit.i18n import format_moment, mark
from husly.kit.i18n import gettext as _
from husly.kit.outbox import OutboxMessage, OutboxState, list_failed, try_again
from husly.kit.web import AnyRequest, needs, page, redirect
from husly.kit.web.paging import Paging, page_number, rows_of

ADDRESS = "/admin/outbox"
QUEUED = mark("The message is tried again at once.")
CHANNELS = {"mail": mark("Mail"), "letter": mark("Letter"), "owner": mark("Letter to an owner")}


@dataclass(frozen=True)
class FailedRow:
    """One message in words. Its payload is not shown: it names rows, not people."""

    id: UUID
    what: str
    created_at: str
    attempts: int
    error: str
    state: tuple[str, str]


@dataclass(frozen=True)
class OutboxPage:
    """One page of messages that could not leave."""

    found: Sequence[OutboxMessage]
    paging: Paging

    @property
    def rows(self) -> list[FailedRow]:
        """The messages, those given up first."""
        return [_row(one) for one in self.found]


def _row(message: OutboxMessage) -> FailedRow:
    given_up = message.state is OutboxState.FAILED
    due = _("Tried again %(at)s", at=format_moment(message.due_at))
    return FailedRow(
        id=message.id,
        what=_(CHANNELS.get(message.channel, message.channel)),
        created_at=format_moment(message.created_at),
        attempts=message.attempts,
        error=message.last_error or "",
        state=("error", _("Given up")) if given_up else ("warning", due),
    )


@get(ADDRESS, opt=needs(Permission.ADMINISTER), sync_to_thread=True)
def show_outbox(request: AnyRequest, session: NamedDependency[Session], number: FromQuery[int] = 1) -> Template:
    """Letters and mails that could not leave, with why."""
    number = page_number(number)
    found, count = list_failed(session, **rows_of(number))
    return page(request, "outbox.html", shown=OutboxPage(found, Paging(number, count, ADDRESS)))


@post(ADDRESS + "/{message_id:uuid}/again", opt=needs(Permission.ADMINISTER), status_code=303, sync_to_thread=True)
def send_again(
    session: NamedDependency[Session], actor: NamedDependency[Actor], message_id: FromPath[UUID]
) -> Redirect:
    """Try one again at once."""
    try_again(session, message_id, by=actor, at=now())
    return redirect(f"{ADDRESS}?notice={quote(QUEUED)}")


outbox_router = Router("/", route_handlers=[show_outbox, send_again])
