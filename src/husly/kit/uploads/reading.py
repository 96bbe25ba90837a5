"""From what was sent to what may be stored."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass

from husly.kit.errors import DomainError
from husly.kit.uploads.kinds import EVIDENCE, PICTURES, Kind, kind_of
from husly.kit.uploads.names import safe_name
from husly.kit.uploads.papers import refuse_unsafe_paper
from husly.kit.uploads.pictures import drawn_anew
from husly.kit.uploads.scanning import Scanner, refuse_infected

LARGEST_MB = 20
"""Megabytes (10⁶ bytes) of one file as it is sent; a picture is stored much smaller."""

LONGEST_PX = 2000
"""The longer side of a stored picture: enough to read a sign on a door."""


PREVIEW_PX = 320


@dataclass(frozen=True)
class Upload:
    """A file that was read, checked and found to be what it must be; ``content`` is what may be stored."""

    name: str
    media_type: str
    content: bytes

    @property
    def sha256(self) -> str:
        """The fingerprint under which it is stored."""
        return hashlib.sha256(self.content).hexdigest()


def preview_of(upload: Upload, *, longest_px: int = PREVIEW_PX) -> bytes | None:
    """A small JPEG of a picture; None for anything else."""
    if upload.media_type not in PICTURES:
        return None
    return drawn_anew(upload.content, Kind(upload.media_type), longest_px=longest_px, into=Kind.JPEG)[1]


def read_upload(
    name: str,
    content: bytes,
    *,
    scanner: Scanner,
    kinds: Collection[Kind] = EVIDENCE,
    largest_mb: int = LARGEST_MB,
    longest_px: int = LONGEST_PX,
) -> Upload:
    """A file fit to be stored, of one of the kinds. Raises ``DomainError`` (``upload.*``) that says what to do."""
    if not content:
        raise DomainError("upload.empty", "The file is empty. Attach it again.")
    if len(content) > largest_mb * 1_000_000:
        raise DomainError(
            "upload.too_large",
            "The file is {size} MB; at most {limit} MB. Send fewer pages, or a smaller picture.",
            size=-(-len(content) // 1_000_000),
            limit=largest_mb,
        )
    refuse_infected(content, scanner)
    kind = kind_of(content, wanted=kinds)
    if kind is Kind.PDF:
        refuse_unsafe_paper(content)
        return Upload(safe_name(name, kind.suffix), kind.value, content)
    kind, drawn = drawn_anew(content, kind, longest_px=longest_px)
    return Upload(safe_name(name, kind.suffix), kind.value, drawn)
