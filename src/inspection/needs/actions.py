"""Keeping what is known before a visit: who changed which answer, and when."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from husly.kit import audit
from husly.kit.access import SYSTEM, Actor, Permission
from husly.kit.clock import danish_date
from husly.kit.database import take_turns
from husly.kit.errors import DomainError
from inspection.needs.hours import stored
from inspection.needs.models import VisitNeeds
from inspection.needs.queries import find_needs, get_home
from inspection.planning.solving.problem import Window

LONGEST_KEPT = timedelta(days=366)
"""Words about safety are asked for again after at most a year."""

WORDS = ("people_reason", "safety", "access")
"""Texts; the audit trail says that they changed, and never what they said, so that erasing them erases them."""


@dataclass(frozen=True, kw_only=True)
class NeedsTold:
    """What somebody answers, whole: an empty answer takes the earlier one away."""

    people: int = 1
    people_reason: str = ""
    safety: str = ""
    review_on: date | None = None
    skills: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    interpreter: bool = True
    home_hours: tuple[Window, ...] = ()
    contact_hours: tuple[Window, ...] = ()
    contact_needed: bool = False
    daylight_only: bool = False
    service_min: int | None = None
    access: str = ""

    @property
    def columns(self) -> dict[str, Any]:
        """As they are kept."""
        return {
            **{name: getattr(self, name) for name in (*WORDS, "people", "review_on", "interpreter")},
            **{name: getattr(self, name) for name in ("contact_needed", "daylight_only", "service_min")},
            "skills": sorted(set(self.skills)),
            "languages": sorted(set(self.languages)),
            "home_hours": stored(self.home_hours),
            "contact_hours": stored(self.contact_hours),
        }


def keep_needs(session: Session, accommodation_id: UUID, told: NeedsTold, *, by: Actor, at: datetime) -> VisitNeeds:
    """Keep what is known of the dwelling of an accommodation; the audit trail says which answers changed.

    Raises ``NotFoundError`` outside the actor's area, ``DomainError`` for words about safety without a day on which
    they are asked for again, at most a year ahead.
    """
    home = get_home(session, accommodation_id, by=by, permission=Permission.RECORD_VISITS)
    _check_review(told, danish_date(at))
    take_turns(session, f"needs of {home.dwelling_id}")
    row = find_needs(session, home.dwelling_id)
    is_new = row is None
    if row is None:
        row = VisitNeeds(
            dwelling_id=home.dwelling_id,
            municipality_code=home.municipality_code,
            told_at=at,
            told_by=by.id,
            told_by_name=by.name,
        )
    columns = told.columns
    changed = [name for name, value in columns.items() if is_new or getattr(row, name) != value]
    before = {name: None if is_new else getattr(row, name) for name in changed if name not in WORDS}
    for name, value in columns.items():
        setattr(row, name, value)
    row.told_at, row.told_by, row.told_by_name = at, by.id, by.name
    session.add(row)
    session.flush()
    after = {name: columns[name] for name in before}
    _trace(session, row.dwelling_id, "needs.kept", changed, before, after, by=by, at=at)
    return row


def _check_review(told: NeedsTold, today: date) -> None:
    if not (told.safety or told.people_reason):
        return
    if told.review_on is None or not today < told.review_on <= today + LONGEST_KEPT:
        raise DomainError(
            "needs.review", "Choose a day, at most a year ahead, on which the words about safety are asked for again."
        )


def erase_past_words(session: Session, *, at: datetime) -> int:
    """Erase words about safety whose day has passed; the number of people stays until somebody answers. How many."""
    day = danish_date(at)
    kept = sa.or_(col(VisitNeeds.safety) != "", col(VisitNeeds.people_reason) != "")
    statement = (
        sa.update(VisitNeeds)
        .where(kept, col(VisitNeeds.review_on) < day)
        .values(safety="", people_reason="")
        .returning(col(VisitNeeds.dwelling_id))
    )
    erased = list(session.execute(statement).scalars())
    for dwelling_id in erased:
        _trace(session, dwelling_id, "needs.words_erased", ["safety", "people_reason"], {}, {}, by=SYSTEM, at=at)
    return len(erased)


def _trace(
    session: Session,
    dwelling_id: UUID,
    action: str,
    changed: list[str],
    before: dict[str, Any],
    after: dict[str, Any],
    *,
    by: Actor,
    at: datetime,
) -> None:
    audit.record(
        session,
        by=by,
        at=at,
        action=action,
        on=("dwelling", dwelling_id),
        before=before or None,
        after=after or None,
        details={"changed": changed},
    )
