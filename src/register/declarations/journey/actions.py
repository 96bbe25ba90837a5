"""Beginning, saving, throwing away and submitting drafts; every change leaves an audit row without what was told."""

from collections.abc import Collection, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlmodel import Session

from husly.kit import audit
from husly.kit.access import Actor, Permission, Subject, require
from husly.kit.database import new_id
from husly.kit.errors import DomainError
from husly.kit.texts import one_line
from register.declarations.actions import Submitted, submit_declaration
from register.declarations.attestation_texts import AttestationText
from register.declarations.documents import cut_at, document_of
from register.declarations.forms import read_declaration
from register.declarations.journey.models import Attestation, DeclarationDraft
from register.declarations.journey.queries import find_attestation, find_own_employer
from register.declarations.models import Source
from register.declarations.names import NamePurpose, has_names, may_read_names, names_in_force, read_names
from register.declarations.queries import Declared
from register.declarations.questions import NOT_ASKED, SECTION
from register.municipalities.boundaries import Boundaries

LONGEST_NAME = 200
NOT_COPIED = ("address", "period", "occupancy", "names", "owner")
"""Parts of a declaration that another dwelling does not share."""


@dataclass(frozen=True)
class Signature:
    """Who signs which words, as they were read in a language."""

    text: AttestationText
    language: str
    name: str


def begin_draft(
    session: Session,
    document: Mapping[str, Any],
    *,
    by: Actor,
    at: datetime,
    draft_id: UUID | None = None,
    later: Collection[str] = (),
) -> DeclarationDraft:
    """Begin to declare a dwelling that is not declared yet."""
    draft = DeclarationDraft(id=draft_id or new_id(), by=by.id, created_at=at, changed_at=at)
    _write(session, draft, document, later, by=by)
    return _begun(session, draft, by=by, at=at)


def begin_amendment(
    session: Session, declared: Declared, *, names_asked: bool = False, by: Actor, at: datetime
) -> DeclarationDraft:
    """Begin to change a declaration, from the version in force. Raises ``NotAllowedError``.

    ``names_asked``: the setting ``resident_names``; the names are then read to be corrected, which leaves an audit row.
    Whoever may not read them, such as a representative, leaves those in force as they are.
    """
    require(by, Permission.DECLARE, Subject(employer_id=declared.employer.id))
    reads_names = names_asked and may_read_names(by, declared)
    names = _names_of(session, declared, by=by, at=at) if reads_names else ()
    document = document_of(declared, names=names)
    if "occupancy" in document:  # the end may have been told of after this version
        document["occupancy"] = cut_at(document["occupancy"], declared.accommodation.ends_on)
    draft = DeclarationDraft(
        by=by.id,
        employer_id=declared.employer.id,
        accommodation_id=declared.accommodation.id,
        base_version=declared.declaration.version,
        holds_names=reads_names,
        document=document,
        created_at=at,
        changed_at=at,
    )
    return _begun(session, draft, by=by, at=at)


def take_in_names(session: Session, draft: DeclarationDraft, declared: Declared, *, by: Actor, at: datetime) -> None:
    """Read the names in force into an amendment that was begun by somebody who may not read them."""
    if draft.holds_names or draft.base_version != declared.declaration.version or not may_read_names(by, declared):
        return
    names = _names_of(session, declared, by=by, at=at)
    document = dict(draft.document) | ({"names": list(names)} if names else {})
    draft.holds_names = True
    save_draft(session, draft, document, later=draft.later, by=by, at=at)


def _names_of(session: Session, declared: Declared, *, by: Actor, at: datetime) -> tuple[str, ...]:
    if not has_names(session, declared):
        return ()
    return read_names(session, declared, purpose=NamePurpose.CORRECT, by=by, at=at)


def begin_copy(session: Session, declared: Declared, *, by: Actor, at: datetime) -> DeclarationDraft:
    """Begin to declare a dwelling like another: everything but where, when, who lives there by date, and the owner."""
    require(by, Permission.DECLARE, Subject(employer_id=declared.employer.id))
    document = {key: part for key, part in document_of(declared).items() if key not in NOT_COPIED}
    document["dwelling"] = {key: value for key, value in document["dwelling"].items() if key not in NOT_ASKED}
    return begin_draft(session, document, by=by, at=at)


