"""Packs for a terminal and for other programs: in a table, rule by rule, and as plain documents."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.text import Text as Cell

from husly.kit.i18n import format_number
from standards.printing.tables import item_label
from standards.rules.condition import Condition
from standards.rules.jurisdictions import country_name, jurisdiction_name
from standards.rules.pack import Pack
from standards.rules.requirement import Requirement, Table
from standards.rules.themes import by_theme, theme_label
from standards.text import Language, Text, unit_label
from standards.variants.difference import Difference, Kind, Pairing

LEGAL_STATUS: dict[str, Text] = {
    "binding": Text("gældende ret", "law in force"),
    "expired": Text("ophævet", "expired"),
    "proposal": Text("forslag", "proposal"),
    "guidance": Text("vejledning", "guidance"),
    "private_norm": Text("privat norm", "private norm"),
    "treaty": Text("traktat eller direktiv", "treaty or directive"),
}
_DRAFT = Text("UDKAST - ikke gennemgået af en jurist", "DRAFT - not reviewed by a lawyer")
LINEAGE: dict[str, Text] = {
    "draft": Text("Udkast", "Draft"),
    "lapsed_bill": Text("Bortfaldet lovforslag", "Lapsed bill"),
    "enacted_bill": Text("Lovforslag, der blev til loven", "Bill that became the act"),
    "refers_to_pack": Text("Henviser til reglerne", "Refers to the rules"),
}
_EXCEPT = Text("Undtagen", "Except")
_OUTSIDE = Text("Ikke, hvor det er", "Not where it is")
_PRESUPPOSES = Text("Forudsætter", "Presupposes")
_OPEN = Text("intet tal fastsat", "no figure set")
_PREFERABLY = Text("helst", "preferably")
_ABOVE = Text("derover", "above that")
_RULES = Text("regler", "rules")
_ONLY_IN = Text("kun i", "only in")
_YES = {True: Text("ja", "yes"), False: Text("nej", "no")}
_KINDS: dict[Kind, Text] = {
    "added": Text("kommet til", "added"),
    "removed": Text("bortfaldet", "removed"),
    "changed": Text("ændret", "changed"),
}
_SIGNS = {"<=": "≤", ">=": "≥"}


def plain_console() -> Console:
    """A console on standard output that takes every text as it stands."""
    return Console(markup=False, highlight=False)


def validity_shown(starts: date | None, ends: date | None) -> str:
    """Write a period as on a time line: 2021-02-02 – 2021-11-01; open ends stay open."""
    return f"{starts or ''} – {ends or ''}".strip() if starts or ends else "–"


def limit_shown(rule: Requirement, language: Language) -> str:
    """Write what a requirement demands, with sign and unit."""
    if rule.value_open:
        return _OPEN.in_language(language)
    unit = unit_label(rule.unit, language)
    if rule.table is not None:
        return f"{_table_shown(rule.table, language)} {unit}".strip()
    if isinstance(rule.value, bool):
        return _YES[rule.value].in_language(language)
    if rule.items:
        return ", ".join(item_label(item, language) for item in rule.items)
    if rule.sides:
        return f"≥ {' × '.join(format_number(side, 2, locale=language) for side in rule.sides)} {unit}"
    limit = f"{_SIGNS.get(rule.op, '')} {format_number(rule.limit, 3, locale=language)} {unit}".strip()
    if rule.best is None:
        return limit
    return f"{limit} ({_PREFERABLY.in_language(language)} {format_number(rule.best, 3, locale=language)})"


def _table_shown(table: Table, language: Language) -> str:
    sign, above = _SIGNS[table.compare], _ABOVE.in_language(language)
    if table.line is not None:
        return f"{sign} {table.line.base:g}; > {table.line.above}: + {table.line.each:g}"
    return "; ".join(f"{above if one.up_to is None else one.up_to}: {sign} {one.value:g}" for one in table.steps)


def summary(pack: Pack) -> dict[str, Any]:
    """Sum up a pack as a plain document."""
    codes = Counter(rule.confidence for rule in pack.requirements)
    return {
        "id": pack.id,
        "title": {"da": pack.title.da, "en": pack.title.en},
        "jurisdiction": pack.jurisdiction,
        "legal_status": pack.legal_status,
        "release": pack.release,
        "version": pack.version,
        "valid_from": pack.valid_from.isoformat() if pack.valid_from else None,
        "valid_to": pack.valid_to.isoformat() if pack.valid_to else None,
        "requirements": len(pack.requirements),
        "confidence": dict(sorted(codes.items())),
        "hash": pack.content_hash,
    }


def print_list(packs: Iterable[Pack], language: Language, console: Console) -> None:
    """Print the packs under their countries: what kind of text, when valid, how sure its values are."""
    country = ""
    for pack in packs:
        if country_name(pack.jurisdiction, language) != country:
            country = country_name(pack.jurisdiction, language)
            console.print(f"\n{country}", style="bold")
        codes = Counter(rule.confidence for rule in pack.requirements)
        sure = " ".join(f"{code}:{count}" for code, count in sorted(codes.items()))
        told = (
            LEGAL_STATUS[pack.legal_status].in_language(language),
            validity_shown(pack.valid_from, pack.valid_to),
            f"{pack.release} {pack.version}",
            f"{len(pack.requirements)} {_RULES.in_language(language)} ({sure})",
        )
        console.print(f"  {pack.id}: {' · '.join(told)}", soft_wrap=True)
        console.print(Padding(Cell(pack.title.in_language(language), style="dim"), (0, 0, 0, 6)))


def print_pack(pack: Pack, rules: Iterable[Requirement], language: Language, console: Console) -> None:
    """Print a pack as one reads it: by theme, the clause under each rule."""
    console.print(pack.title.in_language(language), style="bold")
    status = LEGAL_STATUS[pack.legal_status].in_language(language)
    place = jurisdiction_name(pack.jurisdiction, language)
    valid = validity_shown(pack.valid_from, pack.valid_to)
    console.print(f"{pack.id} {pack.version} · {place} · {status} · {valid} · {_DRAFT.in_language(language)}")
    for note in pack.notes.da if language == "da" else pack.notes.en:
        console.print(Padding(Cell(f"- {note}"), (0, 0, 0, 2)))
    for one in pack.lineage:
        dated = f", {one.dated_on}" if one.dated_on else ""
        told = (
            f"{LINEAGE[one.status].in_language(language)}: {one.title.in_language(language)} ({one.reference}{dated})"
        )
        console.print(Padding(Cell(told, style="dim"), (0, 0, 0, 2)))
    for theme, members in by_theme(rules).items():
        console.print()
        console.print(theme_label(theme).in_language(language).upper(), style="bold")
        for rule in members:
            _print_rule(pack, rule, language, console)


def _print_rule(pack: Pack, rule: Requirement, language: Language, console: Console) -> None:
    console.print(Padding(Cell(f"{rule.short_id}: {limit_shown(rule, language)}", style="bold"), (1, 0, 0, 2)))
    for line in (rule.text.in_language(language), *_conditions(rule, language)):
        console.print(Padding(Cell(line), (0, 0, 0, 4)))
    dates = f" · {validity_shown(*pack.validity(rule))}" if rule.valid_from or rule.valid_to else ""
    sites = ", ".join(rule.source_sites)
    clause = f"{rule.reference.title}, {rule.reference.section} · {rule.severity} · [{rule.confidence}] {sites}{dates}"
    console.print(Padding(Cell(clause, style="dim"), (0, 0, 0, 4)))


def _conditions(rule: Requirement, language: Language) -> Iterator[str]:
    for condition in rule.applies.when:
        yield _condition(_PRESUPPOSES, condition, language)
    for condition in rule.applies.outside:
        yield _condition(_OUTSIDE, condition, language)
    for condition in (*rule.unless, *rule.unless_room):
        yield _condition(_EXCEPT, condition, language)


def _condition(how: Text, condition: Condition, language: Language) -> str:
    return f"{how.in_language(language)}: {condition.text.in_language(language)}"


def print_difference(found: Difference, language: Language, console: Console) -> None:
    """Print what differs, rule by rule; keys with the value before and after."""
    console.print(f"{found.before.id} {found.before.version} → {found.after.id} {found.after.version}", style="bold")
    for change in found.changes:
        console.print(f"  {change.key}: {_value(change.before)} → {_value(change.after)}")
    for one in found.pairings:
        if one.kind != "same":
            _print_pairing(one, _kinds(found, language)[one.kind], language, console)
    counts = (f"{found.count(kind)} {name}" for kind, name in _kinds(found, language).items())
    console.print(", ".join(counts), soft_wrap=True)


def _kinds(found: Difference, language: Language) -> dict[Kind, str]:
    """Name what can be: of two versions rules are added and removed, of two packs they stand in one only."""
    names = {kind: name.in_language(language) for kind, name in _KINDS.items()}
    if not found.is_one_pack:
        only = _ONLY_IN.in_language(language)
        names |= {"removed": f"{only} {found.before.id}", "added": f"{only} {found.after.id}"}
    return names


def _print_pairing(one: Pairing, kind: str, language: Language, console: Console) -> None:
    sides = (one.before, one.after)
    names = " → ".join(dict.fromkeys(rule.short_id for rule in sides if rule is not None))
    limits = " → ".join(limit_shown(rule, language) if rule else "–" for rule in sides)
    console.print(f"{kind}: {names} ({one.label.in_language(language)}): {limits}", soft_wrap=True)
    for change in one.changes:
        console.print(f"    {change.key}: {_value(change.before)} → {_value(change.after)}", soft_wrap=True)


def _value(value: Any) -> str:
    return "–" if value is None else str(value)
