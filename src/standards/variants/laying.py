"""Lays overlays over a pack: one merged pack for the engine, the strictest value of each day, and whose it is."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise

from standards.rules.issuer import KINDS_OF_ISSUER
from standards.rules.pack import LaidOver, Pack, PackError
from standards.rules.requirement import Requirement
from standards.rules.rule_text import remedy_of, text_of
from standards.variants.fitting import is_stricter, misfits, tightened_ids
from standards.variants.overlay import Overlay, Tightening

Window = tuple[date | None, date | None]


@dataclass(frozen=True)
class Claim:
    """A tightening that bears on one requirement: whose it is, and from when to when."""

    overlay: Overlay
    row: Tightening
    starts: date
    ends: date | None

    def holds(self, window: Window) -> bool:
        """Tell whether it is in force on the first day of a stretch that no claim begins or ends within."""
        first = window[0] or date.min
        return self.starts <= first and (self.ends is None or first < self.ends)


def overlaid(pack: Pack, overlays: Iterable[Overlay]) -> Pack:
    """Lay overlays over a pack. Their order does not matter; one that is laxer than the pack changes nothing.

    Each tightened requirement falls into versions, one for each stretch of days with the same strictest value. The
    rows that work out a reading of it are tightened with it. `laid_over` keeps the hash of the pack itself, to which
    approvals refer. Raises PackError naming what does not fit: another base, an unknown requirement, a wrong unit.
    """
    known = tuple(sorted(set(overlays), key=_rank))
    return _overlaid(pack, known) if known else pack


def _rank(overlay: Overlay) -> tuple[int, str, str, str]:
    kind = KINDS_OF_ISSUER.index(overlay.issuer.kind)
    return kind, overlay.issuer.id, overlay.id, overlay.content_hash


@lru_cache(maxsize=256)
def _overlaid(pack: Pack, overlays: tuple[Overlay, ...]) -> Pack:
    problems = [problem for overlay in overlays for problem in misfits(pack, overlay)]
    if problems or pack.laid_over is not None:
        raise PackError("\n".join(problems) or f"{pack.id}: lay all overlays over the pack at once")
    own = [one for each in pack.requirements for one in _versions(each, pack, list(_claims(each.id, pack, overlays)))]
    added = [one for overlay in overlays for one in _added(overlay)]
    hashes = tuple(one.content_hash for one in overlays)
    mark = LaidOver(base_hash=pack.content_hash, overlays=hashes)
    # Validated anew: two rules of one issuer valid on one day, or a rule of law without address, are refused here too.
    return Pack.model_validate(pack.model_dump() | {"requirements": [*own, *added], "laid_over": mark})


def _claims(requirement_id: str, pack: Pack, overlays: Sequence[Overlay]) -> Iterator[Claim]:
    for overlay in overlays:
        for row in overlay.tightens:
            starts, ends = overlay.window(row)
            if requirement_id in tightened_ids(pack, row.requirement) and (ends is None or starts < ends):
                yield Claim(overlay, row, starts, ends)


def _added(overlay: Overlay) -> Iterator[Requirement]:
    for one in overlay.adds:
        starts, ends = overlay.window(one)
        if ends is None or starts < ends:
            mark = {"issuer": overlay.issuer, "overlay_hash": overlay.content_hash}
            yield one.model_copy(update=mark | {"valid_from": starts, "valid_to": ends})


def _versions(rule: Requirement, pack: Pack, claims: Sequence[Claim]) -> Iterator[Requirement]:
    """Cut one version of a requirement where claims begin and end, and let the strictest win in each stretch."""
    whole = pack.validity(rule)
    stricter = [one for one in claims if is_stricter(one.row.value, rule, pack)]
    bearing = [one for one in stricter if _meets(whole, (one.starts, one.ends))]
    if not bearing:
        yield rule
        return
    merged: list[tuple[Window, Claim | None]] = []
    for window in _stretches(whole, bearing):
        winner = _strictest(rule, [one for one in bearing if one.holds(window)])
        if merged and merged[-1][1] is winner:
            merged[-1] = ((merged[-1][0][0], window[1]), winner)
        else:
            merged.append((window, winner))
    for window, winner in merged:
        yield _version(rule, pack, window, winner)


def _meets(one: Window, other: Window) -> bool:
    return (one[1] is None or (other[0] or date.min) < one[1]) and (other[1] is None or (one[0] or date.min) < other[1])


def _stretches(whole: Window, claims: Sequence[Claim]) -> Iterator[Window]:
    first, last = whole[0] or date.min, whole[1] or date.max
    cuts = {day for one in claims for day in (one.starts, one.ends) if day is not None and first < day < last}
    days: list[date | None] = [whole[0], *sorted(cuts), whole[1]]
    yield from pairwise(days)


def _strictest(rule: Requirement, claims: Sequence[Claim]) -> Claim | None:
    """Pick the claim that governs; None: the pack's own value does. Equal ones keep the order of `_rank`."""
    sign = 1.0 if rule.op == "<=" else -1.0
    return min(claims, key=lambda one: one.row.value * sign, default=None)


def _version(rule: Requirement, pack: Pack, window: Window, claim: Claim | None) -> Requirement:
    dated: dict[str, object] = {"valid_from": window[0], "valid_to": window[1]}
    if claim is None:
        return rule.model_copy(update=dated)
    row, best = claim.row, rule.best
    if best is not None and (best > row.value if rule.op == "<=" else best < row.value):
        best = None  # the preferable end of the pack's range is now less than what is demanded
    is_variant = rule.id in pack.variants
    changed = dated | {
        "value": row.value,
        "value_open": False,
        "best": best,
        "severity": rule.severity if is_variant else "breach",
        "reference": row.reference,
        "confidence": row.confidence,
        "source_sites": row.source_sites,
        "text": (None if is_variant else row.text) or text_of(rule, row.value),
        "remedy": (None if is_variant else row.remedy) or remedy_of(rule, row.value),
        "issuer": claim.overlay.issuer,
        "overlay_hash": claim.overlay.content_hash,
    }
    return Requirement.model_validate(rule.model_dump() | changed)
