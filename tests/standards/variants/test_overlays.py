"""What an overlay does to a pack: the stricter wins, dated, and it is told whose rule it is."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from overlays_made import ACT, AGREEMENT, FROM, LATER, municipality, overlay, tightening, toilets_shared_by
from standards import (
    Approval,
    DwellingFacts,
    Outcome,
    Pack,
    PackError,
    RoomFacts,
    assess,
    from_json,
    lawful_capacity,
    load_pack,
    read_pack,
    refusals_to_cite,
    to_json,
)
from standards.engine.reasons import explain
from standards.rules.approval import Confirmation, Signature
from standards.rules.issuer import Issuer
from standards.rules.pack import PACKS
from standards.variants.agreement import under_agreement
from standards.variants.fitting import without_effect
from standards.variants.laying import overlaid
from standards.variants.overlay import Overlay, read_overlay

PACK = load_pack(ACT)
GROUP = load_pack("dk-arbejdsgruppe-2021")


def crowd(*in_rooms: int, **facts: Any) -> DwellingFacts:
    rooms = tuple(RoomFacts(name=f"R{n}", use="bedroom", residents=n_in) for n, n_in in enumerate(in_rooms, 1))
    given: dict[str, Any] = {"residents": sum(in_rooms), "rooms": rooms, "area_m2": 60.0}
    return DwellingFacts(**given | facts)


def test_the_stricter_local_value_governs_and_says_whose_it_is() -> None:
    result = assess(crowd(2, 2), overlaid(PACK, [overlay(1.0)]), as_of=LATER).result("cap")
    assert (result.outcome, result.required, result.shortfall) == (Outcome.BREACHED, 1.0, 1.0)
    assert result.issuer is not None
    assert result.issuer.sentence.da == "Kommunens regel: Odense Kommune"
    assert result.reference.title == "Byrådets beslutning"


def test_what_is_not_tightened_stays_the_packs_own() -> None:
    found = assess(crowd(2, 2), overlaid(PACK, [overlay(1.0)]), as_of=LATER)
    assert {row.requirement_id.rpartition(".")[2] for row in found.results if row.issuer} == {
        "cap",
        "cap_dwelling",
        "cap_room",
    }


def test_a_value_governs_from_its_day_and_no_longer_than_to_its_end() -> None:
    merged = overlaid(PACK, [overlay(1.0, valid_to=date(2027, 1, 1))])
    required = {
        day: assess(crowd(2, 2), merged, as_of=day).result("cap").required
        for day in (date(2026, 6, 30), FROM, date(2026, 12, 31), date(2027, 1, 1))
    }
    assert list(required.values()) == [2.0, 1.0, 1.0, 2.0]


def test_an_overlay_that_was_ended_holds_for_the_days_before() -> None:
    ended = overlay(1.0, ended_on=date(2026, 9, 1))
    merged = overlaid(PACK, [ended])
    assert assess(crowd(2, 2), merged, as_of=date(2026, 8, 31)).result("cap").required == 1.0
    assert assess(crowd(2, 2), merged, as_of=date(2026, 9, 1)).result("cap").required == 2.0
    assert ended.content_hash == overlay(1.0).content_hash


def test_one_that_was_ended_before_its_first_day_never_held() -> None:
    assert overlaid(PACK, [overlay(1.0, ended_on=FROM)]).requirements == PACK.requirements


def test_both_readings_of_the_cap_are_tightened_with_it() -> None:
    merged = overlaid(PACK, [overlay(1.0)])
    facts = crowd(2, 0, area_m2=30.0)
    open_still = assess(facts, merged, as_of=LATER)
    assert open_still.result("cap").reason == "reading_open"
    assert open_still.result("cap_dwelling").outcome is Outcome.MET
    assert open_still.result("cap_room").outcome is Outcome.BREACHED
    for basis, outcome in (("dwelling", Outcome.MET), ("room", Outcome.BREACHED)):
        assert assess(facts, merged, as_of=LATER, room_cap_basis=basis).result("cap").outcome is outcome  # type: ignore[arg-type]


def test_the_strictest_of_several_wins_and_of_equal_ones_the_wider_issuer() -> None:
    both = [overlay(1.5), overlay(1.0, issuer=AGREEMENT, name="gartneri")]
    assert overlaid(PACK, both).requirement(f"{ACT}.cap", LATER).issuer == AGREEMENT
    equal = [overlay(1.5, issuer=AGREEMENT, name="gartneri"), overlay(1.5)]
    assert overlaid(PACK, equal).requirement(f"{ACT}.cap", LATER).issuer == municipality()


@pytest.mark.parametrize(("value", "why"), [(3.0, "laxer"), (2.0, "equal")])
def test_a_value_that_is_not_stricter_changes_nothing_and_is_told(value: float, why: str) -> None:
    lax = overlay(value)
    assert overlaid(PACK, [lax]).requirements == PACK.requirements
    (found,) = without_effect(PACK, lax)
    assert found.why == why
    assert "højst 2" in found.text.da


def test_a_stricter_value_has_effect() -> None:
    assert without_effect(PACK, overlay(1.0)) == ()


def test_the_preferable_end_falls_away_when_the_demand_passes_it() -> None:
    def best(value: float) -> float | None:
        row = tightening(value, f"{GROUP.id}.toilet_ratio", "person/unit")
        merged = overlaid(GROUP, [overlay(None, base=GROUP.id, tightens=(row,))])
        return merged.requirement(f"{GROUP.id}.toilet_ratio", LATER).best

    assert (best(4.5), best(4.0), best(3.0)) == (4.0, 4.0, None)


def test_a_figure_that_the_pack_leaves_open_can_be_set() -> None:
    row = tightening(7.0, f"{GROUP.id}.bedroom_area", "m2")
    merged = overlaid(GROUP, [overlay(None, base=GROUP.id, tightens=(row,))])
    small = DwellingFacts(residents=1, rooms=(RoomFacts(name="R1", use="bedroom", residents=1, area_m2=6.5),))
    assert assess(small, GROUP, as_of=LATER).result("bedroom_area").outcome is Outcome.NOT_APPLICABLE
    assert assess(small, merged, as_of=LATER).result("bedroom_area").outcome is Outcome.BREACHED


def test_a_rule_of_its_own_counts_and_limits_capacity() -> None:
    merged = overlaid(PACK, [overlay(None, adds=(toilets_shared_by(3),))])
    facts = crowd(2, 2, toilets=1, area_m2=200.0)
    found = assess(facts, merged, as_of=LATER).result("dk-0461.toilet_ratio")
    assert (found.outcome, found.counted, found.present, found.needed) == (Outcome.BREACHED, True, 1, 2)
    assert lawful_capacity(facts, merged, as_of=LATER).persons == 3
    before = assess(facts, merged, as_of=date(2026, 6, 30)).result("dk-0461.toilet_ratio")
    assert (before.outcome, before.reason) == (Outcome.NOT_APPLICABLE, "outside_validity")


def test_an_assessment_tells_the_pack_itself_and_its_overlays_and_is_read_back() -> None:
    found = assess(crowd(2, 2), overlaid(PACK, [overlay(1.0)]), as_of=LATER)
    assert (found.pack_hash, found.overlays) == (PACK.content_hash, (overlay(1.0).content_hash,))
    assert from_json(to_json(found)) == found


def test_a_document_from_before_there_were_overlays_is_still_read() -> None:
    found = assess(crowd(2, 2), PACK, as_of=LATER)
    document = to_json(found)
    del document["overlays"]
    for row in document["results"]:
        del row["issuer"], row["overlay_hash"]
    assert from_json(document) == found


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (lambda: overlay(1.0, base="dk-covidbolig-2021"), "is made for dk-covidbolig-2021"),
        (lambda: overlay(None, tightens=(tightening(1.0, f"{ACT}.kap"),)), "there is no requirement"),
        (lambda: overlay(None, tightens=(tightening(1.0, unit="person"),)), "unit 'person'"),
        (lambda: overlay(None, tightens=(tightening(1.0, f"{ACT}.cap_room", "person"),)), "no single number"),
        (lambda: overlay(None, tightens=(tightening(1.0, f"{ACT}.toilet", ""),)), "no single number"),
        (
            lambda: overlay(None, tightens=(tightening(1.0, reference={"title": "Beslutning", "section": "1"}),)),
            "eli_url",
        ),
    ],
)
def test_an_overlay_that_does_not_fit_is_refused_with_the_reason(made: Any, said: str) -> None:
    with pytest.raises(PackError, match=said):
        overlaid(PACK, [made()])


def test_overlays_are_laid_all_at_once() -> None:
    with pytest.raises(PackError, match="all overlays over the pack at once"):
        overlaid(overlaid(PACK, [overlay(1.5)]), [overlay(1.0)])


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"tightens": ()}, "at least one"),
        ({"valid_to": FROM}, "valid_to must lie after"),
        ({"tightens": (tightening(1.0), tightening(1.5))}, "stands here twice"),
        ({"adds": (toilets_shared_by(3, of="other"),)}, "must start with dk-0461"),
        ({"tightens": (tightening(float("nan")),)}, "finite"),
        ({"tightens": (tightening(-1.0),)}, "greater than or equal"),
        ({"tightens": (tightening(1.0, source_sites=[]),)}, "source_sites"),
        ({"colour": "red"}, "Extra inputs"),
    ],
)
def test_an_unsound_overlay_is_refused(given: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        overlay(1.0, **given)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"kind": "municipality", "id": "461"}, "four digits"),
        ({"kind": "agreement", "id": "x-2026"}, "parties"),
        ({"kind": "municipality", "id": "0461", "parties": ["A", "B"]}, "parties"),
    ],
)
def test_an_issuer_is_told_fully(given: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        Issuer.model_validate(given | {"name": {"da": "N", "en": "N"}})


def test_an_overlay_file_names_the_place_of_each_fault() -> None:
    text = (
        "id: dk-0461\nbase: dk-indkvarteringslov-2025\nversion: '1'\nvalid_from: 2026-07-01\ntightens: [{value: 1}]\n"
    )
    with pytest.raises(PackError, match=r"local\.yaml:5: tightens\[0\]\.requirement"):
        read_overlay(text, origin="local.yaml")
    with pytest.raises(PackError, match=r"local\.yaml:2: not readable as YAML"):
        read_overlay("a: [", origin="local.yaml")
    with pytest.raises(PackError, match="a mapping of keys"):
        read_overlay("- a", origin="local.yaml")


def test_an_overlay_file_is_read() -> None:
    text = json.dumps(overlay(1.0).model_dump(mode="json"))  # JSON is YAML
    assert read_overlay(text, origin="local.yaml") == overlay(1.0)


def test_a_pack_file_cannot_speak_for_another_issuer() -> None:
    text = (
        PACK_FILE.replace("confidence: P", "confidence: P\n    overlay_hash: abc", 1),
        PACK_FILE + "laid_over: {}\n",
    )
    for one, said in zip(text, ("set by overlays", "leave it out"), strict=True):
        with pytest.raises(PackError, match=said):
            read_pack(one, origin="x.yaml")


def approval(*, demonstration: bool = False) -> Approval:
    """Two persons stand by the ratio of toilets in the pack itself."""
    key, (by, also) = f"{GROUP.id}.toilet_ratio", (Signature("a", FROM), Signature("b", FROM))
    signed = Confirmation(key, None, None, "0" * 64, "https://lov.example/1", "0" * 64, by, also)
    signatures = () if demonstration else (signed,)
    return Approval(GROUP_AS_LAW.id, GROUP_AS_LAW.content_hash, signatures, demonstration=demonstration)


def as_law() -> Pack:
    """The working group's proposal as if it were law with every value read: there is none such yet."""
    address = {"title": "Lov", "section": "§ 3", "eli_url": "https://lov.example/1"}
    rows = [one.model_dump() | {"reference": address} for one in GROUP.requirements]
    return Pack.model_validate(
        GROUP.model_dump() | {"legal_status": "binding", "valid_from": date(2026, 1, 1), "requirements": rows}
    )


