"""How verbs give their answers: JSON on request, tables that align where Chinese stands beside English."""

import json
import sys
import unicodedata
from collections.abc import Sequence


def print_json(answer: object) -> None:
    """The answer as JSON on stdout."""
    sys.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2) + "\n")


def print_table(rows: Sequence[Sequence[str]], head: Sequence[str]) -> None:
    """Rows under a head, columns aligned by the width on screen."""
    widths = [max(width(row[column]) for row in [head, *rows]) for column in range(len(head))]
    for row in [head, ["─" * size for size in widths], *rows]:
        cells = [cell + " " * (size - width(cell)) for cell, size in zip(row, widths, strict=True)]
        print("  ".join(cells).rstrip())


def width(text: str) -> int:
    """Columns that ``text`` takes on a terminal; a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
