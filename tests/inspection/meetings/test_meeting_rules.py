"""Who may see what of a meeting: properties of the rule."""

from hypothesis import given
from hypothesis import strategies as st

from inspection.meetings.facts import WORDS, Fact, stored_facts
from inspection.meetings.receiving import Openness, Receiver, may_see, receivers_of

KEYS = ["police", "tax", "municipality", "cmm"]
CODES = ["0461", "0479"]
items = st.builds(
    Openness,
    legal_basis=st.sampled_from(["", "Forvaltningslovens § 28"]),
    shown_to=st.lists(st.sampled_from(KEYS), unique=True),
    municipality_codes=st.lists(st.sampled_from(CODES), unique=True),
)
receivers = st.builds(Receiver, authority=st.sampled_from(KEYS), municipality_code=st.sampled_from(["", *CODES]))


@given(receivers, items)
def test_nothing_is_shown_without_a_basis_to_others_or_to_a_municipality_elsewhere(
    who: Receiver, one: Openness
) -> None:
    if may_see(who, one):
        assert one.legal_basis
        assert who.authority in one.shown_to
        assert who.authority != "municipality" or who.municipality_code in one.municipality_codes


@given(st.lists(items, max_size=4))
def test_an_agenda_is_made_for_exactly_those_who_may_see_something(several: list[Openness]) -> None:
    found = receivers_of(several)
    assert len(found) == len(set(found))
    everybody = [Receiver(key) for key in KEYS if key != "municipality"] + [Receiver("municipality", c) for c in CODES]
    assert set(found) == {who for who in everybody if any(may_see(who, one) for one in several)}


@given(st.sampled_from(sorted(WORDS)), st.lists(st.sampled_from(KEYS), unique=True), st.sampled_from(KEYS))
def test_a_fact_for_some_is_for_no_other(key: str, only: list[str], reader: str) -> None:
    (fact,) = stored_facts([Fact(key, {}, tuple(only)).stored])
    assert fact.is_for(reader) == (not only or reader in only)
