"""The moves of a joint visit: a table, and properties of what may be agreed."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from inspection.joint.moves import TRANSITIONS, Answer, JointFacts, JointMove, JointState, Part, moves_from
from inspection.planning.solving.problem import Slot

TODAY = date(2026, 3, 2)
days = st.dates(TODAY - timedelta(days=40), TODAY + timedelta(days=40))
slots = st.builds(
    lambda on, start, length: Slot(on, start, start + length), days, st.integers(0, 1000), st.integers(1, 400)
)
parts = st.builds(
    Part,
    authority=st.sampled_from(["police", "tax", "cmm", "municipality"]),
    role=st.sampled_from(["", "Ser efter"]),
    legal_basis=st.sampled_from(["", "Egen hjemmel"]),
    answer=st.sampled_from(Answer),
    leads=st.booleans(),
    is_own=st.booleans(),
)
facts = st.builds(
    JointFacts,
    as_of=st.just(TODAY),
    parts=st.lists(parts, max_size=4).map(tuple),
    visit_on=st.none() | days,
    from_min=st.integers(0, 1439),
    to_min=st.integers(0, 1440),
    common=st.none() | st.lists(slots, max_size=3).map(tuple),
    police_action=st.booleans(),
    cmm_told_on=st.none() | days,
    reason=st.sampled_from(["", "Fordi"]),
)
READY = JointFacts(
    as_of=TODAY,
    parts=(
        Part(authority="labour_inspectorate", role="Ser", legal_basis="Lov", leads=True, is_own=True),
        Part(authority="police", role="Hjælper", legal_basis="Lov", answer=Answer.ACCEPTED),
    ),
    visit_on=TODAY + timedelta(days=16),
    from_min=540,
    to_min=660,
)


def unmet(state: JointState, move: JointMove, known: JointFacts) -> set[str]:
    return {one.rule for check in moves_from(state, known) if check.move is move for one in check.unmet}


def test_what_is_ready_can_be_agreed() -> None:
    assert unmet(JointState.PROPOSED, JointMove.AGREE, READY) == set()


@given(facts)
def test_no_police_action_is_agreed_before_the_centre_was_told(known: JointFacts) -> None:
    lacking = unmet(JointState.PROPOSED, JointMove.AGREE, known)
    if known.police_action and (known.cmm_told_on is None or known.cmm_told_on > TODAY):
        assert "cmm_told" in lacking
    if not known.police_action:
        assert "cmm_told" not in lacking


@given(facts)
def test_whoever_comes_on_what_is_agreed_has_a_role_and_a_basis_of_its_own(known: JointFacts) -> None:
    if not unmet(JointState.PROPOSED, JointMove.AGREE, known):
        assert all(one.role and one.legal_basis for one in known.coming)
        assert sum(one.leads for one in known.coming) == 1
        assert any(not one.is_own for one in known.coming)
        assert known.visit_on is not None
        assert known.visit_on >= TODAY


@given(facts)
def test_hours_agreed_lie_within_those_that_all_gave(known: JointFacts) -> None:
    if not unmet(JointState.PROPOSED, JointMove.AGREE, known) and known.common is not None:
        inside = [one for one in known.common if one.from_min <= known.from_min and known.to_min <= one.to_min]
        assert any(one.on == known.visit_on for one in inside)


@given(st.sampled_from(JointState), facts)
def test_what_is_over_stays_over_and_a_sentence_stands_for_each_demand(state: JointState, known: JointFacts) -> None:
    checks = moves_from(state, known)
    if state in (JointState.DONE, JointState.CANCELLED):
        assert checks == []
    assert all(one.da and one.en for check in checks for one in check.unmet)
    assert len({(row.source, row.move) for row in TRANSITIONS}) == len(TRANSITIONS)
