"""How verbs give their answers: JSON on request, tables that align where Chinese stands beside English."""

import json
import re
import sys
import unicodedata
from collections.abc import Sequence


def print_json(answer: object) -> None:
    """The answer as JSON on stdout."""
    sys.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2) + "\n")


def print_table(rows: Sequence[Sequence[str]], head: Sequence[str]) -> None:
    """Rows under a head, columns aligned by the width on screen; columns of figures stand to the right."""
    widths = [max(width(row[column]) for row in [head, *rows]) for column in range(len(head))]
    right = [bool(rows) and all(FIGURE.fullmatch(row[column]) for row in rows) for column in range(len(head))]
    for row in [head, ["─" * size for size in widths], *rows]:
        print("  ".join(map(_padded, row, widths, right)).rstrip())


FIGURE = re.compile(r"[-−]?[\d,]*\.?\d+%?|")


def _padded(cell: str, size: int, right: bool) -> str:
    space = " " * (size - width(cell))
    return space + cell if right else cell + space


def width(text: str) -> int:
    """Columns that ``text`` takes on a terminal; a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def wrapped(text: str, columns: int) -> list[str]:
    """``text`` in lines of at most so many columns, broken at spaces and between Chinese characters."""
    lines, line = [], ""
    for piece in PIECE.findall(text):
        if line and width(line + piece.rstrip()) > columns and piece not in CLOSING:
            lines.append(line.rstrip())
            line = ""
        line += piece if line else piece.lstrip()
    return [*lines, line.rstrip()]


PIECE = re.compile(r"[\u2e80-\uffdf]|[^\u2e80-\uffdf\s]*\s*|\s+")
CLOSING = "，。；：、？）”》"
"""Signs that never begin a line."""