GROUP_AS_LAW = as_law()
PACK_FILE = (PACKS / f"{ACT}.yaml").read_text(encoding="utf-8")


def test_a_local_rule_is_cited_only_when_both_the_pack_and_the_rule_itself_are_approved() -> None:
    def refused(key: str, given: Approval | None, *, approved: bool = True) -> list[str]:
        row = tightening(3.0, f"{GROUP.id}.toilet_ratio", "person/unit")
        local = overlay(None, base=GROUP.id, tightens=(row,), adds=(toilets_shared_by(3),))
        merged, hashes = overlaid(GROUP_AS_LAW, [local]), [local.content_hash] if approved else []
        found = refusals_to_cite(merged, key, as_of=LATER, approval=given, approved_overlays=hashes)
        return [one.code for one in found]

    tightened, own = f"{GROUP.id}.toilet_ratio", "dk-0461.toilet_ratio"
    for key in (tightened, own):
        assert refused(key, approval()) == []
        assert refused(key, approval(), approved=False) == ["requirement_draft"]
        assert refused(key, None) == ["requirement_draft"]
        assert refused(key, approval(demonstration=True)) == ["demonstration_only"]
    assert refused(f"{GROUP.id}.lock", approval()) == ["requirement_draft"]


def test_an_employer_covered_by_an_agreement_is_outside_the_act_and_never_compliant() -> None:
    of_agreement = overlay(None, issuer=AGREEMENT, name="gartneri", adds=(toilets_shared_by(3, of="gartneri"),))
    whole = assess(crowd(4, 4, toilets=4), overlaid(PACK, [overlay(1.0), of_agreement]), as_of=LATER)
    assert whole.verdict is Outcome.BREACHED
    exempt = under_agreement(whole, AGREEMENT)
    assert exempt.verdict is Outcome.NOT_APPLICABLE
    assert exempt.breaches() == ()
    assert exempt.missing() == ()
    (own,) = (row for row in exempt.results if row.outcome is not Outcome.NOT_APPLICABLE)
    assert (own.requirement_id, own.counted) == ("gartneri.toilet_ratio", False)
    why = explain(exempt.result("cap"))
    assert why is not None
    assert "Gartnerioverenskomsten" in why.da


