"""Evidence that an employer uploads: what kind of file it is follows from its content, never from its name."""

import hashlib
import unicodedata
from dataclasses import dataclass

from husly.kit.errors import DomainError

MAX_MB = 10
NAME_LENGTH = 120

_KINDS = (
    (b"%PDF-", b"%%EOF", "application/pdf", "pdf"),
    (b"\xff\xd8\xff", b"\xff\xd9", "image/jpeg", "jpg"),
    (b"\x89PNG\r\n\x1a\n", b"IEND", "image/png", "png"),
)
"""How each kind begins, how its end looks (so that half a file is told), its media type and its suffix."""

_TAIL_BYTES = 1024


@dataclass(frozen=True)
class Evidence:
    """A file that was read and found to be what it must be."""

    name: str
    media_type: str
    content: bytes

    @property
    def sha256(self) -> str:
        """The fingerprint under which it is stored."""
        return hashlib.sha256(self.content).hexdigest()


def read_evidence(name: str, content: bytes) -> Evidence:
    """A whole PDF, JPEG or PNG of at most 10 MB; the name keeps its stem only. Raises ``DomainError``."""
    if not content:
        raise DomainError("evidence.empty", "Attach a file that shows the coverage: PDF, JPG or PNG.")
    if len(content) > MAX_MB * 1_000_000:
        raise DomainError(
            "evidence.too_large",
            "The file is {size} MB; at most {limit} MB. Send fewer pages, or a smaller picture.",
            size=-(-len(content) // 1_000_000),
            limit=MAX_MB,
        )
    for start, end, media_type, suffix in _KINDS:
        if content.startswith(start):
            if end not in content[-_TAIL_BYTES:]:
                raise DomainError("evidence.cut", "The file is cut off before its end. Save it anew and attach it.")
            return Evidence(_safe_name(name, suffix), media_type, content)
    raise DomainError("evidence.kind", "The file is no PDF, JPG or PNG. Save it as PDF and attach it.")


def _safe_name(name: str, suffix: str) -> str:
    """The stem without path, control and direction characters, with the suffix of what the file is."""
    stem = name.replace("\\", "/").rpartition("/")[2].rpartition(".")[0] or "bilag"
    kept = "".join(one for one in stem if unicodedata.category(one)[0] != "C" and one not in '"<>|:*?')
    return f"{kept.strip()[: NAME_LENGTH - 5] or 'bilag'}.{suffix}"
