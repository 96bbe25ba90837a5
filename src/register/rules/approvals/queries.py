"""What was signed about rule packs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from husly.kit.clock import danish_date
from register.rules.approvals.models import (
    DemonstrationApproval,
    OfficialText,
    PackApproval,
    RequirementConfirmation,
)
from standards.rules.approval import Approval, Confirmation, Signature
from standards.rules.pack import Pack
from standards.rules.release import PackRelease, release_of


@dataclass(frozen=True)
class SignedRow:
    """A confirmation with the text that was compared."""

    row: RequirementConfirmation
    text: OfficialText


def find_pack_approval(session: Session, pack_id: str, content_hash: str) -> PackApproval | None:
    """What was opened for one exact content of a pack."""
    wanted = select(PackApproval).where(PackApproval.pack_id == pack_id, PackApproval.content_hash == content_hash)
    return session.exec(wanted.execution_options(populate_existing=True)).one_or_none()


def list_pack_approvals(session: Session, pack_id: str) -> Sequence[PackApproval]:
    """Every content of a pack about which something was signed, the newest first."""
    wanted = select(PackApproval).where(PackApproval.pack_id == pack_id)
    return session.exec(wanted.order_by(col(PackApproval.opened_at).desc(), col(PackApproval.id))).all()


def list_signed_rows(session: Session, approval_ids: Iterable[UUID]) -> list[SignedRow]:
    """Every confirmation of some approvals, withdrawn ones too, in the order in which they were signed."""
    wanted = (
        select(RequirementConfirmation, OfficialText)
        .join(OfficialText, col(RequirementConfirmation.official_text_id) == col(OfficialText.id))
        .where(col(RequirementConfirmation.approval_id).in_(list(approval_ids)))
        .execution_options(populate_existing=True)
    )
    rows = [SignedRow(row, text) for row, text in session.exec(wanted)]
    # A rule is signed anew only after it was withdrawn, so the one that stands is the last.
    return sorted(rows, key=lambda one: (one.row.confirmed_at, one.row.withdrawn_at is None, one.row.id))


def list_official_texts(session: Session, pack_id: str) -> Sequence[OfficialText]:
    """The official texts recorded for a pack, the newest first."""
    wanted = select(OfficialText).where(OfficialText.pack_id == pack_id)
    return session.exec(wanted.order_by(col(OfficialText.added_at).desc(), col(OfficialText.id))).all()


def find_official_text(session: Session, pack_id: str, text_id: UUID) -> OfficialText | None:
    """One recorded text of a pack."""
    wanted = select(OfficialText).where(OfficialText.pack_id == pack_id, OfficialText.id == text_id)
    return session.exec(wanted).one_or_none()


def has_demonstration(session: Session, pack_id: str, content_hash: str) -> bool:
    """Whether a demonstration approval covers this content."""
    wanted = select(DemonstrationApproval.id).where(
        DemonstrationApproval.pack_id == pack_id, DemonstrationApproval.content_hash == content_hash
    )
    return session.exec(wanted).first() is not None


def approval_of(session: Session, pack_id: str, content_hash: str, *, demo_mode: bool) -> Approval:
    """Everything signed about one content, as the release rule reads it."""
    return _approvals(session, [(pack_id, content_hash)], demo_mode=demo_mode)[pack_id, content_hash]


def releases_of(session: Session, packs: Iterable[Pack], *, demo_mode: bool) -> dict[str, PackRelease]:
    """How far each pack, as the product holds it now, is released; in as many statements for one pack as for all."""
    found = list(packs)
    approvals = _approvals(session, [(pack.id, pack.content_hash) for pack in found], demo_mode=demo_mode)
    return {pack.id: release_of(pack, approvals[pack.id, pack.content_hash]) for pack in found}


def _approvals(
    session: Session, contents: Sequence[tuple[str, str]], *, demo_mode: bool
) -> dict[tuple[str, str], Approval]:
    hashes = [content_hash for _pack_id, content_hash in contents]
    opened = session.exec(select(PackApproval).where(col(PackApproval.content_hash).in_(hashes))).all()
    rows = list_signed_rows(session, [one.id for one in opened]) if opened else []
    ids = {(one.pack_id, one.content_hash): one.id for one in opened}
    shown = _demonstrated(session, hashes) if demo_mode else set()
    return {
        key: Approval(
            *key,
            tuple(_confirmation(one) for one in rows if one.row.approval_id == ids.get(key)),
            demonstration=key in shown,
        )
        for key in contents
    }


def _demonstrated(session: Session, hashes: Sequence[str]) -> set[tuple[str, str]]:
    wanted = select(DemonstrationApproval).where(col(DemonstrationApproval.content_hash).in_(hashes))
    return {(row.pack_id, row.content_hash) for row in session.exec(wanted)}


def _confirmation(one: SignedRow) -> Confirmation:
    row = one.row
    return Confirmation(
        requirement_id=row.requirement_id,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        requirement_hash=row.requirement_hash,
        official_url=one.text.url,
        official_sha256=one.text.sha256,
        confirmed=Signature(row.confirmed_by, danish_date(row.confirmed_at)),
        countersigned=_signature(row.countersigned_by, row.countersigned_at),
        withdrawn=_signature(row.withdrawn_by, row.withdrawn_at),
    )


def _signature(by: str | None, at: datetime | None) -> Signature | None:
    return None if by is None or at is None else Signature(by, danish_date(at))
