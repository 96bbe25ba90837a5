"""Searching the whole register for candidates, and keeping what was found beside what people decided."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, select

from husly.kit import audit
from husly.kit.access import Actor, Permission, require
from husly.kit.audit import Act
from husly.kit.clock import danish_date
from husly.kit.database import take_turns
from husly.kit.errors import DomainError
from inspection.undeclared.addresses import declared_keys
from inspection.undeclared.deciding import Stood, state_after
from inspection.undeclared.finding import find_all
from inspection.undeclared.hints import Found, Hint, standing
from inspection.undeclared.lists import ids_by_number
from inspection.undeclared.models import CandidateState, UndeclaredCandidate, UndeclaredRun
from inspection.undeclared.points import Points
from inspection.undeclared.queries import declares_since, declares_there
from register.accommodations.models import Accommodation
from register.municipalities.table import Postcode


def find_candidates(
    session: Session,
    *,
    as_of: date,
    points: Points,
    switched_on: bool,
    postcodes: Mapping[str, Postcode],
    commuting_km: int,
    by: Actor,
    at: datetime,
) -> UndeclaredRun:
    """Search the whole register as of a day and keep what was found; what people decided stays as ``state_after`` says.

    Without the score (``switched_on``) no points are stored. Raises ``DomainError`` for a day to come.
    """
    require(by, Permission.PLAN_VISITS)
    if as_of > danish_date(at):
        raise DomainError("undeclared.future", "Candidates cannot be looked for on a day to come.")
    take_turns(session, "undeclared-candidates")
    found = find_all(session, as_of=as_of, points=points, postcodes=postcodes, commuting_km=commuting_km)
    before = _known_by_key(session)
    search = _Keeping(session, points, with_points=switched_on, as_of=as_of, by=by, at=at)
    for one in found:
        search.keep(before.pop(one.key, None), one)
    search.let_go(before)
    version = points.version if switched_on else ""
    run = UndeclaredRun(as_of=as_of, points_version=version, candidates=len(found), found_at=at, found_by=by.id)
    session.add(run)
    session.flush()
    details = {"as_of": as_of, "points": version, "candidates": len(found)}
    search.acts.append(Act("undeclared.found", ("undeclared_run", run.id), details=details))
    audit.record_all(session, search.acts, by=by, at=at)
    return run


def _known_by_key(session: Session) -> dict[str, UndeclaredCandidate]:
    """What is kept, by key; a firm that the register did not know then and knows now gets its employer's key."""
    known = {one.key: one for one in session.exec(select(UndeclaredCandidate))}
    strangers = [one for one in known.values() if one.key.startswith("firm:")]
    ids = ids_by_number(session) if strangers else {}
    for one in strangers:
        kinds = ("cvr", "foreign", "rut")
        employer_id = next((ids[kind, one.firm_number] for kind in kinds if (kind, one.firm_number) in ids), None)
        if employer_id is not None and f"employer:{employer_id}" not in known:
            del known[one.key]
            one.key, one.employer_id = f"employer:{employer_id}", employer_id
            known[one.key] = one
    return known


class _Keeping:
    """Writing what one search found; without the score (``with_points``) no points are stored."""

    def __init__(
        self, session: Session, points: Points, *, with_points: bool, as_of: date, by: Actor, at: datetime
    ) -> None:
        self.session, self.points, self.with_points = session, points, with_points
        self.as_of, self.by, self.at = as_of, by, at
        self.acts: list[Act] = []

    def keep(self, row: UndeclaredCandidate | None, one: Found) -> None:
        """Store a candidate as found, new or again."""
        if row is None:
            row = UndeclaredCandidate(
                key=one.key,
                first_seen_on=self.as_of,
                last_seen_on=self.as_of,
                hint_count=0,
                newest_on=one.newest_on,
                state_at=self.at,
                state_by=self.by.id,
            )
        else:
            hints = standing(one.hints, self.points)
            declared = row.state is CandidateState.CONFIRMED and self._is_housing_declared(row)
            self._move(row, hints=hints, is_declared=declared)
        self._describe(row, one)
        self.session.add(row)

    def let_go(self, rest: Mapping[str, UndeclaredCandidate]) -> None:
        """Candidates that were kept and not found again: declared since, or nothing hints at them any more."""
        keys = {row.address_key for row in rest.values() if row.key.startswith("address:")}
        declared = declared_keys(self.session, keys, as_of=self.as_of)
        for row in rest.values():
            if row.key.startswith("address:"):
                is_declared = row.address_key in declared
            else:
                is_declared = row.employer_id is not None and declares_since(
                    self.session, row.employer_id, row.first_seen_on
                )
            self._move(row, hints=None, is_declared=is_declared)
            self.session.add(row)

    def _move(self, row: UndeclaredCandidate, *, hints: Mapping[str, int] | None, is_declared: bool) -> None:
        stood = Stood(row.state, row.dismissed_until, row.dismissed_hints)
        state = state_after(stood, hints=hints, is_declared=is_declared, as_of=self.as_of)
        if state is row.state:
            return
        if state is CandidateState.NEW:
            row.dismissed_reason, row.dismissed_words, row.dismissed_until = None, "", None
            row.accommodation_id = None
        row.state, row.state_at, row.state_by = state, self.at, self.by.id
        self.acts.append(Act(f"undeclared.{state.value}", ("undeclared_candidate", row.id)))

    def _describe(self, row: UndeclaredCandidate, one: Found) -> None:
        given = one.points(self.points)
        row.hints = [self._document(hint, points) for hint, points in zip(one.hints, given, strict=True)]
        row.kinds = "|" + "".join(f"{kind.value}|" for kind in one.kinds)
        row.hint_count, row.newest_on, row.last_seen_on = len(one.hints), one.newest_on, self.as_of
        row.points = sum(given) if self.with_points else None
        row.points_version, row.only_tips = self.points.version, one.only_tips
        row.municipality_code = one.municipality_code
        if one.firm is not None:
            row.employer_id, row.firm_number, row.firm_name = one.firm.employer_id, one.firm.number, one.firm.name
        if one.place is not None:
            row.address_key, row.street, row.house_number = one.place.key, one.place.street, one.place.house_number
            row.unit, row.postcode = one.place.unit, one.place.postcode

    def _document(self, hint: Hint, points: int) -> dict[str, Any]:
        document: dict[str, Any] = {
            "kind": hint.kind.value,
            "ref": hint.ref,
            "on": hint.on.isoformat(),
            "step": self.points.of(hint.kind).step(hint.number),
            "words": dict(hint.words),
            "origin": hint.origin,
            "place": None if hint.place is None else asdict(hint.place),
            "firms": [list(firm) for firm in hint.firms],
        }
        return document | {"points": points} if self.with_points else document

    def _is_housing_declared(self, row: UndeclaredCandidate) -> bool:
        """Whether the employer has meanwhile declared the dwelling that was taken up."""
        if row.accommodation_id is None:
            return False
        taken = self.session.get_one(Accommodation, row.accommodation_id)
        return declares_there(self.session, taken.employer_id, taken.dwelling_id, as_of=self.as_of)
