"""The seven benefits in OpenFisca-Core: a variable for each fact, condition, outcome and amount.

OpenFisca has no unknown: a fact that is not known takes its variable's default (no, 0, 1970-01-01, "none"). Sums
and rates are float32 in yuan, dates datetime64, enumerations int16, as OpenFisca stores them.
"""

from collections.abc import Callable
from datetime import date
from functools import lru_cache, reduce
from operator import and_
from typing import Any

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.indexed_enums import Enum, EnumArray
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import Simulation, SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from bench import population, seven
from bench.openfisca_formulas import AMOUNTS, CONDITIONS, Array, Of
from wenye.feel.core import Var
from wenye.feel.types import Date, Numeric
from wenye.feel.types import Enum as EnumType

PERIOD = "2019"
SUBJECT = build_entity(key="subject", plural="subjects", label="row", is_person=True)


@lru_cache(maxsize=1)
def system() -> TaxBenefitSystem:
    made = TaxBenefitSystem([SUBJECT])
    for fact in seven.facts():
        made.add_variable(_variable(fact.name, **_input(fact)))
    for name in seven.outputs():
        kind = float if name.endswith(".amount_fen") else bool
        made.add_variable(_variable(name, value_type=kind, formula=_formula(name)))
    return made


def name_of(name: str) -> str:
    """The OpenFisca name of a fact or an output."""
    return name.replace(".", "__").replace("-", "_")


def _variable(name: str, **parts: object) -> type[Variable]:
    return type(
        name_of(name), (Variable,), {"entity": SUBJECT, "definition_period": DateUnit.YEAR, "label": name, **parts}
    )


def _formula(name: str) -> Callable[[Any, Any], Array]:
    benefit, _, part = name.rpartition(".")
    if part == "outcome":
        tests = [f"{benefit}.{test.id}" for test in seven.programs()[benefit].tests]
        wanted: Callable[[Of], Array] = lambda of: reduce(and_, map(of, tests))  # noqa: E731
    elif part == "amount_fen":
        wanted = lambda of: np.where(of(f"{benefit}.outcome"), AMOUNTS[benefit](of), 0)  # noqa: E731
    else:
        wanted = CONDITIONS[name]
    return lambda subject, period: wanted(lambda fact: subject(name_of(fact), period))


def _input(fact: Var) -> dict[str, object]:
    kind = seven.type_of(fact.name)
    if isinstance(kind, EnumType):
        values = Enum(name_of(fact.name), [(value, value) for value in kind.values])
        return {"value_type": Enum, "possible_values": values, "default_value": list(values)[_default(kind)]}
    if isinstance(kind, Numeric):
        return {"value_type": float if kind.decimals else int}
    return {"value_type": date if isinstance(kind, Date) else bool}


def _default(kind: EnumType) -> int:
    """The index of "none" or "other": what an author writes where nothing is known."""
    return next(kind.values.index(value) for value in ("none", "other") if value in kind.values)


def arrays(rows: int) -> dict[str, Array]:
    """The population as OpenFisca's own arrays, the unknown replaced by defaults."""
    return {fact.name: _array(fact, rows) for fact in seven.facts()}


def _array(fact: Var, rows: int) -> Array:
    kind, variable = seven.type_of(fact.name), system().get_variable(name_of(fact.name))
    default = _default(kind) if isinstance(kind, EnumType) else 0
    scale = 10**kind.decimals if isinstance(kind, Numeric) and kind.decimals else None
    stored = np.empty(rows, dtype=np.int64 if isinstance(kind, Date) else variable.dtype)
    for chunk, first, count in population.chunks(rows):
        values, known = population.drawn(fact, chunk, count)
        filled = np.where(known, values, default)
        stored[first : first + count] = filled / scale if scale else filled
    if isinstance(kind, EnumType):
        return EnumArray(stored, variable.possible_values)
    return stored.view("datetime64[D]") if isinstance(kind, Date) else stored


def simulation(inputs: dict[str, Array]) -> Simulation:
    """A simulation that holds ``inputs``, ready to calculate."""
    rows = len(next(iter(inputs.values())))
    made = SimulationBuilder().build_default_simulation(system(), rows)
    for name, values in inputs.items():
        made.set_input(name_of(name), PERIOD, values)
    return made


def calculate(ready: Simulation) -> dict[str, Array]:
    """Every condition, outcome and amount (in yuan)."""
    return {name: ready.calculate(name_of(name), PERIOD) for name in seven.outputs()}
