"""What pages and papers of a case say: reasons of law in the language of the moment, and rows of what is known."""

from collections.abc import Iterable

from husly.kit.i18n import language
from inspection.enforcement.reasons import Reason


def in_words(reason: Reason) -> str:
    """A reason as a sentence, with its provision when it has one."""
    sentence = reason.da if language() == "da" else reason.en
    return f"{sentence.rstrip('.')} ({reason.law})." if reason.law else sentence


def told(rows: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """The rows, label and value, that say something."""
    return tuple((label, value) for label, value in rows if value.strip())
