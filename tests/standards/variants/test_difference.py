from standards import list_packs, load_pack, read_pack
from standards.rules.pack import PACKS
from standards.rules.themes import by_theme, theme_of
from standards.variants.difference import difference, to_document
from standards.variants.scenario import changed_pack

PROPOSAL = "dk-arbejdsgruppe-2021"


def test_a_pack_does_not_differ_from_itself() -> None:
    for pack_id in list_packs():
        pack = load_pack(pack_id)
        found = difference(pack, pack)
        assert found.is_empty
        assert len(found.pairings) == len(pack.requirements)


def test_a_changed_value_is_told_with_what_it_was_and_became() -> None:
    pack = load_pack(PROPOSAL)
    found = difference(pack, changed_pack(pack, {"toilet_ratio": 7.0}))
    (changed,) = [one for one in found.pairings if one.kind != "same"]
    assert {one.key: (one.before, one.after) for one in changed.changes} == {"value": (5.0, 7.0), "best": (4.0, None)}
    assert changed.limit_differs
    assert [one.key for one in found.changes] == ["version"]


def test_dates_texts_and_titles_of_a_new_version_are_told() -> None:
    text = (PACKS / f"{PROPOSAL}.yaml").read_text(encoding="utf-8")
    assert "Each worker must have a bedroom of their own." in text
    newer = text.replace('version: "0.2"', 'version: "0.3"\nvalid_from: 2027-01-01')
    newer = newer.replace("Each worker must have a bedroom of their own.", "One worker, one bedroom.")
    found = difference(load_pack(PROPOSAL), read_pack(newer, origin="newer"))
    assert {one.key for one in found.changes} == {"version", "valid_from"}
    (changed,) = [one for one in found.pairings if one.kind == "changed"]
    assert [one.key for one in changed.changes] == ["text"]
    assert not changed.limit_differs


def test_rules_added_and_removed_are_counted() -> None:
    pack = load_pack(PROPOSAL)
    fewer = pack.model_copy(update={"requirements": pack.requirements[2:]})
    assert [difference(pack, fewer).count(kind) for kind in ("added", "removed", "changed")] == [0, 2, 0]
    assert [difference(fewer, pack).count(kind) for kind in ("added", "removed", "changed")] == [2, 0, 0]


def test_two_packs_are_paired_by_what_they_measure() -> None:
    found = difference(load_pack("dk-indkvarteringslov-2025"), load_pack("dk-covidbolig-2021"))
    assert not found.is_one_pack
    paired = {one.measure for one in found.pairings if one.before and one.after}
    assert "san.toilet_access" in paired
    shown = [rule.id for one in found.pairings for rule in (one.before, one.after) if rule]
    assert len(shown) == len(set(shown))


def test_a_difference_becomes_a_document() -> None:
    pack = load_pack(PROPOSAL)
    document = to_document(difference(pack, changed_pack(pack, {"toilet_ratio": 7.0})))
    assert document["format"] == "husly-pack-difference/1"
    assert [row["after"] for row in document["rules"]] == [f"{PROPOSAL}.toilet_ratio"]


def test_every_rule_that_is_shipped_belongs_to_a_theme() -> None:
    for pack_id in list_packs():
        rules = load_pack(pack_id).requirements
        assert {rule.measure for rule in rules if theme_of(rule.measure) == "other"} == set()
        assert sum(map(len, by_theme(rules).values())) == len(rules)
