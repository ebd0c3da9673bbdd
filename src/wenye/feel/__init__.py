"""The rule language: a subset of FEEL (DMN 1.5), one typed tree, and several faithful readings of it.

Text goes through ``syntax`` (grammar) and ``check`` (names, types, units) to the typed ``tree``.
``meaning`` reads the tree directly and defines what it means; ``lower`` and ``bounds`` turn it into the integer
``core``, which ``case`` (one case), ``frame`` (columns) and ``proof`` (z3) read. ``prose`` says the tree in
Chinese and English, ``reasons`` why a case came out as it did, ``residual`` finds which facts still matter.
"""

from wenye.feel.bounds import checked
from wenye.feel.check import compile_expression
from wenye.feel.core import Node
from wenye.feel.errors import FactFaults, Fault, Faults, Position, Unprovable, WenyeError
from wenye.feel.lower import lower
from wenye.feel.scope import Scope
from wenye.feel.table import Cell, compile_table, fits
from wenye.feel.text import Text
from wenye.feel.tree import Expr

__all__ = [
    "Cell", "Expr", "FactFaults", "Fault", "Faults", "Node", "Position", "Scope", "Text", "Unprovable", "WenyeError",
    "checked", "compile_expression", "compile_table", "fits", "lower",
]
