"""Texts as people type them, made ready to be kept."""


def one_line(text: str, longest: int | None = None) -> str:
    """The text on one line, single spaces between words, without NUL, which no database takes; cut if told to."""
    return " ".join(text.replace("\x00", "").split())[:longest]
