"""What must not reach an employer or owner through a letter (PRIV-01, PRIV-02): read to be searched for, and no more.

Nobody is shown what stands here: a gate looks for it in the words of a letter and says only that something was found.
"""

import re
from collections.abc import Iterable, Iterator

from sqlmodel import Session

from inspection.enforcement.queries import CaseFile
from inspection.letters.letter import Letter, head_words
from register.declarations.names import names_at_dwelling
from register.residents.queries import written_about

LEAST_WORDS = 5
"""So many words in a row are somebody's own; fewer are said by everyone."""

_PIECES = re.compile(r"[.!?;:,\n\r]+")
_ADDRESS = re.compile(r"[^\s@,;<>]+@[^\s@,;<>]+\.\w+")
_NUMBER = re.compile(r"\+?\d[\d \-]{6,}\d")


def protected_terms(session: Session, file: CaseFile) -> frozenset[str]:
    """Names of residents of the dwelling, and the words, addresses and telephone numbers of whoever wrote about it."""
    names = names_at_dwelling(session, file.dwelling.id)
    written = written_about(session, file.dwelling.id, file.case.id)
    return frozenset((*_names(names), *_words(written.texts), *_contacts(written.contacts)))


def numbers_of(file: CaseFile) -> frozenset[str]:
    """The numbers of the firms of a case, by which its letters may name them: none of them is a person's."""
    employer, case = file.employer, file.case
    owner = (case.owner_cvr_number, case.owner_foreign_number)
    found = (employer.cvr_number, employer.rut_number, employer.foreign_number, case.employer_p_number, *owner)
    return frozenset(number for number in found if number)


def beside_the_head(terms: frozenset[str], letter: Letter) -> frozenset[str]:
    """The terms without those that the head holds by right: an employer may live there, a caseworker share a name."""
    known = head_words(letter).casefold()
    return frozenset(term for term in terms if term.casefold() not in known)


def _names(names: Iterable[str]) -> Iterator[str]:
    """Full names; a single word is a first name that half the town may bear."""
    for name in names:
        parts = name.split()
        if len(parts) > 1:
            yield " ".join(parts)
            yield f"{parts[-1]}, {' '.join(parts[:-1])}"


def _words(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        for piece in _PIECES.split(text):
            words = piece.split()
            if len(words) >= LEAST_WORDS:
                yield " ".join(words)


def _contacts(contacts: Iterable[str]) -> Iterator[str]:
    for contact in contacts:
        yield from _ADDRESS.findall(contact)
        for number in _NUMBER.findall(contact):
            digits = re.sub(r"\D", "", number)[-8:]
            yield from (digits, " ".join(digits[at : at + 2] for at in range(0, len(digits), 2)))
        yield from _names([_ADDRESS.sub(" ", _NUMBER.sub(" ", contact)).strip(" ,;")])
