"""Sixteen attempts at once, in a process of its own: python -m tests.accounts.sixteen MODE, answers as JSON."""

import json
import os
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

from django.db import connection

MANY = 16
ROOT = Path(__file__).resolve().parents[2]


def run(mode: str, folder: Path) -> dict[str, int]:
    """What became of the attempts: on PostgreSQL in the database under test, on SQLite in a file of its own."""
    address = f"sqlite:///{folder / 'own.sqlite3'}"
    if connection.vendor == "postgresql":
        here = connection.settings_dict
        address = f"postgresql://{here['USER']}@{here['HOST']}:{here['PORT']}/{here['NAME']}"
    outside = {name: value for name, value in os.environ.items() if not name.startswith(("WENYE_", "PYTEST_", "DJANGO_"))}
    surroundings = {**outside, "WENYE_DATA": str(folder), "WENYE_DATABASE_URL": address, "PYTHONPATH": f"{ROOT / 'src'}",
                    "DJANGO_SETTINGS_MODULE": "wenye.settings"}  # fmt: skip
    if connection.vendor == "sqlite":
        migrate = [sys.executable, "-m", "wenye.cli", "manage", "migrate", "-v0", "--skip-checks"]
        subprocess.run(migrate, env=surroundings, cwd=ROOT, check=True)
    done = subprocess.run(
        [sys.executable, "-m", "tests.accounts.sixteen", mode], env=surroundings, cwd=ROOT, capture_output=True, text=True,
        check=False,
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
