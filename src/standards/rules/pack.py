"""Rule packs: dated YAML, one file each, refused when a single requirement is unsound."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from difflib import get_close_matches
from functools import cached_property, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import Field, ValidationError, model_validator

from standards.rules.condition import Applies, Frozen
from standards.rules.pack_problems import PackError, PackProblem, problems_in, refused
from standards.rules.requirement import Requirement
from standards.rules.yaml_text import YamlTextError, read_yaml
from standards.text import Text

__all__ = [
    "CITABLE_STATUS",
    "PACKS",
    "LegalStatus",
    "Notes",
    "Pack",
    "PackError",
    "list_packs",
    "load_pack",
    "read_pack",
]

PACKS = Path(__file__).parents[1] / "packs"
CITABLE_STATUS = ("binding", "expired")
HOME = "DK"
"""Where the register is kept: only this country's law can ever be cited in a letter."""

GoverningDate = Literal[
    "observation", "inspection_start", "construction", "first_use", "licence", "permit", "declaration"
]
_GOVERNING_FACT = {
    "construction": "built_on",
    "first_use": "first_used_on",
    "licence": "licence_granted_on",
    "permit": "permit_applied_on",
}
LegalStatus = Literal["binding", "expired", "proposal", "guidance", "private_norm", "treaty"]


class Notes(Frozen):
    """What a reader must know about the scope of the pack."""

    da: tuple[str, ...]
    en: tuple[str, ...]


class LaidOver(Frozen):
    """What a merged pack was made of: the content hash of the pack itself, and those of the overlays."""

    base_hash: str
    overlays: tuple[str, ...]


class LegalText(Frozen):
    """A text beside the pack that holds no rules of its own: a draft or bill it grew from, an act that points to it.

    `dated_on` is the day by which it is known, `reference` how it is cited; None and empty where nobody has read them.
    """

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9.-]*$")
    title: Text
    status: Literal["draft", "lapsed_bill", "enacted_bill", "refers_to_pack"]
    dated_on: date | None = None
    reference: str = Field(min_length=1)
    url: str = Field(default="", pattern=r"^(https://\S+)?$")
    source_sites: tuple[str, ...] = Field(min_length=1)


