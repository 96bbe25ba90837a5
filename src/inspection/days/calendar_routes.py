"""The page of one's calendar link, and the calendar behind it.

The calendar's address is a secret: nobody is recognised there, faults are logged without it, the server logs no
requests, and a wrong one is answered like one that was revoked.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote
from uuid import UUID

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.exceptions import TooManyRequestsException
from litestar.params import FromPath
from litestar.response import Redirect, Template
from sqlmodel import Session

from husly.kit.access import Actor, Permission
from husly.kit.accounts.models import Account
from husly.kit.clock import danish_date, now, today
from husly.kit.errors import NotFoundError
from husly.kit.i18n import WHOLE, mark, use_language
from husly.kit.i18n import gettext as _
from husly.kit.web import AnyRequest, needs, page, redirect
from husly.kit.web.limits import Limit, Tries, host_of
from husly.kit.web.links import site_of
from inspection.days.calendar_entries import tell_calendar
from inspection.days.calendar_links import (
    list_calendar_links,
    make_calendar_link,
    revoke_calendar_link,
    use_calendar_link,
)
from inspection.days.feed import CalendarEvent, calendar_text
from inspection.days.models import CalendarEntry, CalendarLink
from inspection.days.reference import short_reference
from register.municipalities.table import municipalities

REVOKED = mark("The link is revoked. Calendars that use it get nothing more from now on.")

WRONG_LINKS = Limit("wrong calendar links", 60, 15)
"""Calendars in a cloud ask from few addresses, and go on asking for links that were revoked."""

CALENDARS = Limit("calendars", 60, 60)
"""For each link, wherever it is asked from."""

SECRET = re.compile(r"[A-Za-z0-9_-]{43}\.ics")


@dataclass(frozen=True)
class LinksPage:
    """One's links; ``address`` is that of a new one, shown this once."""

    links: Sequence[CalendarLink]
    today: object
    address: str = ""

    @property
    def is_active(self) -> bool:
        """Whether a link holds."""
        return any(one.revoked_at is None for one in self.links)


@get("/calendar", opt=needs(Permission.RECORD_VISITS), sync_to_thread=True)
def show_links(request: AnyRequest, session: NamedDependency[Session], actor: NamedDependency[Actor]) -> Template:
    """One's own links: when each was made and last used."""
    return page(request, "days/calendar.html", shown=LinksPage(list_calendar_links(session, by=actor), today()))


@post("/calendar", opt=needs(Permission.RECORD_VISITS), status_code=200, sync_to_thread=True)
def make_link(request: AnyRequest, session: NamedDependency[Session], actor: NamedDependency[Actor]) -> Template:
    """Make a link, or a new one in place of the old, and show it this once."""
    secret = make_calendar_link(session, by=actor, at=now())
    address = f"{site_of(request)}/calendar/{secret}.ics"
    return page(
        request, "days/calendar.html", shown=LinksPage(list_calendar_links(session, by=actor), today(), address)
    )


@post("/calendar/{link_id:uuid}/revoke", opt=needs(Permission.RECORD_VISITS), status_code=303, sync_to_thread=True)
def revoke(session: NamedDependency[Session], actor: NamedDependency[Actor], link_id: FromPath[UUID]) -> Redirect:
    """End one of one's own links."""
    revoke_calendar_link(session, link_id, by=actor, at=now())
    return redirect(f"/day/calendar?notice={quote(REVOKED)}")


@get("/{name:str}", opt=needs(Permission.PUBLIC, writes=True, shielded=True), sync_to_thread=True)
def show_calendar(request: AnyRequest, session: NamedDependency[Session], name: FromPath[str]) -> Response[bytes]:
    """The calendar of whoever made the link ``SECRET.ics``. Raises ``NotFoundError`` for any other address."""
    at = now()
    actor, account = _owner(request, session, name, at)
    settings = request.app.state.settings
    use_language(account.language if account.language in WHOLE else settings.default_language)
    names = {code: one.name for code, one in municipalities(settings.data_path).items()}
    entries = tell_calendar(session, by=actor, as_of=danish_date(at), at=at)
    events = [_event(one, site_of(request), names.get(one.municipality_code, "")) for one in entries]
    content = calendar_text(events, name=_("Visits (Husly)"), stamp=at)
    headers = {"Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}
    return Response(content, media_type="text/calendar", headers=headers)


def _owner(request: AnyRequest, session: Session, name: str, at: datetime) -> tuple[Actor, Account]:
    """Whose link it is. One place may try few wrong ones, and one link may be read so often."""
    tries: Tries = request.app.state.tries
    host, secret = host_of(request), name.removesuffix(".ics")
    if tries.is_used_up(WRONG_LINKS, host, at=at):
        raise TooManyRequestsException(headers={"Retry-After": str(WRONG_LINKS.minutes * 60)})
    found = use_calendar_link(session, secret, at=at) if SECRET.fullmatch(name) else None
    if found is None:
        tries.count(WRONG_LINKS, host, at=at)
        raise NotFoundError("calendar")
    if not tries.take(CALENDARS, secret, at=at):
        raise TooManyRequestsException(headers={"Retry-After": str(CALENDARS.minutes * 60)})
    return found


def _event(entry: CalendarEntry, site: str, municipality: str) -> CalendarEvent:
    return CalendarEvent(
        visit_id=entry.visit_id,
        on=entry.visit_on,
        from_min=entry.from_min,
        to_min=entry.to_min,
        title=_("Inspection %(reference)s", reference=short_reference(entry.visit_id)),
        place=municipality,
        url=f"{site}/day/{entry.visit_on.isoformat()}",
        cancelled=entry.cancelled,
        sequence=entry.sequence,
        modified_at=entry.modified_at,
    )


calendar_router = Router("/calendar", route_handlers=[show_calendar])
