"""The text blocks: own-worded Danish, versioned, in both forms of address, drafts until a lawyer approves."""

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path

import yaml


class LetterKind(StrEnum):
    """The kinds of letters, by their Danish names; most follow each other in this order."""

    VARSLING = "varsling"
    """Notice of a visit (RSL § 5)."""
    FASTHOLDELSE = "fastholdelse"
    """The decision to visit is upheld against an objection (RSL § 5(3))."""
    BESLUTNING_UVARSLET = "beslutning_uvarslet"
    """Decision on an unannounced visit, handed over there (RSL § 5(4)-(6))."""
    TILSYNSRAPPORT = "tilsynsrapport"
    """Report of a visit (RSL § 8)."""
    OPLYSNINGSANMODNING = "oplysningsanmodning"
    """Request for information."""
    PARTSHOERING = "partshoering"
    """Hearing of the party (FVL § 19)."""
    PAABUD = "paabud"
    """Order with deadlines (FVL §§ 22-25)."""
    STRAKSPAABUD = "strakspaabud"
    """Order at once."""
    BEGRUNDELSE_EFTERFOELGENDE = "begrundelse_efterfoelgende"
    """Written reasons for a decision given orally (FVL § 23)."""
    GENHUSNING = "genhusning"
    """Rehousing order."""
    FORBUD = "forbud"
    """Prohibition of use (*kondemnering*)."""
    BOEDEFORELAEG = "boedeforelaeg"
    """Fixed-penalty notice (RPL § 832)."""
    POLITIANMELDELSE = "politianmeldelse"
    """Report to the police."""
    UNDERRETNING = "underretning"
    """Referral to another authority (FVL § 31)."""
    VIDERESENDELSE = "videresendelse"
    """An enquiry was forwarded to the authority it belongs to (FVL § 7(2))."""
    AFSLUTNING = "afslutning"
    """The case is closed; favourable."""


class AddressForm(StrEnum):
    """How a letter speaks: du to a person, I to a company; one form in each letter."""

    DU = "du"
    I = "i"  # noqa: E741 - the Danish pronoun


@dataclass(frozen=True)
class TextBlock:
    """One block with its version and review status; `texts` by form of address."""

    block_id: str
    version: int
    status: str
    texts: dict[AddressForm, str]


@dataclass(frozen=True)
class BlockLibrary:
    """All blocks, and the version and title of each letter made of them."""

    blocks: dict[str, TextBlock]
    versions: dict[LetterKind, int]
    titles: dict[LetterKind, str]
    company_titles: dict[LetterKind, str] = field(default_factory=dict)
    """Titles to a company of kinds whose title speaks to a person."""

    def title(self, kind: LetterKind, form: AddressForm) -> str:
        """The title in the form of address of the letter."""
        return self.company_titles.get(kind, self.titles[kind]) if form is AddressForm.I else self.titles[kind]


@cache
def load_blocks() -> BlockLibrary:
    """Return the library as shipped: ``texts/common.yaml`` and one file for each kind of letter.

    Raises ValueError for a block of the same name in two files.
    """
    library = BlockLibrary({}, {}, {})
    for path in sorted(Path(__file__).with_name("texts").glob("*.yaml")):
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        if letter := content.get("letter"):
            library.versions[LetterKind(path.stem)] = letter["version"]
            library.titles[LetterKind(path.stem)] = letter["title"]
            if "title_i" in letter:
                library.company_titles[LetterKind(path.stem)] = letter["title_i"]
        for name, row in content["blocks"].items():
            if name in library.blocks:
                raise ValueError(f"the text block {name} stands in two files")
            texts = {form: row.get(form.value) or row["text"] for form in AddressForm}
            library.blocks[name] = TextBlock(name, row["version"], row["status"], texts)
    return library
