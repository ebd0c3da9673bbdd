"""What the names in a rule stand for."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches

from wenye.feel.errors import Fault, Faults, Position
from wenye.feel.text import Text
from wenye.feel.tree import Expr, YearOf
from wenye.feel.types import Date, integer


@dataclass(frozen=True, slots=True)
class Scope:
    """Names and the nodes they stand for; ``symbols`` may be a lazy mapping.

    A symbol is a ``tree.Fact``, ``tree.Parameter`` or ``tree.Derived``; its position is replaced by the place of use.
    """

    symbols: Mapping[str, Expr]

    def resolve(self, name: str, at: Position) -> Expr:
        """The node for ``name``, placed at ``at``. Raises Faults that name the nearest right name."""
        if name in self.symbols:
            return replace(self.symbols[name], at=at)
        owner, dot, member = name.rpartition(".")
        if dot and member == "year" and owner in self.symbols:
            return YearOf(at, integer("年"), _dated(self.resolve(owner, at)))
        raise Faults([self._unknown(name, at)])

    def _unknown(self, name: str, at: Position) -> Fault:
        near = get_close_matches(name, list(self.symbols), n=1, cutoff=0.5)
        hint = (Text(f"是不是想写“{near[0]}”？", f"Did you mean '{near[0]}'?") if near else
                Text("请在 facts/ 或 parameters/ 中先定义它。", "Define it in facts/ or parameters/ first."))
        return Fault("feel.name", at, Text(f"没有名为“{name}”的事实或参数。", f"No fact or parameter is named '{name}'."),
                     hint)


def _dated(node: Expr) -> Expr:
    if not isinstance(node.type, Date):
        raise Faults([Fault("feel.type", node.at, Text("只有日期才有 .year。", "Only a date has .year."),
                            Text("请改用日期型事实。", "Use a date fact."))])
    return node
