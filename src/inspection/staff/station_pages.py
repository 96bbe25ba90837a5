"""The page of one inspector, shown with or without what was typed; every section of it is a form of its own."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from urllib.parse import quote
from uuid import UUID

from litestar.di import NamedDependency, Provide
from litestar.params import FromPath
from litestar.response import Redirect, Template
from sqlmodel import Session

from husly.kit.access import Actor
from husly.kit.clock import today
from husly.kit.errors import DomainError
from husly.kit.i18n import gettext as _
from husly.kit.i18n import mark
from husly.kit.web import AnyRequest, page, redirect
from husly.kit.web.errors import translated
from inspection.enforcement.findings_routes import provide_posted
from inspection.staff import actions, queries
from inspection.staff.conflicts import barred_at
from inspection.staff.forms import Errors, Posted, first, read_person
from inspection.staff.places import Gazetteer
from inspection.staff.presenters import StationPage
from inspection.staff.profile import NOTHING_KNOWN
from inspection.staff.skills import skill_choices, skill_names
from register.municipalities.queries import current_boundaries
from register.municipalities.table import municipalities

SAVED = mark("Saved. Plans made from now on follow it.")


def gazetteer_of(request: AnyRequest, session: Session) -> Gazetteer:
    """Where names of places are looked up."""
    path = request.app.state.settings.data_path
    return Gazetteer(current_boundaries(session, path), path)


def person_of(request: AnyRequest, session: Session, posted: Posted, errors: Errors) -> actions.Person:
    """Who the inspector is; an address that no account has is told in ``errors``."""
    person = read_person(posted, skills=skill_names(request.app.state.settings.skills_list), errors=errors)
    email = first(posted, "email")
    account_id = queries.find_account_id(session, email) if email else None
    if email and account_id is None:
        errors["email"] = _("No account has that address. Open the account first, or leave the field empty.")
    return replace(person, account_id=account_id)


def shown_station(
    request: AnyRequest,
    session: Session,
    actor: Actor,
    station_id: UUID,
    typed: Posted | None = None,
    errors: Errors | None = None,
) -> StationPage:
    """The page of one inspector, with what was typed and what is wrong in it. Raises ``NotFoundError``."""
    settings, on = request.app.state.settings, today()
    kept = queries.get_kept(session, station_id, by=actor)
    coming = queries.list_coming(session, station_id, from_on=on)
    days = [one.visit.visit_on for one in coming]
    last = max(days, default=on)
    known = queries.profiles_of(session, [station_id], from_on=on, to_on=last)
    return StationPage(
        kept=kept,
        profile=known.get(station_id, NOTHING_KNOWN),
        email=queries.find_email(session, kept.station.account_id),
        absences=queries.list_absences(session, station_id, from_on=on),
        conflicts=queries.list_conflicts(session, station_id),
        coming=coming,
        barred=barred_at(session, {one.visit.accommodation_id for one in coming}, days=days),
        names=municipalities(settings.data_path),
        skill_choices=skill_choices(settings.skills_list),
        own_authority=settings.authority_name,
        typed=typed or {},
        errors=errors or {},
    )


@dataclass
class Section:
    """One section of the page as somebody sent it, with what is wrong in it, by field."""

    request: AnyRequest
    session: Session
    by: Actor
    station_id: UUID
    posted: Posted
    errors: Errors = field(default_factory=dict)

    def change(
        self, change: Callable[[], object], *, wrong: str, notice: str = SAVED, anchor: str = ""
    ) -> Redirect | Template:
        """Make the change, or show the page again with what was typed. ``wrong`` is the field a refusal stands at."""
        errors = self.errors
        if not errors:
            try:
                change()
            except DomainError as error:  # nothing is written before the rules are checked
                errors = {wrong: translated(error)}
            else:
                return redirect(f"/stations/{self.station_id}?notice={quote(notice)}{anchor}")
        shown = shown_station(self.request, self.session, self.by, self.station_id, self.posted, errors)
        return page(self.request, "staff/one.html", status_code=422, shown=shown)


def provide_section(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    posted: NamedDependency[Posted],
    station_id: FromPath[UUID],
) -> Section:
    """What was sent of one section."""
    return Section(request, session, actor, station_id, posted)


SENT = {"posted": Provide(provide_posted)}
SECTION = SENT | {"section": Provide(provide_section, sync_to_thread=False)}
