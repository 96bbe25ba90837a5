"""Acts of approval: confirm, countersign, withdraw. What was signed is never changed, only added to."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from husly.kit import audit
from husly.kit.access import Actor, Permission, Subject, may, require
from husly.kit.database import take_turns
from husly.kit.errors import DomainError, NotAllowedError
from register.rules.approvals.models import PackApproval, RequirementConfirmation
from register.rules.approvals.queries import (
    find_official_text,
    find_pack_approval,
    list_pack_approvals,
    list_signed_rows,
)
from standards.rules.approval import requirement_hash
from standards.rules.pack import Pack
from standards.rules.requirement import Requirement


@dataclass(frozen=True)
class Seen:
    """What a person had on the screen when signing: the content of the pack, and how many acts there had been."""

    content_hash: str
    revision: int


def confirm_rules(
    session: Session,
    *,
    pack: Pack,
    seen: Seen,
    hashes: Collection[str],
    official_text_id: UUID,
    note: str = "",
    by: Actor,
    at: datetime,
) -> list[RequirementConfirmation]:
    """A lawyer stands by these rules (by ``requirement_hash``): they agree with that official text.

    Raises ``DomainError`` when nothing is chosen, a rule is confirmed already, or pack or page changed meanwhile.
    """
    require(by, Permission.CONFIRM_RULES, Subject())
    text = find_official_text(session, pack.id, official_text_id)
    if text is None:
        raise DomainError("approval.no_text", "Record the official text first, and choose it.")
    chosen = dict.fromkeys(hashes, text.id)
    return _confirm(session, pack, seen, chosen, {"note": note.strip()[:1000]}, by=by, at=at)


def confirm_unchanged(
    session: Session, *, pack: Pack, seen: Seen, by: Actor, at: datetime
) -> list[RequirementConfirmation]:
    """Sign again, for this content, every rule that was approved in an earlier one and has not changed since.

    Nothing carries over by itself: a person must say that the rule still agrees with the text it was compared with.
    """
    require(by, Permission.CONFIRM_RULES, Subject())
    return _confirm(session, pack, seen, repeatable(session, pack), {"is_repeated": True}, by=by, at=at)


def repeatable(session: Session, pack: Pack) -> dict[str, UUID]:
    """The rules that two persons approved in an earlier content and that are unchanged, with the text compared."""
    earlier = [one.id for one in list_pack_approvals(session, pack.id) if one.content_hash != pack.content_hash]
    current = find_pack_approval(session, pack.id, pack.content_hash)
    standing = _standing(session, current)
    same = {requirement_hash(pack, one) for one in pack.requirements} - set(standing)
    return {
        one.row.requirement_hash: one.text.id
        for one in list_signed_rows(session, earlier)
        if one.row.requirement_hash in same and one.row.withdrawn_at is None and one.row.countersigned_at is not None
    }


def _confirm(
    session: Session,
    pack: Pack,
    seen: Seen,
    chosen: Mapping[str, UUID],
    more: dict[str, Any],
    *,
    by: Actor,
    at: datetime,
) -> list[RequirementConfirmation]:
    rules = _rules(pack, chosen)
    approval = _open(session, pack, seen, at)
    standing = _standing(session, approval)
    if already := [rule.id for key, rule in rules.items() if key in standing]:
        raise DomainError("approval.already", "Confirmed already: {rules}.", rules=", ".join(already))
    more |= {"approval_id": approval.id, "confirmed_at": at, "confirmed_by": by.id, "confirmed_by_name": by.name}
    made = [
        RequirementConfirmation(
            official_text_id=chosen[key],
            requirement_id=rule.id,
            requirement_hash=key,
            valid_from=pack.validity(rule)[0],
            valid_to=pack.validity(rule)[1],
            **more,
        )
        for key, rule in rules.items()
    ]
    session.add_all(made)
    session.flush()
    _trace(session, approval, "rules.confirmed", made, by=by, at=at)
    return made


def countersign_rules(
    session: Session, *, pack: Pack, seen: Seen, hashes: Collection[str], by: Actor, at: datetime
) -> list[RequirementConfirmation]:
    """A second person stands by rules that another confirmed; from then on letters may cite them.

    Raises ``DomainError`` when one of them was confirmed by the same person (by account, or by name on another
    account), is not confirmed or countersigned already, or pack or page changed meanwhile.
    """
    require(by, Permission.COUNTERSIGN_RULES, Subject())
    rules = _rules(pack, hashes)
    approval = _open(session, pack, seen, at)
    standing = _standing(session, approval)
    rows = [standing[key] for key in rules if key in standing and standing[key].countersigned_at is None]
    if len(rows) < len(rules):
        raise DomainError("approval.not_confirmed", "Only rules that wait for a second person can be countersigned.")
    if any(row.confirmed_by == by.id or _same_name(row.confirmed_by_name, by.name) for row in rows):
        raise DomainError("approval.same_person", "Whoever confirmed a rule cannot countersign it. Ask a colleague.")
    for row in rows:
        row.countersigned_at, row.countersigned_by, row.countersigned_by_name = at, by.id, by.name
    session.flush()
    _trace(session, approval, "rules.countersigned", rows, by=by, at=at)
    return rows


def withdraw_rules(
    session: Session,
    *,
    pack_id: str,
    seen: Seen,
    hashes: Collection[str] | None,
    reason: str,
    by: Actor,
    at: datetime,
) -> list[RequirementConfirmation]:
    """Take back what was signed, at once, for some rules or (None) all of one content, the present one or an earlier.

    Raises ``DomainError`` without a reason, when nothing chosen stands, or when the page changed meanwhile.
    """
    if not (may(by, Permission.CONFIRM_RULES, Subject()) or may(by, Permission.COUNTERSIGN_RULES, Subject())):
        raise NotAllowedError(Permission.COUNTERSIGN_RULES.value)
    reason = reason.strip()[:1000]
    if not reason:
        raise DomainError("approval.no_reason", "Write why the approval is withdrawn.")
    approval = find_pack_approval(session, pack_id, seen.content_hash)
    if approval is None:
        raise DomainError("approval.nothing_stands", "None of the chosen rules is confirmed, so nothing was withdrawn.")
    _count_up(session, approval, seen.revision)
    standing = _standing(session, approval)
    rows = [row for key, row in standing.items() if hashes is None or key in hashes]
    if not rows:
        raise DomainError("approval.nothing_stands", "None of the chosen rules is confirmed, so nothing was withdrawn.")
    for row in rows:
        row.withdrawn_at, row.withdrawn_by, row.withdrawn_by_name = at, by.id, by.name
        row.withdrawal_reason = reason
    session.flush()
    _trace(session, approval, "rules.withdrawn", rows, by=by, at=at, reason=reason)
    return rows


def _rules(pack: Pack, hashes: Collection[str]) -> dict[str, Requirement]:
    """The chosen rules in the order of the pack."""
    found = {key: one for one in pack.requirements if (key := requirement_hash(pack, one)) in hashes}
    if not hashes:
        raise DomainError("approval.nothing_chosen", "Tick the rules that you stand by.")
    if len(found) < len(set(hashes)):
        raise _pack_changed()
    return found


def _pack_changed() -> DomainError:
    return DomainError("approval.pack_changed", "The pack has been changed since you opened the page. Read it again.")


def _open(session: Session, pack: Pack, seen: Seen, at: datetime) -> PackApproval:
    """What this act is signed on. Of two persons who sign at once the second is told to look again."""
    if seen.content_hash != pack.content_hash:
        raise _pack_changed()
    take_turns(session, f"approval of {pack.id}")
    found = find_pack_approval(session, pack.id, pack.content_hash)
    if found is None:
        found = PackApproval(
            pack_id=pack.id,
            pack_version=pack.version,
            content_hash=pack.content_hash,
            content=pack.model_dump(mode="json"),
            opened_at=at,
        )
        session.add(found)
        session.flush()
    _count_up(session, found, seen.revision)
    return found


def _count_up(session: Session, approval: PackApproval, revision: int) -> None:
    moved = session.execute(
        sa.update(PackApproval)
        .where(col(PackApproval.id) == approval.id, col(PackApproval.revision) == revision)
        .values(revision=revision + 1)
        .returning(col(PackApproval.id))
        .execution_options(synchronize_session=False)
    ).one_or_none()
    if moved is None:
        raise DomainError(
            "approval.moved_on", "Somebody else has signed or withdrawn since you opened the page. Look again."
        )
    session.refresh(approval)


def _standing(session: Session, approval: PackApproval | None) -> dict[str, RequirementConfirmation]:
    rows = [] if approval is None else list_signed_rows(session, [approval.id])
    return {one.row.requirement_hash: one.row for one in rows if one.row.withdrawn_at is None}


def _same_name(one: str, other: str) -> bool:
    return one.strip().casefold() == other.strip().casefold()


def _trace(
    session: Session,
    approval: PackApproval,
    action: str,
    rows: Sequence[RequirementConfirmation],
    *,
    by: Actor,
    at: datetime,
    **more: Any,
) -> None:
    details = {
        "pack": approval.pack_id,
        "version": approval.pack_version,
        "content_hash": approval.content_hash,
        "rules": [row.requirement_id for row in rows],
        "official_texts": sorted({str(row.official_text_id) for row in rows}),
    }
    audit.record(session, by=by, at=at, action=action, on=("pack_approval", approval.id), details=details | more)
