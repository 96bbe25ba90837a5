"""Addresses as Danes write them, and the key by which two spellings of one address meet."""

import re
import unicodedata

_SPACES = re.compile(r"\s+")
_FLOORS = {"stuen": "st", "stuehus": "st", "kælder": "kl", "kælderen": "kl"}


def _folded(text: str) -> str:
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text).strip().lower().replace(".", " ")).strip()


def address_key(*, street: str, house_number: str, unit: str, postcode: str) -> str:
    """The same for every spelling of one address: case, dots, spaces and ``stuen``/``st`` do not matter."""
    words = [_FLOORS.get(word, word) for word in _folded(unit).replace(",", " ").split()]
    number = _folded(house_number).replace(" ", "")
    return f"{postcode}|{_folded(street)}|{number}|{' '.join(words)}"
