"""Collects the texts of the employer's pages for languages beyond Danish and English: ``python -m husly.messages``.

Run by ``make messages``. Each language is one file, ``src/husly/locale/CODE/LC_MESSAGES/husly.po``; a text that is gone
leaves it, a new one is added without translation (the page then shows the English). To begin a language, make its
folder and run it. ``Language-Team`` in the head of the file says who has reviewed it, else that nobody has.
"""

from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path

import click
from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

from husly.kit.i18n import LANGUAGES, LOCALE_PATH, UNREVIEWED, WHOLE
from husly.settings import Settings
from register.declarations.questions import ASKED, ROOM_FIELDS, ROOM_FLAGS
from standards.facts.catalogue import DWELLING_FACTS, ROOM_FACTS
from standards.facts.choices import ITEM_LABELS, KIND_LABELS, LABELS, USE_LABELS
from standards.measures.registry import measure_named
from standards.rules.needed import facts_needed
from standards.rules.pack import Pack, load_pack
from standards.text import UNITS, Text

SOURCE = Path(__file__).parents[1]
EMPLOYER_SOURCES = (
    "husly/templates",
    "husly/pages",
    "husly/kit",
    "register/accommodations",
    "register/agreements",
    "register/api",
    "register/assessments",
    "register/declarations",
    "register/employers",
    "register/evidence",
    "register/imports",
    "register/lookups",
    "register/mandates",
    "register/portfolio",
    "register/sheets",
    "register/upkeep",
)
"""Folders of ``src/`` whose texts an employer meets."""

KEYWORDS = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "mark": None,
    "DomainError": (2,),
    "Text": (2,),
    "refuse": (4,),
    "problem": (5,),
}
"""Functions whose arguments are texts, and which argument is the English one."""

ASKED_OF_EMPLOYERS = {*ASKED, *ROOM_FIELDS, *ROOM_FLAGS}

HEAD = ('"Language', '"Plural-Forms', '"MIME', '"Content')

DANISH_HEAD = """# Danish texts of Husly. Keys are the English texts; `make messages` adds new ones.
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Language: da\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""

Key = str | tuple[str, str]


def employer_texts() -> set[Key]:
    """Every text of the employer's pages in English; a pair where the number decides."""
    packs = [load_pack(pack_id) for pack_id in Settings.model_fields["packs"].default]
    return {*_of_pages(), *(text.en for text in _of_standards(packs) if text.en)}


def _of_pages() -> Iterator[Key]:
    with (LOCALE_PATH / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    for folder in EMPLOYER_SOURCES:
        for _, _, found, _, _ in extract_from_dir(SOURCE / folder, methods, options, keywords=KEYWORDS):
            if found:
                yield (found[0], found[1]) if isinstance(found, tuple) else found


def _of_standards(packs: Iterable[Pack]) -> Iterator[Text]:
    """Labels of facts and choices, units, and the rules of the packs that housing is judged by."""
    packs = list(packs)
    needed = {path for pack in packs for path in facts_needed(pack)}
    facts = [fact for fact in (*DWELLING_FACTS, *ROOM_FACTS) if fact.key in needed or fact.key in ASKED_OF_EMPLOYERS]
    for fact in facts:
        yield fact.label
        yield from LABELS.get(fact.key, {}).values()
    for labels in (KIND_LABELS, USE_LABELS, UNITS, {key: ITEM_LABELS[key] for key in ITEM_LABELS}):
        yield from labels.values()
    for pack in packs:
        yield pack.title
        for rule in pack.requirements:
            yield rule.text
            yield rule.remedy
            yield measure_named(rule.measure).label


def update(path: Path, code: str, texts: Iterable[Key]) -> Catalog:
    """Bring the file of one language up to these texts; what is translated stays."""
    known: Catalog = Catalog(locale=code)
    if path.exists():
        with path.open("rb") as file:
            known = read_po(file, locale=code)
    renewed = Catalog(
        locale=code,
        charset="utf-8",
        fuzzy=False,
        language_team=known.language_team if path.exists() else UNREVIEWED,
        header_comment=f"# {LANGUAGES.get(code, code)}. Who has reviewed it stands under Language-Team.",
    )
    for text in sorted(texts, key=str):
        before = known.get(text[0] if isinstance(text, tuple) else text)
        fits = before is not None and isinstance(before.id, tuple) == isinstance(text, tuple)
        renewed.add(text, before.string if fits and before is not None else "" if isinstance(text, str) else ("", ""))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(_written(renewed), encoding="utf-8")
    return renewed


def with_head(text: str) -> str:
    """The Danish file with its head, which collecting the texts anew takes off."""
    return text if text.startswith(DANISH_HEAD) else DANISH_HEAD + text


def _written(catalogue: Catalog) -> str:
    """The file, its head cut down to what is read again: nothing in it changes from day to day."""
    target = BytesIO()
    write_po(target, catalogue, width=0, no_location=True)
    head, _, rest = target.getvalue().decode().partition("\n\n")
    kept = [line for line in head.splitlines() if not line.startswith('"') or line.startswith(HEAD)]
    return "\n".join(kept) + "\n\n" + rest


def main() -> None:
    """Bring every language up to date and say how far each is."""
    danish, texts = LOCALE_PATH / "da" / "LC_MESSAGES" / "husly.po", employer_texts()
    danish.write_text(with_head(danish.read_text(encoding="utf-8")), encoding="utf-8")
    for code in LANGUAGES:
        if code not in WHOLE:
            renewed = update(LOCALE_PATH / code / "LC_MESSAGES" / "husly.po", code, texts)
            told = sum(1 for message in renewed if message.id and all(_strings(message.string)))
            click.echo(f"{code}: {told} of {len(texts)} texts")


def _strings(string: str | tuple[str, ...] | list[str] | None) -> list[str]:
    return [string or ""] if string is None or isinstance(string, str) else list(string)


if __name__ == "__main__":
    main()
