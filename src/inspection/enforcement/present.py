"""Who was at a visit, as the party may read it: the authority's and the party's people, no residents (PRIV). Pure."""

import re

_RESIDENTS = re.compile(r"\b(?:med|under)?(?:beboer|lejer|resident|tenant)", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*[,;]\s*|\s+(?:og|samt|and)\s+")


def tells_of_residents(present: str) -> bool:
    """Whether words tell that residents took part: who spoke with the authority could be read out of their number."""
    return bool(_RESIDENTS.search(present))


def without_residents(present: str) -> str:
    """The words without the parts that tell of residents; unchanged where none does."""
    if not tells_of_residents(present):
        return present
    return ", ".join(part for part in _BETWEEN.split(present) if part and not tells_of_residents(part))
