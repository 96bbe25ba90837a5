"""What the rules demand of a dwelling: measures, requirements, packs, one engine. No database, web or PDF."""

from standards.approval import Approval, Confirmation, Signature, Standing, requirement_hash, standing_of
from standards.assess import assess, find_verdicts
from standards.assessment import Assessment, ExceptionFinding, Result, verdict_of
from standards.capacity import Capacity, Constraint, RoomCapacity, lawful_capacity
from standards.documents import from_json, to_json
from standards.engine import assess_frames, outcome_frames
from standards.facts import DwellingFacts, RoomFacts, facts_document
from standards.filling import capacity_frames
from standards.frames import frames_of
from standards.outcome import Outcome
from standards.pack import Pack, PackError, list_packs, load_pack, packs_in_force, read_pack
from standards.parse import parse_facts
from standards.problems import FactsError, Problem
from standards.reasons import explain
from standards.release import PackRelease, Refusal, ReleaseState, refusals_to_cite, release_of
from standards.requirement import Requirement
from standards.text import Text

__all__ = [
    "Approval",
    "Assessment",
    "Capacity",
    "Confirmation",
    "Constraint",
    "DwellingFacts",
    "ExceptionFinding",
    "FactsError",
    "Outcome",
    "Pack",
    "PackError",
    "PackRelease",
    "Problem",
    "Refusal",
    "ReleaseState",
    "Requirement",
    "Result",
    "RoomCapacity",
    "RoomFacts",
    "Signature",
    "Standing",
    "Text",
    "assess",
    "assess_frames",
    "capacity_frames",
    "explain",
    "facts_document",
    "find_verdicts",
    "frames_of",
    "from_json",
    "lawful_capacity",
    "list_packs",
    "load_pack",
    "outcome_frames",
    "packs_in_force",
    "parse_facts",
    "read_pack",
    "refusals_to_cite",
    "release_of",
    "requirement_hash",
    "standing_of",
    "to_json",
    "verdict_of",
]
