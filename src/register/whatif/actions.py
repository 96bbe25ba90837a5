"""What is written down about a what-if: that it was asked, never what came out of it."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from husly.kit import audit
from husly.kit.access import Actor
from register.whatif.judging import Judged
from register.whatif.scenarios import Asked


def record_whatif(
    session: Session, asked: Asked, judged: Judged, *, by: Actor, at: datetime, listed: bool = False
) -> None:
    """Write the audit row of a reading; `listed`: single accommodations were named, not only counts."""
    details: dict[str, Any] = {
        "values": {one.key: one.after for one in asked.changes},
        "as_of": asked.as_of,
        "municipality": asked.municipality_code,
        "dwellings": judged.places,
        "listed": listed,
    }
    audit.record(session, by=by, at=at, action="whatif.read", on=("pack", asked.scenario.pack.id), details=details)
