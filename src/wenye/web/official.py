"""The official text of a measure where it is attached, each figure linked to the rule or part that uses it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from wenye.library import Library, library
from wenye.policy import source_store
from wenye.policy.model import AmountTable, Benefit, Measure
from wenye.policy.source_figures import Figure, figures
from wenye.policy.source_trace import Holdings, Shelves, held_by


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of the text; ``href`` leads to the rule that uses it."""

    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """A place on the page, and the numbers that it holds."""

    id: str
    held: Holdings


def _benefit_targets(benefit: Benefit, shelves: Shelves) -> Iterator[Target]:
    if isinstance(benefit.amount, AmountTable):
        for position, row in enumerate(benefit.amount.rows, 1):
            yield Target(f"{benefit.id}-row-{position}", held_by(shelves, row))
    elif benefit.amount is not None:
        yield Target(f"{benefit.id}-amount", held_by(shelves, benefit.amount))
    for condition in benefit.conditions.values():
        yield Target(f"{benefit.id}-{condition.id}", held_by(shelves, condition))
    yield Target(f"{benefit.id}-terms", held_by(shelves, benefit.claim, *benefit.slots, *benefit.counts))
    yield Target("facts", held_by(shelves, benefit.valid))


@lru_cache(maxsize=256)
def _targets(number: int) -> tuple[Target, ...]:
    pack = library().pack
    shelves = Shelves(pack.facts, pack.parameters, pack.funds)
    measure = pack.measures[number]
    found = [target for benefit in measure.benefits.values() for target in _benefit_targets(benefit, shelves)]
    return (*found, *(Target(f"part-{part.id}", held_by(shelves, part)) for part in measure.parts))


def _place(figure: Figure, targets: tuple[Target, ...]) -> str:
    return next((f"#{target.id}" for target in targets if target.held.hold(figure)), "")


def pieces(library: Library, measure: Measure) -> tuple[Piece, ...]:
    """The text in runs; empty where no text is attached."""
    text = source_store.official(measure.number, library.pack.id)
    if not text:
        return ()
    found: list[Piece] = []
    done = 0
    for figure in figures(text):
        found += [
            Piece(text[done : figure.start]),
            Piece(text[figure.start : figure.end], _place(figure, _targets(measure.number))),
        ]
        done = figure.end
    return (*found, Piece(text[done:]))
