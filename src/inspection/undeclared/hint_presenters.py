"""Hints as officers read them: in words, each with its source and day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from husly.kit.i18n import gettext as _
from husly.kit.i18n import language
from inspection.undeclared.hints import HintKind
from inspection.undeclared.models import UndeclaredCandidate
from inspection.undeclared.points import load_points
from inspection.undeclared.words import KINDS, SOURCES, STRENGTHS


@dataclass(frozen=True)
class HintShown:
    """One hint, ready to read; ``points`` None without the score."""

    key: str
    kind: str
    sentence: str
    on: date
    source: str
    reference: str
    origin: str
    strength: str
    points: int | None
    most: int
    firms: tuple[str, ...]


def hints_shown(row: UndeclaredCandidate, *, with_tips: bool, with_points: bool) -> list[HintShown]:
    """The hints that a reader may see, in the language of the moment."""
    known = load_points(row.points_version)
    shown = []
    for hint in row.hints:
        if hint["kind"] == HintKind.TIPS and not with_tips:
            continue
        rule = known.of(hint["kind"])
        template = rule.da if language() == "da" else rule.en
        shown.append(
            HintShown(
                key=hint["kind"],
                kind=_(KINDS[HintKind(hint["kind"])]),
                sentence=template.format(**hint["words"]),
                on=date.fromisoformat(hint["on"]),
                source=_(SOURCES[rule.source]),
                reference=rule.reference,
                origin=hint["origin"],
                strength=_(STRENGTHS[rule.is_context]),
                points=hint.get("points") if with_points else None,
                most=rule.most,
                firms=tuple(f"{name} ({number})" if number else name for number, name in hint["firms"]),
            )
        )
    return shown


def total_of(hints: Sequence[HintShown]) -> int | None:
    """The sum of what is shown; None without the score, or where the search was made without it."""
    given = [hint.points for hint in hints if hint.points is not None]
    return sum(given) if given else None
