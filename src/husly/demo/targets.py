"""Inspection targets of the demonstration: for the whole country, for a sector, and for one municipality."""

from datetime import date, datetime, timedelta

from sqlmodel import Session

from husly.kit.access import Actor
from husly.kit.clock import danish_date
from inspection.targets.actions import change_target, end_target, set_target
from inspection.targets.forms import TargetAsked
from inspection.targets.queries import count_visits

SEVERAL_MONTHS, FEW_WEEKS = 150, 30


def load_targets(session: Session, *, by: Actor, at: datetime) -> None:
    """Set three targets that run, and one that was given up."""
    today = danish_date(at)
    begun, ends = today - timedelta(days=SEVERAL_MONTHS), today + timedelta(days=60)
    made = set_target(session, asked=_asked(begun, ends, visits=1, note="Aftale for perioden"), by=by, at=at)
    enough = 2 * count_visits(session, made, as_of=today).done + 10
    change_target(session, made.id, asked=_asked(begun, ends, visits=enough, note="Aftale for perioden"), by=by, at=at)
    set_target(session, asked=_asked(begun, ends, share=0.2, sector="A"), by=by, at=at)
    soon = _asked(today - timedelta(days=FEW_WEEKS), ends, visits=4, municipality_code="0461")
    set_target(session, asked=soon, by=by, at=at)
    dropped = set_target(session, asked=_asked(begun, ends, visits=25, kind="caravan"), by=by, at=at)
    end_target(session, dropped.id, reason="Indgår nu i måltallet for hele landet.", by=by, at=at)


def _asked(
    from_on: date,
    to_on: date,
    *,
    visits: int | None = None,
    share: float | None = None,
    sector: str = "",
    kind: str = "",
    municipality_code: str | None = None,
    note: str = "",
) -> TargetAsked:
    return TargetAsked(
        from_on=from_on,
        to_on=to_on,
        municipality_code=municipality_code,
        sector=sector,
        kind=kind,
        visits=visits,
        share=share,
        note=note,
    )
