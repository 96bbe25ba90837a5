"""What must not reach an employer or owner through a letter (PRIV-01, PRIV-02): read to be searched for, and no more.

Nobody is shown what stands here: a gate looks for it in the words of a letter and says only that something was found.
"""

import re
from collections.abc import Iterable, Iterator
from uuid import UUID

from sqlmodel import Session

from inspection.enforcement.queries import CaseFile
from inspection.letters.letter import Letter, head_words
from inspection.letters.searching import beside, name_forms
from register.declarations.names import names_at_dwelling, names_in
from register.residents.queries import Written, written_about, written_in

LEAST_WORDS = 5
"""So many words in a row are somebody's own; fewer are said by everyone."""

_PIECES = re.compile(r"[.!?;:,\n\r]+")
_ADDRESS = re.compile(r"[^\s@,;<>]+@[^\s@,;<>]+\.\w+")
_NUMBER = re.compile(r"\+?\d[\d \-]{6,}\d")


def protected_terms(session: Session, file: CaseFile) -> frozenset[str]:
    """Names of residents of the dwelling, and the words, addresses and telephone numbers of whoever wrote about it."""
    return terms_at(session, file.dwelling.id, case_id=file.case.id)


def terms_at(
    session: Session, dwelling_id: UUID | None, *, case_id: UUID | None = None, report_id: UUID | None = None
) -> frozenset[str]:
    """The same of a dwelling, a case and a report, as far as they are known."""
    names = () if dwelling_id is None else names_at_dwelling(session, dwelling_id)
    return _terms(names, written_about(session, dwelling_id=dwelling_id, case_id=case_id, report_id=report_id))


def terms_in(session: Session, municipality_code: str) -> frozenset[str]:
    """The same of every dwelling in a municipality, or in the country where none is named."""
    return _terms(names_in(session, municipality_code), written_in(session, municipality_code))


def _terms(names: Iterable[str], written: Written) -> frozenset[str]:
    return frozenset((*_names(names), *_words(written.texts), *_contacts(written.contacts)))


def numbers_of(file: CaseFile) -> frozenset[str]:
    """The numbers of the firms of a case, by which its letters may name them: none of them is a person's."""
    employer, case = file.employer, file.case
    owner = (case.owner_cvr_number, case.owner_foreign_number)
    found = (employer.cvr_number, employer.rut_number, employer.foreign_number, case.employer_p_number, *owner)
    return frozenset(number for number in found if number)


def beside_the_head(terms: frozenset[str], letter: Letter, *named: str) -> frozenset[str]:
    """The terms without those that the head holds by right, or whoever else is ``named`` by right.

    An employer may live there, a caseworker share a name.
    """
    return beside(terms, "\n".join((head_words(letter), *named)))


def _names(names: Iterable[str]) -> Iterator[str]:
    for name in names:
        yield from name_forms(name)


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
