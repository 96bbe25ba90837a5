"""The page of the fines of a case, in the words of the reader."""

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session

from husly.kit.access import Actor
from husly.kit.i18n import format_date, mark
from husly.kit.i18n import gettext as _
from husly.settings import Settings
from inspection.enforcement.models import Addressee
from inspection.enforcement.queries import CaseFile
from inspection.enforcement.room_pages import Card, RoomPage, unmet_of
from inspection.enforcement.steps.fines import propose_step
from inspection.enforcement.steps.kinds import Field, Step
from inspection.enforcement.tables import checks_from
from inspection.enforcement.words import told
from inspection.fines.kinds import FineKind
from inspection.fines.models import Fine
from inspection.fines.queries import fine_facts, list_fines, order_rows, terms_of, total_of
from inspection.fines.reckoning import began_on, last_day
from inspection.fines.repeats import EarlierOrder, Standing, earlier_orders
from inspection.fines.transitions import TABLE, FineMove, FineState
from inspection.letters.danish import kroner

STATES: dict[FineState, tuple[str, str]] = {
    FineState.PROPOSED: ("info", mark("Proposed")),
    FineState.APPROVED: ("info", mark("Approved")),
    FineState.ISSUED: ("info", mark("Issued")),
    FineState.DELIVERED: ("info", mark("Delivered")),
    FineState.ACCEPTED: ("success", mark("Accepted by the party")),
    FineState.PAID: ("success", mark("Paid")),
    FineState.NOT_ACCEPTED: ("warning", mark("Not accepted")),
    FineState.REPORTED_TO_POLICE: ("error", mark("Reported to the police")),
    FineState.WITHDRAWN: ("", mark("Withdrawn")),
}
MOVES: dict[FineMove, str] = {
    FineMove.APPROVE: mark("Approve the fine"),
    FineMove.ISSUE: mark("Issue the notice"),
    FineMove.ACCEPT: mark("The party accepts it"),
    FineMove.PAY: mark("It is paid"),
    FineMove.REFUSE: mark("It is not accepted or not paid"),
    FineMove.REPORT_TO_POLICE: mark("It goes to the police"),
    FineMove.WITHDRAW: mark("Withdraw the fine"),
}
KINDS = {FineKind.FIXED: mark("Fixed fine"), FineKind.PER_DAY: mark("Fine for each day")}


def fines_page(session: Session, file: CaseFile, *, actor: Actor, settings: Settings, as_of: date) -> RoomPage:
    """Everything about fines in a case, with the earlier orders beside it."""
    cards = tuple(_card(session, file, one, actor, settings, as_of) for one in list_fines(session, file.case.id))
    steps = () if file.case.closed_at is not None else (propose_step(),)
    return RoomPage(
        file,
        _("Fines"),
        _("A fine is proposed by one person and approved by another. No amount is given: its source in law is named."),
        cards,
        _("No fine is proposed in this case."),
        steps,
        (repeats_card(earlier_orders(session, file.case, by=actor, as_of=as_of), file.case.addressee),),
        "fines",
    )


def _card(session: Session, file: CaseFile, fine: Fine, actor: Actor, settings: Settings, as_of: date) -> Card:
    badge, status = STATES[fine.state]
    facts = fine_facts(session, file, fine, settings, decides=actor.id, as_of=as_of)
    letters = [one for one in file.letters if one.about_id == fine.id]
    steps = tuple(
        _move(fine, check.move, unmet_of(check, actor, file))
        for check in checks_from(TABLE, fine.state, facts)
        if check.move in MOVES and not (check.move is FineMove.ISSUE and letters)
    )
    runs = fine.kind is FineKind.PER_DAY and fine.state in (FineState.PROPOSED, FineState.APPROVED)
    return Card(
        _(KINDS[fine.kind]),
        _(status),
        badge,
        _rows(session, fine, as_of),
        tuple((f"/letters/{one.id}", _("Read the letter")) for one in letters),
        (*steps, *((_stop(fine),) if runs and fine.stops_on is None else ())),
    )


def _rows(session: Session, fine: Fine, as_of: date) -> tuple[tuple[str, str], ...]:
    daily = fine.kind is FineKind.PER_DAY
    began, last = None, None
    if daily:
        items, changes = order_rows(session, fine)
        began, last = began_on(terms_of(fine), items, changes), last_day(terms_of(fine), items)
    total = kroner(total_of(session, fine, as_of=as_of))
    return told(
        (
            (_("Amount"), kroner(fine.amount) + (" " + _("a day") if daily else "")),
            (_("First day"), format_date(began) if began else ""),
            (_("Last day"), format_date(last) if last else (_("Runs until it is stopped") if daily else "")),
            (_("At most"), kroner(fine.cap) if fine.cap else ""),
            (_("Come to"), _("%(total)s by %(day)s", total=total, day=format_date(as_of)) if daily else ""),
            (_("Rests on"), fine.legal_source),
            (_("Because"), fine.reason),
            (_("Proposed by"), fine.proposed_by_name),
            (_("Approved by"), fine.approved_by_name or ""),
            (_("Noted"), fine.note),
        )
    )


def _move(fine: Fine, move: FineMove, unmet: tuple[str, ...]) -> Step:
    hidden = (
        Field("fine", "", "hidden", str(fine.id)),
        Field("move", "", "hidden", move.value),
    )
    needs_words = move not in (FineMove.APPROVE, FineMove.ISSUE)
    label = Field(f"note.{fine.id}", _("In a few words"), "text")
    words = (label,) if needs_words else ()
    return Step("fine-move", _(MOVES[move]), _("Record it"), fields=(*hidden, *words), unmet=unmet, main=False)


def _stop(fine: Fine) -> Step:
    fields = (
        Field("fine", "", "hidden", str(fine.id)),
        Field("stops_on", _("Last day that counts"), "date"),
    )
    return Step("fine-stop", _("Stop the daily fine"), _("Stop it"), fields=fields, main=False)


def repeats_card(found: Sequence[EarlierOrder], addressee: Addressee) -> Card:
    """Earlier orders as facts with links; final ones first, the others told apart."""
    final = sum(1 for one in found if one.standing is Standing.FINAL)
    status = _(
        "In the last three years: %(final)s final, %(pending)s that a complaint can still change. Withdrawn and "
        "annulled orders are left out. No score counts this.",
        final=final,
        pending=len(found) - final,
    )
    ordered = sorted(found, key=lambda one: one.standing is not Standing.FINAL)
    links = tuple((f"/cases/{one.case_id}", _told(one)) for one in ordered)
    if addressee is Addressee.OWNER:
        return Card(_("Earlier orders against this owner"), status, links=links)
    return Card(_("Earlier orders against this employer and linked firms"), status, links=links)


def _told(one: EarlierOrder) -> str:
    """An earlier order in one line."""
    stands = _("final") if one.standing is Standing.FINAL else _("not final")
    parts = [one.case_number, one.addressee, _("linked firm") if one.is_linked_firm else ""]
    return " · ".join(part for part in (*parts, format_date(one.delivered_on), stands) if part)


def standing(session: Session, file: CaseFile) -> tuple[str, str, str, str]:
    """How fines stand in a case: title, page, words, badge."""
    fines = list_fines(session, file.case.id)
    if not fines:
        return _("Fines"), f"/cases/{file.case.id}/fines", "", ""
    badge, status = STATES[fines[-1].state]
    return (_("Fines"), f"/cases/{file.case.id}/fines", _(status), badge)
