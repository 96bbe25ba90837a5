"""What is wrong with a file, or with one place in it."""

from dataclasses import dataclass
from typing import Any

from husly.kit.errors import DomainError
from husly.kit.i18n import catalogue
from husly.kit.uploads import Scanner, refuse_infected
from husly.settings import Settings
from standards.text import Text

SHOWN = 80
"""Longest value that a report repeats."""

_REASONS = {
    "wrong_type": Text("kan ikke læses", "cannot be read"),
    "unknown_choice": Text("ukendt værdi", "unknown value"),
}
_CORRECT = Text("ret det", "correct it")


class UnusableFileError(Exception):
    """The file as a whole cannot be read; ``text`` says why and what to do."""

    def __init__(self, da: str, en: str) -> None:
        super().__init__(en)
        self.text = Text(da, en)


def refuse_infected_file(content: bytes, chosen: Settings) -> None:
    """Have the virus scanner look, where one is configured. Raises ``UnusableFileError``."""
    try:
        refuse_infected(content, Scanner.chosen(chosen))
    except DomainError as error:
        told = in_both(error)
        raise UnusableFileError(told.da, told.en) from None


def in_both(error: DomainError) -> Text:
    """A domain error's sentence in both languages, whatever the page's."""
    danish = catalogue("da").gettext(error.message)
    return Text(*(text.format(**error.params) if error.params else text for text in (danish, error.message)))


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong in one place: row number as a spreadsheet shows it (or number in a JSON list), column, value."""

    row: int
    column: str
    value: str
    reason: Text
    remedy: Text


def finding(row: int, column: str, value: Any, code: str, message: Text) -> Finding:
    """A finding from a message of the form "what is wrong: what to do"."""
    reason = _REASONS.get(code)
    if reason is not None:
        return Finding(row, column, shown(value), reason, message)
    da, en = message.da.rpartition(": "), message.en.rpartition(": ")
    if not da[0] or not en[0]:
        return Finding(row, column, shown(value), message, _CORRECT)
    return Finding(row, column, shown(value), Text(da[0], en[0]), Text(da[2], en[2]))


def shown(value: Any) -> str:
    """A value as a report shows it: on one line, not too long, without characters that cannot be printed."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in str(value))
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
