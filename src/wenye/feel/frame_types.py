"""Integer column types: which is the narrowest that holds a value, a column, or what a step can reach."""

from collections.abc import Iterable

import polars as pl

from wenye.feel import bounds
from wenye.feel.core import Node
from wenye.feel.errors import NOWHERE, Faults

WIDTHS: tuple[tuple[pl.DataType, int, int], ...] = (
    (pl.UInt8(), 0, 2**8 - 1),
    (pl.Int16(), -(2**15), 2**15 - 1),
    (pl.Int32(), -(2**31), 2**31 - 1),
    (pl.Int64(), -(2**63), 2**63 - 1),
)
"""The types that columns compute in, each holding all of the ones before it."""

_KINDS = [kind for kind, _, _ in WIDTHS]
_HOLDING: dict[pl.DataType, pl.DataType] = {
    pl.Int8(): pl.Int16(), pl.UInt16(): pl.Int32(), pl.UInt32(): pl.Int64(), **{kind: kind for kind in _KINDS},
}  # fmt: skip


def narrowest(values: Iterable[int]) -> pl.DataType:
    """The narrowest type that holds all ``values``."""
    known = list(values)
    return next(kind for kind, low, high in WIDTHS if low <= min(known) and max(known) <= high)


def holding(given: pl.DataType | None) -> pl.DataType:
    """The type in which a column of type ``given`` is read; None is not known beforehand."""
    return _HOLDING.get(given, pl.Int64()) if given is not None else pl.Int64()


def wider(a: pl.DataType, b: pl.DataType) -> pl.DataType:
    """The wider of two types."""
    return max(a, b, key=_KINDS.index)


def reach(node: Node) -> pl.DataType:
    """The narrowest type for every value that ``node`` can take over the declared domains."""
    try:
        return narrowest(bounds.interval(node, NOWHERE))
    except Faults:  # it stays within 63 bits only where a test beside it holds; elsewhere nobody looks at it
        return pl.Int64()
