"""When a rule may be cited: two persons, exactly this content, Danish law in force on the day."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standards import (
    Approval,
    Confirmation,
    Pack,
    ReleaseState,
    Requirement,
    Signature,
    Standing,
    list_packs,
    load_pack,
    refusals_to_cite,
    release_of,
    requirement_hash,
    standing_of,
)

ACT = load_pack("dk-indkvarteringslov-2025")
CAP, WINDOW = (ACT.requirement(f"{ACT.id}.{name}") for name in ("cap", "window"))
DAY, SIGNED = date(2026, 3, 1), date(2026, 1, 5)
LAWYER, SECOND = Signature("lawyer", SIGNED), Signature("second", SIGNED)


def confirmation_of(pack: Pack, rule: Requirement, **changes: object) -> Confirmation:
    made = Confirmation(
        requirement_id=rule.id,
        valid_from=pack.validity(rule)[0],
        valid_to=pack.validity(rule)[1],
        requirement_hash=requirement_hash(pack, rule),
        official_url="https://www.retsinformation.dk/eli/lta/2024/1445",
        official_sha256="ab" * 32,
        confirmed=LAWYER,
        countersigned=SECOND,
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # tests change any field


def approval_of(pack: Pack, *rules: Requirement, **changes: object) -> Approval:
    chosen = rules or pack.requirements
    return Approval(pack.id, pack.content_hash, tuple(confirmation_of(pack, rule, **changes) for rule in chosen))


def refused(pack: Pack, rule: Requirement, approval: Approval | None, as_of: date = DAY) -> list[str]:
    return [one.code for one in refusals_to_cite(pack, rule.id, as_of=as_of, approval=approval)]


def changed(pack: Pack, rule: Requirement, **changes: object) -> Pack:
    rows = tuple(one.model_copy(update=changes) if one.id == rule.id else one for one in pack.requirements)
    return pack.model_copy(update={"requirements": rows})


def test_a_rule_that_two_persons_compared_with_the_law_may_be_cited_whatever_its_code() -> None:
    assert {WINDOW.confidence, CAP.confidence} <= {"V*", "P", "M"}
    approval = approval_of(ACT)
    assert [refused(ACT, rule, approval) for rule in ACT.requirements] == [[] for _ in ACT.requirements]
    assert release_of(ACT, approval).state is ReleaseState.APPROVED


def test_part_of_a_pack_may_be_approved_and_the_rest_stays_a_draft_under_a_name_of_its_own() -> None:
    approval = approval_of(ACT, WINDOW)
    assert refused(ACT, WINDOW, approval) == []
    assert refused(ACT, CAP, approval) == ["requirement_draft"]
    release = release_of(ACT, approval)
    assert (release.state, release.approved, len(release.rows)) == (ReleaseState.PARTLY_APPROVED, 1, 12)
    names = {rule.id: release.pack_shown(standing) for rule, standing in release.rows}
    assert names[WINDOW.id] == ACT.id
    assert names[CAP.id] == f"{ACT.id}.unverified"


@pytest.mark.parametrize(
    ("changes", "standing", "code"),
    [
        ({"countersigned": None}, Standing.CONFIRMED, "requirement_not_countersigned"),
        ({"countersigned": LAWYER}, Standing.CONFIRMED, "requirement_not_countersigned"),
        ({"withdrawn": SECOND}, Standing.WITHDRAWN, "approval_withdrawn"),
        ({"official_sha256": ""}, Standing.DRAFT, "requirement_draft"),
        ({"official_sha256": "AB" * 32}, Standing.DRAFT, "requirement_draft"),
        ({"official_url": ""}, Standing.DRAFT, "requirement_draft"),
        ({"official_url": "http://retsinformation.dk"}, Standing.DRAFT, "requirement_draft"),
        ({"requirement_hash": "0" * 64}, Standing.DRAFT, "requirement_draft"),
    ],
)
def test_a_signature_that_lacks_something_is_none_and_the_refusal_says_what(
    changes: dict[str, object], standing: Standing, code: str
) -> None:
    approval = approval_of(ACT, WINDOW, **changes)
    assert standing_of(ACT, WINDOW, approval) is standing
    assert refused(ACT, WINDOW, approval) == [code]


def test_of_two_versions_of_a_rule_each_day_asks_for_its_own() -> None:
    change = date(2026, 1, 1)
    first = CAP.model_copy(update={"valid_to": change})
    second = CAP.model_copy(update={"valid_from": change, "value": 1.0})
    rows = tuple(one for one in ACT.requirements if one.id != CAP.id)
    pack = ACT.model_copy(update={"requirements": (*rows, first, second)})
    approval = approval_of(pack, first)
    assert refused(pack, first, approval, date(2025, 12, 31)) == []
    assert refused(pack, second, approval, change) == ["requirement_draft"]
    assert approval.standing_on(CAP.id, date(2025, 12, 31)) is Standing.APPROVED
    assert approval.standing_on(CAP.id, change) is Standing.DRAFT


def test_a_refusal_names_rule_pack_and_reason_in_both_languages() -> None:
    (refusal,) = refusals_to_cite(ACT, CAP.id, as_of=DAY, approval=None)
    assert refusal.text.en == (
        f"Requirement {CAP.id} in pack {ACT.id} {ACT.version} is a draft: "
        "no lawyer has confirmed it against the text of the law. Two persons approve it under Rules."
    )
    assert refusal.text.da.startswith(f"Krav {CAP.id} i regelsæt {ACT.id} {ACT.version} er et udkast")


def test_nothing_carries_over_to_another_content_of_the_pack_not_even_an_unchanged_rule() -> None:
    later = changed(ACT, CAP, value=3.0)
    assert requirement_hash(later, WINDOW) == requirement_hash(ACT, WINDOW)
    assert refused(later, WINDOW, approval_of(ACT)) == ["requirement_draft"]
    assert refused(later, WINDOW, replace(approval_of(ACT, WINDOW), pack_hash=later.content_hash)) == []


@pytest.mark.parametrize(
    "later",
    [
        changed(ACT, CAP, value=3.0),
        changed(ACT, CAP, unless=()),
        changed(ACT, CAP, valid_from=date(2026, 1, 1)),
        changed(ACT, ACT.requirement(f"{ACT.id}.cap_dwelling"), value=3.0),
        ACT.model_copy(update={"applies": ACT.applies.model_copy(update={"min_residents": 2})}),
        ACT.model_copy(update={"governing_date": "construction"}),
        ACT.model_copy(update={"valid_from": date(2025, 8, 1)}),
    ],
)
def test_whatever_decides_what_a_rule_says_is_in_its_hash(later: Pack) -> None:
    assert requirement_hash(later, later.requirement(CAP.id)) != requirement_hash(ACT, CAP)


def test_another_rule_or_note_changes_no_rule() -> None:
    later = changed(ACT, WINDOW, value=False).model_copy(update={"version": "0.2"})
    assert requirement_hash(later, CAP) == requirement_hash(ACT, CAP)
    assert later.content_hash != ACT.content_hash


@pytest.mark.parametrize("status", ["proposal", "guidance", "private_norm", "treaty"])
def test_what_is_no_law_is_never_cited_though_approved(status: str) -> None:
    pack = ACT.model_copy(update={"legal_status": status})
    assert refused(pack, WINDOW, approval_of(pack)) == ["pack_not_law"]


@pytest.mark.parametrize("jurisdiction", ["NO", "US-WA", "international", "EU", ""])
def test_foreign_law_is_never_cited_though_approved(jurisdiction: str) -> None:
    pack = ACT.model_copy(update={"jurisdiction": jurisdiction})
    assert refused(pack, WINDOW, approval_of(pack)) == ["pack_foreign"]


def test_an_expired_act_is_cited_for_the_days_on_which_it_held() -> None:
    covid = load_pack("dk-covidbolig-2021")
    rule, approval = covid.requirements[0], approval_of(covid)
    assert refused(covid, rule, approval, date(2021, 3, 1)) == []
    assert refused(covid, rule, approval, date(2021, 11, 1)) == ["not_in_force"]


def test_a_rule_whose_first_day_is_not_known_is_not_cited() -> None:
    pack = ACT.model_copy(update={"valid_from": None})
    assert refused(pack, pack.requirement(WINDOW.id), approval_of(pack)) == ["not_in_force"]


def test_a_demonstration_approval_is_not_enough_for_a_letter_without_a_mark() -> None:
    approval = Approval(ACT.id, ACT.content_hash, demonstration=True)
    assert release_of(ACT, approval).state is ReleaseState.DEMONSTRATION
    assert refused(ACT, WINDOW, approval) == ["demonstration_only"]


def test_a_withdrawal_counts_in_a_demonstration_too_until_the_rule_is_signed_again() -> None:
    taken_back = replace(approval_of(ACT, WINDOW, withdrawn=SECOND), demonstration=True)
    assert standing_of(ACT, WINDOW, taken_back) is Standing.WITHDRAWN
    again = replace(taken_back, confirmations=(*taken_back.confirmations, confirmation_of(ACT, WINDOW)))
    assert standing_of(ACT, WINDOW, again) is Standing.APPROVED


@pytest.mark.parametrize("pack_id", list_packs())
def test_as_delivered_nothing_may_be_cited(pack_id: str) -> None:
    pack = load_pack(pack_id)
    assert release_of(pack, None).state is ReleaseState.DRAFT
    assert all(refused(pack, rule, None, pack.valid_from or DAY) for rule in pack.requirements)


PEOPLE = st.sampled_from(["lawyer", "second", "third"])
CONFIRMATIONS = st.builds(
    lambda rule, by, second, gone, sha: confirmation_of(
        ACT,
        rule,
        confirmed=Signature(by, SIGNED),
        countersigned=None if second is None else Signature(second, SIGNED),
        withdrawn=None if gone is None else Signature(gone, SIGNED),
        official_sha256=sha,
    ),
    st.sampled_from([CAP, WINDOW]),
    PEOPLE,
    st.none() | PEOPLE,
    st.none() | PEOPLE,
    st.sampled_from(["ab" * 32, "cd" * 32, ""]),
)


def by_one_person(one: Confirmation) -> Confirmation:
    """The same acts, all of them by the lawyer."""
    same = {"confirmed": LAWYER, "countersigned": one.countersigned and LAWYER, "withdrawn": one.withdrawn and LAWYER}
    return replace(one, **same)


@given(st.lists(CONFIRMATIONS))
def test_no_sequence_of_acts_by_one_person_makes_a_rule_citable(rows: list[Confirmation]) -> None:
    approval = Approval(ACT.id, ACT.content_hash, tuple(by_one_person(one) for one in rows))
    assert all(refused(ACT, rule, approval) for rule in ACT.requirements)


@given(st.lists(CONFIRMATIONS), st.booleans())
def test_a_citable_rule_was_last_signed_by_two_persons_who_compared_a_text_and_did_not_take_it_back(
    rows: list[Confirmation], demonstration: bool
) -> None:
    approval = Approval(ACT.id, ACT.content_hash, tuple(rows), demonstration)
    for rule in (CAP, WINDOW):
        signed = [one for one in rows if one.requirement_id == rule.id]
        last = signed[-1] if signed else None
        sound = (
            last is not None
            and last.withdrawn is None
            and last.countersigned is not None
            and last.countersigned.by != last.confirmed.by
            and bool(last.official_sha256)
        )
        assert (refused(ACT, rule, approval) == []) is sound


def test_a_rule_in_transition_is_released_like_its_row() -> None:
    transition = {"existing_before": date(2026, 1, 1), "until": date(2027, 1, 1)}
    row = Requirement.model_validate(WINDOW.model_dump() | {"transition": transition})
    pack = changed(ACT, WINDOW, transition=row.transition)
    assert pack.requirement(WINDOW.id, DAY) not in pack.requirements
    assert refused(pack, WINDOW, None) == ["requirement_draft"]
    assert refused(pack, WINDOW, approval_of(pack)) == []
