"""Languages and nationalities in words that an employer reads: residents' own are no business of his (PRIV). Pure."""

import re
from functools import cache

from babel import Locale

from inspection.rehousing.texts import LANGUAGES

TOLD_ANYWAY = frozenset({"da", "en"})
"""The sheet goes with the order in these; no language of a resident can be read out of that."""


@cache
def _pattern() -> re.Pattern[str]:
    names = Locale.parse("da").languages
    codes = sorted(path.stem for path in LANGUAGES.glob("*.yaml"))
    return re.compile(rf"\b(?:{'|'.join(names[one] for one in codes if one not in TOLD_ANYWAY)})\w*", re.IGNORECASE)


def languages_named(text: str) -> tuple[str, ...]:
    """The words of a Danish text that name a language or nationality of residents, in their order."""
    return tuple(_pattern().findall(text))
