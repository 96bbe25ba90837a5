"""Codes by which a sender follows his report: twelve signs, the last a check character; only a hash is stored."""

import hashlib
import secrets

from stdnum.iso7064 import mod_37_36

from register.declarations.receipts import ALPHABET

LENGTH = 11
_PURPOSE = b"husly follow code"
"""The same salt for all, since a code is found by its hash alone; fifty-five random bits and a slow hash make up."""


def new_follow_code() -> str:
    """A new code such as ``7K3M49QWEX4H``."""
    while True:
        body = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
        check = str(mod_37_36.calc_check_digit(body))
        if check in ALPHABET:
            return body + check


def read_follow_code(text: str) -> str | None:
    """The code that was typed, without spaces and dashes; None when its check character does not fit."""
    code = "".join(sign for sign in text.upper() if sign.isalnum())
    known = len(code) == LENGTH + 1 and all(sign in ALPHABET for sign in code)
    return code if known and mod_37_36.is_valid(code) else None


def shown_follow_code(code: str) -> str:
    """A code in groups of four."""
    return "-".join((code[:4], code[4:8], code[8:]))


def follow_hash(code: str) -> str:
    """What is stored of a code; slow on purpose, about a twentieth of a second."""
    return hashlib.scrypt(code.encode(), salt=_PURPOSE, n=2**14, r=8, p=1, dklen=32).hex()
