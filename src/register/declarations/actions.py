"""Submitting declarations."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlmodel import Session

from husly.kit import audit
from husly.kit.access import Actor, Permission, Subject, require
from husly.kit.audit import Act, digest
from husly.kit.database import take_turns
from register.accommodations.models import Accommodation
from register.declarations.forms import DeclarationForm, EmployerForm, flat
from register.declarations.known import Known, find_known
from register.declarations.models import Declaration, Source
from register.declarations.saving import save_accommodations, save_dwellings, save_employers, save_versions
from register.declarations.terms import NamedOwner, terms_document
from register.dwellings.models import Dwelling
from register.municipalities.boundaries import Boundaries
from register.owners.naming import name_owners
from standards.facts.known import facts_document

TURN = "declarations"
"""The turn that whoever writes declarations takes."""


@dataclass(frozen=True)
class Submitted:
    """What became of a declaration: the version in force, and whether it is new."""

    declaration: Declaration
    accommodation: Accommodation
    dwelling: Dwelling
    is_new: bool


def submit_declaration(
    session: Session,
    *,
    form: DeclarationForm,
    source: Source,
    by: Actor,
    at: datetime,
    boundaries: Boundaries,
    data_path: Path,
) -> Submitted:
    """Take one declaration; see ``submit_declarations``."""
    return submit_declarations(
        session, forms=[form], source=source, by=by, at=at, boundaries=boundaries, data_path=data_path
    )[0]


def submit_declarations(
    session: Session,
    *,
    forms: Sequence[DeclarationForm],
    source: Source,
    by: Actor,
    at: datetime,
    boundaries: Boundaries,
    data_path: Path,
) -> list[Submitted]:
    """Take each declaration as the next version of its accommodation; the same content again changes nothing.

    Some hundreds at a time; each about another accommodation. Raises ``NotAllowedError`` for somebody else's employer
    and ``DomainError`` when no municipality can be found; then nothing of this call may be kept.
    """
    results, acts = write_declarations(
        session, forms=forms, source=source, by=by, at=at, boundaries=boundaries, data_path=data_path
    )
    audit.record_all(session, acts, by=by, at=at)
    return results


def write_declarations(
    session: Session,
    *,
    forms: Sequence[DeclarationForm],
    source: Source,
    by: Actor,
    at: datetime,
    boundaries: Boundaries,
    data_path: Path,
) -> tuple[list[Submitted], list[Act]]:
    """``submit_declarations`` without the audit rows, which the caller must write in the same transaction.

    A large import writes them at its end, so that nobody's sign-in waits for it at the end of the audit trail.
    """
    take_turns(session, TURN)
    known = find_known(session, forms)
    _require_own(by, known, forms)
    contents = [content_hash(form) for form in forms]
    news = [
        (form, content)
        for form, content in zip(forms, contents, strict=True)
        if _is_new(form, content, known.declaration(form))
    ]
    new_forms = [form for form, _ in news]
    acts = save_employers(session, known, new_forms, at=at)
    save_dwellings(session, known, new_forms, boundaries=boundaries, data_path=data_path, at=at)
    acts += save_accommodations(session, known, new_forms, by=by, at=at)
    acts += save_versions(session, known, news, source=source, by=by, at=at)
    acts += name_owners(session, _owners(known, new_forms), by=by, at=at)
    taken = {id(form) for form in new_forms}
    return [_submitted(known, form, is_new=id(form) in taken) for form in forms], acts


def _is_new(form: DeclarationForm, content: str, current: Declaration | None) -> bool:
    """Another content than the version in force, or the same since another day."""
    if current is None or current.content_hash != content:
        return True
    return form.changed_on is not None and form.changed_on != current.valid_from


def _owners(known: Known, forms: Sequence[DeclarationForm]) -> dict[UUID, NamedOwner]:
    """The owners that are told of, by accommodation."""
    named = ((known.accommodation(form), form.terms.owner) for form in forms)
    return {home.id: owner for home, owner in named if home is not None and owner is not None}


def _require_own(by: Actor, known: Known, forms: Sequence[DeclarationForm]) -> None:
    """Each employer is asked about once: an agent has thousands of grants to look through."""
    for employer_id in {None if found is None else found.id for found in map(known.employer, _employers(forms))}:
        require(by, Permission.DECLARE, Subject(employer_id=employer_id))


def _employers(forms: Sequence[DeclarationForm]) -> set[EmployerForm]:
    return {form.employer for form in forms}


def _submitted(known: Known, form: DeclarationForm, *, is_new: bool) -> Submitted:
    accommodation, declaration = known.accommodation(form), known.declaration(form)
    if accommodation is None or declaration is None:
        raise LookupError("every declaration submitted is known afterwards")
    return Submitted(declaration, accommodation, known.dwellings[form.address.key], is_new=is_new)


def content_hash(form: DeclarationForm) -> str:
    """The same for the same content, whatever file or form it came by.

    Parts that are not told leave no trace in it. ``changed_on`` is no content: it says since when the content holds.
    """
    document: dict[str, Any] = {
        "employer": flat(form.employer),
        "address": flat(form.address),
        "period": [form.starts_on, form.ends_on],
        "facts": facts_document(form.facts),
    }
    return digest(document | terms_document(form.terms))
