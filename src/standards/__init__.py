"""What the rules demand of a dwelling: measures, requirements, packs, one engine. No database, web or PDF.

The rooms, each importing only those before it: `facts`, `measures`, `rules`, `engine`; then `capacity`, `casework` and
`variants`, which do not know one another; `advice`, `printing`, and the commands. Here are the names for everyday use.
"""

from standards.capacity.filling import capacity_frames
from standards.capacity.lawful import Capacity, Constraint, RoomCapacity, lawful_capacity
from standards.engine.assess import assess, find_verdicts
from standards.engine.assessment import Assessment, ExceptionFinding, Result, verdict_of
from standards.engine.judging import assess_frames, outcome_frames
from standards.engine.outcome import Outcome
from standards.engine.reasons import explain
from standards.facts.known import DwellingFacts, RoomFacts, facts_document
from standards.facts.parse import parse_facts
from standards.facts.problems import FactsError, Problem
from standards.measures.frames import frames_of
from standards.printing.documents import from_json, to_json
from standards.rules.approval import Approval, Confirmation, Signature, Standing, requirement_hash, standing_of
from standards.rules.pack import Pack, PackError, list_packs, load_pack, packs_in_force, read_pack
from standards.rules.release import PackRelease, Refusal, ReleaseState, refusals_to_cite, release_of
from standards.rules.requirement import Requirement
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
