"""What the pages show of photos and documents: what is there, what is missing, what was withdrawn."""

import base64
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from husly.kit.i18n import format_moment, format_number
from husly.kit.i18n import gettext as _
from register.assessments.wording import in_language
from register.declarations.queries import Declared
from register.evidence.models import DeclarationEvidence
from register.evidence.wanted import Place, Wanted, missing_of, places_for


@dataclass(frozen=True)
class MissingRow:
    """Something that is asked for and not there."""

    label: str
    rooms: str
    reason: str


@dataclass(frozen=True)
class FileCard:
    """One file; ``picture`` is an address that holds the small picture itself."""

    id: str
    href: str
    label: str
    room: str
    name: str
    size: str
    when: str
    sha256: str
    picture: str
    withdrawn: str


@dataclass(frozen=True)
class EvidencePart:
    """What the page of a declaration says of photos and documents."""

    declared: Declared
    wanted: Sequence[Wanted]
    present: Collection[Place]

    @property
    def href(self) -> str:
        """The page of the files."""
        return f"/evidence/{self.declared.accommodation.id}"

    @property
    def missing(self) -> list[MissingRow]:
        """What is asked for and not there, with the reason."""
        found = missing_of(self.wanted, self.declared.facts, self.present)
        return [
            MissingRow(in_language(one.label), ", ".join(filter(None, found[one.key])), in_language(one.reason))
            for one in self.wanted
            if one.key in found
        ]

    @property
    def summary(self) -> str:
        """How much is there and how much is missing, in a sentence."""
        there, absent = len(self.present), sum(map(len, self._absent().values()))
        if not absent:
            return _("Everything asked for is attached.")
        return _("%(there)s attached, %(absent)s still asked for.", there=there, absent=absent)

    def _absent(self) -> dict[str, tuple[str, ...]]:
        return missing_of(self.wanted, self.declared.facts, self.present)


@dataclass(frozen=True)
class EvidencePage:
    """The page of the files of one accommodation."""

    part: EvidencePart
    files: Sequence[DeclarationEvidence]
    is_own: bool
    error: str = ""
    chosen: str = ""

    @property
    def address(self) -> str:
        """Where it is."""
        return self.part.declared.dwelling.address

    @property
    def back(self) -> str:
        """The page of the declaration."""
        return f"/declarations/{self.part.declared.accommodation.id}"

    @property
    def cards(self) -> list[FileCard]:
        """Files that count."""
        return [self._card(one) for one in self.files if one.withdrawn_at is None]

    @property
    def withdrawn(self) -> list[FileCard]:
        """Files that were withdrawn."""
        return [self._card(one) for one in self.files if one.withdrawn_at is not None]

    @property
    def choices(self) -> list[tuple[str, str]]:
        """What a file can show: the value and the words."""
        labels = {one.key: in_language(one.label) for one in self.part.wanted}
        places = places_for(self.part.wanted, self.part.declared.facts)
        return [(f"{key}|{room}", f"{labels[key]}: {room}" if room else labels[key]) for key, room in places]

    def _card(self, one: DeclarationEvidence) -> FileCard:
        labels = {item.key: in_language(item.label) for item in self.part.wanted}
        small = "" if one.preview is None else base64.b64encode(one.preview).decode()
        return FileCard(
            id=str(one.id),
            href=f"{self.part.href}/{one.id}",
            label=labels.get(one.item, one.item),
            room=one.room,
            name=one.name,
            size=f"{format_number(max(1, one.size_bytes // 1000), 0)} kB",
            when=format_moment(one.uploaded_at),
            sha256=one.sha256[:16],
            picture=f"data:image/jpeg;base64,{small}" if small else "",
            withdrawn=self._withdrawn(one),
        )

    @staticmethod
    def _withdrawn(one: DeclarationEvidence) -> str:
        if one.withdrawn_at is None:
            return ""
        when = format_moment(one.withdrawn_at)
        return f"{when}: {one.withdrawn_why}" if one.withdrawn_why else when
