"""Steps of the follow-up item by item; they stand on its own page, with a link from the page of the case."""

from collections.abc import Iterator
from uuid import UUID

from husly.kit.errors import DomainError
from husly.kit.i18n import gettext as _
from inspection.enforcement.models import OrderItem
from inspection.enforcement.steps.kinds import Field, Offer, Run, Running, Step
from inspection.enforcement.transitions import CaseState
from inspection.followup import actions
from inspection.followup.extensions import ExtensionMove
from inspection.followup.models import ExtensionRequest, ItemReport


def offered(offer: Offer) -> Iterator[Step]:
    """The closing letter, once every item is accepted."""
    if offer.state is CaseState.COMPLIED and offer.file.order is not None:
        yield Step(
            "closing-letter",
            _("Send the closing letter"),
            _("Write the draft"),
            _("It tells that everything is in order. Issuing it closes the case."),
        )


def report_step(item: OrderItem, title: str, today: str) -> Step:
    """The form that writes down what the addressee reported about an item in another way."""
    return Step(
        "item-report",
        _("Write down a report about item %(number)s", number=item.position),
        _("Save the report"),
        title,
        (
            Field(f"done_on.{item.id}", _("Done on"), "date", today),
            Field(f"done.{item.id}", _("What was done, and what shows it")),
        ),
    )


def decide_step(report: ItemReport) -> Step:
    """The form that accepts or refuses a report."""
    options = (("yes", _("Accept: the item is met")), ("no", _("Refuse: the item stays open")))
    return Step(
        "item-decide",
        _("Accept or refuse %(evidence)s", evidence=report.evidence_id),
        _("Save the decision"),
        fields=(
            Field(f"accepted.{report.id}", _("Decision"), "select", options=options),
            Field(f"reason.{report.id}", _("Why"), hint=_("The addressee reads it with the code of the order.")),
        ),
    )


def ask_step(items: tuple[OrderItem, ...]) -> Step:
    """The form that writes down a request for more time."""
    each = tuple((str(item.id), _("Item %(number)s", number=item.position)) for item in items if not item.complied)
    return Step(
        "extension-ask",
        _("The addressee asks for more time"),
        _("Save the request"),
        fields=(
            Field("item", _("For"), "select", options=(("all", _("The whole order")), *each)),
            Field("until", _("Until"), "date"),
            Field("reason", _("The addressee's reason")),
        ),
    )


def answer_step(asked: ExtensionRequest) -> Step:
    """The form that answers a request for more time."""
    options = ((ExtensionMove.GRANT.value, _("Grant")), (ExtensionMove.REFUSE.value, _("Refuse")))
    return Step(
        "extension-answer",
        _("Answer the request"),
        _("Save the answer"),
        fields=(
            Field(f"move.{asked.id}", _("Decision"), "select", options=options),
            Field(
                f"until.{asked.id}",
                _("New deadline, where it is granted"),
                "date",
                asked.asked_until.isoformat(),
                hint=_("On a weekend or holiday it moves to the next working day."),
                required=False,
            ),
            Field(f"answer.{asked.id}", _("Answer with reason"), hint=_("The addressee reads it.")),
        ),
    )


def retaliation_step(words: str) -> Step:
    """The form that notes signs of retaliation."""
    return Step(
        "retaliation",
        _("Signs of retaliation"),
        _("Save"),
        _("Somebody was dismissed or put out after a visit or complaint. It stays inside and stands in no letter."),
        (Field("words", _("What was seen"), value=words, hint=_("Name no residents.")),),
        main=False,
    )


def _only(found: dict[UUID, str]) -> tuple[UUID, str]:
    if len(found) != 1:
        raise DomainError("form.identifier", "The form is not whole: open the page again.")
    return next(iter(found.items()))


def _back(run: Running) -> str:
    return f"/cases/{run.case_id}/follow-up"


def _run_report(run: Running) -> str:
    item_id, words = _only(run.form.by_id("done"))
    done = actions.Done(item_id=item_id, done=words, done_on=run.form.day(f"done_on.{item_id}"))
    actions.report_item(run.session, run.case_id, done, **run.who)
    return _back(run)


def _run_decide(run: Running) -> str:
    report_id, answer = _only(run.form.by_id("accepted"))
    if answer not in ("yes", "no"):
        raise DomainError("form.choice", "Choose one of the list in every list field.")
    reason = run.form.text(f"reason.{report_id}")
    accepted = answer == "yes"
    actions.decide_report(run.session, run.case_id, report_id, accepted=accepted, reason=reason, **run.who)
    return _back(run)


def _run_ask(run: Running) -> str:
    form = run.form
    item_id = None if form.text("item") == "all" else form.identifier("item")
    until, reason = form.day("until"), form.text("reason")
    actions.ask_extension(run.session, run.case_id, item_id=item_id, until=until, reason=reason, **run.who)
    return _back(run)


def _run_answer(run: Running) -> str:
    form = run.form
    request_id, _chosen = _only(form.by_id("move"))
    move = form.choice(f"move.{request_id}", ExtensionMove)
    until = form.day(f"until.{request_id}") if move is ExtensionMove.GRANT else None
    answer = form.text(f"answer.{request_id}")
    actions.decide_extension(run.session, run.case_id, request_id, move, until=until, answer=answer, **run.who)
    return _back(run)


def _run_retaliation(run: Running) -> str:
    actions.note_retaliation(run.session, run.case_id, words=run.form.text("words"), **run.who)
    return _back(run)


def _run_closing(run: Running) -> str:
    letter = actions.draft_closing_letter(run.session, run.case_id, **run.who)
    return f"/letters/{letter.id}"


RUN: dict[str, Run] = {
    "item-report": _run_report,
    "item-decide": _run_decide,
    "extension-ask": _run_ask,
    "extension-answer": _run_answer,
    "retaliation": _run_retaliation,
    "closing-letter": _run_closing,
}
