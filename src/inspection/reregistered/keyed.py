"""Accounts and persons' names as keyed hashes: equal ones meet, and nobody reads them out of the database.

The key is made of the installation's ``secret_key``. A secret that is drawn anew at each start would make hashes that
never meet again, so that recording is refused without a lasting one.
"""

import hmac
from dataclasses import dataclass

from husly.kit.errors import DomainError
from husly.settings import Settings
from inspection.reregistered.normalising import account_key, account_mask, initials, is_personal_number, name_key
from inspection.reregistered.traces import TraceKind

KEPT = (TraceKind.ACCOUNT, TraceKind.PERSON)
"""Kinds that are recorded by people or read from lists."""


@dataclass(frozen=True)
class Sealed:
    """What is kept of an account or a name."""

    key_hash: str
    key_of: str
    shown: str


@dataclass(frozen=True)
class Seal:
    """Makes keyed hashes with one secret."""

    secret: bytes

    @classmethod
    def of(cls, chosen: Settings) -> "Seal":
        """The installation's. Raises ``DomainError`` where ``secret_key`` is not set."""
        if "secret_key" not in chosen.model_fields_set:
            raise DomainError(
                "trace.secret", "Set secret_key (HUSLY_SECRET_KEY) first: without a lasting one, traces never meet."
            )
        return cls(chosen.secret_key.get_secret_value().encode())

    @property
    def key_of(self) -> str:
        """Tells two secrets apart without telling either."""
        return self._hash("which key")[:8]

    def seal(self, kind: TraceKind, value: str) -> Sealed | None:
        """What is kept of a value; None where it is no account (check digits) or no name, or is a personal number."""
        key = account_key(value) if kind is TraceKind.ACCOUNT else name_key(value)
        if not key or (kind is TraceKind.PERSON and (is_personal_number(value) or not any(map(str.isalpha, key)))):
            return None
        shown = account_mask(key) if kind is TraceKind.ACCOUNT else initials(value)
        return Sealed(self._hash(f"{kind}|{key}"), self.key_of, shown)

    def _hash(self, text: str) -> str:
        return hmac.new(self.secret, b"husly.reregistered|" + text.encode(), "sha256").hexdigest()
