"""The fewest changes that lead from one list to another, one entry for each change."""

from collections import Counter
from collections.abc import Sequence

Change = tuple[str | None, str | None]


def changes(old: Sequence[str], new: Sequence[str]) -> list[Change]:
    """What differs: ``(old, new)`` replaced, ``(old, None)`` left out, ``(None, new)`` put in."""
    steps = _distances(old, new)
    i, j, found = len(old), len(new), list[Change]()
    while i or j:
        if i and j and old[i - 1] == new[j - 1] and steps[i][j] == steps[i - 1][j - 1]:
            i, j = i - 1, j - 1
        elif i and j and steps[i][j] == steps[i - 1][j - 1] + 1:
            i, j = i - 1, j - 1
            found.append((old[i], new[j]))
        elif i and steps[i][j] == steps[i - 1][j] + 1:
            i -= 1
            found.append((old[i], None))
        else:
            j -= 1
            found.append((None, new[j]))
    return found[::-1]


def reordered(old: Sequence[str], new: Sequence[str]) -> bool:
    """Whether both hold the same items, each as often, in another order."""
    return list(old) != list(new) and Counter(old) == Counter(new)


def _distances(old: Sequence[str], new: Sequence[str]) -> list[list[int]]:
    """``steps[i][j]``: how many changes lead from the first ``i`` to the first ``j`` items."""
    steps = [[i + j for j in range(len(new) + 1)] for i in range(len(old) + 1)]
    for i, left in enumerate(old, 1):
        for j, right in enumerate(new, 1):
            steps[i][j] = min(steps[i - 1][j - 1] + (left != right), steps[i - 1][j] + 1, steps[i][j - 1] + 1)
    return steps
