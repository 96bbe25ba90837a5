"""A named lawyer approves the words of a kind of letter, a second person confirms, either may withdraw (M1)."""

from datetime import datetime

from sqlmodel import Session, col, select

from husly.kit import audit
from husly.kit.access import Actor, Permission, Subject, require
from husly.kit.database import take_turns
from husly.kit.errors import DomainError, NotFoundError
from inspection.letters.blocks import LetterKind
from inspection.letters.models import TextApproval
from inspection.letters.reviewing.words import KindWords, words_of


def standing_approval(session: Session, words: KindWords) -> TextApproval | None:
    """What was signed by a lawyer for these very words and stands; it may wait for its second person."""
    statement = select(TextApproval).where(
        TextApproval.kind == words.kind,
        TextApproval.digest == words.digest,
        col(TextApproval.is_demonstration).is_(False),
        col(TextApproval.withdrawn_at).is_(None),
    )
    return session.exec(statement.order_by(col(TextApproval.at).desc()).limit(1)).first()


def get_words(kind: LetterKind) -> KindWords:
    """The words of a kind. Raises ``NotFoundError`` for one that this version cannot write."""
    found = words_of(kind)
    if found is None:
        raise NotFoundError("letter")
    return found


def approve_texts(session: Session, kind: LetterKind, *, seen: str, by: Actor, at: datetime) -> TextApproval:
    """A lawyer stands by the words whose digest was seen. Raises ``DomainError`` while a text is missing."""
    require(by, Permission.CONFIRM_RULES, Subject())
    words = _open(session, kind, seen)
    if words.lacking:
        raise DomainError(
            "texts.lacking", "These texts are missing: {texts}. Add them first.", texts=", ".join(words.lacking)
        )
    if standing_approval(session, words) is not None:
        raise DomainError("texts.approved", "These texts are approved already.")
    made = TextApproval(
        kind=kind,
        texts_version=str(words.version),
        digest=words.digest,
        is_demonstration=False,
        approved_by=by.id,
        approved_by_name=by.name,
        at=at,
    )
    session.add(made)
    session.flush()
    _trace(session, made, "texts.approved", by=by, at=at)
    return made


def confirm_texts(session: Session, kind: LetterKind, *, seen: str, by: Actor, at: datetime) -> TextApproval:
    """A second person confirms; from then on letters of the kind may be issued without UDKAST."""
    require(by, Permission.COUNTERSIGN_RULES, Subject())
    found = standing_approval(session, _open(session, kind, seen))
    if found is None or found.confirmed_by is not None:
        raise DomainError("texts.not_waiting", "These texts do not wait for a second person.")
    is_same_name = found.approved_by_name.strip().casefold() == by.name.strip().casefold()
    if found.approved_by == by.id or is_same_name:
        raise DomainError("texts.same_person", "Whoever approved the texts cannot confirm them. Ask a colleague.")
    found.confirmed_by, found.confirmed_by_name, found.confirmed_at = by.id, by.name, at
    session.flush()
    _trace(session, found, "texts.confirmed", by=by, at=at)
    return found


def withdraw_texts(
    session: Session, kind: LetterKind, *, seen: str, reason: str, by: Actor, at: datetime
) -> TextApproval:
    """Take the approval back; letters that were issued stay as they are."""
    require(by, Permission.COUNTERSIGN_RULES, Subject())
    if not reason.strip():
        raise DomainError("texts.reason", "Write why the approval is withdrawn.")
    found = standing_approval(session, _open(session, kind, seen))
    if found is None:
        raise DomainError("texts.not_approved", "These texts are not approved.")
    found.withdrawn_at, found.withdrawn_by_name, found.withdrawal_reason = at, by.name, reason.strip()[:1000]
    session.flush()
    _trace(session, found, "texts.withdrawn", by=by, at=at)
    return found


def _open(session: Session, kind: LetterKind, seen: str) -> KindWords:
    words = get_words(kind)
    if seen != words.digest:
        raise DomainError("texts.changed", "The texts have been changed since you opened the page. Read them again.")
    take_turns(session, f"texts of {kind.value}")
    return words


def _trace(session: Session, approval: TextApproval, action: str, *, by: Actor, at: datetime) -> None:
    details = {"kind": approval.kind.value, "version": approval.texts_version, "digest": approval.digest}
    audit.record(session, by=by, at=at, action=action, on=("text_approval", approval.id), details=details)
