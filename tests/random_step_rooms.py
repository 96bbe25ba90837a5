"""What random people try beside the road of a case: fines, police, appeals, rehousing, prohibitions, referrals."""

from dataclasses import replace
from typing import Any

from sqlmodel import select

from inspection.appeals import actions as appeals
from inspection.appeals import transitions as appeal_rows
from inspection.appeals.models import Appellant, Channel
from inspection.appeals.queries import list_appeals
from inspection.appeals.transitions import AppealMove
from inspection.case_file.making import make_bundle
from inspection.case_file.models import Purpose
from inspection.fines import actions as fines
from inspection.fines import transitions as fine_rows
from inspection.fines.kinds import FineKind
from inspection.fines.queries import list_fines
from inspection.fines.transitions import FineMove, FineState
from inspection.letters.issuing import issue_letter
from inspection.police import actions as police
from inspection.police import transitions as police_rows
from inspection.police.queries import list_reports
from inspection.police.transitions import ReportMove, ReportState
from inspection.prohibitions import actions as prohibitions
from inspection.prohibitions import transitions as prohibition_rows
from inspection.prohibitions.issuing import issue_prohibition, note_arrival
from inspection.prohibitions.queries import standing_prohibition
from inspection.prohibitions.transitions import ProhibitionMove, ProhibitionState
from inspection.prohibitions.wanted import Mortgagee, Wanted
from inspection.referrals import drafting, moving, subjects
from inspection.referrals import transitions as referral_rows
from inspection.referrals.models import Referral
from inspection.referrals.transitions import ReferralMove
from inspection.referrals.words import Closure, ReferralReason
from inspection.rehousing import actions as rehousing
from inspection.rehousing import residents
from inspection.rehousing.models import ConfirmedBy, Payer, RehousedResident, RehousingOrder, ResidentOutcome
from inspection.rehousing.queries import parents_of
from inspection.rehousing.transitions import RehousingState
from random_step_letters import carry_to_the_door
from random_step_visits import slip
from random_steps import SECRETS, Step
from referrals_made import WORDS

SOURCE = "Anklagemyndighedens bødekatalog, demonstration"


def open_ones(s: Step, table: Any, rows: Any) -> list[Any]:
    """The rows of which something can still become; all of them once in a while."""
    sources, found = {row.source for row in table}, list(rows)
    return found if s.maybe(0.1) else [one for one in found if one.state in sources]


def next_move(s: Step, table: Any, state: Any, but_for: tuple[Any, ...] = ()) -> Any:
    """A move, mostly one that the table has for the state."""
    moves = list(type(table[0].move))
    open_ones = [row.move for row in table if row.source is state and row.move not in but_for]
    return s.rng.choice(open_ones if open_ones and s.maybe(0.9) else moves)


# Fines, police, appeals ----------------------------------------------------------------------------


def fine(s: Step) -> object:
    found = open_ones(s, fine_rows.TABLE, list_fines(s.session, s.case_id))
    if not found or s.maybe(0.1):
        return fines.propose_fine(
            s.session,
            s.case_id,
            kind=s.one(FineKind),
            amount=s.rng.choice((0, 1_000, 5_000)),
            legal_source=s.text(SOURCE),
            reason=s.text("Påbuddet er ikke efterkommet"),
            **s.whoset,
        )
    one = s.one(found)
    papers_of = [letter for letter in s.file.letters if letter.about_id == one.id]
    if s.maybe(0.7 if one.state is FineState.PROPOSED else 0.1):
        return fines.approve_fine(s.session, s.case_id, one.id, **s.whoset)
    if papers_of and s.maybe(0.6 if one.state in (FineState.APPROVED, FineState.ISSUED) else 0.05):
        return carry_to_the_door(s, papers_of[-1])
    if s.maybe(0.1):
        return fines.stop_fine(s.session, s.case_id, one.id, stops_on=s.day(-3, 30), **s.who)
    move = next_move(s, fine_rows.TABLE, one.state, (FineMove.APPROVE, FineMove.ISSUE, FineMove.RECORD_DELIVERY))
    return fines.advance_fine(s.session, s.case_id, one.id, move, note=s.text(), **s.whoset)


