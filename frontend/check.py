"""Check the types of the browser code (JSDoc) with the TypeScript compiler from npm. Run by ``make check``."""

from __future__ import annotations

import subprocess
import sys

from build import FRONTEND, PACKAGES, node


def main() -> None:
    """Exit with the compiler's verdict; without the compiler, say how to get it."""
    compiler = PACKAGES / "typescript" / "bin" / "tsc"
    if not compiler.exists():
        sys.exit("The type checker is not installed: run `make check`, or `python frontend/build.py --browser`.")
    command = node(str(compiler), "--project", str(FRONTEND / "tsconfig.json"))
    sys.exit(subprocess.run(command, cwd=FRONTEND, check=False).returncode)  # noqa: S603 - a command of our own


if __name__ == "__main__":
    main()