class Pack(Frozen):
    """Regelsæt: the requirements of one act, proposal or norm.

    `release` is `draft` in every file: approval is an act in the product by a named lawyer, never an edit
    of a file. `governing_date` says which date selects the version. `applies` holds what every
    requirement of the pack presupposes. `lineage` lists texts without rules of
    their own: what the act grew from, oldest first, and what refers to it. `laid_over` tells of the overlays in a
    merged pack; no file holds it.
    """

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9.-]*$")
    title: Text
    jurisdiction: str = Field(min_length=2)
    legal_status: LegalStatus
    release: Literal["draft"]
    version: str = Field(min_length=1)
    valid_from: date | None = None
    valid_to: date | None = None
    governing_date: GoverningDate = "observation"
    supervisor: Text | None = None
    notes: Notes = Notes(da=(), en=())
    lineage: tuple[LegalText, ...] = ()
    applies: Applies = Applies()
    requirements: tuple[Requirement, ...] = Field(min_length=1)
    laid_over: LaidOver | None = None

    @model_validator(mode="after")
    def _is_sound(self) -> Self:
        for requirement in self.requirements:
            if self.laid_over is None and (requirement.issuer is not None or requirement.overlay_hash):
                raise ValueError(f"{requirement.id}: issuer and overlay_hash are set by overlays; leave them out")
            if requirement.issuer is None and not requirement.id.startswith(f"{self.id}."):
                raise ValueError(f"{requirement.id}: the id must start with {self.id}.")
            self._check_home(requirement)
            if requirement.transition and self.governing_date in _GOVERNING_FACT:
                raise ValueError(
                    f"{requirement.id}: a transition goes by the day of the observation, but the pack goes by "
                    f"{self.governing_date}; use versions with valid_from and valid_to"
                )
            self._check_readings(requirement)
        self._check_versions()
        return self

    def _check_home(self, requirement: Requirement) -> None:
        """What a letter may cite one day must say where its text stands and what is to be achieved."""
        if self.jurisdiction != HOME or self.legal_status not in (*CITABLE_STATUS, "proposal"):
            return
        if self.legal_status in CITABLE_STATUS and not requirement.reference.eli_url:
            raise ValueError(f"{requirement.id}: a rule of law needs the address of its text (eli_url)")
        if not requirement.remedy.da:
            raise ValueError(f"{requirement.id}: a Danish rule needs a remedy: the result to be achieved")

    def _check_readings(self, requirement: Requirement) -> None:
        if requirement.readings is None:
            return
        known = {one.id for one in self.requirements if one.readings is None}
        for reading in (requirement.readings.lenient, requirement.readings.strict):
            if reading.requirement not in known:
                raise ValueError(f"{requirement.id}: reading {reading.requirement} is not in the pack")

    def _check_versions(self) -> None:
        """Versions of one requirement follow each other without a day in two of them and without a gap."""
        for versions in self._by_id.values():
            for earlier, later in pairwise(sorted(versions, key=lambda one: self.validity(one)[0] or date.min)):
                ends = self.validity(earlier)[1]
                starts = self.validity(later)[0] or date.min
                if ends is None or starts < ends:
                    raise ValueError(f"{earlier.id}: two versions are valid on the same day ({starts})")
                if starts > ends:
                    raise ValueError(f"{earlier.id}: nothing is valid from {ends} until {starts}")

    @cached_property
    def _by_id(self) -> dict[str, list[Requirement]]:
        grouped: dict[str, list[Requirement]] = {}
        for requirement in self.requirements:
            grouped.setdefault(requirement.id, []).append(requirement)
        return grouped

    def validity(self, requirement: Requirement) -> tuple[date | None, date | None]:
        """From (inclusive) and to (exclusive) of a requirement; what it leaves out follows the pack."""
        return requirement.valid_from or self.valid_from, requirement.valid_to or self.valid_to

    def is_valid(self, requirement: Requirement, on: date) -> bool:
        """Tell whether the requirement is in force on that day."""
        starts, ends = self.validity(requirement)
        return (starts is None or starts <= on) and (ends is None or on < ends)

    def is_law(self, on: date) -> bool:
        """Tell whether the pack was law on that day: an act, not a proposal or norm, from its first day to its last."""
        begun = self.valid_from is None or self.valid_from <= on
        return self.legal_status in CITABLE_STATUS and begun and (self.valid_to is None or on < self.valid_to)

    @property
    def governing_fact(self) -> str | None:
        """The fact of a dwelling that says which text governs it; None: the day of the assessment does."""
        return _GOVERNING_FACT.get(self.governing_date)

    @cached_property
    def changes(self) -> tuple[date, ...]:
        """The days on which the text of the pack changes: something enters into force, or ceases to be."""
        ends = (day for one in self.requirements for day in self.validity(one))
        return tuple(sorted({day for day in ends if day is not None}))

    def in_force(self, on: date) -> tuple[Requirement, ...]:
        """Pick one version of each requirement: the one valid on that day, or else the last one.

        While a transition lasts, the requirement presupposes what is new.
        """
        return tuple(self._pick(versions, on) for versions in self._by_id.values())

    def _pick(self, versions: list[Requirement], on: date) -> Requirement:
        valid = [one for one in versions if self.is_valid(one, on)]
        picked = valid[0] if valid else versions[-1]
        if picked.transition is None or on >= picked.transition.until:
            return picked
        when = (*picked.applies.when, picked.transition.condition)
        return picked.model_copy(update={"applies": picked.applies.model_copy(update={"when": when})})

    def requirement(self, requirement_id: str, on: date | None = None) -> Requirement:
        """Find a requirement by its id (its version on a day). Raises PackError when there is none."""
        versions = self._by_id.get(requirement_id)
        if not versions:
            raise PackError(f"{self.id}: there is no requirement {requirement_id!r}")
        return versions[-1] if on is None else self._pick(versions, on)

    def __hash__(self) -> int:
        """Tell packs apart cheaply: compiled packs are kept by pack, and asked for with every assessment."""
        return hash((self.id, self.version))

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Copy the content only, not what was worked out from the content of the original."""
        copy = super().model_copy(update=update, deep=deep)
        for name in copy.__dict__.keys() - type(self).model_fields.keys():
            del copy.__dict__[name]
        return copy

    @cached_property
    def variants(self) -> frozenset[str]:
        """Requirements that only work out one reading of another; they never count towards a verdict."""
        ways = [one.readings for one in self.requirements if one.readings is not None]
        return frozenset(way.requirement for both in ways for way in (both.lenient, both.strict))

    @cached_property
    def content_hash(self) -> str:
        """SHA-256 over the content, whatever the layout of the file.

        What stands at its default is left out, so that a new optional key voids no approval of packs without it.
        """
        content = json.dumps(self.model_dump(mode="json", exclude_defaults=True), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(content.encode()).hexdigest()

    @property
    def base_hash(self) -> str:
        """The content hash of the pack itself, without overlays: what an approval of the pack refers to."""
        return self.content_hash if self.laid_over is None else self.laid_over.base_hash


def list_packs() -> tuple[str, ...]:
    """List the ids of the packs that come with the product."""
    return tuple(sorted(path.stem for path in PACKS.glob("*.yaml")))


@lru_cache(maxsize=128)
def load_pack(pack_id: str) -> Pack:
    """Load a pack by its id. Raises PackError: no such pack (with the nearest), or an unsound one."""
    known = list_packs()
    if pack_id not in known:
        near = get_close_matches(pack_id, known, n=1)
        hint = f"did you mean {near[0]}?" if near else f"choose one of: {', '.join(known)}"
        raise PackError(f"There is no rule pack {pack_id!r}; {hint}")
    pack = read_pack((PACKS / f"{pack_id}.yaml").read_text(encoding="utf-8"), origin=f"{pack_id}.yaml")
    if pack.id != pack_id:
        raise PackError(f"{pack_id}.yaml: the pack calls itself {pack.id!r}; file name and id must agree")
    return pack


def rule_of(pack_id: str, requirement_id: str, on: date) -> Requirement | None:
    """The requirement as its pack had it on a day; None where the product holds the pack or the rule no more."""
    try:
        return load_pack(pack_id).requirement(requirement_id, on)
    except PackError:
        return None


def packs_in_force(on: date, jurisdiction: str = HOME) -> tuple[Pack, ...]:
    """List the packs that were law in a country on a day, by id: acts that have expired since are among them.

    An act whose first day nobody has read counts from the beginning of time.
    """
    packs = (load_pack(pack_id) for pack_id in list_packs())
    return tuple(pack for pack in packs if pack.jurisdiction == jurisdiction and pack.is_law(on))


def read_pack(text: str, *, origin: str) -> Pack:
    """Read a pack from YAML text. Raises PackError with every reason, each with its line and key in the file."""
    try:
        read = read_yaml(text)
    except YamlTextError as error:
        raise refused((PackProblem(origin, error.line, "", "", error.message),)) from error
    if not isinstance(read.document, dict):
        what = f"a pack is a mapping of keys, not {type(read.document).__name__}; begin with id:"
        raise refused((PackProblem(origin, 1, "", "", what),))
    read.document.pop("x", None)  # anchors that the file shares between requirements
    if "laid_over" in read.document:
        what = "only told of packs with overlays; leave it out of the file"
        raise refused((PackProblem(origin, read.line_of(("laid_over",)), "laid_over", "", what),))
    try:
        return Pack.model_validate(read.document)
    except ValidationError as error:
        raise refused(tuple(problems_in(error, read, Pack, origin))) from error
