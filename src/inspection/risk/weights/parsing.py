"""A weight set read from YAML, strictly: every problem named, nothing guessed, nothing barred let through."""

import itertools
import math
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar, get_args, get_type_hints

from husly.kit.i18n import mark
from inspection.risk.features import RETIRED, WITHHELD, RiskFeatures
from inspection.risk.weights.barred import barred_in_key, barred_in_sentences
from inspection.risk.weights.factors import (
    HIGHEST_SCORE,
    Change,
    Choice,
    Factor,
    FactorSource,
    FactorStatus,
    Rubric,
    Scale,
    Weights,
)
from inspection.risk.weights.plain_yaml import read_yaml
from inspection.risk.weights.problems import Made, Problems, WeightsError, refuse
from standards.facts.choices import KIND_LABELS

Word = TypeVar("Word", bound=StrEnum)

BARRED = mark(
    "%(words)s must never weigh in a score: it is, or stands for, something that says nothing about a dwelling."
)
AUTHOR_LONGEST = 200
SET_KEYS = {"version", "valid_from", "author", "reason", "groups", "changes", "factors"}
SENTENCES = ("da", "en", "da_unknown", "en_unknown")
FACTOR_KEYS = {
    "key",
    "feature",
    "risk",
    "status",
    "source",
    "reference",
    "unknown",
    "percent",
    "rubric",
    "withheld",
    "da_infinite",
    "en_infinite",
    *SENTENCES,
    *Scale,
}
_TYPES = get_type_hints(RiskFeatures)


def parse_weights(text: str, *, origin: str) -> Weights:
    """Turn YAML into a weight set. `origin` names the file in error messages.

    Raises WeightsError with every problem that was found (`WeightsError.problems`).
    """
    problems = Problems()
    content = problems.tried(_content, text)
    if content is not None:
        weights = _weights(content, problems)
        if weights is not None and not problems.found:
            problems.tried(_check_set, weights)
        if weights is not None and not problems.found:
            return weights
    raise WeightsError(*problems.found, origin=origin)


