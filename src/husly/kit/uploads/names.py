"""Names of files as they may be stored, shown and sent back."""

import unicodedata

LONGEST = 120
"""Characters of a name, suffix included; the columns that keep names are as wide."""

_NEVER = frozenset('"<>|:*?/\\')


def _is_unseen(sign: str) -> bool:
    """A control or direction character, or one that breaks the line."""
    category = unicodedata.category(sign)
    return category[0] == "C" or category in ("Zl", "Zp")


def safe_name(name: str, suffix: str) -> str:
    """The stem without path, control and direction characters, with the suffix of what the file is.

    Emoji and every script stay; a name that leaves nothing becomes ``bilag`` (attachment).
    """
    base = name.replace("\\", "/").rpartition("/")[2]
    stem = base.rpartition(".")[0] if "." in base else base
    composed = unicodedata.normalize("NFC", stem)
    kept = "".join(one for one in composed if not _is_unseen(one) and one not in _NEVER)
    return f"{kept.strip(' .')[: LONGEST - len(suffix) - 1].strip() or 'bilag'}.{suffix}"
