"""Checks between the declarations of one file, and what one employer's mistakes do to its other rows."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from register.declarations.forms import DeclarationForm
from register.declarations.importing.candidates import Candidate
from register.declarations.importing.problems import Finding, finding, shown
from standards.text import Text


@dataclass
class EmployerRows:
    """All declarations of one employer in a file."""

    label: str
    candidates: list[Candidate] = field(default_factory=list)

    @property
    def is_refused(self) -> bool:
        """Whether anything is wrong with any of them."""
        return any(candidate.findings for candidate in self.candidates)

    @property
    def forms(self) -> list[DeclarationForm]:
        """The declarations as read; for employers that are not refused."""
        return [candidate.form for candidate in self.candidates if candidate.form is not None]

    def refuse_all(self, message: Text) -> None:
        """Refuse the employer for a reason that is no single row's."""
        for candidate in self.candidates:
            row, path = candidate.place_of("employer.cvr_number")
            column = candidate.headers.get(path, path)
            candidate.findings.append(finding(row, column, self.label, "employer", message))

    def all_findings(self) -> list[Finding]:
        """Every finding, and on each row without one that it falls with the others."""
        own = [found for candidate in self.candidates for found in candidate.findings]
        wrong = sorted({found.row for found in own})
        more = f" (+{len(wrong) - 1})" if len(wrong) > 1 else ""
        message = Text(
            f"arbejdsgiverens øvrige rækker afvises samlet: ret række {wrong[0]}{more}, og send filen igen",
            f"all rows of an employer are refused together: correct row {wrong[0]}{more} and send the file again",
        )
        others = {row for candidate in self.candidates for row in candidate.rows} - set(wrong)
        return own + [finding(row, "", None, "together", message) for row in sorted(others)]


def check_candidates(candidates: Sequence[Candidate], *, data_path: Path) -> list[EmployerRows]:
    """Read every candidate, note what contradicts within the file, and gather them by employer."""
    employers: dict[str, EmployerRows] = {}
    for candidate in candidates:
        candidate.read(data_path)
        number, label = candidate.employer
        employers.setdefault(number, EmployerRows(label)).candidates.append(candidate)
    _refuse_accommodations_twice(candidates)
    for employer in employers.values():
        _refuse_two_particulars(employer)
    return list(employers.values())


def _refuse_accommodations_twice(candidates: Sequence[Candidate]) -> None:
    """The same accommodation as two documents of a JSON file; rows of a table were gathered already."""
    seen: dict[object, Candidate] = {}
    for candidate in candidates:
        if candidate.form is None:
            continue
        first = seen.setdefault(
            (candidate.employer[0], candidate.form.address.key, candidate.form.starts_on), candidate
        )
        if first is not candidate:
            row = first.rows[0]
            message = Text(
                f"samme indkvartering som nr. {row} (arbejdsgiver, adresse, første dag): slet den ene",
                f"the same accommodation as no. {row} (employer, address, first day): delete one of them",
            )
            address = f"{candidate.form.address.street} {candidate.form.address.house_number}"
            _add(candidate, "address.street", address, message)


def _refuse_two_particulars(employer: EmployerRows) -> None:
    """One number with two names is most often a number filled down or copied wrongly."""
    first: dict[str, tuple[Candidate, object]] = {}
    for candidate in employer.candidates:
        if candidate.form is None:
            continue
        for key, value in asdict(candidate.form.employer).items():
            if value is None:
                continue
            other, said = first.setdefault(key, (candidate, value))
            if said != value:
                row = other.place_of(f"employer.{key}")[0]
                message = Text(
                    f"på række {row} står der {shown(said)} for samme arbejdsgiver: ret en af de to rækker",
                    f"row {row} says {shown(said)} for the same employer: correct one of the two rows",
                )
                _add(candidate, f"employer.{key}", value, message)


def _add(candidate: Candidate, place: str, value: object, message: Text) -> None:
    row, path = candidate.place_of(place)
    candidate.findings.append(finding(row, candidate.headers.get(path, path), value, "contradiction", message))
