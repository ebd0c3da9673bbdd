"""The seven benefits that every engine here decides, one of each of measures 1, 6, 21, 22, 34, 56 and 60."""

from functools import lru_cache

from wenye.cli.paths import pack as folder
from wenye.feel.core import Var, variables
from wenye.feel.types import Type
from wenye.policy.model import Benefit, Pack
from wenye.policy.pack import load
from wenye.policy.program import Program
from wenye.policy.rules import Rules

SEVEN = (
    "stable-jobs-refund",
    "unemployed-hire-grant",
    "start-up-grant",
    "returner-start-up-grant",
    "startup-loan-firm",
    "skills-upgrade-grant",
    "graduate-job-seeking-grant",
)


@lru_cache(maxsize=1)
def pack() -> Pack:
    return load(folder())


@lru_cache(maxsize=1)
def rules() -> Rules:
    return Rules(pack())


def benefits() -> list[Benefit]:
    return [pack().benefits[name] for name in SEVEN]


def programs() -> dict[str, Program]:
    return {benefit.id: rules().program(benefit) for benefit in benefits()}


@lru_cache(maxsize=1)
def facts() -> tuple[Var, ...]:
    """Every fact that the seven read, once, with its kind and bounds."""
    cores = [core for program in programs().values()
             for core in (*(test.core for test in program.tests), program.amount_core) if core is not None]
    return tuple({fact.name: fact for core in cores for fact in variables(core)}.values())


def type_of(name: str) -> Type:
    """The type of a fact by the name that rules use."""
    names = (rules().names(benefit) for benefit in benefits())
    return next(known.fact(name).type for known in names if name in known.facts)


@lru_cache(maxsize=1)
def outputs() -> tuple[str, ...]:
    """What is decided for each row: every condition, the outcome and the amount of each benefit."""
    return tuple(f"{name}.{part}" for name, program in programs().items()
                 for part in (*(test.id for test in program.tests), "outcome", "amount_fen"))
