"""Which measure each published row is: by its number, and where that fails by its place and its words.

A number is certain where one row alone bears it and a neighbour agrees with it. The rows between certain ones are
fitted in order to the measures that are still free, by number and words; what is left goes by its number alone.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache

from wenye.policy.source_table import Row

_LEAST_ALIKE = 0.2  # a row and its own measure share over 0.3 of their letter pairs, other rows seldom 0.25


def assign(rows: Sequence[Row], known: Mapping[int, str]) -> list[int | None]:
    """The measure of each row, None for a row too many. ``known``: the words of each measure of the pack."""
    numbers = _certain(rows, known)
    free = sorted(set(known) - set(numbers))
    for start, stop in _gaps(numbers):
        lowest = max((number for number in numbers[:start] if number), default=0)
        highest = min((number for number in numbers[stop:] if number), default=max(known, default=0) + 1)
        candidates = [number for number in free if lowest < number < highest]
        for place, number in _fit(rows[start:stop], candidates, known):
            numbers[start + place] = number
            free.remove(number)
    for place, row in enumerate(rows):
        if numbers[place] is None and row.printed in free and row.printed is not None:
            numbers[place] = row.printed
            free.remove(row.printed)
    return numbers


def likeness(text: str, words: str) -> float:
    """How many of its letter pairs the shorter of two texts shares with the other: 0 to 1."""
    ours, theirs = _pairs(text), _pairs(words)
    return len(ours & theirs) / min(len(ours), len(theirs)) if ours and theirs else 0.0


def _certain(rows: Sequence[Row], known: Mapping[int, str]) -> list[int | None]:
    """The printed numbers that can be believed."""
    times = Counter(row.printed for row in rows)
    return [
        row.printed if row.printed in known and times[row.printed] == 1 and _in_place(rows, place) else None
        for place, row in enumerate(rows)
    ]


def _in_place(rows: Sequence[Row], place: int) -> bool:
    """Whether a neighbour agrees with the number of a row."""
    number = rows[place].printed or 0
    before = rows[place - 1].printed if place else 0
    after = rows[place + 1].printed if place + 1 < len(rows) else None
    return before == number - 1 or after == number + 1


def _gaps(numbers: Sequence[int | None]) -> list[tuple[int, int]]:
    """The stretches of rows that have no number yet."""
    gaps, start = [], None
    for place, number in enumerate([*numbers, 0]):
        if number is None and start is None:
            start = place
        elif number is not None and start is not None:
            gaps.append((start, place))
            start = None
    return gaps


def _fit(rows: Sequence[Row], candidates: Sequence[int], known: Mapping[int, str]) -> list[tuple[int, int]]:
    """The pairs of row and measure, in order, that fit best together."""
    best: list[list[tuple[float, tuple[tuple[int, int], ...]]]]
    best = [[(0.0, ())] * (len(candidates) + 1) for _ in range(len(rows) + 1)]
    for i, row in enumerate(rows):
        for j, number in enumerate(candidates):
            score, pairs = best[i][j]
            fit = _fitness(row, number, known[number])
            choices = [best[i][j + 1], best[i + 1][j]]
            if fit:
                choices.append((score + fit, (*pairs, (i, number))))
            best[i + 1][j + 1] = max(choices, key=lambda found: found[0])
    return list(best[-1][-1][1])


def _fitness(row: Row, number: int, words: str) -> float:
    """How well a row fits a measure; 0 where another number is printed and the words are others too."""
    alike = likeness(row.whole, words)
    if row.printed == number:
        return 2.2 + alike
    return 0.0 if row.stop and alike < _LEAST_ALIKE else 1 + alike


@lru_cache(maxsize=1024)
def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[place : place + 2] for place in range(len(text) - 1))
