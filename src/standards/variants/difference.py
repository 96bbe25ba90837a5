"""How two packs, or two versions of one, differ: rule by rule, key by key."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from standards.measures.registry import measure_named
from standards.rules.condition import Applies
from standards.rules.pack import Pack
from standards.rules.requirement import Requirement
from standards.rules.themes import THEMES, theme_of
from standards.text import Text

Kind = Literal["added", "removed", "changed", "same"]

_PACK_KEYS = (
    "title",
    "jurisdiction",
    "legal_status",
    "version",
    "valid_from",
    "valid_to",
    "governing_date",
    "supervisor",
    "notes",
    "lineage",
    "applies",
)
_LIMIT_KEYS = ("op", "value", "value_open", "best", "unit", "table", "min_count", "rounding", "per_sex", "transition")
_OWN_KEYS = ("id", "measure")


@dataclass(frozen=True)
class Change:
    """One key that differs; the values are plain (numbers, texts, lists, mappings), None: absent."""

    key: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Pairing:
    """One requirement beside the one it answers to. Either may be lacking, never both."""

    measure: str
    before: Requirement | None
    after: Requirement | None
    changes: tuple[Change, ...]

    @property
    def kind(self) -> Kind:
        """Whether the rule was added, removed, changed or left as it was."""
        if self.before is None:
            return "added"
        if self.after is None:
            return "removed"
        return "changed" if self.changes else "same"

    @property
    def limit_differs(self) -> bool:
        """Whether what is demanded differs, not only its wording, dates or place in the law."""
        return self.kind in ("added", "removed") or any(one.key in _LIMIT_KEYS for one in self.changes)

    @property
    def stricter(self) -> Literal["before", "after"] | None:
        """Which of two plain limits demands more; None where that cannot be told from the numbers."""
        left, right = _plain_limit(self.before), _plain_limit(self.after)
        if left is None or right is None or left[1:] != right[1:] or left[0] == right[0]:
            return None
        before_is_lower = left[0] < right[0]
        return "before" if before_is_lower == (left[1] == "<=") else "after"

    @property
    def label(self) -> Text:
        """What the rule measures."""
        return measure_named(self.measure).label


def _plain_limit(rule: Requirement | None) -> tuple[float, str, str] | None:
    """Number, operator and unit of a rule that has one limit, without exceptions or presuppositions."""
    if rule is None or rule.op not in ("<=", ">=") or not isinstance(rule.value, float):
        return None
    if rule.unless or rule.unless_room or rule.applies != Applies() or rule.transition is not None:
        return None
    return rule.value, rule.op, rule.unit


@dataclass(frozen=True)
class Difference:
    """Two packs beside each other; `is_one_pack`: two versions of the same pack."""

    before: Pack
    after: Pack
    is_one_pack: bool
    changes: tuple[Change, ...]
    pairings: tuple[Pairing, ...]

    def count(self, kind: Kind) -> int:
        """Count the pairings of a kind."""
        return sum(one.kind == kind for one in self.pairings)

    @property
    def is_empty(self) -> bool:
        """Whether the two say the same."""
        return not self.changes and all(one.kind == "same" for one in self.pairings)


def difference(before: Pack, after: Pack) -> Difference:
    """Lay two packs beside each other.

    Versions of one pack (the same id) are paired by the ids of their requirements; two different packs by what their
    requirements measure, the nearest in form first. Rows come in the order of the themes, then of the packs.
    """
    one_pack = before.id == after.id
    pairs = _by_id(before, after) if one_pack else _by_measure(before, after)
    pairings = [_pairing(left, right, one_pack) for left, right in pairs]
    order = [*THEMES, "other"]
    pairings.sort(key=lambda one: (order.index(theme_of(one.measure)), one.measure))
    changes = _changes(before.model_dump(mode="json"), after.model_dump(mode="json"), _PACK_KEYS) if one_pack else ()
    return Difference(before, after, one_pack, tuple(changes), tuple(pairings))


Pair = tuple[Requirement | None, Requirement | None]


def _by_id(before: Pack, after: Pack) -> Iterator[Pair]:
    ids = dict.fromkeys(rule.id for rule in (*before.requirements, *after.requirements))
    for key in ids:
        left = sorted((rule for rule in before.requirements if rule.id == key), key=_starts)
        right = sorted((rule for rule in after.requirements if rule.id == key), key=_starts)
        yield from _zipped(left, right)


def _starts(rule: Requirement) -> str:
    return rule.valid_from.isoformat() if rule.valid_from else ""


def _zipped(left: list[Requirement], right: list[Requirement]) -> Iterator[Pair]:
    for number in range(max(len(left), len(right))):
        yield (left[number] if number < len(left) else None, right[number] if number < len(right) else None)


def _by_measure(before: Pack, after: Pack) -> Iterator[Pair]:
    """Pair by measure; among several of one measure, those with the same operator and severity first."""
    free = [rule for rule in after.requirements if rule.id not in after.variants]
    for rule in before.requirements:
        if rule.id in before.variants:
            continue
        fitting = [other for other in free if other.measure == rule.measure]
        best = min(fitting, key=lambda other: (other.op != rule.op, other.severity != rule.severity), default=None)
        if best is not None:
            free = [other for other in free if other is not best]
        yield rule, best
    yield from ((None, rule) for rule in free)


def _pairing(before: Requirement | None, after: Requirement | None, one_pack: bool) -> Pairing:
    known = after if after is not None else before
    if known is None:
        raise ValueError("a pairing needs a requirement")
    changes: Iterable[Change] = ()
    if before is not None and after is not None:
        keys = tuple(Requirement.model_fields) if one_pack else _LIMIT_KEYS
        changes = _changes(_plain(before), _plain(after), keys)
    return Pairing(known.measure, before, after, tuple(changes))


def _plain(rule: Requirement) -> dict[str, Any]:
    return rule.model_dump(mode="json")


def _changes(before: dict[str, Any], after: dict[str, Any], keys: Iterable[str]) -> list[Change]:
    return [Change(key, before.get(key), after.get(key)) for key in keys if before.get(key) != after.get(key)]


def to_document(found: Difference) -> dict[str, Any]:
    """Write a difference as a document of plain values; the form is stable."""
    return {
        "format": "husly-pack-difference/1",
        "before": _named(found.before),
        "after": _named(found.after),
        "changes": [_written(one) for one in found.changes],
        "rules": [_row(one) for one in found.pairings if one.kind != "same"],
    }


def _named(pack: Pack) -> dict[str, str]:
    return {"id": pack.id, "version": pack.version, "hash": pack.content_hash}


def _row(one: Pairing) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "measure": one.measure,
        "before": one.before.id if one.before else None,
        "after": one.after.id if one.after else None,
        "changes": [_written(change) for change in one.changes],
    }


def _written(change: Change) -> dict[str, Any]:
    return {"key": change.key, "before": change.before, "after": change.after}
