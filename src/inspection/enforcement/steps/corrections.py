"""Steps that correct or withdraw an order which was issued."""

from collections.abc import Iterator

from husly.kit.access import Permission
from husly.kit.errors import DomainError
from husly.kit.i18n import gettext as _
from inspection.enforcement import actions
from inspection.enforcement.actions.corrections import ISSUED, pending_change
from inspection.enforcement.queries import get_case_file
from inspection.enforcement.steps.kinds import Field, Offer, Run, Running, Step, answer_fields
from inspection.enforcement.steps.orders import contemplated_day, item_fields, items_given
from inspection.letters.issuing import approve_letter
from inspection.letters.models import Letter


def offered(offer: Offer) -> Iterator[Step]:
    """Correcting and withdrawing, or what a draft of either still needs."""
    if offer.state not in ISSUED or offer.file.order is None:
        return
    pending = pending_change(offer.file)
    if pending is not None:
        yield from _pending(offer, pending)
        return
    yield _correct(offer)
    yield Step(
        "withdraw",
        _("Withdraw the order"),
        _("Write the letter of withdrawal"),
        _("The order holds until the letter is issued; then its deadlines end and the case is closed."),
        (Field("reason", _("Reason"), hint=_("The addressee reads it.")), *answer_fields(offer)),
        offer.unmet(None, offer.facts, Permission.PREPARE_LETTERS),
        main=False,
    )


def _correct(offer: Offer) -> Step:
    day = contemplated_day(offer)
    at_once = offer.file.order is not None and offer.file.order.at_once
    return Step(
        "correct-order",
        _("Correct the order"),
        _("Write the corrected order"),
        _("The whole order is sent anew, with new complaint guidance. The first holds until then."),
        (
            Field("wrong", _("What was wrong"), hint=_("The addressee reads it.")),
            Field("holds", _("What holds now"), hint=_("The addressee reads it.")),
            *(field for field in item_fields(offer, day, with_at_once=False) if not at_once or _is_result(field)),
            Field("report_due_on", _("Deadline for reporting compliance"), "date", day.isoformat()),
            Field("considerations", _("Main considerations"), value=_weighed(offer), required=False),
        ),
        offer.unmet(None, offer.facts, Permission.PREPARE_LETTERS),
        main=False,
    )


def _is_result(field: Field) -> bool:
    return field.name.startswith("result.")


def _weighed(offer: Offer) -> str:
    return "" if offer.file.order is None else offer.file.order.considerations


def _pending(offer: Offer, letter: Letter) -> Iterator[Step]:
    what = _("The withdrawal of the order") if "withdrawal" in letter.choices else _("The correction of the order")
    if letter.approved_by is None:
        reasons = offer.unmet(None, offer.facts, Permission.ISSUE_DECISIONS)
        if letter.created_by == offer.actor.id:
            reasons += (_("Someone other than the author must approve the letter before it is issued."),)
        yield Step(
            "approve-change",
            _("%(what)s: approve", what=what),
            _("Approve"),
            _("Read the draft first. Whoever wrote it cannot approve it."),
            unmet=reasons,
            read=f"/letters/{letter.id}",
        )
    else:
        yield Step(
            "issue-change",
            _("%(what)s: issue", what=what),
            _("Read and issue the letter"),
            unmet=offer.unmet(None, offer.facts, Permission.ISSUE_DECISIONS),
            href=f"/letters/{letter.id}",
        )
    yield Step("drop-change", _("%(what)s: drop the draft", what=what), _("Drop the draft"), main=False)


def _run_correct(run: Running) -> str:
    given = items_given(run)
    del given["at_once"]
    given["due_on"] = given["due_on"] or dict.fromkeys(given["results"], given["report_due_on"])
    letter = actions.draft_correction(
        run.session,
        run.case_id,
        wrong=run.form.text("wrong"),
        holds=run.form.text("holds"),
        **given,
        settings=run.settings,
        **run.who,
    )
    return f"/letters/{letter.id}"


def _run_withdraw(run: Running) -> str:
    reason, answer = run.form.text("reason"), run.form.text("answer")
    letter = actions.draft_withdrawal(run.session, run.case_id, reason=reason, answer=answer, **run.who)
    return f"/letters/{letter.id}"


def _run_approve(run: Running) -> None:
    pending = pending_change(get_case_file(run.session, run.case_id, by=run.by))
    if pending is None:
        raise DomainError("correction.none", "There is no correction or withdrawal to approve.")
    approve_letter(run.session, pending.id, **run.who)


def _run_drop(run: Running) -> None:
    actions.drop_change(run.session, run.case_id, **run.who)


RUN: dict[str, Run] = {
    "correct-order": _run_correct,
    "withdraw": _run_withdraw,
    "approve-change": _run_approve,
    "drop-change": _run_drop,
}
