"""Which measure each published row is: by its number, and where that fails by its place and its words.

A number stands where exactly one row bears it. Rows without a number, with one that another row has by right,
or with one that no measure has are fitted between their neighbours among the measures still free.
"""

from collections.abc import Mapping, Sequence

from wenye.policy.source_table import Row


def assign(rows: Sequence[Row], known: Mapping[int, str]) -> list[int | None]:
    """The measure of each row, None for a row too many. ``known``: the words of each measure of the pack."""
    numbers = _anchors(rows, known)
    free = sorted(set(known) - {number for number in numbers if number is not None})
    for start, stop in _gaps(numbers):
        lowest = max((number for number in numbers[:start] if number), default=0)
        highest = min((number for number in numbers[stop:] if number), default=max(known, default=0) + 1)
        candidates = [number for number in free if lowest < number < highest]
        for row, number in _fit(rows[start:stop], candidates, known):
            numbers[start + row] = number
            free.remove(number)
    return numbers


def likeness(text: str, words: str) -> float:
    """The share of ``words``' letter pairs that ``text`` has too: 0 to 1."""
    pairs = _pairs(words)
    return len(pairs & _pairs(text)) / len(pairs) if pairs else 0.0


def _anchors(rows: Sequence[Row], known: Mapping[int, str]) -> list[int | None]:
    """The printed numbers that can be believed."""
    best: dict[int, int] = {}
    for index, row in enumerate(rows):
        if row.printed in known and row.printed is not None:
            rival = best.get(row.printed)
            if rival is None or _in_place(rows, index) > _in_place(rows, rival):
                best[row.printed] = index
    by_row = {index: number for number, index in best.items() if rows[index].stop or _in_place(rows, index)}
    return [by_row.get(index) for index in range(len(rows))]


def _in_place(rows: Sequence[Row], index: int) -> int:
    """How many neighbours the number of a row agrees with."""
    number = rows[index].printed or 0
    before = number == 1 if index == 0 else rows[index - 1].printed == number - 1
    after = index + 1 < len(rows) and rows[index + 1].printed == number + 1
    return int(before) + int(after)


def _gaps(numbers: Sequence[int | None]) -> list[tuple[int, int]]:
    """The stretches of rows that have no number yet."""
    gaps, start = [], None
    for index, number in enumerate([*numbers, 0]):
        if number is None and start is None:
            start = index
        elif number is not None and start is not None:
            gaps.append((start, index))
            start = None
    return gaps


def _fit(rows: Sequence[Row], candidates: Sequence[int], known: Mapping[int, str]) -> list[tuple[int, int]]:
    """As many pairs of row and measure as possible, in order, those whose words are most alike."""
    best: list[list[tuple[float, tuple[tuple[int, int], ...]]]]
    best = [[(0.0, ())] * (len(candidates) + 1) for _ in range(len(rows) + 1)]
    for i, row in enumerate(rows):
        for j, number in enumerate(candidates):
            score, pairs = best[i][j]
            paired = (score + 1 + likeness(row.whole, known[number]), (*pairs, (i, number)))
            best[i + 1][j + 1] = max(paired, best[i][j + 1], best[i + 1][j], key=lambda found: found[0])
    return list(best[-1][-1][1])


def _pairs(text: str) -> set[str]:
    return {text[place : place + 2] for place in range(len(text) - 1)}
