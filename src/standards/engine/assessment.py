"""The result of holding facts about one dwelling against one rule pack."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from standards.engine.outcome import Outcome
from standards.rules.issuer import Issuer
from standards.rules.requirement import Basis, Confidence, Operator, Reference, Severity
from standards.text import Text

_SEVERITIES: tuple[Severity, ...] = ("breach", "advisory", "info")
_WORST_FIRST = (Outcome.BREACHED, Outcome.NOT_ASSESSED, Outcome.MET, Outcome.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class ExceptionFinding:
    """How one exception stands. `fulfilled` None: unknown, so a limit that is exceeded stays open."""

    id: str
    text: Text
    fulfilled: bool | None
    measured: float | bool | None
    op: str
    required: float | bool
    unit: str


@dataclass(frozen=True, slots=True)
class Result:
    """One requirement: what was measured, what is required, and why the outcome is what it is.

    `required` is a number, a truth value, or the items that must be there. `shortfall` is in
    `shortfall_unit`: that of the measure, or the number of units or items lacking. `rooms` are those that
    decide; `missing` the paths of facts to find out. `reason` is a code (see `standards.engine.reasons`), `unmet` the
    condition of the rule that does not hold here, or that takes the dwelling outside it.
    `counted` tells whether the row decides the verdict: a breach of law, not an advisory, an information,
    or one reading of a rule that another row decides. `issuer` tells whose rule it is where it is not the
    pack's own, `overlay_hash` which content of that overlay.
    """

    requirement_id: str
    measure: str
    label: Text
    outcome: Outcome
    severity: Severity
    counted: bool
    measured: float | bool | None
    op: Operator
    required: float | bool | tuple[str, ...] | None
    unit: str
    shortfall: float | None
    shortfall_unit: str
    best: float | None
    best_met: bool | None
    present: int | None
    needed: int | None
    lacking: tuple[str, ...]
    rooms: tuple[str, ...]
    missing: tuple[str, ...]
    reason: str | None
    unmet: Text | None
    exceptions: tuple[ExceptionFinding, ...]
    text: Text
    remedy: Text
    reference: Reference
    confidence: Confidence
    valid_from: date | None
    valid_to: date | None
    issuer: Issuer | None = None
    overlay_hash: str = ""

    @property
    def is_breach(self) -> bool:
        """Tell whether this row is a breach that counts."""
        return self.counted and self.outcome is Outcome.BREACHED

    @property
    def is_advice(self) -> bool:
        """Tell whether the row calls for a note only: advice not followed, better end of a range not met."""
        return (self.outcome is Outcome.BREACHED and not self.counted) or self.best_met is False


@dataclass(frozen=True, slots=True)
class Assessment:
    """All requirements of a pack, as it stood on `as_of`, for one dwelling.

    `pack_hash` identifies the exact content of the pack itself, `overlays` that of each overlay laid over it.
    """

    dwelling_key: str | None
    pack_id: str
    pack_version: str
    pack_hash: str
    pack_title: Text
    legal_status: str
    release: str
    as_of: date
    room_cap_basis: Basis | None
    verdict: Outcome
    results: tuple[Result, ...]
    overlays: tuple[str, ...] = ()

    def result(self, requirement_id: str) -> Result:
        """Find the row of a requirement, by its id with or without the pack. Raises KeyError."""
        for result in self.results:
            if requirement_id in (result.requirement_id, result.requirement_id.rpartition(".")[2]):
                return result
        raise KeyError(requirement_id)

    def breaches(self) -> tuple[Result, ...]:
        """List the rows that are breaches."""
        return tuple(result for result in self.results if result.is_breach)

    def missing(self) -> tuple[str, ...]:
        """List every fact that would settle an open row, each once, in the order of the pack."""
        return tuple(dict.fromkeys(path for result in self.results if result.counted for path in result.missing))

    def worst_first(self) -> tuple[Result, ...]:
        """Sort the rows: what counts before what does not, by severity, then the worst outcome first."""
        return tuple(sorted(self.results, key=_rank))


def verdict_of(results: Iterable[Result]) -> Outcome:
    """Take the worst outcome of the rows that count: breached, then not assessed, then met."""
    found = {result.outcome for result in results if result.counted}
    return next((outcome for outcome in _WORST_FIRST if outcome in found), Outcome.NOT_APPLICABLE)


def _rank(result: Result) -> tuple[bool, int, int]:
    return not result.counted, _SEVERITIES.index(result.severity), _WORST_FIRST.index(result.outcome)
