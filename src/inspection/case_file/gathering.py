"""Every paper that a bundle of a case holds, in order; and what must not be read in any of them."""

from collections.abc import Iterator

from sqlmodel import Session

from husly.kit.i18n import gettext as _
from inspection.case_file.papers.appeals import appeal_papers
from inspection.case_file.papers.deliveries import delivery_paper
from inspection.case_file.papers.files import declared_pictures
from inspection.case_file.papers.findings import finding_papers
from inspection.case_file.papers.followup import followup_papers
from inspection.case_file.papers.hearings import hearing_papers
from inspection.case_file.papers.paper import Paper, Wanted
from inspection.case_file.redaction import Redactor
from inspection.enforcement.labels import LETTERS
from inspection.letters.protecting import protected_terms
from inspection.letters.queries import list_enclosures


def gather(session: Session, wanted: Wanted) -> list[Paper]:
    """Letters, findings, replies, follow-up and appeals by day; then photos of the declaration, and the deliveries."""
    dated = [
        *_letters(session, wanted),
        *finding_papers(session, wanted),
        *hearing_papers(session, wanted),
        *followup_papers(session, wanted),
        *appeal_papers(session, wanted),
    ]
    dated.sort(key=lambda one: one.at)
    return [*dated, *declared_pictures(session, wanted), *delivery_paper(session, wanted)]


def _letters(session: Session, wanted: Wanted) -> Iterator[Paper]:
    """Each letter, and behind it what was sent with it and is no letter of the case itself."""
    letters = [one for one in wanted.file.letters if one.issued_at is not None and wanted.shows_letter(one)]
    held = {one.sha256 for one in letters}
    for one in letters:
        at = one.issued_at or wanted.at
        yield Paper(at, _(LETTERS[one.kind]), letter=one)
        for enclosed in list_enclosures(session, one.id):
            if enclosed.sha256 not in held:
                held.add(enclosed.sha256)
                yield Paper(at, enclosed.title, frozen=enclosed.pdf, went_with=one.id)


def redactor_of(session: Session, wanted: Wanted) -> Redactor:
    """What is taken out of the papers of a case; the party, the place and officers are named by right."""
    file = wanted.file
    officers = sorted({one.by_name for one in file.moves})
    return Redactor(
        protected_terms(session, file), (wanted.party, file.employer.name, file.dwelling.address, *officers)
    )