def police_report(s: Step) -> object:
    found = open_ones(s, police_rows.TABLE, list_reports(s.session, s.case_id))
    if not found or s.maybe(0.1):
        told = police.Reported(
            district="Fyns Politi",
            district_address=s.text("Hans Mules Gade 1-3, 5000 Odense C"),
            act_from=s.day(-10, -5),
            act_to=s.day(-4, 0),
            act=s.text("Påbuddet er ikke efterkommet"),
            provisions=s.text("lov nr. 1445 af 10. december 2024"),
            witnesses=SECRETS["witness"],
        )
        return police.propose_report(s.session, s.case_id, told=told, **s.who)
    one = s.one(found)
    if s.maybe(0.7 if one.state is ReportState.PROPOSED else 0.05):
        return police.approve_report(s.session, s.case_id, one.id, **s.who)
    if one.state is ReportState.APPROVED and one.letter_id is not None and s.maybe(0.8):
        return issue_letter(s.session, one.letter_id, **s.whoset)
    move = next_move(s, police_rows.TABLE, one.state, (ReportMove.APPROVE, ReportMove.SEND))
    return police.advance_report(s.session, s.case_id, one.id, move, number=s.text("0400-1"), outcome="x", **s.who)


def appeal(s: Step) -> object:
    found = open_ones(s, appeal_rows.TABLE, list_appeals(s.session, s.case_id))
    if not found or s.maybe(0.1):
        sent = [one for one in s.file.letters if one.issued_at is not None]
        received = appeals.Received(
            s.one(sent or s.file.letters).id,
            s.one(Appellant),
            s.text("Fynsk Gartneri ApS"),
            s.one(Channel),
            s.day(-20, 0),
            s.text("Rummet er stort nok."),
        )
        return appeals.receive_appeal(s.session, s.case_id, received, **s.who)
    one = s.one(found)
    if s.maybe(0.12):
        return appeals.decide_effect(s.session, s.case_id, one.id, suspends=s.maybe(0.5), reason=s.text(), **s.who)
    decided = appeals.Decided(
        s.today if s.maybe(0.8) else s.day(-5, 2),
        reason=s.text("Vi har set på sagen igen."),
        extended_to=s.day(10, 90) if s.maybe(0.5) else None,
    )
    move = next_move(s, appeal_rows.TABLE, one.state, (AppealMove.WITHDRAW,) if s.maybe(0.8) else ())
    return appeals.take_appeal_step(s.session, s.case_id, one.id, move, decided, **s.who)


# Rehousing, prohibition, referral, bundles ---------------------------------------------------------


def _rehousings(s: Step) -> list[RehousingOrder]:
    return list(s.session.exec(select(RehousingOrder).where(RehousingOrder.case_id == s.case_id)))


def rehouse(s: Step) -> object:
    found = _rehousings(s)
    if not found or s.maybe(0.1):
        wanted = rehousing.Draft(
            parent_letter_id=s.one(parents_of(s.file) or s.file.letters).id,
            not_feasible=slip(s, "Et nyt vindue leveres først om seks uger."),
            necessary=s.text("Rummene kan ikke udluftes."),
            groups=s.one([(3, 2, 1), (1,), ()]),
            from_on=s.day(5, 10),
            until_on=None,
            payer=s.one([None, *Payer]),
            payer_law=s.text("opdigtet bestemmelse § 1"),
            informed=s.text("Arket er hængt op."),
            proof_due_on=s.day(12, 20),
        )
        return rehousing.draft_rehousing(s.session, s.case_id, wanted, **s.whoset)
    one = s.one(found[-1:] if s.maybe(0.8) else found)
    about: Any = (s.session, s.case_id, one.id)
    letter = next((paper for paper in s.file.letters if paper.id == one.letter_id), None)
    if letter is not None and one.state in (RehousingState.APPROVED, RehousingState.ISSUED) and s.maybe(0.6):
        return carry_to_the_door(s, letter)
    if one.state in (RehousingState.DRAFTED, RehousingState.HEARD) and s.maybe(0.7):
        if one.state is RehousingState.DRAFTED:
            return rehousing.record_hearing(*about, account=s.text("Nævnt i høringen."), **s.whoset)
        return rehousing.approve_rehousing(*about, **s.whoset)
    match s.rng.randrange(8):
        case 0 | 1:
            return rehousing.record_hearing(*about, account=s.text("Nævnt i høringen."), **s.whoset)
        case 2 | 3:
            return rehousing.approve_rehousing(*about, **s.whoset)
        case 4:
            return rehousing.withdraw_rehousing(*about, reason=s.text(), **s.whoset)
        case 5:
            act = s.one((rehousing.return_rehousing, rehousing.finish_rehousing))
            return act(*about, **s.whoset)
        case _:
            return _settle(s, one)


