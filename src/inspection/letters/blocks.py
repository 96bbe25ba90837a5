"""The text blocks: own-worded Danish, versioned, in both forms of address, drafts until a lawyer approves."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

import yaml


class LetterKind(StrEnum):
    """The letters this version can write: *varsling*, *partshøring*, *påbud*."""

    VARSLING = "varsling"
    PARTSHOERING = "partshoering"
    PAABUD = "paabud"


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


@cache
def load_blocks() -> BlockLibrary:
    """Return the library as shipped."""
    content = yaml.safe_load(Path(__file__).with_name("blocks.yaml").read_text(encoding="utf-8"))
    blocks = {
        name: TextBlock(
            name,
            row["version"],
            row["status"],
            {form: row.get(form.value) or row["text"] for form in AddressForm},
        )
        for name, row in content["blocks"].items()
    }
    letters = {LetterKind(kind): row for kind, row in content["letters"].items()}
    return BlockLibrary(
        blocks,
        {kind: row["version"] for kind, row in letters.items()},
        {kind: row["title"] for kind, row in letters.items()},
    )
