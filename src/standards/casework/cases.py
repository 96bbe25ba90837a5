"""Cases of the packs: situations with the outcome that a lawyer expects, and what the engine finds.

Each pack has `cases/<pack-id>.yaml`: a house that is in order, and small changes to it for each requirement. A full
case is a mapping: `shows` (what it is there for), `situation` (in words), `outcome`; `dwelling` (other facts of the
dwelling, null: unknown), `first_room` and `each_room` (other facts of the first room, of each bedroom), `rooms`
(other rooms altogether), `as_of` (another day); and, where they matter, `reason`, `measured`, `required`,
`shortfall`, `best_met`, `present`, `needed`, `missing`, `rooms_named`, `lacking`. `casework_short` has a short form.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from standards.casework.short import CaseError, expand
from standards.engine.assess import assess_many
from standards.engine.assessment import Result
from standards.facts.known import DwellingFacts
from standards.facts.parse import parse_facts
from standards.facts.problems import FactsError
from standards.rules.pack import Pack
from standards.rules.requirement import Requirement
from standards.rules.yaml_text import YamlTextError, read_yaml

CASES = Path(__file__).parents[1] / "cases"

_EXACT = ("reason", "best_met", "present", "needed")
_NUMBERS = ("measured", "required", "shortfall")
_LISTS = {"missing": "missing", "rooms_named": "rooms", "lacking": "lacking"}


@dataclass(frozen=True)
class Case:
    """One situation for one requirement, and what must come out. `house` is the house that is in order."""

    pack_id: str
    requirement: str
    house: Mapping[str, Any]
    written: Mapping[str, Any]

    @property
    def facts(self) -> DwellingFacts:
        """The house with what the case changes. Raises FactsError."""
        change = self.written
        rooms = [self._changed(room, index) for index, room in enumerate(change.get("rooms", self.house["rooms"]))]
        return parse_facts({"dwelling": {**self.house["dwelling"], **change.get("dwelling", {})}, "rooms": rooms})

    @property
    def as_of(self) -> date:
        """The governing date of the case."""
        day = self.written.get("as_of", self.house["as_of"])
        return day if isinstance(day, date) else date.fromisoformat(str(day))

    def _changed(self, room: Mapping[str, Any], index: int) -> dict[str, Any]:
        change = self.written.get("each_room", {}) if room.get("use") == "bedroom" else {}
        return {**room, **change, **(self.written.get("first_room", {}) if index == 0 else {})}

    def __str__(self) -> str:
        return f"{self.pack_id}.{self.requirement}: {self.written['situation']}"


@dataclass(frozen=True)
class CaseResult:
    """How a case came out. `differences` say in words what was expected and what was found; empty: as expected."""

    case: Case
    found: Result | None
    differences: tuple[str, ...]

    @property
    def is_as_expected(self) -> bool:
        """Whether the engine found what the lawyer expects."""
        return not self.differences


def read_document(name: str) -> dict[str, Any]:
    """Read one file of cases, as it is written. Raises CaseError: there is none, or it is not readable."""
    path = CASES / f"{name}.yaml"
    try:
        document = read_yaml(path.read_text(encoding="utf-8")).document
    except FileNotFoundError:
        raise CaseError(f"{name}: there are no cases; write src/standards/cases/{name}.yaml") from None
    except YamlTextError as error:
        raise CaseError(f"{path.name}:{error}") from error
    if not isinstance(document, dict):
        raise CaseError(f"{path.name}: write a mapping with dwelling, rooms and cases")
    return document


def has_cases(pack_id: str) -> bool:
    """Tell whether a file of cases comes with the pack."""
    return (CASES / f"{pack_id}.yaml").is_file()


def cases_of(pack_id: str) -> tuple[Case, ...]:
    """List the cases of a pack, the short notation written out. Raises CaseError."""
    return _cases_of(pack_id)


@lru_cache(maxsize=128)
def _cases_of(pack_id: str) -> tuple[Case, ...]:
    return tuple(_read(pack_id, read_document(pack_id)))


def _read(pack_id: str, house: dict[str, Any]) -> Iterator[Case]:
    for key in ("as_of", "dwelling", "rooms", "cases"):
        if key not in house:
            raise CaseError(f"{pack_id}.yaml: {key} is missing from the cases")
    for requirement, written in house["cases"].items():
        for case in expand(requirement, written, house):
            lacking = {"shows", "situation", "outcome"} - set(case)
            if lacking:
                raise CaseError(f"{pack_id}.{requirement}: a case lacks {', '.join(sorted(lacking))}")
            yield Case(pack_id, requirement, house, case)


def run_cases(pack: Pack) -> list[CaseResult]:
    """Hold every case of the pack (by its id) against this content of it, in the order of the file.

    The pack may differ from the file: a local value laid over it, a draft. Raises CaseError.
    """
    cases = cases_of(pack.id)
    facts = {number: _facts_of(case) for number, case in enumerate(cases)}
    found: dict[int, CaseResult] = {}
    by_day: dict[date, list[int]] = {}
    for number, read in facts.items():
        if isinstance(read, str):
            found[number] = CaseResult(cases[number], None, (read,))
        else:
            by_day.setdefault(cases[number].as_of, []).append(number)
    for day, numbers in by_day.items():
        dwellings = [one for number in numbers if isinstance(one := facts[number], DwellingFacts)]
        for number, assessment in zip(numbers, assess_many(dwellings, pack, as_of=day), strict=True):
            found[number] = _compared(cases[number], {row.requirement_id: row for row in assessment.results}, pack)
    return [found[number] for number in range(len(cases))]


def _facts_of(case: Case) -> DwellingFacts | str:
    try:
        return case.facts
    except FactsError as error:
        return f"the facts are refused: {error}".replace("\n", "; ")


def _compared(case: Case, rows: Mapping[str, Result], pack: Pack) -> CaseResult:
    row = rows.get(f"{pack.id}.{case.requirement}")
    if row is None:
        return CaseResult(case, None, (f"the pack has no requirement {case.requirement!r}",))
    return CaseResult(case, row, tuple(_differences(case.written, row)))


def _differences(written: Mapping[str, Any], row: Result) -> Iterator[str]:
    if written["outcome"] != row.outcome.value:
        because = f" ({row.reason or ', '.join(row.missing)})" if row.reason or row.missing else ""
        yield f"outcome: expected {written['outcome']}, found {row.outcome.value}{because}"
    for part in _EXACT:
        if part in written and written[part] != getattr(row, part):
            yield f"{part}: expected {written[part]}, found {getattr(row, part)}"
    for part in _NUMBERS:
        if part in written and not _same(written[part], getattr(row, part)):
            yield f"{part}: expected {written[part]}, found {getattr(row, part)}"
    for name, part in _LISTS.items():
        lacking = set(written.get(name, ())) - set(getattr(row, part))
        if lacking:
            yield f"{name}: expected {', '.join(sorted(lacking))}, found {', '.join(getattr(row, part)) or 'none'}"


def _same(expected: Any, found: Any) -> bool:
    if isinstance(expected, bool) or isinstance(found, bool) or expected is None or found is None:
        return expected is found
    return math.isclose(expected, found, rel_tol=1e-6, abs_tol=1e-9)


def lacking_cases(pack: Pack) -> dict[str, tuple[str, ...]]:
    """Tell which situations each requirement of the pack still lacks; requirements without lack are left out."""
    shown: dict[str, set[str]] = {}
    for case in cases_of(pack.id) if has_cases(pack.id) else ():
        shown.setdefault(case.requirement, set()).add(case.written["shows"])
    lacking = {one.short_id: needed_situations(one) - shown.get(one.short_id, set()) for one in pack.requirements}
    return {name: tuple(sorted(needs)) for name, needs in lacking.items() if needs}


def needed_situations(rule: Requirement) -> set[str]:
    """Name the situations that the cases of a requirement must show."""
    if rule.value_open:
        return {"value open"}
    needed = {"clearly met", "just breached", "fact missing"}
    if rule.op in ("<=", ">=", "by_table"):
        needed.add("just met")
    if rule.unless or rule.unless_room or rule.applies.when or rule.transition:
        needed.add("exempt")
    if rule.readings:
        needed.add("readings differ")
    return needed
