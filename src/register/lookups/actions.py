"""Keeping what registers answered, and giving dwellings their points."""

from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from sqlalchemy.engine import Engine
from sqlmodel import Session

from husly.kit import audit
from husly.kit.access import SYSTEM, Actor
from husly.kit.database import take_turns, transaction
from husly.settings import Settings
from register.dwellings.actions import move_dwellings
from register.dwellings.models import Dwelling
from register.dwellings.queries import find_dwelling_at
from register.lookups.addresses import Accuracy, AddressFound, found_in
from register.lookups.asking import Asking
from register.lookups.models import AnswerState, DwellingPoint, PointBy, Register, RegisterAnswer
from register.lookups.queries import find_answer, latest_point, next_wanted
from register.lookups.wanted import Reply, Wanted, ask, enabled, wanted_address, wanted_building
from register.municipalities.placement import Placement, place
from register.municipalities.queries import current_boundaries


def look_up_next(engine: Engine, chosen: Settings, asking: Asking, *, at: datetime) -> str | None:
    """Ask the next question that is due; a line for the log, or None when nothing is. Asks outside of a transaction."""
    sources = enabled(chosen)
    if not sources:
        return None
    with transaction(engine, writing=False) as session:
        wanted = next_wanted(session, sources, at=at)
    if wanted is None:
        return None
    reply = _ask_and_keep(engine, wanted, chosen, asking, at=at)
    return f"look-up {wanted.source.value}: {reply.state.value} {reply.error}".strip()


def look_up_now(
    engine: Engine,
    dwelling_key: str,
    cvr_number: str | None,
    chosen: Settings,
    asking: Asking,
    *,
    at: datetime,
) -> list[Reply]:
    """Ask every register that is enabled of one dwelling and its employer, fresh answers or not."""
    replies = []
    for source in enabled(chosen):
        with transaction(engine, writing=False) as session:
            wanted = _wanted(session, source, dwelling_key, cvr_number)
        if wanted is not None:
            replies.append(_ask_and_keep(engine, wanted, chosen, asking, at=at))
    return replies


def _wanted(session: Session, source: Register, dwelling_key: str, cvr_number: str | None) -> Wanted | None:
    if source is Register.COMPANY:
        return Wanted(source, cvr_number) if cvr_number else None
    dwelling = find_dwelling_at(session, dwelling_key)
    if dwelling is None:
        raise LookupError("a dwelling that is not stored was to be looked up")
    return wanted_address(dwelling) if source is Register.ADDRESS else wanted_building(dwelling)


def _ask_and_keep(engine: Engine, wanted: Wanted, chosen: Settings, asking: Asking, *, at: datetime) -> Reply:
    reply = ask(wanted, chosen, asking, at=at)
    with transaction(engine) as session:
        keep_reply(session, wanted, reply, at=at, days=chosen.lookup_days, data_path=chosen.data_path)
    return reply


def keep_reply(
    session: Session, wanted: Wanted, reply: Reply, *, at: datetime, days: int, data_path: Path
) -> RegisterAnswer:
    """Store a reply; an older answer stays readable while the register is silent. An address places its dwelling."""
    take_turns(session, "lookups")
    kept = find_answer(session, wanted.source, wanted.subject) or RegisterAnswer(
        source=wanted.source, subject=wanted.subject, state=reply.state, provider="", asked_at=at, due_at=at
    )
    silent = reply.state is AnswerState.UNREACHABLE
    kept.state, kept.error, kept.asked_at = reply.state, reply.error, at
    kept.failures = kept.failures + 1 if silent else 0
    kept.due_at = reply.due_at(at, kept.failures, days)
    if not silent:
        kept.content, kept.provider, kept.url, kept.retrieved_at = reply.content, reply.provider, reply.url, at
    elif kept.retrieved_at is None:
        kept.provider, kept.url = reply.provider, reply.url
    session.add(kept)
    session.flush()
    if wanted.source is Register.ADDRESS and reply.state is AnswerState.FOUND and wanted.dwelling_id is not None:
        dwelling = session.get_one(Dwelling, wanted.dwelling_id)
        _use_address(session, dwelling, found_in(reply.content), reply.provider, at=at, data_path=data_path)
    return kept


def _use_address(
    session: Session, dwelling: Dwelling, found: AddressFound, provider: str, *, at: datetime, data_path: Path
) -> None:
    """Give the dwelling its id, and its point where it had only an approximate one; a point set by hand stays."""
    dwelling.dar_id = found.dar_id or dwelling.dar_id
    session.add(dwelling)
    given = latest_point(session, dwelling.id)
    if dwelling.has_exact_point or (given is not None and given.set_by is not PointBy.REGISTER):
        return
    boundaries = current_boundaries(session, data_path)
    placement = place(
        boundaries,
        data_path,
        postcode=dwelling.postcode,
        latitude=found.latitude,
        longitude=found.longitude,
        declared_code=found.municipality_code,
    )
    if placement is not None:
        approximate = found.accuracy is not Accuracy.ADDRESS
        point = DwellingPoint(
            dwelling_id=dwelling.id,
            latitude=found.latitude,
            longitude=found.longitude,
            is_approximate=approximate,
            set_by=PointBy.REGISTER,
            provider=provider,
            by=SYSTEM.id,
            at=at,
        )
        put_point(session, dwelling, placement, point, by=SYSTEM)


def put_point(session: Session, dwelling: Dwelling, placement: Placement, point: DwellingPoint, *, by: Actor) -> None:
    """Place a dwelling at a point and in its municipality, with its history; what was before stands in the trail."""
    before = {"point": [dwelling.latitude, dwelling.longitude], "municipality": dwelling.municipality_code}
    moved = placement.municipality_code != dwelling.municipality_code
    for name, value in asdict(placement).items():
        setattr(dwelling, name, value)
    dwelling.point_is_approximate = point.is_approximate
    session.add_all([dwelling, point])
    session.flush()
    if moved:
        move_dwellings(session, {dwelling.id: placement.municipality_code})
    audit.record(
        session,
        by=by,
        at=point.at,
        action="dwelling.placed",
        on=("dwelling", dwelling.id),
        before=before,
        after={"point": [point.latitude, point.longitude], "municipality": placement.municipality_code},
        details={"set_by": point.set_by.value, "provider": point.provider},
    )
