"""What a benefit, or one decision of it, rests on that is only assumed, and whether it waits for rules from above.

A parameter counts by the value that is in force on the day that dates it in the case: a case decided by a real value
is not held up by what is assumed of another year.
"""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from wenye.feel import Expr
from wenye.feel.meaning import evaluate
from wenye.feel.text import Text
from wenye.feel.types import Natural
from wenye.policy.model import Benefit, Pack, Parameter
from wenye.policy.program import Program
from wenye.policy.rules import Rules

FUND, AWAITING = "fund", "awaiting"
Facts = Mapping[str, Natural]


def stated(benefit: Benefit) -> tuple[str, ...]:
    """What the benefit itself assumes, such as its fund where the document names none."""
    ids = tuple(assumption.id for assumption in benefit.assumptions)
    return (*ids, FUND) if benefit.fund_assumed and FUND not in ids else ids


def read_parameters(program: Program) -> tuple[str, ...]:
    """The parameters that a rule reads, once, in reading order."""
    return tuple(parameter.name for parameter in program.parameters)


def assumed_parameters(pack: Pack, program: Program) -> tuple[str, ...]:
    """The parameters with an assumed value, of whatever day, that the rule reads."""
    return tuple(name for name in read_parameters(program) if pack.parameters[name].assumed)


def in_case(rules: Rules, benefit: Benefit, facts: Facts) -> tuple[str, ...]:
    """What is assumed of a case: stated assumptions that nothing settles on its day, and assumed values in force."""
    day = day_of(rules.names(benefit)[benefit.dated_by], facts)
    waiting = [name for name in unsettled(benefit, day, rules.known_on) if name != AWAITING]
    values = [
        node.name
        for node in rules.parameters(benefit)
        if _assumed(rules.pack.parameters[node.name], day_of(node.dated_by, facts), rules.known_on)
    ]
    return tuple(dict.fromkeys((*stated(benefit), *waiting, *values)))


def awaits(rules: Rules, benefit: Benefit, facts: Facts) -> bool:
    """Whether the benefit waits for rules from above in this case."""
    day = day_of(rules.names(benefit)[benefit.dated_by], facts)
    return benefit.awaiting is not None or AWAITING in unsettled(benefit, day, rules.known_on)


def told(pack: Pack, benefit: Benefit, name: str) -> Text:
    """What an assumption of a decision is called: the parameter, the fund, or the statement itself."""
    if name in pack.parameters:
        return pack.parameters[name].label
    said = {assumption.id: assumption.text for assumption in benefit.assumptions}
    return said.get(name) or (Text("资金来源", "the fund") if name == FUND else Text(name, name))


def unsettled(benefit: Benefit, day: date | None, known_on: date | None) -> tuple[str, ...]:
    """What activations settle, but not for a case of this day (None: unknown) as known on that one."""
    settled = {
        each.id
        for each in benefit.settled
        if day is not None and each.start <= day and (known_on is None or each.known_since <= known_on)
    }
    return tuple(dict.fromkeys(each.id for each in benefit.settled if each.id not in settled))


def day_of(dated_by: Expr, facts: Facts) -> date | None:
    """The day that a dating fact gives; a year counts from its 1 January."""
    found = evaluate(dated_by, facts)
    if isinstance(found, Fraction):
        return date(int(found), 1, 1)
    return found if isinstance(found, date) else None


def _assumed(parameter: Parameter, day: date | None, known_on: date | None) -> bool:
    """Whether an assumption is in force on the day, or may be as long as the day is unknown."""
    if day is None:
        return any(value.assumption is not None for value in parameter.known(known_on))
    value = parameter.in_force(day, known_on)
    return value is not None and value.assumption is not None
