"""What officers do with reports: every change and every reading, audited without a word of what was written.

A case that is opened after a report says nothing of it: the case file is complete without the report (REF-16), and an
employer who is given access to it learns neither that nor when somebody wrote (PRIV-02). The link stands on the report.
"""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from sqlmodel import Session

from husly.kit import audit
from husly.kit.access import Actor, Permission, Subject, require
from husly.kit.clock import danish_date
from husly.kit.database import take_turns
from husly.kit.errors import DomainError, NotFoundError
from inspection.enforcement.actions import open_case
from inspection.enforcement.choosing import Chosen, VisitReason
from inspection.enforcement.models import InspectionCase
from inspection.tips.queries import find_unverified, get_report, list_stays_at
from inspection.tips.settling import note_heard_again
from register.dwellings.addresses import address_key
from register.dwellings.models import Dwelling
from register.dwellings.queries import find_dwelling_at
from register.municipalities.table import postcodes
from register.residents.actions import add_message, seal_report
from register.residents.models import AddressOrigin, Outcome, Report, ReportState, TipSource, UnverifiedAddress

CASE_REASON = "Udvalgt til tilsyn"
"""Why a case says that it was opened; the coded reason, ``tip``, stands in the trail of the report."""

REASONS = {TipSource.AUTHORITY: VisitReason.REFERRAL}
"""The internal reason of the visit by who wrote; everybody else's report is a tip."""


@dataclass(frozen=True)
class Visit:
    """The first visit of a case; hours are minutes after midnight."""

    on: date
    from_min: int
    to_min: int


@dataclass(frozen=True)
class Place:
    """An address as an officer writes it down from a report."""

    street: str
    house_number: str
    unit: str
    postcode: str


def note_reading(session: Session, report: Report, what: str, *, by: Actor, at: datetime) -> None:
    """Write down that somebody read a report (``read``), a photo or who sent it; seals it before it is first read."""
    seal_report(session, report, at=at)
    audit.record(session, by=by, at=at, action=f"report.{what}", on=("report", report.id))


def take_up(session: Session, report_id: UUID, *, by: Actor, at: datetime) -> None:
    """Say that somebody is looking at it."""
    report = get_report(session, report_id, by=by, to_change=True)
    if report.state is not ReportState.RECEIVED:
        return
    _start(session, report, by=by, at=at)


def _start(session: Session, report: Report, *, by: Actor, at: datetime) -> None:
    if report.state is ReportState.RECEIVED:
        report.state = ReportState.IN_PROGRESS
        session.add(report)
        session.flush()
        audit.record(session, by=by, at=at, action="report.taken_up", on=("report", report.id))


def close_report(session: Session, report_id: UUID, *, outcome: Outcome, by: Actor, at: datetime) -> None:
    """Close it with what came of it; the sender sees the outcome in his language."""
    report = get_report(session, report_id, by=by, to_change=True)
    _require_open(report)
    if outcome is Outcome.CONFIRMED:
        raise DomainError("report.outcome", "Choose what came of it.")
    report.state, report.outcome, report.closed_on = ReportState.CLOSED, outcome, danish_date(at)
    session.add(report)
    session.flush()
    details = {"outcome": outcome.value}
    audit.record(session, by=by, at=at, action="report.closed", on=("report", report.id), details=details)


def _require_open(report: Report) -> None:
    if report.state is ReportState.CLOSED:
        raise DomainError("report.closed", "Somebody has closed the report meanwhile.")


def answer_report(session: Session, report_id: UUID, *, text: str, by: Actor, at: datetime) -> None:
    """A message that whoever has the code can read."""
    report = get_report(session, report_id, by=by)
    add_message(session, report, text, by=by, on=danish_date(at))
    _start(session, report, by=by, at=at)
    audit.record(session, by=by, at=at, action="report.answered", on=("report", report.id))


def locate_report(session: Session, report_id: UUID, *, place: Place, data_path: Path, by: Actor, at: datetime) -> None:
    """Say where it is: a dwelling that is declared, else a record of an address that nobody declared (REG-05)."""
    report = get_report(session, report_id, by=by, to_change=True)
    _require_open(report)
    if report.dwelling_id is not None:
        raise DomainError("report.located", "The report is about a declared dwelling already.")
    town = postcodes(data_path).get(place.postcode)
    if town is None or not place.street or not place.house_number:
        raise DomainError("report.address", "Write street, number and a Danish postal code.")
    key = address_key(**place.__dict__)
    dwelling = find_dwelling_at(session, key)
    if dwelling is not None:
        _link_dwelling(session, report, dwelling, by)
    else:
        require(by, Permission.READ_TIPS, Subject(municipality_code=town.municipality_code))
        take_turns(session, "unverified-addresses")
        report.unverified_id = _unverified(session, key, place, town.code, data_path, by=by, at=at).id
    session.add(report)
    session.flush()
    _start(session, report, by=by, at=at)
    details = {"dwelling": report.dwelling_id, "unverified": report.unverified_id}
    audit.record(session, by=by, at=at, action="report.located", on=("report", report.id), details=details)


def _link_dwelling(session: Session, report: Report, dwelling: Dwelling, by: Actor) -> None:
    require(by, Permission.READ_TIPS, Subject(municipality_code=dwelling.municipality_code))
    report.dwelling_id, report.unverified_id = dwelling.id, None
    stays = list_stays_at(session, dwelling.id)
    if len(stays) == 1:
        report.accommodation_id = stays[0].accommodation.id


def _unverified(
    session: Session, key: str, place: Place, postcode: str, data_path: Path, *, by: Actor, at: datetime
) -> UnverifiedAddress:
    found = find_unverified(session, key)
    if found is not None:
        note_heard_again(session, found, by=by, at=at)
        return found
    town = postcodes(data_path)[postcode]
    made = UnverifiedAddress(
        address_key=key,
        street=place.street,
        house_number=place.house_number,
        unit=place.unit,
        postcode=postcode,
        postal_town=town.town,
        municipality_code=town.municipality_code,
        origin=AddressOrigin.TIP,
        recorded_at=at,
        recorded_by=by.id,
    )
    session.add(made)
    session.flush()
    audit.record(session, by=by, at=at, action="address.recorded", on=("unverified_address", made.id))
    return made


def open_case_after(
    session: Session, report_id: UUID, *, accommodation_id: UUID, visit: Visit, by: Actor, at: datetime
) -> InspectionCase:
    """Open a case on housing at the report's dwelling; the case is silent about the report."""
    report = get_report(session, report_id, by=by, to_change=True)
    _require_open(report)
    if report.case_id is not None:
        raise DomainError("report.has_case", "A case was opened after this report already.")
    stays = () if report.dwelling_id is None else list_stays_at(session, report.dwelling_id)
    if accommodation_id not in {one.accommodation.id for one in stays}:
        raise NotFoundError("accommodation")
    case = open_case(
        session,
        accommodation_id=accommodation_id,
        visit_on=visit.on,
        from_min=visit.from_min,
        to_min=visit.to_min,
        inspector_id=by.id,
        reason=CASE_REASON,
        chosen=Chosen(reason=REASONS.get(report.source, VisitReason.TIP)),
        by=by,
        at=at,
    )
    report.case_id = case.id
    session.add(report)
    session.flush()
    _start(session, report, by=by, at=at)
    details = {"case": case.id, "reason": "tip"}
    audit.record(session, by=by, at=at, action="report.case_opened", on=("report", report.id), details=details)
    return case
