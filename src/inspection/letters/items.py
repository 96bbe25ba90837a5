"""The numbered breaches of a letter: rule, observation, requirement, result, deadline, evidence."""

from collections.abc import Iterator, Sequence

from inspection.enforcement.checklist import AS_THE_RULE_SAYS
from inspection.letters.contents import Breach, FindingOrigin
from inspection.letters.danish import danish_date
from inspection.letters.letter import LetterItem
from inspection.letters.writer import BlockWriter

_ORIGINS = {
    FindingOrigin.COMPUTED: "beregnet",
    FindingOrigin.MEASURED: "målt",
    FindingOrigin.OBSERVED: "iagttaget",
    FindingOrigin.JUDGED: "vurderet",
}


def breach_items(writer: BlockWriter, breaches: Sequence[Breach], *, contemplated: bool) -> list[LetterItem]:
    """Return one numbered item for each breach; in a hearing result and deadline are only contemplated."""
    return [
        LetterItem(
            number,
            breach.title,
            tuple(_rows(writer, number, breach, contemplated=contemplated)),
            breach.citation.requirement_id,
            breach.evidence_ids,
        )
        for number, breach in enumerate(breaches, 1)
    ]


def _rows(writer: BlockWriter, number: int, breach: Breach, *, contemplated: bool) -> Iterator[tuple[str, str]]:
    where = f"forhold {number}"

    def filled(name: str, value: str) -> str:
        return writer.value(name, value, where=where)

    rooms = f", {', '.join(breach.rooms)}" if breach.rooms else ""
    origin = f"{_ORIGINS[breach.origin]} den {danish_date(breach.observed_on)}{rooms}"
    found = f"{filled('målt værdi', breach.measured)} ({origin})"
    yield "Regel", filled("regel", breach.rule)
    yield law_row(writer, number, breach)
    yield "Konstateret", _capital(found)
    if breach.required != AS_THE_RULE_SAYS:  # the rule above has said it
        yield "Krav", _capital(filled("krav", breach.required))
    if breach.shortfall:
        yield "Afvigelse", _capital(breach.shortfall)
    yield "Påtænkt krav" if contemplated else "Det skal opnås", filled("resultat", breach.result)
    yield "Påtænkt frist" if contemplated else "Frist", filled("frist", _due(breach))
    yield "Bevis", filled("bevis", ", ".join(breach.evidence_ids))


def law_row(writer: BlockWriter, number: int, breach: Breach) -> tuple[str, str]:
    """The clause that a breach rests on, as it read on the day that governs it."""
    clause = writer.value("hjemmel", breach.citation.clause, where=f"forhold {number}")
    return "Lovgrundlag", f"{clause}, som gældende den {danish_date(breach.citation.governing_on)}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _due(breach: Breach) -> str:
    if breach.at_once:
        return "Straks"
    return danish_date(breach.due_on) if breach.due_on else ""
