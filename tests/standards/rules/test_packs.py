"""Packs are refused when unsound, are drafts as delivered, and no letter may cite a draft."""

from datetime import date
from typing import Any

import pytest
import yaml

from standards import PackError, list_packs, load_pack, read_pack
from standards.engine.assess import assess
from standards.facts.parse import parse_facts
from standards.measures.registry import MEASURES
from standards.rules.pack import PACKS, Pack


def written(**changes: Any) -> dict[str, Any]:
    """A sound pack of one requirement, with changes to that requirement."""
    requirement = {
        "id": "xx-test.toilet",
        "measure": "san.persons_per_toilet",
        "op": "<=",
        "value": 5.0,
        "unit": "person/unit",
        "severity": "breach",
        "reference": {"title": "Act", "section": "§ 1", "eli_url": "https://example.org/eli/1"},
        "confidence": "V",
        "source_sites": ["example.org"],
        "text": {"da": "Regel", "en": "Rule"},
        "remedy": {"da": "Resultat", "en": "Result"},
    }
    return {
        "id": "xx-test",
        "title": {"da": "Prøve", "en": "Test"},
        "jurisdiction": "DK",
        "legal_status": "binding",
        "release": "draft",
        "version": "1",
        "requirements": [{key: value for key, value in (requirement | changes).items() if value != "absent"}],
    }


def read(document: dict[str, Any]) -> Pack:
    return read_pack(yaml.safe_dump(document), origin="test.yaml")


def refusal(document: dict[str, Any]) -> str:
    with pytest.raises(PackError) as raised:
        read(document)
    return str(raised.value)


def test_a_sound_pack_is_read() -> None:
    assert read(written()).requirements[0].value == 5.0


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"reference": "absent"}, "reference"),
        ({"reference": {"title": "", "section": "§ 1"}}, "title"),
        ({"reference": {"title": "Act", "section": "§ 1"}}, "eli_url"),
        ({"remedy": "absent"}, "remedy"),
        ({"measure": "san.persons_per_toilets"}, "did you mean san.persons_per_toilet?"),
        ({"value": "open"}, "value"),
        ({"value": "absent"}, "value_open"),
        ({"value": True}, "does not fit"),
        ({"value_open": True}, "open value"),
        ({"unit": "m2"}, "unit"),
        ({"op": ">="}, "does not fit"),
        ({"best": 6.0}, "strict end"),
        ({"text": {"da": "Regel", "en": ""}}, "Danish and English"),
        ({"breach": {"da": "", "en": "No toilet"}}, "Danish and English"),
        ({"confidence": "X"}, "confidence"),
        ({"source_sites": []}, "source_sites"),
        ({"valid_from": date(2026, 1, 1), "valid_to": date(2026, 1, 1)}, "valid_to"),
        ({"id": "other.toilet"}, "must start with"),
        ({"formula": "residents / toilets"}, "formula"),
        ({"applies": {"facility": ["castle"]}}, "castle"),
        ({"applies": {"room_occupancy": {"min": 1}}}, "room_occupancy"),
    ],
)
def test_an_unsound_requirement_is_refused_by_name(changes: dict[str, Any], told: str) -> None:
    assert told in refusal(written(**changes))


def test_an_exception_on_an_unknown_fact_is_refused() -> None:
    text = {"da": "Undtagelse", "en": "Exception"}
    condition = {"id": "x", "fact": "own_family", "op": "is", "value": True, "text": text}
    assert "own_family" in refusal(written(unless=[condition]))


def test_two_versions_of_a_requirement_may_follow_but_not_overlap() -> None:
    document = written(valid_from=date(2020, 1, 1), valid_to=date(2022, 1, 1))
    later = document["requirements"][0] | {"valid_from": date(2022, 1, 1), "valid_to": None, "value": 4.0}
    following = document | {"requirements": [document["requirements"][0], later]}
    pack = read(following)
    assert [pack.requirement("xx-test.toilet", date(year, 1, 1)).value for year in (2021, 2022)] == [5.0, 4.0]
    overlapping = later | {"valid_from": date(2021, 12, 31)}
    assert "same day" in refusal(document | {"requirements": [document["requirements"][0], overlapping]})


def test_a_file_cannot_approve_itself() -> None:
    assert "release" in refusal(written() | {"release": "approved"})


@pytest.mark.parametrize("text", ["- a", "a: [", "1"])
def test_a_text_that_is_no_pack_is_refused(text: str) -> None:
    with pytest.raises(PackError, match=r"test\.yaml"):
        read_pack(text, origin="test.yaml")