def _begun(session: Session, draft: DeclarationDraft, *, by: Actor, at: datetime) -> DeclarationDraft:
    session.add(draft)
    session.flush()
    about = {"accommodation": draft.accommodation_id} if draft.accommodation_id else {}
    audit.record(session, by=by, at=at, action="draft.created", on=("draft", draft.id), details=about)
    return draft


def save_draft(
    session: Session,
    draft: DeclarationDraft,
    document: Mapping[str, Any],
    *,
    later: Collection[str],
    by: Actor,
    at: datetime,
) -> bool:
    """Keep what is told so far; tells whether anything changed. Raises ``DomainError`` once it is submitted."""
    _require_open(draft)
    before = (draft.document, draft.later)
    _write(session, draft, document, later, by=by)
    if before == (draft.document, draft.later):
        return False
    draft.version, draft.changed_at = draft.version + 1, at
    session.add(draft)
    session.flush()
    return True


def _write(
    session: Session, draft: DeclarationDraft, document: Mapping[str, Any], later: Collection[str], *, by: Actor
) -> None:
    draft.document = deepcopy(dict(document))
    draft.later = [key for key in SECTION if key in later]
    if draft.accommodation_id is None:
        draft.employer_id = find_own_employer(session, draft.document, by=by)


def discard_draft(session: Session, draft: DeclarationDraft, *, by: Actor, at: datetime) -> None:
    """Throw a draft away for good. Raises ``DomainError`` once it is submitted."""
    _require_open(draft)
    audit.record(session, by=by, at=at, action="draft.discarded", on=("draft", draft.id))
    session.delete(draft)
    session.flush()


def _require_open(draft: DeclarationDraft) -> None:
    if draft.submitted_at is not None:
        raise DomainError("draft.submitted", "This is already submitted. Amend the declaration instead.")


def submit_draft(
    session: Session,
    draft: DeclarationDraft,
    signature: Signature,
    *,
    by: Actor,
    at: datetime,
    boundaries: Boundaries,
    data_path: Path,
    names_asked: bool = False,
) -> Submitted:
    """Submit a draft under a signature and close it.

    Raises ``FactsError`` with everything that is wrong, ``NotAllowedError`` for somebody else's employer and
    ``DomainError`` without a name or once it is submitted; then nothing of this call may be kept.
    """
    _require_open(draft)
    name = one_line(signature.name)
    if not name or len(name) > LONGEST_NAME:
        raise DomainError("attestation.name", "Write the name of whoever signs.")
    submitted = submit_declaration(
        session,
        form=read_declaration(_whole(session, draft, names_asked), data_path=data_path, names_asked=names_asked),
        source=Source.FORM,
        by=by,
        at=at,
        boundaries=boundaries,
        data_path=data_path,
    )
    _sign(session, submitted, signature, name, by=by, at=at)
    draft.document, draft.submitted_at, draft.changed_at = {}, at, at
    draft.employer_id = submitted.accommodation.employer_id
    draft.declaration_id = submitted.declaration.id
    session.add(draft)
    session.flush()
    details = {"declaration": submitted.declaration.id, "text": signature.text.version, "later": draft.later}
    audit.record(session, by=by, at=at, action="draft.submitted", on=("draft", draft.id), details=details)
    return submitted


def _whole(session: Session, draft: DeclarationDraft, names_asked: bool) -> dict[str, Any]:
    """The draft's document, with the names in force where they were not read into it."""
    if not names_asked or draft.holds_names or draft.accommodation_id is None:
        return draft.document
    names = names_in_force(session, draft.accommodation_id)
    return draft.document | ({"names": list(names)} if names else {})


def _sign(session: Session, submitted: Submitted, signature: Signature, name: str, *, by: Actor, at: datetime) -> None:
    """One signature a version: what is declared exactly so again keeps its first one."""
    if find_attestation(session, submitted.declaration.id) is not None:
        return
    session.add(
        Attestation(
            declaration_id=submitted.declaration.id,
            text_version=signature.text.version,
            language=signature.text.read_in(signature.language),
            text_sha256=signature.text.sha256(signature.language),
            signer_name=name,
            signed_by=by.id,
            signed_at=at,
        )
    )
