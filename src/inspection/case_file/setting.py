"""From the papers of a bundle to its documents: each set as a PDF, or the letter as it was issued."""

from collections.abc import Iterator, Sequence

from husly.kit import pdf
from husly.kit.clock import danish_date
from husly.kit.i18n import format_date
from inspection.case_file.joining import Document
from inspection.case_file.papers.paper import Paper, short_date
from inspection.case_file.redaction import Redactor


class Typesetter:
    """Sets the papers of one case; everything that was not sent as it is passes the redactor."""

    def __init__(self, authority: str, case_number: str, redactor: Redactor, banner: pdf.Banner | None) -> None:
        self.authority, self.case_number, self.redactor, self.banner = authority, case_number, redactor, banner

    def documents(self, papers: Sequence[Paper]) -> Iterator[Document]:
        """One document after the other, in their order."""
        for one in papers:
            left = one.frozen if one.letter is None else one.letter.pdf or b""
            content = self._set(one) if left is None else left
            yield Document(self.redactor.text(one.title), short_date(one.day), content, _note(one, papers))

    def _set(self, paper: Paper) -> bytes:
        sheet = pdf.Sheet(
            title=f"{self.redactor.text(paper.title)}, sag {self.case_number}",
            author=self.authority,
            language="da-DK",
            masthead=self.authority,
            subject=self.redactor.text(paper.title),
            body=self.redactor.body(() if paper.body is None else paper.body()),
            footer=(f"Sagsnr. {self.case_number} · udskrift af sagen, {format_date(paper.day)}",),
            page_label="Side {page} af {pages}",
        )
        return pdf.render_sheet(sheet, banner=self.banner)


def _note(paper: Paper, papers: Sequence[Paper]) -> str:
    """Which paper a letter replaces or ends, whether it was taken back, and with which letter a paper was sent."""
    letter = paper.letter
    if letter is None:
        sent = (number for number, one in enumerate(papers, start=1) if one.letter and one.letter.id == paper.went_with)
        return "".join(f"Fulgte med bilag {number}" for number in sent)
    parts = []
    for number, other in enumerate(papers, start=1):
        if other.letter is None:
            continue
        if other.letter.id == letter.supersedes_id:
            parts.append(f"Ændrer eller ophæver bilag {number}")
        if other.letter.supersedes_id == letter.id:
            parts.append(f"Ændret eller ophævet ved bilag {number}")
    if letter.withdrawn_at is not None:
        parts.append(f"Gælder ikke siden {short_date(danish_date(letter.withdrawn_at))}")
    return ". ".join(parts)
