"""Steps after an order, closing, and what may come up at any time."""

from collections.abc import Iterator
from dataclasses import replace

from husly.kit.errors import DomainError
from husly.kit.i18n import gettext as _
from husly.kit.i18n import mark
from inspection.enforcement import actions
from inspection.enforcement.actions.follow_up import Verified
from inspection.enforcement.actions.steps import is_closed
from inspection.enforcement.labels import CLOSURES
from inspection.enforcement.models import Addressee, ClosureCode
from inspection.enforcement.steps.kinds import Field, Offer, Run, Running, Step, answer_fields
from inspection.enforcement.steps.visits import when_fields
from inspection.enforcement.transitions import TRANSITIONS, CaseState, Move

YES_NO = (("yes", mark("Yes")), ("no", mark("No")))


def offered(offer: Offer) -> Iterator[Step]:
    """The steps of follow-up, closing and notes."""
    state = offer.state
    if state is CaseState.ORDER_DELIVERED:
        yield _report(offer)
        yield Step(
            "silence",
            _("No answer has come"),
            _("Record silence"),
            unmet=offer.unmet(Move.RECORD_SILENCE, offer.facts),
            main=False,
        )
    if state is CaseState.COMPLIANCE_REPORTED:
        yield _verify(offer)
    if _leads(offer, Move.PLAN_REVISIT) and (state is not CaseState.HEARD or offer.facts.order_was_remitted):
        main = state not in (CaseState.COMPLIANCE_REPORTED, CaseState.HEARD)
        yield Step("revisit", _("Plan a revisit"), _("Open a new round"), fields=when_fields(offer), main=main)
    if _leads(offer, Move.REPORT_TO_POLICE):
        yield Step(
            "police",
            _("Report to the police"),
            _("To the police reports"),
            _("The report is a letter that another person approves; issuing it moves the case."),
            href=f"/cases/{offer.file.case.id}/police",
            main=False,
        )
    yield from _close(offer)
    if not is_closed(state):
        yield from _notes(offer)


def _leads(offer: Offer, move: Move) -> bool:
    return any(row.move is move and row.source is offer.state for row in TRANSITIONS)


def _report(offer: Offer) -> Step:
    is_owner = offer.file.case.addressee is Addressee.OWNER
    return Step(
        "compliance",
        _("Compliance is reported"),
        _("Record the report"),
        _("What the owner says is recorded here; it is verified afterwards, item by item.")
        if is_owner
        else _("What the employer says is recorded here; it is verified afterwards, item by item."),
        (
            Field("reported_on", _("Received on"), "date", offer.as_of.isoformat()),
            Field("report", _("What the owner reports") if is_owner else _("What the employer reports")),
        ),
    )


def _verify(offer: Offer) -> Step:
    fields: list[Field] = []
    for item in offer.file.items:
        if item.complied:
            continue
        title = offer.file.finding(item.finding_id).title
        options = tuple((value, _(label)) for value, label in YES_NO)
        label = _("Item %(number)s, %(title)s: is it met?", number=item.position, title=title)
        fields.append(Field(f"complied.{item.id}", label, "select", hint=item.result, options=options))
        evidence = _("What shows it (item %(number)s)", number=item.position)
        fields.append(Field(f"evidence.{item.id}", evidence, "text", required=False))
    return Step(
        "verify",
        _("Verify compliance"),
        _("Record what was verified"),
        _("Only what the authority itself has established counts. Before the deadline only full compliance can be."),
        tuple(fields),
    )


def _close(offer: Offer) -> Iterator[Step]:
    moves = {Move.CLOSE, Move.CLOSE_WITHOUT_BREACH, Move.CONFIRM_COMPLIANCE_ON_VISIT}
    reachable = [row.move for row in TRANSITIONS if row.source is offer.state and row.move in moves]
    if not reachable:
        return
    move = Move.CLOSE
    if offer.state is CaseState.VISITED:
        move = Move.CONFIRM_COMPLIANCE_ON_VISIT if offer.file.follows_up_order else Move.CLOSE_WITHOUT_BREACH
    closes = move is not Move.CONFIRM_COMPLIANCE_ON_VISIT
    facts = replace(offer.facts, closure_reason="-", closure_code="-", contest_answer="-")
    titles = {
        Move.CLOSE: _("Close the case"),
        Move.CLOSE_WITHOUT_BREACH: _("Close without breach"),
        Move.CONFIRM_COMPLIANCE_ON_VISIT: _("Confirm that the order is complied with"),
    }
    yield Step(
        "close",
        titles[move],
        titles[move],
        fields=(*_code_field(move), Field("reason", _("Reason")), *(answer_fields(offer) if closes else ())),
        unmet=offer.unmet(move, facts),
        main=offer.state in (CaseState.COMPLIED, CaseState.REPORTED_TO_POLICE),
    )


