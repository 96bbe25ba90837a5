"""Texts as people type them, made ready to be kept."""

LONGEST_EMAIL = 254


def one_line(text: str, longest: int | None = None) -> str:
    """The text on one line, single spaces between words, without NUL, which no database takes; cut if told to."""
    return " ".join(text.replace("\x00", "").split())[:longest]


def is_email(text: str) -> bool:
    """Whether a text is one e-mail address, no list and no name with one, and not longer than any can be."""
    name, _at, host = text.partition("@")
    return bool(name and host) and len(text) <= LONGEST_EMAIL and text.isprintable() and not set(text) & set(" ,;<>")
