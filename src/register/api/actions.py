"""Taking what a program sends: all of it or nothing, and the same answer to the same request."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from husly.kit import audit
from husly.kit.access import Actor
from husly.kit.database import take_turns
from husly.kit.errors import DomainError, NotAllowedError
from register.api.models import ApiAnswer
from register.api.queries import find_answer
from register.declarations.actions import Submitted, submit_declarations
from register.declarations.importing.candidates import Candidate, listed
from register.declarations.importing.checks import check_candidates
from register.declarations.importing.documents import Numbered, read_documents
from register.declarations.importing.problems import Finding, UnusableFileError
from register.declarations.importing.tables import decode
from register.declarations.models import Source
from register.municipalities.boundaries import Boundaries

MOST_DOCUMENTS = 500
"""Declarations of one request; more are sent in several."""

KEPT_DAYS = 30
"""How long the answer to an idempotency key is kept."""


class RefusedError(Exception):
    """Nothing was taken; ``problems`` says what is wrong and where."""

    def __init__(self, problems: list[dict[str, Any]]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


@dataclass(frozen=True)
class Answer:
    """What a program is answered, as JSON; ``is_replayed`` when it was said before."""

    body: str
    is_replayed: bool = False
    changed: tuple[UUID, ...] = ()
    """The accommodations with a new version."""


def declare(
    session: Session,
    content: bytes,
    *,
    key: str | None,
    token_id: UUID,
    by: Actor,
    at: datetime,
    boundaries: Boundaries,
    data_path: Path,
    names_asked: bool = False,
) -> Answer:
    """Take the declarations of a request, or none of them.

    The same ``key`` with the same content gives the first answer again and changes nothing. Raises ``RefusedError``
    with every problem, ``DomainError`` for a key used for something else and for an address in no municipality,
    ``NotAllowedError`` for another's employer.
    """
    employer_id, request_hash = _employer_of(by), hashlib.sha256(content).hexdigest()
    if key is not None:
        take_turns(session, f"api {employer_id} {key}")
        earlier = find_answer(session, employer_id=employer_id, key=key)
        if earlier is not None:
            return _again(earlier, request_hash)
    candidates = _read(content, data_path, names_asked=names_asked)
    forms = [candidate.form for candidate in candidates if candidate.form is not None]
    results = submit_declarations(
        session, forms=forms, source=Source.API, by=by, at=at, boundaries=boundaries, data_path=data_path
    )
    details = {"token": token_id, "declarations": len(results), "new": sum(one.is_new for one in results)}
    audit.record(session, by=by, at=at, action="api.declared", on=("employer", employer_id), details=details)
    body = json.dumps({"declarations": [_taken(one) for one in results]}, ensure_ascii=False)
    if key is not None:
        _keep(
            session,
            ApiAnswer(
                employer_id=employer_id, idempotency_key=key, request_hash=request_hash, body=body, answered_at=at
            ),
        )
    return Answer(body, changed=tuple(one.accommodation.id for one in results if one.is_new))


def _employer_of(by: Actor) -> UUID:
    """The employer that a token is for."""
    for grant in by.grants:
        if grant.role.is_of_employer and grant.employer_id is not None:
            return grant.employer_id
    raise NotAllowedError("no employer")


def _again(earlier: ApiAnswer, request_hash: str) -> Answer:
    if earlier.request_hash != request_hash:
        raise DomainError(
            "api.key_reused", "This Idempotency-Key was used for another content: send a new key with new content."
        )
    return Answer(earlier.body, is_replayed=True)


def _keep(session: Session, answer: ApiAnswer) -> None:
    """Store the answer; those grown old go."""
    oldest = answer.answered_at - timedelta(days=KEPT_DAYS)
    session.execute(sa.delete(ApiAnswer).where(col(ApiAnswer.answered_at) < oldest))
    session.add(answer)
    session.flush()


def _read(content: bytes, data_path: Path, *, names_asked: bool) -> list[Candidate]:
    documents = _documents(content)
    candidates = listed(iter(documents), lambda _: None)
    check_candidates(candidates, data_path=data_path, partial=True, names_asked=names_asked)
    problems = [_problem(number, found) for number, candidate in enumerate(candidates) for found in candidate.findings]
    if problems:
        raise RefusedError(problems)
    return candidates


def _documents(content: bytes) -> Sequence[Numbered]:
    try:
        documents = read_documents(decode(content))
    except UnusableFileError as error:
        raise RefusedError([{"path": "", "da": error.text.da, "en": error.text.en}]) from None
    if len(documents) > MOST_DOCUMENTS:
        da = f"{len(documents)} anmeldelser i én forespørgsel: send højst {MOST_DOCUMENTS} ad gangen"
        en = f"{len(documents)} declarations in one request: send at most {MOST_DOCUMENTS} at a time"
        raise RefusedError([{"path": "declarations", "da": da, "en": en}])
    return documents


def _problem(number: int, found: Finding) -> dict[str, Any]:
    """A finding with its path in the request, in both languages."""
    return {
        "path": ".".join(part for part in (f"declarations[{number}]", found.column) if part),
        "value": found.value,
        "da": f"{found.reason.da}: {found.remedy.da}",
        "en": f"{found.reason.en}: {found.remedy.en}",
    }


def _taken(result: Submitted) -> dict[str, Any]:
    declaration = result.declaration
    outcome = "unchanged" if not result.is_new else "new" if declaration.version == 1 else "new_version"
    return {
        "outcome": outcome,
        "receipt_number": declaration.receipt_number,
        "accommodation_id": str(result.accommodation.id),
        "version": declaration.version,
        "municipality_code": result.dwelling.municipality_code,
        "is_approximate_place": not result.dwelling.has_exact_point,
    }
