"""Is every installed file of the locked packages still there?

Usage: check_environment.py STAMP... where a stamp is a copy of a lock file, written when its installation ended.
Exits 1 and names the first damaged package on stderr; standard library only, since the environment is in doubt.
"""

import re
import sys
from importlib.metadata import Distribution, distributions
from pathlib import Path

PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)(?:\s*;\s*([^\\]+))?", re.MULTILINE)


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def locked(stamps: list[str]) -> set[str]:
    """The canonical names of all unconditional packages of the given lock files."""
    text = "\n".join(Path(stamp).read_text(encoding="utf-8") for stamp in stamps if Path(stamp).is_file())
    return {canonical(name) for name, _, marker in PINNED.findall(text) if not marker}


def complete(package: Distribution) -> bool:
    files = package.files
    return files is not None and all(Path(str(package.locate_file(file))).exists() for file in files)


def main(stamps: list[str]) -> int:
    installed = {canonical(package.metadata["Name"]): package for package in distributions()}
    for name in sorted(locked(stamps)):
        if name not in installed or not complete(installed[name]):
            print(f"» 软件包损坏 · damaged package: {name}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
