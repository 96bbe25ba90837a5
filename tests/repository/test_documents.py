"""What the documents say is so: settings, commands, paths, translations."""

import re
from pathlib import Path

import click
import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from husly.cli import main
from husly.settings import Settings


def commands(group: click.Command, name: str = "husly") -> dict[str, click.Command]:
    if isinstance(group, click.Group):
        found: dict[str, click.Command] = {}
        for key, sub in group.commands.items():
            found |= commands(sub, f"{name} {key}")
        return found
    return {name: group}


def test_every_setting_is_described_and_documented(repository: Path) -> None:
    text = (repository / "docs" / "how-to" / "configure.md").read_text(encoding="utf-8")
    for key, field in Settings.model_fields.items():
        assert field.description, key
        assert f"`HUSLY_{key.upper()}`" in text, f"docs/how-to/configure.md does not explain HUSLY_{key.upper()}"


def test_every_command_is_documented_with_its_options(repository: Path) -> None:
    text = (repository / "docs" / "how-to" / "commands.md").read_text(encoding="utf-8")
    for name, command in commands(main).items():
        rows = [row for row in text.splitlines() if row.startswith((f"| `{name}`", f"| `{name} "))]
        assert len(rows) == 1, f"docs/how-to/commands.md does not explain {name}"
        for option in (one for one in command.params if isinstance(one, click.Option)):
            assert f"`{option.opts[0]}" in rows[0], f"docs/how-to/commands.md does not explain {name} {option.opts[0]}"


def documents(repository: Path) -> list[Path]:
    return [*repository.glob("*.md"), *repository.glob("docs/**/*.md"), *repository.glob("data/**/*.md")]


def test_every_path_named_in_the_documents_exists(repository: Path) -> None:
    pattern = re.compile(r"`((?:src|tests|docs|data|frontend|bench|requirements)/[\w./*-]*)`")
    texts = {document.name: document.read_text(encoding="utf-8") for document in documents(repository)}
    named = {(name, path) for name, text in texts.items() for path in pattern.findall(text)}
    assert [(where, path) for where, path in sorted(named) if not list(repository.glob(path.rstrip("/")))] == []


def test_no_file_names_this_machine_or_a_package_host(repository: Path) -> None:
    hosts = ("pypi" + ".org", "files.python" + "hosted", "registry.npm" + "js", "deb." + "debian")
    wrong = []
    folders = ("src", "tests", "docs", "frontend/src", "requirements", "bench", ".ci", "data/municipalities")
    for path in [p for folder in folders for p in (repository / folder).rglob("*")] + list(repository.glob("*")):
        if path.is_file() and path.suffix in {
            ".py",
            ".md",
            ".txt",
            ".toml",
            ".yaml",
            ".js",
            ".mjs",
            ".json",
            ".html",
            "",
        }:
            if "static" in path.parts or path.name in (".installed", ".git"):
                continue
            text = path.read_text(encoding="utf-8", errors="ignore")
            wrong += [f"{path.relative_to(repository)}: {host}" for host in hosts if host in text]
            if re.search(r"/wor" + r"k/(main|wt-|shared)", text):
                wrong.append(f"{path.relative_to(repository)}: a path of one machine")
    assert wrong == []


@pytest.fixture(scope="module")
def danish() -> dict[str, str]:
    path = Path(__file__).parents[2] / "src" / "husly" / "locale" / "da" / "LC_MESSAGES" / "husly.po"
    with path.open("rb") as file:
        catalogue = read_po(file, locale="da")
    messages = {}
    for message in catalogue:
        key = message.id if isinstance(message.id, str) else message.id[0]
        text = message.string if isinstance(message.string, str) else "".join(message.string)
        messages[key] = "" if message.fuzzy else text
    return messages


def test_every_text_has_a_danish_translation(repository: Path, danish: dict[str, str]) -> None:
    with (repository / "src" / "husly" / "locale" / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    keywords = {"_": None, "gettext": None, "ngettext": (1, 2), "mark": None, "DomainError": (2,)}
    missing = set()
    for name, _, message, _, _ in extract_from_dir(repository / "src", methods, options, keywords=keywords):
        key = message if isinstance(message, str) else message[0]
        if not danish.get(key):
            missing.add(f"{name}: {key}")
    assert sorted(missing) == []


def test_placeholders_survive_translation(danish: dict[str, str]) -> None:
    pattern = re.compile(r"%\((\w+)\)|\{(\w+)\}")
    for key, text in danish.items():
        if key and text:
            assert set(pattern.findall(key)) == set(pattern.findall(text)) or "%(num)s" in key, key


def test_no_text_to_translate_hides_in_an_f_string(repository: Path) -> None:
    hidden = re.compile(r"""\{(?:_|n?gettext|mark)\(["']""")  # Babel does not look into them
    files = (repository / "src").rglob("*.py")
    assert [str(path) for path in files if hidden.search(path.read_text(encoding="utf-8"))] == []
