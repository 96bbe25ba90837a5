"""Reasons of law in the language of the moment."""

from husly.kit.i18n import language
from inspection.enforcement.reasons import Reason


def in_words(reason: Reason) -> str:
    """A reason as a sentence, with its provision when it has one."""
    sentence = reason.da if language() == "da" else reason.en
    return f"{sentence.rstrip('.')} ({reason.law})." if reason.law else sentence
