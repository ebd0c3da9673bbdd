"""The compiled rules of a pack: each benefit once for each state of knowledge."""

from datetime import date
from threading import RLock

from wenye.feel import Scope
from wenye.feel.case import Decider, NamedTest, compile_case
from wenye.feel.tree import Parameter
from wenye.policy.model import Benefit, Pack, Period
from wenye.policy.program import Program, compile_benefit
from wenye.policy.scopes import Names


class Rules:
    """Compiles the benefits of ``pack`` when they are first asked for, and keeps them.

    ``known_on`` hides parameter values that were not known on that day; None sees all. Threads may share it.
    """

    def __init__(self, pack: Pack, known_on: date | None = None) -> None:
        self.pack = pack
        self.known_on = known_on
        self._names: dict[tuple[str, str], Names] = {}
        self._programs: dict[str, Program] = {}
        self._deciders: dict[str, Decider] = {}
        self._parameters: dict[str, tuple[Parameter, ...]] = {}
        self._compiling = RLock()  # names on their way into a tree are remembered: a second thread would see a cycle

    def names(self, benefit: Benefit) -> Names:
        """The names that the rule of ``benefit`` may use."""
        key = benefit.subject, benefit.dated_by
        if key not in self._names:
            pack = self.pack
            self._names[key] = Names(pack.entities, pack.facts, pack.parameters, *key, self.known_on)
        return self._names[key]

    def program(self, benefit: Benefit) -> Program:
        """The compiled rule. Raises Faults."""
        if benefit.id not in self._programs:
            with self._compiling:
                self._compile(benefit)
        return self._programs[benefit.id]

    def parameters(self, benefit: Benefit) -> tuple[Parameter, ...]:
        """Every parameter that the rule reads, once, in reading order."""
        if benefit.id not in self._parameters:
            self._parameters[benefit.id] = self.program(benefit).parameters
        return self._parameters[benefit.id]

    def _compile(self, benefit: Benefit) -> None:
        if benefit.id not in self._programs:  # another thread may have been first
            scope = Scope(self.names(benefit))
            self._programs[benefit.id] = compile_benefit(benefit, scope, validity(self.pack, benefit))

    def decider(self, benefit: Benefit) -> Decider:
        """The function that decides one case of ``benefit`` from facts in integer form."""
        if benefit.id not in self._deciders:
            program = self.program(benefit)
            tests = [NamedTest(test.id, test.core) for test in program.tests]
            self._deciders[benefit.id] = compile_case(tests, program.amount_core)
        return self._deciders[benefit.id]


def validity(pack: Pack, benefit: Benefit) -> Period | None:
    """The benefit's own validity, else its measure's, else the pack's."""
    return benefit.valid or pack.measures[benefit.measure].valid or pack.valid