def test_only_an_agreement_exempts() -> None:
    with pytest.raises(ValueError, match="no collective agreement"):
        under_agreement(assess(crowd(2), PACK, as_of=LATER), municipality())


FEW = settings(max_examples=30, suppress_health_check=list(HealthCheck))
SOME = st.none() | st.integers(0, 12)
HOUSES = st.builds(
    DwellingFacts,
    residents=SOME,
    habitable_rooms=st.none() | st.integers(0, 6),
    area_m2=st.none() | st.integers(10, 160).map(float),
    toilets=st.none() | st.integers(0, 3),
    increase_by_own_family=st.none() | st.booleans(),
    rooms=st.lists(
        st.builds(RoomFacts, use=st.sampled_from(["bedroom", "living", None]), residents=st.none() | st.integers(0, 4)),
        max_size=4,
    ).map(tuple),
)
DAYS = st.dates(date(2026, 1, 1), date(2028, 1, 1))


@st.composite
def overlays(draw: st.DrawFn) -> Overlay:
    code = draw(st.sampled_from(["0461", "0360", "0101"]))
    starts = draw(DAYS)
    later = draw(st.none() | st.integers(1, 500))
    number = draw(st.integers(1, 99))
    name = f"dk-{code}-{number}"
    own = draw(st.none() | st.integers(1, 6).map(lambda most: toilets_shared_by(float(most), of=name)))
    return overlay(
        draw(st.integers(1, 12)) / 4,
        issuer=municipality(code),
        name=name,
        valid_from=starts,
        valid_to=None if later is None else date.fromordinal(starts.toordinal() + later),
        adds=() if own is None else (own,),
    )


