"""Steps of fines; they stand on the page of fines, not on that of the case."""

from collections.abc import Iterator

from husly.kit.errors import DomainError
from husly.kit.i18n import gettext as _
from inspection.enforcement.forms import StepForm
from inspection.enforcement.steps.kinds import Field, Offer, Run, Running, Step
from inspection.fines import actions
from inspection.fines.kinds import FineKind
from inspection.fines.transitions import FineMove


def offered(_offer: Offer) -> Iterator[Step]:
    """Nothing on the page of the case itself."""
    yield from ()


def propose_step() -> Step:
    """The form that proposes a fine."""
    return Step(
        "fine-propose",
        _("Propose a fine"),
        _("Propose"),
        _("No amount is set in advance: you write it, and what it rests on. Another person approves it."),
        (
            Field(
                "kind",
                _("Kind of fine"),
                "select",
                options=(
                    (FineKind.FIXED.value, _("A fixed amount")),
                    (FineKind.PER_DAY.value, _("An amount for each day after the deadline")),
                ),
            ),
            Field("amount", _("Amount in whole kroner (for each day, if daily)"), "number"),
            Field("cap", _("At most, in kroner"), "number", required=False),
            Field("stops_on", _("Last day that counts"), "date", required=False),
            Field("legal_source", _("What the amount rests on in law"), "text"),
            Field("reason", _("What the fine is for"), hint=_("It is printed in the notice. Name no residents.")),
        ),
    )


def kroner_of(form: StepForm, name: str) -> int | None:
    """An amount in whole kroner, None when left out. Raises ``DomainError`` for anything else."""
    text = form.text(name).replace(".", "").replace(" ", "")
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 12):
        raise DomainError("form.kroner", "Write amounts in whole kroner, with digits only.")
    return int(text)


def _run_propose(run: Running) -> str:
    form = run.form
    actions.propose_fine(
        run.session,
        run.case_id,
        kind=form.choice("kind", FineKind),
        amount=kroner_of(form, "amount") or 0,
        cap=kroner_of(form, "cap"),
        stops_on=form.day("stops_on") if form.text("stops_on") else None,
        legal_source=form.text("legal_source"),
        reason=form.text("reason"),
        settings=run.settings,
        **run.who,
    )
    return f"/cases/{run.case_id}/fines"


def _run_move(run: Running) -> str:
    fine_id, move = run.form.identifier("fine"), run.form.choice("move", FineMove)
    if move is FineMove.APPROVE:
        actions.approve_fine(run.session, run.case_id, fine_id, settings=run.settings, **run.who)
    else:
        note = run.form.text(f"note.{fine_id}")
        actions.advance_fine(run.session, run.case_id, fine_id, move, note=note, settings=run.settings, **run.who)
    return f"/cases/{run.case_id}/fines"


def _run_stop(run: Running) -> str:
    stops_on = run.form.day("stops_on")
    actions.stop_fine(run.session, run.case_id, run.form.identifier("fine"), stops_on=stops_on, **run.who)
    return f"/cases/{run.case_id}/fines"


RUN: dict[str, Run] = {"fine-propose": _run_propose, "fine-move": _run_move, "fine-stop": _run_stop}
