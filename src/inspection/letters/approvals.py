"""Who stands by the texts of letters. A demonstration approval counts in demonstration mode only."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from husly.kit import audit
from husly.kit.access import Actor, Permission, require
from husly.kit.clock import danish_date
from inspection.letters.blocks import LetterKind, load_blocks
from inspection.letters.issue_facts import LegalReview
from inspection.letters.models import TextApproval
from inspection.letters.reviewing.words import words_of
from register.rules.approvals.demonstration import approve_packs_for_demonstration


def find_review(session: Session, kind: LetterKind) -> LegalReview | None:
    """The review of the very words in use for a kind of letter: a real one before a demonstration one.

    An approval of words that have changed since, or that waits for its second person, is none.
    """
    version, words = load_blocks().versions[kind], words_of(kind)
    row = session.exec(
        select(TextApproval)
        .where(
            TextApproval.kind == kind,
            TextApproval.texts_version == str(version),
            TextApproval.digest == ("" if words is None else words.digest),
            col(TextApproval.confirmed_by).is_not(None),
            col(TextApproval.withdrawn_at).is_(None),
        )
        .order_by(col(TextApproval.is_demonstration), col(TextApproval.at))
        .limit(1)
    ).first()
    if row is None:
        return None
    return LegalReview(kind, version, row.approved_by, danish_date(row.at), demonstration=row.is_demonstration)


def approve_for_demonstration(
    session: Session, *, pack_ids: Sequence[str], by: Actor, and_by: Actor, at: datetime
) -> None:
    """Approve the packs and every kind of letter for demonstration; doing it twice adds nothing.

    It makes no letter lawful: in demonstration mode each page bears PRØVE, outside it this approval counts for nothing.
    """
    for person in (by, and_by):
        require(person, Permission.ISSUE_DECISIONS)
    signed: dict[str, Any] = {"is_demonstration": True, "at": at, "confirmed_at": at}
    signed |= {"approved_by": by.id, "approved_by_name": by.name}
    signed |= {"confirmed_by": and_by.id, "confirmed_by_name": and_by.name}
    approve_packs_for_demonstration(session, pack_ids=pack_ids, by=by, and_by=and_by, at=at)
    for kind in load_blocks().versions:
        if find_review(session, kind) is None:
            version, words = str(load_blocks().versions[kind]), words_of(kind)
            digest = "" if words is None else words.digest
            session.add(TextApproval(kind=kind, texts_version=version, digest=digest, **signed))
    session.flush()
    audit.record(
        session,
        by=by,
        at=at,
        action="approval.demonstration",
        on=("installation", "demonstration"),
        details={"packs": list(pack_ids), "confirmed_by": and_by.id},
    )
