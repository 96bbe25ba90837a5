"""Taking the declarations of a file: all of an employer's or none; the whole file in the caller's transaction."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlmodel import Session

from husly.kit import audit
from husly.kit.access import Actor
from husly.kit.audit import Act
from husly.kit.errors import DomainError, NotAllowedError
from register.declarations.actions import Submitted, write_declarations
from register.declarations.forms import DeclarationForm
from register.declarations.importing.candidates import Candidate
from register.declarations.importing.checks import EmployerRows, check_candidates
from register.declarations.importing.problems import finding, in_both
from register.declarations.importing.report import Line, Outcome, Report
from register.declarations.models import Source
from register.dwellings.models import PlacedBy
from register.municipalities.boundaries import Boundaries
from standards.text import Text

BATCH = 300
"""Declarations written together: enough to make the questions to the database few, and little to hold in memory."""


@dataclass
class Import:
    """One import being done: who, when, where, and what came of it so far."""

    session: Session
    by: Actor
    at: datetime
    boundaries: Boundaries
    data_path: Path
    advance: Callable[[int], None]
    report: Report = field(default_factory=Report)
    acts: list[Act] = field(default_factory=list)


def import_declarations(
    session: Session,
    *,
    candidates: Sequence[Candidate],
    by: Actor,
    at: datetime,
    boundaries: Boundaries,
    data_path: Path,
    dry_run: bool = False,
    partial: bool = False,
    names_asked: bool = False,
    advance: Callable[[int], None] = lambda _: None,
) -> Report:
    """Take the candidates of a file and report on each row; ``dry_run`` reports the same and writes nothing.

    All declarations of an employer are taken or none; with ``partial`` each declaration that is right by itself.
    ``advance`` is told how many rows more are done with.
    """
    return take_employers(
        session,
        employers=check_candidates(candidates, data_path=data_path, partial=partial, names_asked=names_asked),
        by=by,
        at=at,
        boundaries=boundaries,
        data_path=data_path,
        dry_run=dry_run,
        advance=advance,
    )


def take_employers(
    session: Session,
    *,
    employers: Sequence[EmployerRows],
    by: Actor,
    at: datetime,
    boundaries: Boundaries,
    data_path: Path,
    dry_run: bool = False,
    advance: Callable[[int], None] = lambda _: None,
) -> Report:
    """``import_declarations`` for what was checked already: the whole file, or some of its employers."""
    doing = Import(session, by, at, boundaries, data_path, advance)
    doing.report.rows = sum(len(candidate.rows) for one in employers for candidate in one.candidates)
    savepoint = session.begin_nested()
    try:
        for batch in batches_of([employer for employer in employers if not employer.is_refused]):
            _take(doing, batch)
        audit.record_all(session, doing.acts, by=by, at=at)
        session.flush()
    except BaseException:
        savepoint.rollback()
        raise
    if dry_run:
        savepoint.rollback()
    else:
        savepoint.commit()
    for employer in employers:
        if employer.is_refused:
            _report_refused(doing, employer)
    doing.report.sort()
    return doing.report


def batches_of(employers: Sequence[EmployerRows]) -> Iterator[list[EmployerRows]]:
    """The employers some hundred declarations at a time, in their order; none is divided."""
    batch: list[EmployerRows] = []
    count = 0
    for employer in employers:
        batch.append(employer)
        count += len(employer.candidates)
        if count >= BATCH:
            yield batch
            batch, count = [], 0
    if batch:
        yield batch


def _take(doing: Import, employers: list[EmployerRows]) -> None:
    """Write some employers' declarations together; when one is refused, each by itself."""
    savepoint = doing.session.begin_nested()
    try:
        results, acts = _write(doing, [form for employer in employers for form in employer.forms])
    except (NotAllowedError, DomainError) as error:
        savepoint.rollback()
        if len(employers) == 1:
            employers[0].refuse_all(_reason(error))
            return
        for employer in employers:
            _take(doing, [employer])
        return
    savepoint.commit()
    doing.acts += acts
    pairs = [(employer, candidate) for employer in employers for candidate in employer.candidates]
    for (employer, candidate), result in zip(pairs, results, strict=True):
        _report_taken(doing, employer, candidate, result)


def _write(doing: Import, forms: list[DeclarationForm]) -> tuple[list[Submitted], list[Act]]:
    results: list[Submitted] = []
    acts: list[Act] = []
    for start in range(0, len(forms), BATCH):
        more, done = write_declarations(
            doing.session,
            forms=forms[start : start + BATCH],
            source=Source.FILE,
            by=doing.by,
            at=doing.at,
            boundaries=doing.boundaries,
            data_path=doing.data_path,
        )
        results += more
        acts += done
    return results, acts


def _reason(error: NotAllowedError | DomainError) -> Text:
    if isinstance(error, NotAllowedError):
        return Text(
            "ikke din virksomhed: slet rækkerne, eller lad virksomheden selv anmelde",
            "not your employer: delete the rows, or let the employer declare itself",
        )
    return in_both(error)


def _report_taken(doing: Import, employer: EmployerRows, candidate: Candidate, result: Submitted) -> None:
    first = result.declaration.version == 1
    outcome = Outcome.UNCHANGED if not result.is_new else Outcome.NEW if first else Outcome.NEW_VERSION
    doing.report.count(employer.label, outcome)
    if outcome is Outcome.NEW_VERSION:
        doing.report.changed.append(result.accommodation.id)
    for column, value, message in _remarks(candidate, result):
        row, path = candidate.place_of(column)
        found = finding(row, candidate.headers.get(path, path), value, "remark", message)
        doing.report.lines.append(Line(found, employer.label, is_remark=True))
    doing.advance(len(candidate.rows))


def _remarks(candidate: Candidate, result: Submitted) -> Iterator[tuple[str, str | None, Text]]:
    if candidate.form is None:
        return
    declared, dwelling = candidate.form.address, result.dwelling
    if declared.latitude is None and not dwelling.has_exact_point:
        yield (
            "address.postcode",
            declared.postcode,
            Text(
                "uden koordinater, placeret ved postnummeret (omtrentligt): tilføj bredde- og længdegrad",
                "without coordinates, placed by its postal code (approximate): add latitude and longitude",
            ),
        )
    code = declared.municipality_code
    if code is not None and code != dwelling.municipality_code and dwelling.placed_by is not PlacedBy.DECLARED:
        yield (
            "address.municipality_code",
            code,
            Text(
                f"adressen ligger i kommune {dwelling.municipality_code}, som gælder: ret koden, eller ret adressen",
                f"the address lies in municipality {dwelling.municipality_code}, which counts: correct code or address",
            ),
        )


def _report_refused(doing: Import, employer: EmployerRows) -> None:
    for candidate in employer.candidates:
        doing.report.count(employer.label, Outcome.REFUSED)
        doing.advance(len(candidate.rows))
    doing.report.lines += [Line(found, employer.label) for found in employer.all_findings()]