def _settle(s: Step, one: RehousingOrder) -> object:
    rows = list(s.session.exec(select(RehousedResident).where(RehousedResident.order_id == one.id)))
    waiting = [row for row in rows if row.outcome is ResidentOutcome.OPEN]
    key = s.one(waiting or rows).key
    outcome = s.one((ResidentOutcome.MOVED, ResidentOutcome.DECLINED))
    told = residents.Told(
        outcome=outcome, on=s.day(-1, 0), confirmed_by=s.one(ConfirmedBy), place="Ny bolig", note=SECRETS["note"]
    )
    return residents.settle_resident(s.session, s.case_id, one.id, key, told, **s.who)


def prohibit(s: Step) -> object:
    wanted = Wanted(
        danger=slip(s, "skorstenen kan styrte ned gennem loftet"),
        move_out_on=s.day(20, 120),
        owner_name="Ejendomsselskabet Møllen ApS",
        owner_address="Møllevej 2; 5000 Odense C",
        owner_cvr_number="13585628",
        part="kælderen",
        imminent=True,
        replacement="kommunen anviser en bolig",
        rehousing_note=s.text("Kommunen har plads til alle på Skolegade 4"),
        hearing_waiver_reason=s.text("der er fare for liv"),
        mortgagees=(Mortgagee("Øens Sparekasse A/S", "Torvet 1; 5970 Ærøskøbing", "12345674"),),
    )
    made = standing_prohibition(s.session, s.case_id)
    if made is None or s.maybe(0.05):
        return prohibitions.draft_prohibition(s.session, s.case_id, wanted=wanted, **s.who)
    if s.maybe(0.3 if made.state is ProhibitionState.DRAFTED else 0.03):
        return prohibitions.edit_prohibition(s.session, s.case_id, wanted=wanted, **s.who)
    if s.maybe(0.7 if made.state is ProhibitionState.APPROVED else 0.05):
        return issue_prohibition(s.session, s.case_id, **s.whoset)
    if s.maybe(0.8 if made.state in (ProhibitionState.ISSUED, ProhibitionState.APPEALED) else 0.03):
        letters = [one for one in s.file.letters if one.about_id == made.id and one.delivered_on is None]
        letter = s.one(letters or s.file.letters)
        return note_arrival(s.session, s.case_id, letter.id, delivered_on=s.day(-1, 0), **s.who)
    ends = (ProhibitionMove.WITHDRAW, ProhibitionMove.DROP, ProhibitionMove.LIFT, ProhibitionMove.SEND_BACK)
    move = next_move(s, prohibition_rows.TABLE, made.state, ends if s.maybe(0.7) else ())
    said = s.text("Bygningen er sikret.")
    return prohibitions.move_prohibition(s.session, s.case_id, move, reason=said, **s.whoset)


def referral(s: Step) -> object:
    found = open_ones(s, referral_rows.TABLE, s.session.exec(select(Referral).where(Referral.case_id == s.case_id)))
    if not found or s.maybe(0.1):
        words = replace(
            WORDS,
            reason=s.one(ReferralReason),
            reason_words="Andet",
            observed=f"Ni madrasser, {SECRETS['referral']}",
            observed_on=s.day(-5, 0),
            basis=s.text("fvl_28").strip(),
            necessity=s.text("kommunen fører tilsyn med bygningen"),
            address_checked=s.maybe(0.9),
            municipality_told_on=s.today,
        )
        about = subjects.of_case(s.session, s.case_id, by=s.by)
        if words.reason is ReferralReason.TRAFFICKING_SIGNS and s.maybe(0.8):
            return drafting.raise_concern(s.session, about, words, drafting.Concern(), **s.who)
        receiver = s.one(("municipality", "labour_inspectorate", "police", "tax", "nowhere"))
        return drafting.draft_referral(s.session, about, receiver, words, **s.who)
    one = s.one(found)
    words = s.text("Svaret er noteret.")
    match next_move(s, referral_rows.TABLE, one.state):
        case ReferralMove.DECIDE:
            return moving.decide(s.session, one.id, **s.who)
        case ReferralMove.SEND:
            return moving.send(s.session, one.id, **s.whoset)
        case ReferralMove.TAKE_BACK:
            return moving.take_back(s.session, one.id, why=words, **s.who)
        case ReferralMove.CLOSE:
            return moving.close(s.session, one.id, s.one(Closure), words=words, **s.who)
        case ReferralMove.ACKNOWLEDGE:
            answer = moving.Answer(person=s.text("Mona Modtager"), number="M-1", by_on=s.day(3, 20))
            return moving.acknowledge(s.session, one.id, answer, **s.who)
        case move:
            return moving.say(s.session, one.id, move, words=words, **s.who)


def bundle(s: Step) -> object:
    return make_bundle(s.session, s.case_id, s.one(Purpose), **s.whoset)
