"""Checks between the declarations of one file, and what one employer's mistakes do to its other rows."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from register.declarations.forms import DeclarationForm, flat
from register.declarations.importing.candidates import Candidate
from register.declarations.importing.problems import Finding, finding, shown
from standards.text import Text


@dataclass
class EmployerRows:
    """Declarations of one employer in a file that are taken or refused together: all of them, or a single one."""

    label: str
    candidates: list[Candidate] = field(default_factory=list)
    is_partial: bool = False

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
        da, en = ("boligens", "a dwelling") if self.is_partial else ("arbejdsgiverens", "an employer")
        message = Text(
            f"{da} øvrige rækker afvises samlet: ret række {wrong[0]}{more}, og send filen igen",
            f"all rows of {en} are refused together: correct row {wrong[0]}{more} and send the file again",
        )
        others = {row for candidate in self.candidates for row in candidate.rows} - set(wrong)
        return own + [finding(row, "", None, "together", message) for row in sorted(others)]


def check_candidates(
    candidates: Sequence[Candidate], *, data_path: Path, partial: bool = False, names_asked: bool = False
) -> list[EmployerRows]:
    """Read every candidate, note what contradicts within the file, and gather them by employer.

    ``partial``: each declaration stands by itself, and of two that contradict each other neither is taken.
    ``names_asked``: whether residents' names are taken (``read_declaration``).
    """
    employers: dict[str, EmployerRows] = {}
    for candidate in candidates:
        candidate.read(data_path, names_asked=names_asked)
        number, label = candidate.employer
        employers.setdefault(number, EmployerRows(label)).candidates.append(candidate)
    _refuse_accommodations_twice(candidates, both=partial)
    for employer in employers.values():
        _refuse_two_particulars(employer, both=partial)
    if not partial:
        return list(employers.values())
    return [EmployerRows(one.label, [each], is_partial=True) for one in employers.values() for each in one.candidates]


def _refuse_accommodations_twice(candidates: Sequence[Candidate], *, both: bool) -> None:
    """The same accommodation as two documents of a JSON file; rows of a table were gathered already."""
    seen: dict[object, Candidate] = {}
    for candidate in candidates:
        if candidate.form is None:
            continue
        first = seen.setdefault(
            (candidate.employer[0], candidate.form.address.key, candidate.form.starts_on), candidate
        )
        if first is not candidate:
            address = f"{candidate.form.address.street} {candidate.form.address.house_number}"
            for one, other in [(candidate, first), (first, candidate)][: 2 if both else 1]:
                _add(one, "address.street", address, _twice(other.rows[0]))


def _twice(row: int) -> Text:
    return Text(
        f"samme indkvartering som nr. {row} (arbejdsgiver, adresse, første dag): slet den ene",
        f"the same accommodation as no. {row} (employer, address, first day): delete one of them",
    )


def _refuse_two_particulars(employer: EmployerRows, *, both: bool) -> None:
    """One number with two names is most often a number filled down or copied wrongly."""
    first: dict[str, tuple[Candidate, object]] = {}
    for candidate in employer.candidates:
        if candidate.form is None:
            continue
        for key, value in flat(candidate.form.employer).items():
            if value is None:
                continue
            other, said = first.setdefault(key, (candidate, value))
            if said != value:
                place = f"employer.{key}"
                _add(candidate, place, value, _said_otherwise(other.place_of(place)[0], said))
                if both:
                    _add(other, place, said, _said_otherwise(candidate.place_of(place)[0], value))


def _said_otherwise(row: int, said: object) -> Text:
    return Text(
        f"på række {row} står der {shown(said)} for samme arbejdsgiver: ret en af de to rækker",
        f"row {row} says {shown(said)} for the same employer: correct one of the two rows",
    )


def _add(candidate: Candidate, place: str, value: object, message: Text) -> None:
    row, path = candidate.place_of(place)
    candidate.findings.append(finding(row, candidate.headers.get(path, path), value, "contradiction", message))
