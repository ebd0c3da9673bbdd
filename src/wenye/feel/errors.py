"""Everything that can go wrong with a rule or a fact.

WenyeError
  Faults            a pack, a rule or a set of facts has faults; all of them are reported together
    FactFaults      the facts given for a case cannot be used
  Unprovable        a proof was asked for that the prover cannot give; says why
"""

from collections.abc import Iterable
from dataclasses import dataclass

from wenye.feel.text import Text


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a text: ``line`` and ``column`` count from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


NOWHERE = Position("", 0, 0)


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: where, what is wrong, and what to do about it.

    ``code`` is stable (``feel.syntax``, ``feel.type`` …); ``path`` leads to the place inside a document.
    """

    code: str
    at: Position
    message: Text
    hint: Text
    path: str = ""

    def __str__(self) -> str:
        where = f"{self.at}" if self.at.file else self.path
        return f"{where}: {self.message.zh} {self.hint.zh}".strip()


class WenyeError(Exception):
    """The root of all errors that this package raises on purpose."""


class Faults(WenyeError):
    """Raised with every fault that was found, never only the first."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults: tuple[Fault, ...] = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class FactFaults(Faults):
    """Raised when facts given for a case are unknown by name, wrongly typed or impossible."""


class Unprovable(WenyeError):
    """Raised when the prover gives up; ``reason`` says why."""

    def __init__(self, reason: Text) -> None:
        self.reason = reason
        super().__init__(reason.zh)
