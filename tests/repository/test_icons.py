"""Every icon that a page names is in the design system's sheet; one that is not leaves a hole."""

import re
from pathlib import Path

NAMED = re.compile(r"""\bicon\(["']([a-z-]+)["']""")


def test_every_icon_is_there(repository: Path) -> None:
    sheet = (repository / "src/husly/static/dkfds/img/all-svg-icons.svg").read_text(encoding="utf-8")
    there = set(re.findall(r'id="([a-z-]+)"', sheet))
    pages = (repository / "src").rglob("templates/**/*.html")
    named = {(path.name, name) for path in pages for name in NAMED.findall(path.read_text(encoding="utf-8"))}
    assert named
    assert sorted(f"{page}: {name}" for page, name in named if name not in there) == []
