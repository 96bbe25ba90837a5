"""Taking reports and replies; nothing of the sender goes in but what he wrote.

A moment would tell as much as a name where few live. So rows carry the day, and the audit row of a report is not
written when it comes in: its place in the trail, between rows with times, would tell the hour. It is written on a later
day, in random order, or when an officer first reads the report (``seal_report``).
"""

import hashlib
import random
from datetime import date, datetime
from pathlib import Path

from sqlmodel import Session

from husly.kit import audit
from husly.kit.access import Actor
from husly.kit.database import take_turns
from husly.kit.errors import DomainError
from register.accommodations.models import Accommodation
from register.municipalities.table import postcodes
from register.residents.codes import follow_hash, new_follow_code
from register.residents.forms import LONGEST_TEXT, Given
from register.residents.models import Outcome, Report, ReportMessage, ReportPhoto, ReportState
from register.residents.queries import is_sent, list_messages, list_unsealed
from register.sheets.models import DoorCode

SENDER = Actor(id="resident", name="Beboer eller tipgiver")
"""Who stands in the audit trail, whoever it was."""

MOST_MESSAGES = 200


def take_report(session: Session, given: Given, *, door: DoorCode | None, data_path: Path, on: date) -> str | None:
    """Store a report; returns the code to follow it, or None where the same form was sent before."""
    form_hash = hashlib.sha256(given.once.encode()).hexdigest()
    take_turns(session, "reports")
    if given.once and is_sent(session, form_hash):
        return None
    code = new_follow_code()
    report = Report(
        source=given.source,
        is_confirmation=given.is_confirmation,
        kinds=[kind.value for kind in given.kinds],
        text=given.text,
        contact=given.contact,
        language=given.language,
        received_on=on,
        follow_hash=follow_hash(code),
        form_hash=form_hash if given.once else hashlib.sha256(code.encode()).hexdigest(),
    )
    if given.is_confirmation:  # nothing is left to be done
        report.state, report.outcome, report.closed_on = ReportState.CLOSED, Outcome.CONFIRMED, on
    _place(session, report, given, door, data_path)
    session.add(report)
    session.flush()
    session.add_all(
        ReportPhoto(report_id=report.id, position=number, media_type=photo.media_type, content=photo.content)
        for number, photo in enumerate(given.photos)
    )
    session.flush()
    return code


def _place(session: Session, report: Report, given: Given, door: DoorCode | None, data_path: Path) -> None:
    """Where it is: the accommodation of the sheet's code, else as written."""
    if door is not None:
        accommodation = session.get_one(Accommodation, door.accommodation_id)
        report.accommodation_id, report.dwelling_id = accommodation.id, accommodation.dwelling_id
        report.municipality_code = accommodation.municipality_code
        return
    report.place, report.postcode = given.place, given.postcode
    found = postcodes(data_path).get(given.postcode)
    report.municipality_code = None if found is None else found.municipality_code


def add_message(session: Session, report: Report, text: str, *, by: Actor | None, on: date) -> ReportMessage:
    """A message from an officer, or (``by`` None) from the sender; the caller has checked that each may."""
    text = text.replace("\x00", "").strip()
    if not text or len(text) > LONGEST_TEXT:
        raise DomainError("report.message", "Write a message of at most {limit} characters.", limit=LONGEST_TEXT)
    take_turns(session, f"messages {report.id}")
    before = list_messages(session, report.id)
    sender = None if by is None else by.id
    if before and (before[-1].text, before[-1].by_id) == (text, sender):
        return before[-1]  # the button was pressed twice
    if len(before) >= MOST_MESSAGES:
        raise DomainError("report.messages", "There are too many messages already.")
    made = ReportMessage(report_id=report.id, position=len(before), text=text, sent_on=on, by_id=sender)
    session.add(made)
    session.flush()
    return made


def seal_report(session: Session, report: Report, *, at: datetime) -> None:
    """Put the digest of a report in the audit trail, once."""
    if report.is_sealed:
        return
    report.is_sealed = True
    session.add(report)
    content = report.model_dump(mode="json", include={"kinds", "text", "contact", "place", "source", "received_on"})
    audit.record(session, by=SENDER, at=at, action="report.received", on=("report", report.id), after=content)


def seal_reports(session: Session, *, before: date, at: datetime) -> int:
    """Seal what came in on earlier days, in random order; returns how many."""
    waiting = list_unsealed(session, before=before)
    for report in random.SystemRandom().sample(waiting, len(waiting)):
        seal_report(session, report, at=at)
    return len(waiting)
