"""The notice of visit (*varsling*), RSL § 5."""

from dataclasses import replace

from husly.kit.access import Permission
from inspection.enforcement.actions.steps import facts_at, require_state, take
from inspection.enforcement.case_facts import NoticeFacts
from inspection.enforcement.transitions import CaseState, Move
from inspection.letters.blocks import LetterKind
from inspection.letters.builders import write_visit_notice
from inspection.letters.from_case import Source, notice_content
from inspection.letters.kinds.kind import Leaving, LetterType
from inspection.letters.letter import Letter as WrittenLetter
from inspection.letters.models import Letter


def _write(source: Source, letter: Letter, print_unverified: bool) -> WrittenLetter:
    return write_visit_notice(notice_content(source, letter), print_unverified=print_unverified)


def _may_leave(leaving: Leaving) -> None:
    require_state(leaving.file, CaseState.PLANNED)


def _on_issue(leaving: Leaving) -> None:
    facts = facts_at(leaving.file, leaving.at)
    # The outbox row in this transaction is the dispatch; days of notice are counted from the true one later.
    sent = replace(facts.notice or NoticeFacts(leaving.file.visit.visit_on), dispatched_on=facts.as_of)
    noticed = replace(facts, notice=sent)
    take(leaving.session, leaving.file, Move.GIVE_NOTICE, noticed, by=leaving.by, at=leaving.at)


TYPE = LetterType(LetterKind.VARSLING, Permission.PREPARE_LETTERS, _write, _may_leave, _on_issue)
