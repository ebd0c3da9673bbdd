"""Random rules and random facts for the laws: every construct of the language, and the dates and sums that hurt."""

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import strategies as st

from wenye.feel import Position, Scope, types
from wenye.feel.tree import Expr, Fact, Parameter
from wenye.feel.types import Natural, Type, encode

AT = Position("law", 1, 1)
FIRST, LAST = date(2000, 1, 1), date(2024, 12, 31)
KINDS = types.Enum("kind", ("start_up", "shop", "farm", "none"))


def fact(name: str, kind: Type, low: Natural | None = None, high: Natural | None = None) -> Fact:
    """A fact with its domain."""
    bounds = (None, None) if low is None or high is None else (int(encode(kind, low)), int(encode(kind, high)))
    return Fact(AT, kind, name, *bounds)


FACTS: dict[str, Fact] = {
    "open": fact("open", types.BOOLEAN),
    "poor": fact("poor", types.BOOLEAN),
    "kind": fact("kind", KINDS),
    "jobs": fact("jobs", types.integer("人"), Fraction(0), Fraction(3000)),
    "staff": fact("staff", types.integer("人"), Fraction(0), Fraction(3000)),
    "rate": fact("rate", types.number(3), Fraction(-1), Fraction(1)),
    "paid": fact("paid", types.money(), Fraction(-5000), Fraction(900000)),
    "premium": fact("premium", types.money(), Fraction(0), Fraction(900000)),
    "begun": fact("begun", types.DATE, FIRST, LAST),
    "applied": fact("applied", types.DATE, FIRST, LAST),
}
SYMBOLS: dict[str, Expr] = {
    **FACTS,
    "limit": Parameter(
        AT,
        types.integer("人"),
        "limit",
        ((date(2010, 1, 1), Fraction(9)), (date(2019, 2, 28), Fraction(12)), (date(2022, 3, 1), None)),
        FACTS["applied"],
    ),
    "floor": Parameter(
        AT,
        types.money(),
        "floor",
        ((date(2016, 2, 29), Fraction(700)), (date(2019, 2, 28), Fraction(1000))),
        FACTS["begun"],
        apart=True,
    ),
    "standard": Parameter(AT, types.money(), "standard", ((date(2012, 2, 29), Fraction("1430.50")),), FACTS["applied"]),
}
SCOPE = Scope(SYMBOLS)

_sharp_days = st.sampled_from(
    [
        date(2000, 2, 29),
        date(2016, 2, 29),
        date(2019, 2, 28),
        date(2019, 1, 31),
        date(2019, 12, 31),
        date(2020, 2, 29),
        date(2020, 3, 1),
        date(2010, 1, 1),
        FIRST,
        LAST,
    ]
)
days = st.one_of(
    _sharp_days,
    st.builds(lambda start, more: min(max(start + timedelta(more), FIRST), LAST), _sharp_days, st.integers(-2, 2)),
    st.dates(FIRST, LAST),
)


def naturals(kind: Fact) -> st.SearchStrategy[Natural]:
    """Values of a fact: its ends, the usual thresholds, and anything between."""
    if isinstance(kind.type, types.Boolean):
        return st.booleans()
    if isinstance(kind.type, types.Enum):
        return st.sampled_from(kind.type.values)
    if isinstance(kind.type, types.Date):
        return days
    assert isinstance(kind.type, types.Numeric) and kind.type.decimals is not None
    assert kind.low is not None and kind.high is not None
    scale = 10**kind.type.decimals
    sharp = [
        value
        for value in (kind.low, kind.high, 0, 1, 3 * scale, 9 * scale, 10 * scale, 10 * scale - 1, 100 * scale + 1)
        if kind.low <= value <= kind.high
    ]
    return st.one_of(st.sampled_from(sharp), st.integers(kind.low, kind.high)).map(lambda value: Fraction(value, scale))


facts: st.SearchStrategy[dict[str, Natural]] = st.fixed_dictionaries(
    {}, optional={name: naturals(kind) for name, kind in FACTS.items()}
)

