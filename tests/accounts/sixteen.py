"""Sixteen attempts at once, in a process of its own: python -m tests.accounts.sixteen MODE, answers as JSON."""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

MANY = 16
ROOT = Path(__file__).resolve().parents[2]


def run(mode: str, surroundings: Mapping[str, str]) -> dict[str, int]:
    """What became of the attempts, in the database of ``surroundings``."""
    paths = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    done = subprocess.run(
        [sys.executable, "-m", "tests.accounts.sixteen", mode], env={**surroundings, "PYTHONPATH": paths}, cwd=ROOT,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found: dict[str, int] = json.loads(done.stdout)
    return found


def main(mode: str) -> None:
    import django

    django.setup()
    from django.db import connections

    from tests.accounts.people import PASSWORD, code_of, user, with_factor
    from wenye.accounts import factors, sign_in
    from wenye.accounts.access import ANYONE
    from wenye.accounts.refusals import Refused

    somebody = user("somebody", password=PASSWORD)
    code = code_of(with_factor(somebody))
    start = Barrier(MANY)

    def attempt(number: int) -> str:
        start.wait()
        try:
            if mode == "codes":
                factors.verify(ANYONE, somebody, code)
            else:
                sign_in.by_password("somebody", PASSWORD if mode == "right" else f"wrong {number}", f"10.0.0.{number}")
        except Refused as refused:
            return type(refused).__name__
        finally:
            connections.close_all()
        return "let in"

    with ThreadPoolExecutor(MANY) as pool:
        print(json.dumps(Counter(pool.map(attempt, range(MANY)))))


if __name__ == "__main__":
    main(sys.argv[1])
