"""The kinds of letters, one module each; adding one means adding its module here and its texts in ``texts/``."""

from husly.kit.errors import NotFoundError
from inspection.letters.blocks import LetterKind
from inspection.letters.kinds import (
    afslutning,
    begrundelse_efterfoelgende,
    beslutning_uvarslet,
    boedeforelaeg,
    fastholdelse,
    forbud,
    genhusning,
    oplysningsanmodning,
    paabud,
    partshoering,
    politianmeldelse,
    strakspaabud,
    tilsynsrapport,
    varsling,
)
from inspection.letters.kinds.kind import Leaving, LetterType

__all__ = ["TYPES", "Leaving", "LetterType", "type_of"]

_MODULES = (
    varsling,
    fastholdelse,
    beslutning_uvarslet,
    tilsynsrapport,
    oplysningsanmodning,
    partshoering,
    paabud,
    strakspaabud,
    begrundelse_efterfoelgende,
    genhusning,
    forbud,
    boedeforelaeg,
    politianmeldelse,
    afslutning,
)

TYPES: dict[LetterKind, LetterType] = {module.TYPE.kind: module.TYPE for module in _MODULES}


def type_of(kind: LetterKind) -> LetterType:
    """The type of a kind. Raises ``NotFoundError`` for one that this version cannot write."""
    if kind not in TYPES:
        raise NotFoundError("letter")
    return TYPES[kind]
