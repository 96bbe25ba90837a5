"""Files of texts, one for each language: reading them, and telling in English what one lacks."""

from pathlib import Path

from standards.rules.yaml_text import read_yaml

ABOUT = frozenset({"language", "name", "reviewed", "reviewed_by", "reviewed_on"})
"""Keys that say what a file is; all others are texts."""


def read_language(folder: Path, language: str) -> dict[str, object]:
    """The file of a language as it is; nothing where there is none. Raises ``YamlTextError`` where it is no YAML."""
    path = folder / f"{language}.yaml"
    if not path.is_file():
        return {}
    document = read_yaml(path.read_text(encoding="utf-8")).document
    return document if isinstance(document, dict) else {}


def filled(own: dict[str, object], english: dict[str, object], at: str = "") -> tuple[dict[str, object], list[str]]:
    """The texts of a language with the English ones where it has none, and the keys of those (``rules.water``)."""
    whole: dict[str, object] = dict(own)
    lacking: list[str] = []
    for key, value in english.items():
        if isinstance(value, dict):
            mine = own.get(key)
            whole[key], inner = filled(mine if isinstance(mine, dict) else {}, value, f"{at}{key}.")
            lacking += inner
        elif not own.get(key) and key not in ABOUT:
            whole[key] = value
            lacking.append(f"{at}{key}")
    return whole, lacking
