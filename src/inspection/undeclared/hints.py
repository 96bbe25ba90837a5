"""What a hint is, and how hints about one employer or address make a candidate."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

from inspection.undeclared.points import HintRule, Points


class HintKind(StrEnum):
    """What hints at housing that nobody declared; the texts and points of each stand in the dated YAML."""

    RUT_WORKERS = "rut_workers"
    DECLARED_WORKERS = "declared_workers"
    CVR_WORKERS = "cvr_workers"
    ENDED_HOUSING = "ended_housing"
    FAR_WORKPLACE = "far_workplace"
    OWNER_CONTEST = "owner_contest"
    RISK_SECTOR = "risk_sector"
    SEEN_ON_VISIT = "seen_on_visit"
    TIPS = "tips"
    OTHER_REGISTER = "other_register"
    SHARED_WORKPLACE = "shared_workplace"
    SHARED_POST = "shared_post"


@dataclass(frozen=True, slots=True)
class Place:
    """An address as some register writes it; ``key`` is the same for every spelling."""

    key: str
    street: str
    house_number: str
    unit: str
    postcode: str
    municipality_code: str

    @property
    def line(self) -> str:
        """The address on one line."""
        unit = f", {self.unit}" if self.unit else ""
        return f"{self.street} {self.house_number}{unit}, {self.postcode}"


@dataclass(frozen=True, slots=True)
class Hint:
    """One reason to look: its kind, what it rests on (``ref``, the same next time), its day and its number.

    ``words`` fill the sentence. ``origin`` names the list or register; empty for our own. ``place`` is an address that
    it tells of, ``firm`` the number and name of a firm, where there is one.
    """

    kind: HintKind
    ref: str
    on: date
    number: int
    words: Mapping[str, str | int] = field(default_factory=dict)
    origin: str = ""
    place: Place | None = None
    firms: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Firm:
    """Whom an employer candidate is about; ``employer_id`` None while the register does not know the firm."""

    key: str
    number: str
    name: str
    employer_id: UUID | None
    municipality_code: str | None


@dataclass(frozen=True, slots=True)
class Found:
    """A candidate as found: a firm or an address, and its hints in the order of the YAML, the largest first.

    ``only_tips``: without reports it would be none, so that who may not read those sees nothing of it.
    """

    key: str
    firm: Firm | None
    place: Place | None
    municipality_code: str | None
    hints: tuple[Hint, ...]
    only_tips: bool = False

    @property
    def kinds(self) -> tuple[HintKind, ...]:
        """Its kinds of hint, each once."""
        return tuple(dict.fromkeys(hint.kind for hint in self.hints))

    @property
    def newest_on(self) -> date:
        """The day of the newest hint."""
        return max(hint.on for hint in self.hints)

    def points(self, points: Points) -> tuple[int, ...]:
        """The points of each hint; of several of one kind the first, and largest, counts alone."""
        seen: set[HintKind] = set()
        given = []
        for hint in self.hints:
            given.append(0 if hint.kind in seen else points.of(hint.kind).points(hint.number))
            seen.add(hint.kind)
        return tuple(given)


def candidate_of(
    key: str,
    hints: Iterable[Hint],
    points: Points,
    *,
    firm: Firm | None = None,
    place: Place | None = None,
) -> Found | None:
    """What these hints make together: a candidate where one suffices alone, or two kinds meet; else None.

    A mere context beside one sign adds to it but never makes a candidate of it.
    """
    order = list(points.rules)
    found = sorted(hints, key=lambda hint: (order.index(hint.kind), -hint.number, hint.ref))
    kinds = {hint.kind for hint in found}
    if not suffice(kinds, points):
        return None
    codes = [one for one in (place and place.municipality_code, firm and firm.municipality_code) if one]
    only_tips = not suffice(kinds - {HintKind.TIPS}, points)
    return Found(key, firm, place, codes[0] if codes else None, tuple(found), only_tips)


TOLD_BY_PEOPLE = frozenset({HintKind.TIPS, HintKind.OWNER_CONTEST})
"""Hints that somebody gave who must not be told of (PRIV-02)."""


def suffice(kinds: Collection[HintKind], points: Points) -> bool:
    """Whether hints of these kinds make a candidate: one that suffices alone, or a sign beside another kind."""
    rules = {kind: points.of(kind) for kind in kinds}
    signs = [rule for rule in rules.values() if not rule.is_context]
    return any(rule.alone for rule in rules.values()) or (bool(signs) and len(rules) > 1 and _meet(rules))


def _meet(rules: Mapping[HintKind, HintRule]) -> bool:
    """Whether two kinds stand together; the sector is no sign, so it does not count."""
    return len(set(rules) - {HintKind.RISK_SECTOR}) > 1


def standing(hints: Iterable[Hint], points: Points) -> dict[str, int]:
    """Each hint with the step that it has reached, to be compared with later ones."""
    return {hint.ref: points.of(hint.kind).step(hint.number) for hint in hints}


def is_news(before: Mapping[str, int], now: Mapping[str, int]) -> bool:
    """Whether there is a hint now that was not there before, or one that has grown a step."""
    return any(step > before.get(ref, -1) for ref, step in now.items())