def test_an_unknown_pack_is_answered_with_the_nearest() -> None:
    with pytest.raises(PackError, match="did you mean dk-covidbolig-2021"):
        load_pack("dk-covidbolig-2020")
    with pytest.raises(PackError):
        load_pack("../../etc/passwd")


@pytest.mark.parametrize("pack_id", list_packs())
def test_every_pack_is_a_draft_with_a_reference_for_every_value(pack_id: str) -> None:
    pack = load_pack(pack_id)
    assert pack.release == "draft"
    assert pack.notes.da
    assert len(pack.notes.da) == len(pack.notes.en)
    for rule in pack.requirements:
        assert rule.reference.title
        assert rule.reference.section


CODES = {
    "dk-indkvarteringslov-2025": {"V*", "P"},
    "dk-arbejdsgruppe-2021": {"V"},
    "dk-covidbolig-2021": {"V", "P"},
    "dk-medhjaelperloven": {"V*"},
    "dk-byfornyelse-75": {"V"},
    "dk-boligforhold-beboermaksimum": {"P"},
    "dk-br18": {"V", "V*", "P", "M"},
    "dk-br18-midlertidig-overnatning": {"V", "V*"},
    "no-arbeidsplassforskriften-3a": {"V", "V*"},
    "no-arbeidstilsynet-2021": {"V*"},
    "nl-snf": {"V", "V*", "M"},
    "nl-wage-deduction": {"V*", "P"},
    "nl-goed-verhuurderschap": {"M"},
    "de-arbstaettv-asr-a4.4": {"V", "V*", "M"},
    "lu-posted-housing": {"V*", "P"},
    "at-lf-astv-37": {"V", "V*"},
}


@pytest.mark.parametrize("pack_id", list(CODES))
def test_the_codes_of_a_pack_are_as_read(pack_id: str) -> None:
    assert {rule.confidence for rule in load_pack(pack_id).requirements} == CODES[pack_id]


def test_the_act_prints_no_item_numbers_that_nobody_read() -> None:
    assert {rule.reference.section for rule in load_pack("dk-indkvarteringslov-2025").requirements} == {"§ 3"}


def test_yaml_holds_no_expressions() -> None:
    for pack_id in list_packs():
        for rule in load_pack(pack_id).requirements:
            assert rule.measure in MEASURES


def test_the_hash_follows_the_content_not_the_layout() -> None:
    pack = load_pack("dk-covidbolig-2021")
    text = (PACKS / "dk-covidbolig-2021.yaml").read_text(encoding="utf-8")
    assert read_pack("# another comment\n" + text, origin="x").content_hash == pack.content_hash
    assert read_pack(text.replace("value: 4.0", "value: 4.1"), origin="x").content_hash != pack.content_hash


SHIP = {
    "id": "afloat",
    "fact": "kind",
    "op": "in",
    "value": ["ship"],
    "claimed": True,
    "text": {"da": "x", "en": "x"},
}


@pytest.mark.parametrize(("kind", "outcome"), [("ship", "not_applicable"), ("house", "breached"), (None, "breached")])
@pytest.mark.parametrize("of_pack", [True, False])
def test_what_lies_outside_is_not_judged_and_the_unknown_is(kind: str | None, outcome: str, of_pack: bool) -> None:
    outside = {"outside": [SHIP]}
    document = (written() | {"applies": outside}) if of_pack else written(applies=outside)
    facts = parse_facts({"dwelling": {"kind": kind, "residents": 9, "toilets": 1}})
    [result] = assess(facts, read(document), as_of=date(2026, 3, 1)).results
    assert result.outcome == outcome
    assert result.reason == ("outside:afloat" if kind == "ship" else None)


def test_an_outside_that_nobody_claims_must_be_known() -> None:
    document = written(applies={"outside": [SHIP | {"claimed": False}]})
    facts = parse_facts({"dwelling": {"residents": 9, "toilets": 1}})
    [result] = assess(facts, read(document), as_of=date(2026, 3, 1)).results
    assert (result.outcome, result.missing) == ("not_assessed", ("kind",))


def test_a_room_alone_is_not_outside() -> None:
    of_room = {"id": "bed", "fact": "rooms.own_toilet", "op": "is", "value": True, "text": {"da": "x", "en": "x"}}
    assert "a room alone is not outside" in refusal(written(applies={"outside": [of_room]}))
