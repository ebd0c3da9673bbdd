"""``wenye access``: who is let in where, for every address and every role."""

import csv
import sys
from typing import Annotated

from wenye.cli.answers import print_json
from wenye.cli.arguments import Option


def run(
    as_json: Annotated[bool, Option("--json", help="以 JSON 回答 · answer in JSON")] = False,
) -> None:
    """每个地址需要的权限和对每个角色的回答（CSV）。 · What each address needs, and the answer to each role (CSV)."""
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wenye.settings")
    import django

    django.setup()
    from wenye.accounts.matrix import table

    head, *rows = table()
    if as_json:
        print_json([dict(zip(head, row, strict=True)) for row in rows])
        return
    csv.writer(sys.stdout, lineterminator="\n").writerows([head, *rows])
