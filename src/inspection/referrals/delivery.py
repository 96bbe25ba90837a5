"""The outbox channels of referrals and of notices that an enquiry was sent on: a PDF and a slip in the post folder."""

import json
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlmodel import Session

from husly.kit.clock import now
from husly.kit.outbox import OutboxMessage
from inspection.delivery.post import write_whole
from inspection.referrals.models import ForwardedEnquiry, Referral


def deliver_referral(session: Session, message: OutboxMessage, outbox_path: Path) -> str:
    """Write a referral that was sent; twice leaves the same two files, named by its number and nothing of the case."""
    referral = session.get(Referral, UUID(message.payload["referral_id"]))
    if referral is None or referral.pdf is None:
        raise LookupError(f"referral {message.payload['referral_id']} is not sent")
    to = referral.recipient or {}
    slip = {"kind": "underretning", "receiver": referral.receiver, "recipient": to}
    return _deliver(referral, f"{referral.number}-underretning-{referral.id}", slip, outbox_path)


def deliver_forwarding(session: Session, message: OutboxMessage, outbox_path: Path) -> str:
    """Write the letter to whoever wrote to the wrong authority."""
    enquiry = session.get(ForwardedEnquiry, UUID(message.payload["enquiry_id"]))
    if enquiry is None or enquiry.pdf is None:
        raise LookupError(f"enquiry {message.payload['enquiry_id']} has no letter")
    return _deliver(enquiry, f"{enquiry.number}-videresendelse-{enquiry.id}", {"kind": "videresendelse"}, outbox_path)


def _deliver(row: Referral | ForwardedEnquiry, stem: str, slip: dict[str, Any], outbox_path: Path) -> str:
    outbox_path.mkdir(parents=True, exist_ok=True)
    issued = None if row.issued_at is None else row.issued_at.isoformat()
    whole = slip | {"number": row.number, "file": f"{stem}.pdf", "sha256": row.sha256, "banner": row.banner}
    write_whole(outbox_path / f"{stem}.pdf", row.pdf or b"")
    text = json.dumps(whole | {"issued_at": issued}, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    write_whole(outbox_path / f"{stem}.json", text.encode())
    if row.dispatched_at is None:
        row.dispatched_at = now()
    return f"{slip['kind']} {row.number} -> {stem}.pdf"