def _code_field(move: Move) -> tuple[Field, ...]:
    """The choice of a code, where the move itself does not say it."""
    if move is not Move.CLOSE:
        return ()
    options = tuple((code.value, _(label)) for code, label in CLOSURES.items())
    return (Field("code", _("Why it ends"), "select", options=options),)


def _notes(offer: Offer) -> Iterator[Step]:
    if offer.facts.open_access_request:
        yield Step(
            "access-answered",
            _("The request for access is answered"),
            _("Record the answer"),
            fields=(Field("answered_on", _("Answered on"), "date", offer.as_of.isoformat()),),
        )
    else:
        yield Step(
            "access",
            _("The party asks for access to documents"),
            _("Record the request"),
            _("Decisions wait until it is answered (FVL § 11)."),
            (Field("requested_on", _("Received on"), "date", offer.as_of.isoformat()),),
            main=False,
        )
    suspected = offer.file.case.suspicion
    yield Step(
        "suspicion",
        _("Suspicion of an offence"),
        _("Save"),
        _("With a reasonable suspicion no visit may gather evidence of it (RSL § 9); the case goes to the police."),
        (
            Field("suspicion", _("An offence is suspected"), "checkbox", "true" if suspected else "", required=False),
            Field("consent", _("The suspect has consented in writing"), "checkbox", required=False),
        ),
        main=False,
    )


def _run_report(run: Running) -> None:
    reported_on, report = run.form.day("reported_on"), run.form.text("report")
    actions.report_compliance(run.session, run.case_id, reported_on=reported_on, report=report, **run.who)


def _run_verify(run: Running) -> None:
    answers, evidence = run.form.by_id("complied"), run.form.by_id("evidence")
    if any(answer not in ("yes", "no") for answer in answers.values()):
        raise DomainError("form.choice", "Choose one of the list in every list field.")
    items = {item: Verified(answer == "yes", evidence.get(item, "")) for item, answer in answers.items()}
    actions.verify_compliance(run.session, run.case_id, items=items, **run.who)


def _run_silence(run: Running) -> None:
    actions.record_silence(run.session, run.case_id, **run.who)


def _run_revisit(run: Running) -> None:
    form = run.form
    actions.plan_revisit(
        run.session,
        run.case_id,
        visit_on=form.day("visit_on"),
        from_min=form.minutes("from"),
        to_min=form.minutes("to"),
        **run.who,
    )


def _run_close(run: Running) -> None:
    reason, answer = run.form.text("reason"), run.form.text("answer")
    code = run.form.choice("code", ClosureCode) if run.form.values.get("code") else None
    actions.close_case(run.session, run.case_id, reason=reason, code=code, answer=answer, **run.who)


def _run_access(run: Running) -> None:
    actions.note_access_request(run.session, run.case_id, requested_on=run.form.day("requested_on"), **run.who)


def _run_answered(run: Running) -> None:
    actions.answer_access(run.session, run.case_id, answered_on=run.form.day("answered_on"), **run.who)


def _run_suspicion(run: Running) -> None:
    suspicion, consent = run.form.flag("suspicion"), run.form.flag("consent")
    actions.note_suspicion(run.session, run.case_id, suspicion=suspicion, written_consent=consent, **run.who)


RUN: dict[str, Run] = {
    "compliance": _run_report,
    "verify": _run_verify,
    "silence": _run_silence,
    "revisit": _run_revisit,
    "close": _run_close,
    "access": _run_access,
    "access-answered": _run_answered,
    "suspicion": _run_suspicion,
}
