"""Which version of something a reader had on the screen when a button was pressed."""

LONGEST = 9


def shown_version(text: str) -> int:
    """The version that a form sends back; whatever is no number of ours is a version that never was."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= LONGEST else -1
