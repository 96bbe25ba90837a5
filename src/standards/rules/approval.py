"""What persons signed about a pack, requirement by requirement, and what the signatures amount to.

Approval is an act in the product: a lawyer compares exactly one content with the official text and names its address
and SHA-256; a second person countersigns. A row so signed counts as read in the law, whatever code its file bears; the
other rows of the pack stay a draft. A pack changed in one letter is another content: all of it is signed anew.
"""

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any

from standards.rules.pack import Pack
from standards.rules.requirement import Requirement

_SHA256 = re.compile(r"[0-9a-f]{64}")


class Standing(StrEnum):
    """How far one requirement is released."""

    DRAFT = "draft"
    """Nobody has confirmed exactly this content."""
    CONFIRMED = "confirmed"
    """One person has; the second is missing."""
    WITHDRAWN = "withdrawn"
    DEMONSTRATION = "demonstration"
    """Released for letters that bear PRØVE, in a demonstration only."""
    APPROVED = "approved"


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed, by the id of the account, and when."""

    by: str
    on: date


@dataclass(frozen=True, slots=True)
class Confirmation:
    """One version of a requirement compared with the official text; the days on which it holds tell versions apart.

    `official_sha256` is the digest of the text compared.
    """

    requirement_id: str
    valid_from: date | None
    valid_to: date | None
    requirement_hash: str
    official_url: str
    official_sha256: str
    confirmed: Signature
    countersigned: Signature | None = None
    withdrawn: Signature | None = None

    def holds_on(self, day: date) -> bool:
        """Tell whether this version is in force on that day."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day < self.valid_to)

    @property
    def standing(self) -> Standing:
        """What the signatures amount to; without address and digest of the text compared, to nothing."""
        if self.withdrawn is not None:
            return Standing.WITHDRAWN
        if not self.official_url.startswith("https://") or not _SHA256.fullmatch(self.official_sha256):
            return Standing.DRAFT
        if self.countersigned is None or self.countersigned.by == self.confirmed.by:
            return Standing.CONFIRMED
        return Standing.APPROVED


@dataclass(frozen=True, slots=True)
class Approval:
    """What was signed about one exact content of a pack, in the order in which it was signed.

    `demonstration`: a demonstration approval stands and the installation is a demonstration.
    """

    pack_id: str
    pack_hash: str
    confirmations: tuple[Confirmation, ...] = ()
    demonstration: bool = False

    def standing_on(self, requirement_id: str, day: date) -> Standing:
        """How far the version of a requirement that is in force on that day is released."""
        return self._last(
            [one for one in self.confirmations if one.requirement_id == requirement_id and one.holds_on(day)]
        )

    def standing_of_hash(self, requirement_hash: str) -> Standing:
        """How far the row with exactly this content is released."""
        return self._last([one for one in self.confirmations if one.requirement_hash == requirement_hash])

    def _last(self, signed: Sequence[Confirmation]) -> Standing:
        """The last that was signed decides; a withdrawal says “do not cite”, in a demonstration too."""
        last = signed[-1].standing if signed else Standing.DRAFT
        if self.demonstration and last not in (Standing.APPROVED, Standing.WITHDRAWN):
            return Standing.DEMONSTRATION
        return last


def requirement_hash(pack: Pack, requirement: Requirement) -> str:
    """SHA-256 of all that decides what a requirement says.

    That is its row, what the whole pack presupposes, the days on which it holds, and the rows in which its two readings
    are worked out.
    """
    return _hashes(pack)[requirement.id, pack.validity(requirement)[0]]


@lru_cache(maxsize=256)
def _hashes(pack: Pack) -> dict[tuple[str, date | None], str]:
    return {(one.id, pack.validity(one)[0]): _hash_of(pack, one) for one in pack.requirements}


def _hash_of(pack: Pack, requirement: Requirement) -> str:
    ways = requirement.readings
    named = () if ways is None else (ways.lenient.requirement, ways.strict.requirement)
    kept = {"id", "jurisdiction", "legal_status", "governing_date", "applies"}
    content = {
        "pack": pack.model_dump(mode="json", include=kept, exclude_defaults=True),
        "validity": pack.validity(requirement),
        "row": _dump(requirement),
        "readings": [_dump(one) for one in pack.requirements if one.id in named],
    }
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _dump(requirement: Requirement) -> dict[str, Any]:
    return requirement.model_dump(mode="json", exclude_defaults=True)


def standings_of(pack: Pack, approval: Approval | None) -> tuple[tuple[Requirement, Standing], ...]:
    """How far each requirement of this pack is released; an approval of another content counts for nothing."""
    if approval is None or (approval.pack_id, approval.pack_hash) != (pack.id, pack.content_hash):
        return tuple((one, Standing.DRAFT) for one in pack.requirements)
    hashes = _hashes(pack)
    return tuple((one, approval.standing_of_hash(hashes[one.id, pack.validity(one)[0]])) for one in pack.requirements)


def standing_laid_over(approval: Approval, requirement_id: str, on: date) -> Standing:
    """How far a rule of an approved overlay is released, by the approval of the pack that it was laid over.

    A tightened requirement stands as far as the pack's own; a rule of the issuer's own stands by its overlay's
    approval, save that a demonstration of the pack makes it one too.
    """
    if requirement_id.startswith(f"{approval.pack_id}."):
        return approval.standing_on(requirement_id, on)
    return Standing.DEMONSTRATION if approval.demonstration else Standing.APPROVED


def standing_of(pack: Pack, requirement: Requirement, approval: Approval | None) -> Standing:
    """How far one requirement of this pack is released, also as a transition leaves it on a day."""
    key = (requirement.id, pack.validity(requirement)[0])
    return next(found for one, found in standings_of(pack, approval) if (one.id, pack.validity(one)[0]) == key)
