"""The sections of an inspector's page, each sent by itself: person, places, hours, region, absences, conflicts."""

from typing import Any
from urllib.parse import quote
from uuid import UUID

from litestar import post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template
from sqlmodel import Session

from husly.kit.access import Actor, Permission
from husly.kit.clock import now
from husly.kit.i18n import mark
from husly.kit.web import needs, redirect
from inspection.staff import actions
from inspection.staff.about import find_about
from inspection.staff.forms import Posted, first, read_absence, read_conflict, read_hours, read_places, read_region
from inspection.staff.station_pages import SAVED, SECTION, SENT, Section, gazetteer_of, person_of

NO_HOURS = mark("Saved. An inspector without hours gets no visits.")
DECLARED = mark("The conflict of interest is declared. No case there goes to this inspector.")
ENDED = mark("The conflict of interest has ended; it stays on record.")
DEACTIVATED = mark("The inspector is deactivated. Visits that must be planned anew stand first on this page.")
ACTIVATED = mark("The inspector is active again.")

OWN = Permission.RECORD_VISITS
"""Whoever visits keeps absences and conflicts; what else may be read or changed each action says."""


def fields_of(read: Any) -> dict[str, Any]:
    """The fields of a form that was read, as the action takes them."""
    return dict(vars(read))


@post(
    "/{station_id:uuid}/person",
    opt=needs(Permission.LEAD_STAFF),
    status_code=303,
    dependencies=SECTION,
    sync_to_thread=True,
)
def tell_person(section: NamedDependency[Section]) -> Redirect | Template:
    """Name, account, authority, skills and languages."""
    person = person_of(section.request, section.session, section.posted, section.errors)

    def change() -> None:
        actions.tell_person(section.session, section.station_id, person=person, by=section.by, at=now())

    return section.change(change, wrong="email", anchor="#person")


@post(
    "/{station_id:uuid}/places",
    opt=needs(Permission.LEAD_STAFF),
    status_code=303,
    dependencies=SECTION,
    sync_to_thread=True,
)
def tell_places(section: NamedDependency[Section]) -> Redirect | Template:
    """Where the day begins and ends."""
    places = read_places(section.posted, gazetteer_of(section.request, section.session), errors=section.errors)

    def change() -> None:
        if places is not None:
            actions.tell_places(section.session, section.station_id, **fields_of(places), by=section.by, at=now())

    return section.change(change, wrong="start", anchor="#places")


@post(
    "/{station_id:uuid}/hours",
    opt=needs(Permission.LEAD_STAFF),
    status_code=303,
    dependencies=SECTION,
    sync_to_thread=True,
)
def tell_hours(section: NamedDependency[Section]) -> Redirect | Template:
    """The hours of each weekday; none at all is allowed, and said."""
    hours = read_hours(section.posted, errors=section.errors)

    def change() -> None:
        actions.tell_hours(section.session, section.station_id, hours=hours, by=section.by, at=now())

    notice = SAVED if hours else NO_HOURS
    return section.change(change, wrong="from-0", notice=notice, anchor="#hours")


@post(
    "/{station_id:uuid}/region",
    opt=needs(Permission.LEAD_STAFF),
    status_code=303,
    dependencies=SECTION,
    sync_to_thread=True,
)
def tell_region(section: NamedDependency[Section]) -> Redirect | Template:
    """The municipalities in which the inspector works."""
    codes = read_region(section.posted, gazetteer_of(section.request, section.session), errors=section.errors)

    def change() -> None:
        actions.tell_region(section.session, section.station_id, codes=codes, by=section.by, at=now())

    return section.change(change, wrong="region", anchor="#region")


@post("/{station_id:uuid}/absences", opt=needs(OWN), status_code=303, dependencies=SECTION, sync_to_thread=True)
def add_absence(section: NamedDependency[Section]) -> Redirect | Template:
    """Days on which the inspector is away."""
    absence = read_absence(section.posted, errors=section.errors)

    def change() -> None:
        if absence is not None:
            actions.add_absence(section.session, section.station_id, **fields_of(absence), by=section.by, at=now())

    return section.change(change, wrong="from_on", anchor="#absences")


@post("/{station_id:uuid}/absences/{absence_id:uuid}/end", opt=needs(OWN), status_code=303, sync_to_thread=True)
def end_absence(
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    station_id: FromPath[UUID],
    absence_id: FromPath[UUID],
) -> Redirect:
    """Take an absence back."""
    actions.end_absence(session, station_id, absence_id, by=actor, at=now())
    return redirect(f"/stations/{station_id}?notice={quote(SAVED)}#absences")


@post("/{station_id:uuid}/conflicts", opt=needs(OWN), status_code=303, dependencies=SECTION, sync_to_thread=True)
def declare_conflict(section: NamedDependency[Section]) -> Redirect | Template:
    """Say where the inspector may not act (FVL §§ 3 and 6)."""
    told = read_conflict(section.posted, errors=section.errors)

    def change() -> None:
        if told is not None:
            employer_id, dwelling_id = find_about(section.session, told.about)
            given = fields_of(told) | {"employer_id": employer_id, "dwelling_id": dwelling_id}
            del given["about"]
            actions.declare_conflict(section.session, section.station_id, **given, by=section.by, at=now())

    return section.change(
        change,
        wrong="about",
        notice=DECLARED,
        anchor="#conflicts",
    )


@post(
    "/{station_id:uuid}/conflicts/{conflict_id:uuid}/end",
    opt=needs(Permission.LEAD_STAFF),
    status_code=303,
    dependencies=SENT,
    sync_to_thread=True,
)
def end_conflict(
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    posted: NamedDependency[Posted],
    station_id: FromPath[UUID],
    conflict_id: FromPath[UUID],
) -> Redirect:
    """Let the inspector act there again."""
    actions.end_conflict(session, station_id, conflict_id, reason=first(posted, "reason"), by=actor, at=now())
    return redirect(f"/stations/{station_id}?notice={quote(ENDED)}#conflicts")


@post("/{station_id:uuid}/deactivate", opt=needs(Permission.LEAD_STAFF), status_code=303, sync_to_thread=True)
def deactivate(
    session: NamedDependency[Session], actor: NamedDependency[Actor], station_id: FromPath[UUID]
) -> Redirect:
    """Plan no more visits for the inspector; the page says which are to be planned anew."""
    actions.deactivate(session, station_id, by=actor, at=now())
    return redirect(f"/stations/{station_id}?notice={quote(DEACTIVATED)}")


@post("/{station_id:uuid}/activate", opt=needs(Permission.LEAD_STAFF), status_code=303, sync_to_thread=True)
def activate(session: NamedDependency[Session], actor: NamedDependency[Actor], station_id: FromPath[UUID]) -> Redirect:
    """Plan visits for the inspector again."""
    actions.activate(session, station_id, by=actor, at=now())
    return redirect(f"/stations/{station_id}?notice={quote(ACTIVATED)}")


SECTION_HANDLERS = [
    tell_person,
    tell_places,
    tell_hours,
    tell_region,
    add_absence,
    end_absence,
    declare_conflict,
    end_conflict,
    deactivate,
    activate,
]
