"""A fact's value as people read it."""

from fractions import Fraction

from wenye.feel.types import Natural, Numeric
from wenye.feel.wording import written
from wenye.policy.model import Fact, Parameter
from wenye.policy.vocabulary import word
from wenye.web import figures
from wenye.web.language import current, said, say


def exact(value: Fraction) -> str:
    """An exact number in digits: thousands apart, at most four decimals, no trailing zeros."""
    scaled = value * 10_000
    whole, rest = divmod(abs(scaled.numerator // scaled.denominator), 10_000)
    sign = "-" if value < 0 else ""
    return f"{sign}{whole:,}" + (f".{rest:04d}".rstrip("0") if rest else "")


def money(value: Fraction) -> str:
    """An exact sum of yuan with its unit."""
    return figures.yuan(int(value * 100))


def is_share(fact: Fact | Parameter) -> bool:
    """Whether a number is a share of a whole, which people read in per cent."""
    return isinstance(fact.type, Numeric) and fact.type.kind == "number" and fact.domain == (0, 1)


def with_unit(value: Fraction, unit: object) -> str:
    """A number and its unit, if it has one."""
    return f"{exact(value)} {said(unit)}" if unit else exact(value)


def value_said(item: Fact | Parameter, value: Natural | None) -> str:
    """``value`` of a fact or parameter in words and figures; says so where it is unknown."""
    return say("state.missing") if value is None else written(value, item.type, word(item), current())


def fact_said(fact: Fact, value: Natural | None) -> str:
    """A fact with its value, as one phrase: 正常运营, 带动就业人数：5 人."""
    if isinstance(value, bool) and fact.says:
        return said(fact.says.yes if value else fact.says.no)
    return say("rule.fact", label=fact.label, value=value_said(fact, value))
