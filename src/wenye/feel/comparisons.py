"""What a condition is about before it is said: which side of a comparison it speaks of, and what shape it has."""

from fractions import Fraction

from wenye.feel import tree
from wenye.feel.nouns import calendar_year, whole_years
from wenye.feel.tree import Expr, Literal
from wenye.feel.types import Date, Enum, Numeric

FLIPPED = {"=": "=", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
NEGATED = {"=": "!=", "!=": "=", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}


def compound(node: Expr) -> bool:
    """Whether a condition has parts of its own that a word beside it could be read into."""
    inner = node.arg if isinstance(node, tree.Not) else node
    return isinstance(inner, tree.Or | tree.If) or (isinstance(inner, tree.And) and as_range(inner) is None)


def complement(test: Expr) -> tree.Compare | None:
    """What else there is, where a test leaves one option only: not male is female."""
    if isinstance(test, tree.Compare) and test.op == "=" and isinstance(test.right, Literal):
        arg, taken = test.left, {test.right.value}
    elif isinstance(test, tree.OneOf):
        arg, taken = test.arg, {option.value for option in test.options}
    else:
        return None
    left = [value for value in arg.type.values if value not in taken] if isinstance(arg.type, Enum) else []
    if len(left) != 1:
        return None
    return tree.Compare(test.at, test.type, "=", arg, Literal(test.at, arg.type, left[0]))


def alternatives(node: tree.Or) -> tree.OneOf | None:
    """The options of which a value must be one, where all alternatives ask for nothing but that."""
    found = [_option(arg) for arg in node.args]
    args = [pair[0] for pair in found if pair is not None]
    if len(args) != len(found) or any(_name(arg) != _name(args[0]) for arg in args):
        return None
    return tree.OneOf(node.at, node.type, args[0], tuple(option for pair in found if pair for option in pair[1]))


def _option(node: Expr) -> tuple[Expr, tuple[Literal, ...]] | None:
    """The value and the options that a condition asks of it, if that is all it asks."""
    if isinstance(node, tree.And) and len(node.args) == 1:
        return _option(node.args[0])
    if isinstance(node, tree.Compare) and node.op == "=" and isinstance(node.right, Literal) and _name(node.left):
        return node.left, (node.right,)
    return (node.arg, node.options) if isinstance(node, tree.OneOf) and _name(node.arg) else None


def _name(node: Expr) -> str:
    return node.name if isinstance(node, tree.Fact | tree.Derived) else ""


def ordered(node: tree.Compare, holds: bool = True) -> tuple[str, Expr, Expr]:
    """Operator and sides of a comparison, turned so that what it speaks of stands on the left."""
    op, left, right = node.op if holds else NEGATED[node.op], node.left, node.right
    moved = isinstance(left, tree.Shift) and left.days >= 0 and not isinstance(right, tree.Shift | Literal)
    return (FLIPPED[op], right, left) if isinstance(left, Literal) or moved else (op, left, right)


def as_range(node: tree.And) -> tree.Between | None:
    """``x >= a and x <= b`` with constants a and b, as the range it is."""
    if len(node.args) != 2 or not all(isinstance(arg, tree.Compare) for arg in node.args):
        return None
    (low_op, subject, low), (high_op, other, high) = (
        ordered(arg) for arg in node.args if isinstance(arg, tree.Compare)
    )
    named = isinstance(subject, tree.Fact) and isinstance(other, tree.Fact) and subject.name == other.name
    if not named or low_op not in (">=", ">") or high_op not in ("<=", "<"):
        return None
    if not isinstance(low, Literal) or not isinstance(high, Literal):
        return None
    return tree.Between(node.at, node.type, subject, low, high, low_op == ">=", high_op == "<=")


def spans(op: str, left: Expr, right: Expr) -> bool:
    """Whether a comparison is of a day with a start plus a length."""
    return (
        isinstance(left.type, Date)
        and isinstance(right, tree.Shift)
        and right.days >= 0
        and op in ("<", "<=", ">", ">=")
    )


def years_alike(op: str, left: Expr, right: Expr) -> bool:
    return isinstance(left, tree.YearOf) and isinstance(right, tree.YearOf) and op in ("=", "!=")


def relation_key(op: str, left: Expr, right: Expr) -> str:
    if op in ("=", "!="):
        return equality(op, left, right)
    kind = left.type
    if isinstance(kind, Date):
        return f"date {op}"
    if calendar_year(left):
        return f"year {op}"
    if isinstance(right, Literal) and right.value == 0:
        return f"zero {op}"
    counted = isinstance(kind, Numeric) and kind.kind == "integer"
    return f"count {op}" if counted else f"number {op}"


def nothing_but_zero(op: str, left: Expr, right: Expr) -> bool:
    """Whether a comparison leaves nothing but 0: ``<= 0`` of what is never negative, ``< 1`` of a count."""
    if (
        not isinstance(left, tree.Fact)
        or left.low != 0
        or not isinstance(right, Literal)
        or not isinstance(left.type, Numeric)
    ):
        return False
    return (op, right.value) == ("<=", 0) or (left.type.kind == "integer" and (op, right.value) == ("<", 1))


def equality(op: str, left: Expr, right: Expr | None = None) -> str:
    number = isinstance(left.type, Numeric) and not calendar_year(left)
    if right is not None and not isinstance(right, Literal):
        named = isinstance(left.type, Enum | Date) or calendar_year(left)
        keys = ("same", "other") if named else ("equal", "unequal")
        return keys[op == "!="]
    return "number !=" if number and op == "!=" else op


def one_value(node: tree.Between) -> bool:
    """Whether a range has a single value, as a validity of exactly one year."""
    low, high = node.low, node.high
    same = isinstance(low, Literal) and isinstance(high, Literal) and low.value == high.value
    return same and node.low_closed and node.high_closed and not isinstance(node.arg, tree.YearOf)


def year_range(node: tree.Between) -> range | None:
    if not (isinstance(node.low, Literal) and isinstance(node.high, Literal) and node.low_closed and node.high_closed):
        return None
    low, high = node.low.value, node.high.value
    if isinstance(node.arg, tree.YearOf) and isinstance(low, Fraction) and isinstance(high, Fraction):
        return range(int(low), int(high) + 1)
    return whole_years(low, high)
