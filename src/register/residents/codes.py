"""Codes by which a sender follows his report: twelve signs, the last a check character; only a hash is stored."""

import hashlib

from husly.kit.codes import checked_code, grouped, read_checked

LENGTH = 12
_PURPOSE = b"husly follow code"
"""The same salt for all, since a code is found by its hash alone; fifty-five random bits and a slow hash make up."""


def new_follow_code() -> str:
    """A new code such as ``7K3M49QWEX4H``."""
    return checked_code(LENGTH)


def read_follow_code(text: str) -> str | None:
    """The code that was typed, without spaces and dashes; None when its check character does not fit."""
    return read_checked(text, LENGTH)


def shown_follow_code(code: str) -> str:
    """A code in groups of four."""
    return grouped(code, 4)


def follow_hash(code: str) -> str:
    """What is stored of a code; slow on purpose, about a twentieth of a second."""
    return hashlib.scrypt(code.encode(), salt=_PURPOSE, n=2**14, r=8, p=1, dklen=32).hex()
