"""Rehousing orders for tests: drafted, issued and delivered in a case whose order was delivered."""

from dataclasses import replace

from case_ways import APPROVER, AUTHOR, INSPECTOR, Way
from inspection.letters.issuing import issue_letter, record_delivery
from inspection.letters.models import Letter
from inspection.rehousing import actions
from inspection.rehousing.models import Payer, RehousingOrder
from inspection.rehousing.queries import parents_of


def draft_of(way: Way, **changes: object) -> actions.Draft:
    made = actions.Draft(
        parent_letter_id=parents_of(way.file)[0].id,
        not_feasible="Et nyt vindue leveres først om seks uger.",
        necessary="Rummene kan ikke udluftes, og seks bor i to rum.",
        groups=(3, 2, 1),
        from_on=way.on(40),
        until_on=None,
        payer=Payer.EMPLOYER,
        payer_law="opdigtet bestemmelse § 1",
        informed="Arket er udleveret den dag.",
        proof_due_on=way.on(45),
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # a test changes what it wants


def drafted(way: Way, **changes: object) -> RehousingOrder:
    draft = draft_of(way, **changes)
    return actions.draft_rehousing(way.session, way.case.id, draft, settings=way.settings, by=AUTHOR, at=way.at(34))


def issued(way: Way, order: RehousingOrder) -> Letter:
    case, who = way.case.id, {"settings": way.settings, "at": way.at(34)}
    actions.record_hearing(way.session, case, order.id, account="Nævnt i partshøringen.", by=AUTHOR, **who)
    actions.approve_rehousing(way.session, case, order.id, by=APPROVER, **who)
    return issue_letter(way.session, order.letter_id, settings=way.settings, by=APPROVER, at=way.at(34))  # type: ignore[arg-type]


def delivered(way: Way) -> RehousingOrder:
    order = drafted(way)
    letter = issued(way, order)
    record_delivery(way.session, letter.id, delivered_on=way.on(35), by=INSPECTOR, at=way.at(35))
    return order
