"""Every word that a kind of letter may say, with the digest that an approval stands by, and what is lacking. Pure."""

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from inspection.delivery.mail_texts import MAIL_TEXTS
from inspection.letters.blocks import AddressForm, LetterKind

TEXTS = Path(__file__).parents[1] / "texts"
SHARED = "common"
LANGUAGES = ("da", "en")
PARTS = ("subject", "body")


@dataclass(frozen=True)
class BlockWords:
    """One block in both forms of address; equal ones speak to both."""

    name: str
    version: int
    du: str
    i: str
    is_shared: bool


@dataclass(frozen=True)
class KindWords:
    """The words of one kind of letter: its own blocks, those that letters share, and the English summary."""

    kind: LetterKind
    title: str
    version: int
    blocks: tuple[BlockWords, ...]
    digest: str
    lacking: tuple[str, ...]
    english: tuple[str, ...] = ()
    """The summary for a foreign employer, the sentences of its blocks, then the labels that all kinds share."""


@cache
def words_of(kind: LetterKind) -> KindWords | None:
    """The words as shipped; None for a kind that this version cannot write."""
    path = TEXTS / f"{kind.value}.yaml"
    if not path.exists():
        return None
    own, shared = _content(path), _content(TEXTS / f"{SHARED}.yaml")
    return read_words(kind, own, shared, MAIL_TEXTS, courtesy=english_of(kind), lent=_lent(own))


def _lent(own: dict[str, Any]) -> dict[str, Any]:
    """The blocks of other files that a kind says it borrows. Raises KeyError for one that no file has."""
    every: dict[str, Any] = {}
    for path in sorted(TEXTS.glob("*.yaml")):
        every |= _content(path)["blocks"]
    return {name: every[name] for name in (own.get("letter") or {}).get("borrows", ())}


def english_of(kind: LetterKind) -> dict[str, Any]:
    """The English words that go with a kind to a foreign employer: its own summary and what all kinds share."""
    every = _content(TEXTS.parent / "courtesy.yaml")
    shared = {name: every[name] for name in ("heading", "prevails", "first", "blocks", "headings", "labels")}
    return {"summary": str(every["kinds"].get(kind.value, "")), **shared}


def all_words() -> list[KindWords]:
    """Every kind that can be written, in the order in which letters follow each other."""
    return [found for kind in LetterKind if (found := words_of(kind)) is not None]


def _content(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


def read_words(
    kind: LetterKind,
    own: dict[str, Any],
    shared: dict[str, Any],
    mail: dict[str, dict[str, str]],
    *,
    courtesy: dict[str, Any],
    lent: dict[str, Any],
) -> KindWords:
    """The words of a kind out of its file, the shared one, the blocks other kinds lend it, the English and the mail.

    The digest is of all of them: any changed word, also of a shared block, is one that nobody approved.
    """
    rows = [(name, row, False) for name, row in own["blocks"].items()]
    rows += [(name, row, True) for name, row in (shared["blocks"] | lent).items()]
    texts = json.dumps([own, shared, mail, courtesy, lent], ensure_ascii=False, sort_keys=True, default=str)
    letter = own.get("letter") or {}
    return KindWords(
        kind=kind,
        title=str(letter.get("title") or ""),
        version=int(letter.get("version") or 0),
        blocks=tuple(_block(name, row, is_shared) for name, row, is_shared in rows),
        digest=hashlib.sha256(texts.encode()).hexdigest(),
        english=_english(courtesy, {name for name, _, _ in rows}),
        lacking=(*_lacking_head(letter), *_lacking_forms(rows), *_lacking_mail(mail), *_lacking_english(courtesy)),
    )


def _english(courtesy: dict[str, Any], names: set[str]) -> tuple[str, ...]:
    sentences = (str(text) for name, text in courtesy.get("blocks", {}).items() if name in names)
    return (str(courtesy.get("summary") or ""), *sentences, *map(str, courtesy.get("labels", {}).values()))


def _block(name: str, row: dict[str, Any], is_shared: bool) -> BlockWords:
    forms = {form: str(row.get(form.value) or row.get("text") or "") for form in AddressForm}
    return BlockWords(name, int(row.get("version") or 0), forms[AddressForm.DU], forms[AddressForm.I], is_shared)


def _lacking_head(letter: dict[str, Any]) -> list[str]:
    return [f"letter: {key}" for key in ("title", "version") if not letter.get(key)]


def _lacking_forms(rows: list[tuple[str, dict[str, Any], bool]]) -> list[str]:
    return [
        f"{name}: {form.value}"
        for name, row, _ in rows
        for form in AddressForm
        if not str(row.get(form.value) or row.get("text") or "").strip()
    ]


def _lacking_english(courtesy: dict[str, Any]) -> list[str]:
    return [
        f"courtesy: {key}" for key in ("heading", "prevails", "summary") if not str(courtesy.get(key) or "").strip()
    ]


def _lacking_mail(mail: dict[str, dict[str, str]]) -> list[str]:
    return [
        f"mail: {part} ({language})"
        for part in PARTS
        for language in LANGUAGES
        if not mail.get(part, {}).get(language, "").strip()
    ]
