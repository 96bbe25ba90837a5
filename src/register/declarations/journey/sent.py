"""What a page of the journey sends besides its answers: which button, which sections later, what was seen."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from register.declarations.journey.plain import ROW_QUESTIONS
from register.declarations.questions import SECTION, Step

MOST_COPIES = 1000
"""More than a page takes, so that a wish for too many can be answered in words."""


def text_of(data: Mapping[str, Any], name: str) -> str:
    """One field as text; the last where it was sent more than once."""
    value = data.get(name, "")
    return str(value[-1] if isinstance(value, list) and value else value or "").strip()


@dataclass(frozen=True)
class Sent:
    """The fields of a page that are no answers."""

    wish: str
    later: tuple[str, ...]
    seen: str
    told: str
    back: str
    copies: int

    @property
    def is_about_rooms(self) -> bool:
        """Whether a button was pressed that adds or removes rooms; nothing is saved then."""
        return self.wish in ("add-room", "copy-room") or self.removed is not None

    @property
    def more_rows(self) -> str | None:
        """The question that more rows are wanted for."""
        path = self.wish.removeprefix("more-")
        return path if self.wish != path and path in ROW_QUESTIONS else None

    @property
    def removed(self) -> int | None:
        """The number of the room to remove."""
        match = re.fullmatch(r"remove-(\d{1,4})", self.wish)
        return int(match[1]) if match else None


def read_sent(data: Mapping[str, Any], step: Step) -> Sent:
    """Read them; what makes no sense counts as not sent."""
    ticked = data.get("later", [])
    chosen = [ticked] if isinstance(ticked, str) else list(ticked)
    copies = text_of(data, "copies")
    return Sent(
        wish=text_of(data, "do"),
        later=tuple(key for key in SECTION if key in chosen and key in step.sections),
        seen=text_of(data, "seen"),
        told=text_of(data, "told"),
        back="review" if text_of(data, "back") == "review" else "",
        copies=min(int(copies), MOST_COPIES) if re.fullmatch(r"[0-9]{1,6}", copies) else 1,
    )


def id_of(data: Mapping[str, Any], name: str) -> UUID | None:
    """An identifier that a page carries; anything else is none."""
    try:
        return UUID(text_of(data, name))
    except ValueError:
        return None
