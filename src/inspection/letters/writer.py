"""Filling text blocks: placeholders, legal references in first and later form, and what is missing."""

import re
from collections.abc import Mapping

from inspection.letters.blocks import AddressForm, load_blocks
from inspection.letters.letter import BlockUse, LetterParagraph, LetterScan
from inspection.letters.references import LegalReference, load_references

Value = str | LegalReference | None

_PLACEHOLDER = re.compile(r"\{([a-zæøå_]+)(?::([a-z0-9_]+))?\}")


class BlockWriter:
    """Writes one letter's paragraphs in order and remembers which acts it has introduced.

    A value that is empty, or a reference that may not be printed yet, leaves its placeholder standing and is
    noted in `missing`, a provision that an operator's two persons may read also in `unread`. With `print_unverified`
    references of any confidence are printed: demonstration only.
    """

    def __init__(self, form: AddressForm, *, print_unverified: bool = False) -> None:
        self._form = form
        self._print_unverified = print_unverified
        self._introduced: set[str] = set()
        self._cited: list[str] = []
        self.missing: list[str] = []
        self.unread: list[str] = []
        self.used: list[BlockUse] = []

    def paragraph(self, block_id: str, **values: Value) -> LetterParagraph:
        """Return the block as a paragraph, filled."""
        block = load_blocks().blocks[block_id]
        self.used.append(BlockUse(block_id, block.version, block.status))
        self._cited = []
        text = _PLACEHOLDER.sub(lambda match: self._fill(match, block_id, values), block.texts[self._form])
        filled = tuple(sorted(name for name, value in values.items() if isinstance(value, str)))
        return LetterParagraph(text, block_id, block.version, tuple(self._cited), filled)

    def scan(self, block_id: str, url: str) -> LetterScan:
        """Return the block as words beside a square that leads to an address."""
        words = self.paragraph(block_id)
        return LetterScan(words.text, words.block_id, words.version, words.references, words.filled, url)

    def value(self, name: str, value: Value, *, where: str) -> str:
        """Return the value as text; an unprintable or empty one as its placeholder, noted as missing."""
        if isinstance(value, LegalReference):
            return self._reference(name, value, where)
        if value is None or not value.strip():
            self.missing.append(f"{name} ({where})")
            return "{" + name + "}"
        return value.strip()

    def _fill(self, match: re.Match[str], block_id: str, values: Mapping[str, Value]) -> str:
        name, reference_id = match.groups()
        if reference_id:
            return self._reference("hjemmel", load_references()[reference_id], block_id)
        return self.value(name, values[name], where=block_id)

    def _reference(self, name: str, reference: LegalReference, where: str) -> str:
        self._cited.append(f"{reference.text(first=False)} ({reference.confidence})")
        if not (reference.is_printable or self._print_unverified):
            cited = reference.text(first=False)
            if reference.provision:
                self.unread.append(f"{reference.about} ({cited})" if reference.about else cited)
            unverified = f"{cited}, kilde {reference.confidence}"
            self.missing.append(f"{name} ({where}: {unverified})")
            return "{" + name + "}"
        first = reference.title not in self._introduced
        self._introduced.add(reference.title)
        return reference.text(first=first)
