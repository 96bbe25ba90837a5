"""The courtesy text: what a letter says, in short and in English, for an employer who does not read Danish.

Own words for each kind of letter (``courtesy.yaml``), a sentence for each Danish block that tells its reader what to
do, to know or to expect; rules in the English of their pack; days and complaint guidance as the Danish letter has
them. It adds nothing and decides nothing: the Danish text prevails, and it says so.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

import yaml
from babel.dates import format_date

from husly.kit.postal import is_abroad
from inspection.letters.blocks import AddressForm, LetterKind, load_blocks
from inspection.letters.contents import Breach, ComplaintGuidance, Recipient
from inspection.letters.letter import (
    Letter,
    LetterElement,
    LetterHeading,
    LetterItem,
    LetterParagraph,
    LetterRows,
)
from standards.rules.pack import rule_of
from standards.rules.requirement import Requirement

LANGUAGE = "en"
DEMANDING = frozenset({LetterKind.PARTSHOERING, LetterKind.PAABUD, LetterKind.STRAKSPAABUD})
"""Letters whose items say what must be achieved and by when; in the others such a day would mislead."""


COMPLAINT = "klage"
"""The block of complaint guidance, whose English is made of its parts."""


@dataclass(frozen=True)
class CourtesyTexts:
    """The English words: heading, what prevails, the intro of each kind, a sentence for each block, headings, labels.

    ``first`` are the blocks whose sentence comes before all else, as the right to silence does.
    """

    heading: str
    prevails: str
    kinds: dict[LetterKind, str]
    first: tuple[str, ...]
    blocks: dict[str, str]
    headings: dict[str, str]
    labels: dict[str, str]


@cache
def courtesy_texts() -> CourtesyTexts:
    """The texts as shipped."""
    path = Path(__file__).with_name("courtesy.yaml")
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    return CourtesyTexts(
        heading=content["heading"],
        prevails=content["prevails"],
        kinds={LetterKind(kind): text for kind, text in content["kinds"].items()},
        first=tuple(content["first"]),
        blocks=content["blocks"],
        headings=content["headings"],
        labels=content["labels"],
    )


def wants_courtesy(recipient: Recipient) -> bool:
    """Whether a letter to them has the English text: a firm registered abroad, though it may have a Danish number too,
    or a private owner whose address is abroad.
    """
    if recipient.rut_number or recipient.foreign_number:
        return True
    is_person = recipient.form is AddressForm.DU and not recipient.unnumbered
    return is_person and is_abroad(recipient.address_lines)


def with_courtesy(letter: Letter) -> Letter:
    """The letter with its courtesy text."""
    return replace(letter, courtesy=tuple(_courtesy(letter)))


def _courtesy(letter: Letter) -> Iterator[LetterElement]:
    texts = courtesy_texts()
    yield LetterParagraph(texts.prevails, "courtesy")
    taken_back = letter.favourable and letter.kind is not LetterKind.AFSLUTNING
    yield LetterParagraph(texts.labels["withdrawn"] if taken_back else texts.kinds[letter.kind], "courtesy")
    used = [one.block_id for one in letter.body if isinstance(one, LetterParagraph)]
    for block_id in texts.first:
        if block_id in used:
            yield LetterParagraph(texts.blocks[block_id], "courtesy")
    yield LetterRows(tuple(_facts(letter, texts.labels)))
    yield from _items(letter, texts.labels)
    yield from _sections(letter, texts)


def _items(letter: Letter, labels: dict[str, str]) -> Iterator[LetterElement]:
    """The points of the letter under their Danish numbers."""
    for number, breach in enumerate(letter.breaches, start=1):
        rule = rule_of(breach.citation.pack_id, breach.citation.requirement_id, breach.citation.governing_on)
        title = breach.title if rule is None else rule.breach.en or f"{labels['not_met']}: {rule.text.en}"
        rows = tuple(_item(letter.kind, number, breach, rule, labels))
        danish = [value for label, value in rows if label in (labels["law"], labels["rooms"], labels["found"])]
        if rule is None:
            danish.append(title)
        yield LetterItem(number, title, rows, breach.citation.requirement_id, danish=tuple(danish))


def _sections(letter: Letter, texts: CourtesyTexts) -> Iterator[LetterElement]:
    """The sentences of the blocks that the letter holds, in its order, one paragraph under each heading of it."""
    heading, sentences = "", list[str]()
    for element in (*letter.body, LetterHeading("")):
        if isinstance(element, LetterParagraph):
            sentences += _sentence(letter, element.block_id, texts)
        elif isinstance(element, LetterHeading):
            if sentences:
                if heading in texts.headings:
                    yield LetterHeading(texts.headings[heading])
                yield LetterParagraph(" ".join(sentences), "courtesy")
            heading, sentences = element.text, []


def _sentence(letter: Letter, block_id: str, texts: CourtesyTexts) -> list[str]:
    if block_id == COMPLAINT and isinstance(letter.complaint, ComplaintGuidance):
        return [_complaint(letter.complaint, texts.labels)]
    if block_id in texts.first or block_id not in texts.blocks:
        return []
    sender = letter.head.sender
    return [texts.blocks[block_id].format(email=sender.email, privacy=sender.privacy_url)]


def _complaint(complaint: ComplaintGuidance, labels: dict[str, str]) -> str:
    effect = labels["suspends" if complaint.suspensive else "does_not_suspend"]
    # A receiver is one line of Danish, often a name and "på" before its mail address.
    send_to = re.sub(r",? på (?=\S+@\S)", ", ", complaint.send_to)
    return labels["complaint"].format(body=complaint.body, send_to=send_to, term=_term(complaint), effect=effect)


def _facts(letter: Letter, labels: dict[str, str]) -> Iterator[tuple[str, str]]:
    yield labels["case"], letter.head.header.case_number
    yield labels["dwelling"], letter.head.property.address
    if letter.visit_on is not None:
        yield labels["visit"], english_date(letter.visit_on)
    if reactions := _reactions(letter):
        yield labels["considering"], "; ".join(reactions)
    for name, value in letter.told:
        yield labels[name], value if isinstance(value, str) else english_date(value)
    if letter.objection_due_on is not None:
        yield labels["objections"], english_date(letter.objection_due_on)
    yield labels["contact"], f"{letter.head.sender.email}, {letter.head.sender.phone}"


def _reactions(letter: Letter) -> list[str]:
    """What a hearing says is considered: the reactions whose Danish words it holds."""
    said = " ".join(one.text for one in letter.body if isinstance(one, LetterParagraph) and one.block_id == "hoering")
    form, blocks, texts = letter.head.recipient.form, load_blocks().blocks, courtesy_texts().blocks
    return [texts[name] for name in texts if name.startswith("reaktion_") and blocks[name].texts[form] in said]


def _item(
    kind: LetterKind, number: int, breach: Breach, rule: Requirement | None, labels: dict[str, str]
) -> Iterator[tuple[str, str]]:
    if rule is not None and rule.text.da == breach.rule:
        yield labels["rule"], rule.text.en
    yield labels["law"], breach.citation.clause.text(first=False)
    if breach.rooms:
        yield labels["rooms"], ", ".join(breach.rooms)
    if breach.measured:
        yield labels["found"], breach.measured[:1].upper() + breach.measured[1:]
    if kind not in DEMANDING:
        return
    heard = kind is LetterKind.PARTSHOERING
    yield labels["considered_result" if heard else "result"], _result(number, breach, rule, labels, heard=heard)
    if breach.at_once:
        yield labels["deadline"], labels["at_once"]
    elif breach.due_on is not None:
        yield labels["considered" if heard else "deadline"], english_date(breach.due_on)


def _result(number: int, breach: Breach, rule: Requirement | None, labels: dict[str, str], *, heard: bool) -> str:
    """What must be achieved, in the English of the pack; what its author wrote instead has none, and is pointed to."""
    if rule is not None and rule.remedy.da == breach.result:
        return rule.remedy.en
    return labels["in_danish"].format(number=number, label="Påtænkt krav" if heard else "Det skal opnås")


def _term(complaint: ComplaintGuidance) -> str:
    term = complaint.term
    return f"{term.weeks} weeks" if term.weeks else f"{term.days} days"


def english_date(day: date) -> str:
    """Return for example "16 March 2026"."""
    return format_date(day, "d MMMM y", locale="en_GB")