def read_weights(path: Path) -> Weights:
    """Read an authority's own weight set from a file. Raises WeightsError when it cannot be used."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise refuse(
            mark("The weight set %(path)s cannot be read: %(problem)s."), path=path, problem=problem
        ) from problem
    return parse_weights(text, origin=str(path))


def _content(text: str) -> Mapping[str, Any]:
    content = read_yaml(text)
    if not isinstance(content, dict):
        raise refuse(mark("the file must hold the keys version, valid_from, groups and factors"))
    return content


def _weights(content: Mapping[str, Any], problems: Problems) -> Weights | None:
    """The set as far as it can be read; None when a part of it cannot, and then the problems are kept."""
    problems.tried(_known_keys, content, SET_KEYS)
    version = problems.tried(lambda: _version(content["version"]))
    valid_from = problems.tried(lambda: _date(content["valid_from"]))
    author = problems.tried(lambda: _text(content["author"], "author", AUTHOR_LONGEST))
    reason = problems.tried(lambda: _text(content["reason"], "reason"))
    limits = problems.tried(lambda: _group_limits(content["groups"]))
    changes = problems.tried(lambda: _changes(content.get("changes", [])))
    entries = problems.tried(lambda: _entries(content["factors"]))
    factors = [_factor(entry, problems) for entry in entries or ()]
    read = [factor for factor in factors if factor is not None]
    if not (version and valid_from and author and reason and limits) or len(read) < len(factors) or entries is None:
        return None
    return Weights(version, valid_from, author, reason, limits, tuple(read), changes or ())


def _known_keys(entry: Mapping[Any, Any], known: Collection[str]) -> None:
    strange = sorted(str(key) for key in entry if key not in known)
    for key in strange:
        _refuse_barred([key])
    if strange:
        raise refuse(mark("unknown keys: %(keys)s."), keys=", ".join(strange))


def _changes(value: object) -> tuple[Change, ...]:
    if not isinstance(value, list) or not all(isinstance(one, Mapping) for one in value):
        raise refuse(mark("changes must be a list of what was changed and why."))
    return tuple(Change(_text(one["what"], "what"), _text(one["why"], "why")) for one in value)


def _entries(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise refuse(mark("factors must be a list."))
    return value


def _version(value: object) -> str:
    if not isinstance(value, str | int | float) or not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}", str(value)):
        raise refuse(
            mark("the version is 1 to 40 letters, digits, points, dashes or underscores, not %(value)s."),
            value=_short(value),
        )
    return str(value)


def _text(value: object, key: str, longest: int = 2000) -> str:
    if not isinstance(value, str) or not value.strip() or len(value) > longest or "\x00" in value:
        raise refuse(mark("%(key)s must be a text of 1 to %(longest)s characters."), key=key, longest=longest)
    return value


def _short(value: object) -> str:
    """A wrong value as it stands in a message."""
    return repr(value) if isinstance(value, str | int | float | date | None) else type(value).__name__


def _date(value: object) -> date:
    if type(value) is not date:
        raise refuse(mark("valid_from must be a date such as 2026-01-01, not %(value)s."), value=_short(value))
    return value


def _group_limits(value: object) -> tuple[int, int, int]:
    match value:
        case [int(two), int(three), int(four)] if 0 < two < three < four <= HIGHEST_SCORE:
            return (two, three, four)
    raise refuse(
        mark("groups must be three rising scores between 1 and %(highest)s, not %(value)s."),
        highest=HIGHEST_SCORE,
        value=str(value)[:60],
    )


def _factor(entry: object, problems: Problems) -> Factor | None:
    if not isinstance(entry, dict) or "key" not in entry:
        problems.tried(_no_key)
        return None
    key, before = str(entry["key"])[:60], len(problems.found)

    def read(make: Callable[..., Made], *given: Any) -> Made | None:
        return problems.tried(make, *given, factor=key)

    read(_known_keys, entry, FACTOR_KEYS)
    read(_refuse_barred, [key, str(entry.get("feature", ""))])
    read(_refuse_barred_sentences, entry)
    feature = read(lambda: _feature(entry["feature"]))
    scale = read(_scale, entry)
    factor = Factor(
        key=key,
        feature=feature or "",
        risk_id=read(lambda: _text(entry["risk"], "risk", 40)) or "",
        status=read(lambda: _one_of(FactorStatus, entry["status"], "status")) or FactorStatus.CONTEXT,
        source=read(lambda: _one_of(FactorSource, entry["source"], "source")) or FactorSource.DATA,
        reference=read(lambda: _text(entry["reference"], "reference")) or "",
        scale=scale or Scale.CHOICES,
        choices=(read(lambda: _choices(entry[scale])) or ()) if scale is Scale.CHOICES else (),
        steps=() if scale in (None, Scale.CHOICES) else read(lambda: _steps(entry[scale], scale)) or (),
        unknown_points=read(lambda: _points(entry["unknown"])) or 0,
        percent=entry.get("percent", False) is True,
        **{text: read(lambda text=text: _text(entry[text], text)) or "" for text in SENTENCES},
        da_infinite=str(entry.get("da_infinite", "")),
        en_infinite=str(entry.get("en_infinite", "")),
        withheld=entry.get("withheld", False) is True or feature in WITHHELD,
        rubric=read(lambda: _one_of(Rubric, entry["rubric"], "rubric")) if "rubric" in entry else None,
    )
    if len(problems.found) == before:
        read(_check_values, factor)
    return factor if len(problems.found) == before else None


def _no_key() -> None:
    raise refuse(mark("every factor needs a key."))


def _feature(value: object) -> str:
    known = sorted(_TYPES)
    if value not in known and value not in RETIRED:
        raise refuse(
            mark("there is no feature %(feature)s. Known: %(known)s."), feature=_short(value), known=", ".join(known)
        )
    return str(value)


def _scale(entry: Mapping[str, object]) -> Scale:
    scales = [scale for scale in Scale if scale in entry]
    if len(scales) != 1:
        raise refuse(mark("give exactly one of choices, above, below."))
    return scales[0]


def _one_of(kind: type[Word], value: object, key: str) -> Word:
    if value not in [one.value for one in kind]:
        known = ", ".join(one.value for one in kind)
        raise refuse(mark("%(key)s is one of %(known)s, not %(value)s."), key=key, known=known, value=_short(value))
    return kind(value)


def _points(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= HIGHEST_SCORE:
        raise refuse(
            mark("points are whole numbers from 0 to %(highest)s, not %(value)s."),
            highest=HIGHEST_SCORE,
            value=_short(value),
        )
    return value


def _choices(table: object) -> tuple[Choice, ...]:
    if not isinstance(table, Mapping) or not table:
        raise refuse(mark("choices must map values to points."))
    return tuple(_choice(value, entry) for value, entry in table.items())


def _choice(value: Any, entry: object) -> Choice:
    _refuse_barred([str(value)])
    if not isinstance(entry, Mapping):
        return Choice(value, _points(entry), str(value), str(value))
    return Choice(value, _points(entry["points"]), _text(entry["da"], "da"), _text(entry["en"], "en"))


def _steps(table: object, scale: Scale) -> tuple[tuple[float, int], ...]:
    if not isinstance(table, Mapping) or not table:
        raise refuse(mark("%(scale)s must map limits to points."), scale=scale.value)
    steps = [(_limit(limit), _points(points)) for limit, points in table.items()]
    steps.sort(reverse=scale is Scale.ABOVE)
    if any(weighty[1] < light[1] for weighty, light in itertools.pairwise(steps)):
        raise refuse(mark("the points under %(scale)s must not fall as things get worse."), scale=scale.value)
    return tuple(steps)


def _limit(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise refuse(mark("limits are numbers, not %(value)s."), value=_short(value))
    return float(value)


def _refuse_barred(keys: Iterable[str]) -> None:
    barred = sorted({word for key in keys for word in barred_in_key(key)})
    if barred:
        raise refuse(BARRED, words=", ".join(barred))


def _refuse_barred_sentences(entry: Mapping[str, object]) -> None:
    barred = barred_in_sentences(str(entry.get(text, ""))[:2000] for text in SENTENCES)
    if barred:
        raise refuse(BARRED, words=", ".join(barred))


def _check_values(factor: Factor) -> None:
    """Numbers are weighed by limits, answers and kinds by choices; anything else would count as unknown everywhere."""
    if factor.feature in RETIRED:
        return
    wanted = {kind for kind in get_args(_TYPES[factor.feature]) if kind is not type(None)}
    by_choice = bool(wanted & {bool, str})
    if by_choice is not (factor.scale is Scale.CHOICES):
        fitting = "choices" if by_choice else "above, below"
        raise refuse(mark("%(feature)s is weighed by %(fitting)s."), feature=factor.feature, fitting=fitting)
    wrong = [choice.value for choice in factor.choices if type(choice.value) not in wanted]
    if factor.feature == "kind":
        wrong = [choice.value for choice in factor.choices if choice.value not in KIND_LABELS]
    if wrong:
        told = ", ".join(_short(value) for value in wrong)
        raise refuse(mark("%(feature)s never has the value %(values)s."), feature=factor.feature, values=told)


def _check_set(weights: Weights) -> None:
    keys = [factor.key for factor in weights.factors]
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        raise refuse(mark("factors named twice: %(keys)s."), keys=", ".join(twice))
    highest = sum(factor.max_points for factor in weights.factors)
    if highest != HIGHEST_SCORE:
        raise refuse(
            mark("the highest points of all factors add up to %(sum)s; make them %(highest)s."),
            sum=highest,
            highest=HIGHEST_SCORE,
        )
