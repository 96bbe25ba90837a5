"""The letters of a prohibition: one to each recipient, and what tells each that it ended."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from husly.kit.access import Actor
from husly.settings import Settings
from inspection.enforcement.actions.orders import guidance_for
from inspection.enforcement.queries import CaseFile
from inspection.letters.actions import add_draft
from inspection.letters.blocks import LetterKind
from inspection.prohibitions.models import Prohibition
from inspection.prohibitions.queries import letters_of


def write_letters(
    session: Session, file: CaseFile, prohibition: Prohibition, settings: Settings, *, by: Actor, at: datetime
) -> None:
    """One letter for each recipient; who approves the prohibition has approved them."""
    author = replace(by, id=prohibition.drafted_by, name=prohibition.drafted_by_name)
    choices: dict[str, Any] = {
        "complaint": guidance_for(session, file.case, LetterKind.FORBUD, settings),
        "caseworker": prohibition.drafted_by_name,
    }
    first = first_letters(session, file, prohibition)
    if prohibition.corrects_id is not None:
        choices["correction"] = {"wrong": prohibition.correction_wrong, "holds": prohibition.correction_holds}
    for recipient in prohibition.recipients:
        letter = add_draft(
            session,
            file.case,
            LetterKind.FORBUD,
            choices,
            None,
            author,
            at,
            about_id=prohibition.id,
            recipient=recipient,
        )
        letter.approved_by, letter.approved_by_name, letter.approved_at = by.id, by.name, at
        letter.supersedes_id = first.get(_who(recipient))


def first_letters(session: Session, file: CaseFile, prohibition: Prohibition) -> dict[tuple[str, str], UUID]:
    """The letters of the prohibition that this one corrects, by recipient; none where it corrects nothing."""
    first = None if prohibition.corrects_id is None else session.get(Prohibition, prohibition.corrects_id)
    found = [] if first is None else letters_of(file, first)
    return {_who(one.recipient or {}): one.id for one in found if one.issued_at is not None}


def _who(recipient: Mapping[str, Any]) -> tuple[str, str]:
    return recipient.get("role", ""), recipient.get("name", "")


def write_ending(
    session: Session,
    file: CaseFile,
    prohibition: Prohibition,
    reason: str,
    *,
    told: Collection[UUID] = (),
    by: Actor,
    at: datetime,
) -> None:
    """The prohibition ends now; each of its letters is linked with a draft that tells so, to be read and issued.

    No draft for those letters whose recipients are ``told`` otherwise.
    """
    for first in letters_of(file, prohibition):
        if first.issued_at is None:
            continue
        first.withdrawn_at, first.withdrawal_reason = at, reason.strip()
        if first.id in told:
            continue
        choices = {"caseworker": by.name, "withdrawal": {"reason": reason.strip(), "answer": ""}}
        letter = add_draft(
            session,
            file.case,
            LetterKind.FORBUD,
            choices,
            None,
            by,
            at,
            about_id=prohibition.id,
            recipient=first.recipient,
        )
        letter.supersedes_id = first.id