_op = st.sampled_from(["=", "!=", "<", "<=", ">", ">="])
_months = st.sampled_from(["P1M", "P6M", "P1Y", "P3Y", "P13M", "P12M", "P30D", "P1D"])
_mode = st.sampled_from(["up", "down", "half up", "half down"])


def _binary(operators: str, left: st.SearchStrategy[str], right: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds("({} {} {})".format, left, st.sampled_from(operators.split()), right)


counts = st.deferred(
    lambda: st.one_of(
        st.sampled_from(["jobs", "staff", "limit"]),
        st.integers(0, 40).map(str),
        _binary("+ -", st.sampled_from(["jobs", "staff", "limit"]), counts),
        st.builds("if {} then {} else {}".format, conditions, counts, counts).map("({})".format),
        st.builds("min({}, {})".format, counts, counts),
        st.builds("max({}, {}, {})".format, counts, counts, counts),
    )
)
sums = st.deferred(
    lambda: st.one_of(
        st.sampled_from(["paid", "premium", "standard", "floor", "1000", "50000.5"]),
        st.builds("round {}(rate * {}, {})".format, _mode, st.sampled_from(["paid", "premium"]), st.integers(-2, 2)),
        st.builds("round {}(0.5 * {}, 2)".format, _mode, st.sampled_from(["paid", "premium"])),
        st.builds("round {}(paid / {}, 2)".format, _mode, st.sampled_from(["3", "7", "2", "400"])),
        _binary("+ -", st.sampled_from(["paid", "premium", "standard"]), sums),
        st.builds("(if {} then {} else {})".format, conditions, sums, sums),
        st.builds("min({}, {})".format, sums, sums),
        st.builds("floor({})".format, st.sampled_from(["paid", "premium"])),
        st.builds("(12 * {})".format, st.sampled_from(["standard", "floor", "premium"])),
    )
)
dates = st.deferred(
    lambda: st.one_of(
        st.sampled_from(["begun", "applied", '@"2019-01-31"', '@"2016-02-29"']),
        st.builds('({} + @"{}")'.format, st.sampled_from(["begun", "applied"]), _months),
        st.builds("max({}, {})".format, dates, dates),
        st.builds("(if {} then {} else {})".format, conditions, dates, dates),
    )
)
conditions: st.SearchStrategy[str] = st.deferred(
    lambda: st.one_of(
        st.sampled_from(
            [
                "open",
                "poor",
                'kind = "shop"',
                'kind in ("start_up", "none")',
                "jobs in [3..9]",
                "jobs in (3..9)",
                "jobs in (3, 5, [7..9])",
                "staff > 0 and jobs / staff >= 0.25",
                "paid between 0 and 1000",
                "applied.year >= 2019",
                'not(kind = "farm")',
                "(staff = 0 or jobs / staff < 0.15)",
                "staff > 100 and round half up(jobs / staff, 3) = rate",
                "rate <= 0.055",
            ]
        ),
        st.builds("{} {} {}".format, counts, _op, counts).map("({})".format),
        st.builds("{} {} {}".format, st.sampled_from(["paid", "premium"]), _op, sums).map("({})".format),
        st.builds("{} {} {}".format, st.sampled_from(["begun", "applied"]), _op, dates).map("({})".format),
        st.builds("not({})".format, conditions),
        _binary("and or", conditions, conditions),
        st.builds("(if {} then {} else {})".format, conditions, conditions, conditions),
    )
)
expressions = st.one_of(conditions, sums, counts.filter(lambda text: any(c.isalpha() for c in text)), dates)
cells = st.sampled_from(["-", "[3..9]", "(3..9)", ">= 10", "< 10", "not(5)", "3, 5, [7..9]", "limit"])
sum_cells = st.sampled_from(["-", ">= 50000", "< 50000", "[0..1000]", "> standard", "not([0..1000])"])
outputs = st.sampled_from(
    ["10000", "20000", "0", "premium", "12 * standard", "round half up(0.5 * premium, 2)", "10000.50"]
)
tables = st.tuples(
    st.lists(st.tuples(cells, sum_cells, outputs), min_size=1, max_size=4),
    st.sampled_from(["first", "unique", "any", "collect sum"]),
)
