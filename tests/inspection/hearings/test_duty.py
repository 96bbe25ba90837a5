"""What must be heard (FVL § 19(1)), and what the tables of more time demand (FVL § 21)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from husly.kit.calendar import ALWAYS_OPEN
from husly.kit.errors import DomainError
from inspection.enforcement.tables import target_of
from inspection.hearings.duty import HeardFact, duties_of, duty_of, hearing_required
from inspection.hearings.postponements import (
    TABLE,
    PostponementFacts,
    PostponementMove,
    PostponementState,
    RefusalGround,
)
from inspection.hearings.reactions import Reaction, reactions_in_words, reactions_of
from inspection.letters.blocks import AddressForm

FACTS = st.builds(HeardFact, st.just(1), st.just("x"), st.booleans(), st.booleans(), st.booleans())
DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))


@given(FACTS)
@settings(max_examples=30)
def test_a_fact_is_heard_when_it_is_adverse_material_and_not_known(fact):
    duty = duty_of(fact)
    assert duty.must_be_heard == (fact.adverse and fact.material and not fact.known_to_party)
    assert duty.reason.law == "FVL § 19, stk. 1"


def test_one_fact_to_be_heard_is_enough():
    known = HeardFact(1, "Areal", adverse=True, material=True, known_to_party=True)
    assert not hearing_required((known,))
    assert hearing_required((known, replace(known, known_to_party=False)))
    assert [duty.reason.rule for duty in duties_of((known,))] == ["known_to_party"]


@given(DAYS, st.integers(-10, 60), st.integers(-10, 60))
@settings(max_examples=60)
def test_more_time_ends_on_a_working_day_after_the_deadline_and_after_today(runs_until, asked, passed):
    until = runs_until + timedelta(days=asked)
    facts = PostponementFacts(runs_until + timedelta(days=passed), runs_until, ALWAYS_OPEN, until)
    try:
        state = target_of(TABLE, PostponementState.ASKED, PostponementMove.GRANT, facts)
    except DomainError:
        assert until <= max(runs_until, facts.as_of) or not ALWAYS_OPEN.is_open(until)
    else:
        assert state is PostponementState.GRANTED
        assert until > max(runs_until, facts.as_of)
        assert ALWAYS_OPEN.is_open(until)


@pytest.mark.parametrize(("ground", "reason"), [(None, "x"), (RefusalGround.SPECIAL_LAW, " ")])
def test_a_refusal_needs_number_and_reason(ground, reason):
    facts = PostponementFacts(date(2026, 3, 2), date(2026, 3, 16), ALWAYS_OPEN, ground=ground, reason=reason)
    with pytest.raises(DomainError) as error:
        target_of(TABLE, PostponementState.ASKED, PostponementMove.REFUSE, facts)
    assert error.value.code == "refusal_is_reasoned"


@pytest.mark.parametrize("state", [PostponementState.GRANTED, PostponementState.REFUSED])
@pytest.mark.parametrize("move", list(PostponementMove))
def test_what_is_decided_is_decided(state, move):
    days = (date(2026, 3, 2), date(2026, 3, 16), ALWAYS_OPEN, date(2026, 3, 18))
    facts = PostponementFacts(*days, RefusalGround.SPECIAL_LAW, "x")
    with pytest.raises(DomainError) as error:
        target_of(TABLE, state, move, facts)
    assert error.value.code == "step.moved_on"


def test_what_is_contemplated_reads_as_one_sentence():
    assert reactions_of(()) == (Reaction.ORDER,)
    words = reactions_in_words(reactions_of(["prohibition", "order", "nonsense"]), AddressForm.I)
    assert words == (
        "påbyde jer at bringe forholdene nedenfor i orden "
        "og forbyde, at boligen eller en del af den bruges til beboelse"
    )
