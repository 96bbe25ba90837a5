"""The approval that a demonstration carries, so that the whole chain can be seen. Elsewhere it counts for nothing."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session

from husly.kit.access import Actor, Permission, require
from register.rules.approvals.models import DemonstrationApproval
from register.rules.approvals.queries import has_demonstration
from standards.rules.pack import load_pack
from standards.rules.release import is_law_here


def approve_packs_for_demonstration(
    session: Session, *, pack_ids: Sequence[str], by: Actor, and_by: Actor, at: datetime
) -> None:
    """Let the letters of a demonstration cite these packs; doing it twice adds nothing.

    A pack that is not law here is left out: no approval makes it citable, so none is shown.
    """
    for person in (by, and_by):
        require(person, Permission.ISSUE_DECISIONS)
    for pack in map(load_pack, pack_ids):
        is_law = is_law_here(pack.jurisdiction, pack.legal_status)
        if is_law and not has_demonstration(session, pack.id, pack.content_hash):
            signed: dict[str, Any] = {"approved_by": by.id, "confirmed_by": and_by.id, "at": at}
            session.add(DemonstrationApproval(pack_id=pack.id, content_hash=pack.content_hash, **signed))
    session.flush()