SEVERAL = st.lists(overlays(), max_size=4, unique_by=lambda one: one.id)
BASIS = st.sampled_from([None, "dwelling", "room"])
WORSE = {Outcome.MET: 0, Outcome.NOT_ASSESSED: 1, Outcome.BREACHED: 2}


@FEW
@given(facts=HOUSES, laid=SEVERAL, day=DAYS, basis=BASIS)
def test_overlaying_never_makes_any_outcome_better(facts: Any, laid: list[Overlay], day: date, basis: Any) -> None:
    before = assess(facts, PACK, as_of=day, room_cap_basis=basis)
    after = assess(facts, overlaid(PACK, laid), as_of=day, room_cap_basis=basis)
    for row in before.results:
        then = after.result(row.requirement_id)
        if row.outcome is Outcome.BREACHED:
            assert then.outcome is Outcome.BREACHED
        if then.outcome is Outcome.MET and row.reason != "reading_open":
            assert row.outcome in (Outcome.MET, Outcome.NOT_ASSESSED)
    if before.verdict is Outcome.BREACHED:
        assert after.verdict is Outcome.BREACHED


@FEW
@given(laid=SEVERAL, data=st.data())
def test_the_order_of_overlays_does_not_matter(laid: list[Overlay], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(laid))
    assert overlaid(PACK, laid) == overlaid(PACK, shuffled)


@FEW
@given(laid=SEVERAL, value=st.integers(8, 40), day=DAYS)
def test_one_more_that_is_laxer_than_the_pack_changes_no_rule(laid: list[Overlay], value: int, day: date) -> None:
    lax = overlay(value / 4, issuer=municipality("0751"), valid_from=day)
    assert overlaid(PACK, [*laid, lax]).requirements == overlaid(PACK, laid).requirements


@FEW
@given(laid=SEVERAL, day=DAYS)
def test_on_every_day_the_strictest_value_in_force_is_the_limit(laid: list[Overlay], day: date) -> None:
    holding = [one for one in laid if one.valid_from <= day and (one.valid_to is None or day < one.valid_to)]
    strictest = min([2.0, *(row.value for one in holding for row in one.tightens)])
    rule = overlaid(PACK, laid).requirement(f"{ACT}.cap", day)
    assert rule.limit == strictest
    assert (rule.issuer is None) == (strictest == 2.0)
