"""The nightly check of frozen letters (L9): every issued letter hashed anew, a difference kept and audited."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from husly.kit import audit
from husly.kit.access import SYSTEM
from husly.kit.clock import danish_date
from husly.kit.database import take_turns
from inspection.letters.models import LetterCheck
from inspection.letters.queries import find_altered


def verify_letters(session: Session, *, at: datetime) -> LetterCheck | None:
    """Check every issued letter, once a Danish day; None when this day has its check already."""
    day = danish_date(at)
    take_turns(session, "check of letters")
    if session.execute(sa.select(col(LetterCheck.id)).where(col(LetterCheck.checked_on) == day)).first() is not None:
        return None
    count, altered = find_altered(session)
    check = LetterCheck(
        checked_on=day,
        at=at,
        letters=count,
        altered=[f"{one.case_number} {one.kind} {one.letter_id}" for one in altered],
    )
    session.add(check)
    session.flush()
    if altered:
        found = [str(one.letter_id) for one in altered]
        audit.record(
            session,
            by=SYSTEM,
            at=at,
            action="letters.altered",
            on=("letter_check", check.id),
            details={"letters": found},
        )
    return check
