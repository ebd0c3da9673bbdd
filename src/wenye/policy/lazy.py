"""A pack over cached nodes: each fact, parameter and measure is made when it is first asked for."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeVar

from wenye.feel.errors import Position
from wenye.policy.cache import Kept
from wenye.policy.faults import Log, Refused
from wenye.policy.files import belongs
from wenye.policy.model import Benefit, Fact, Measure, Pack
from wenye.policy.nodes import unpack_node
from wenye.policy.schema import Spot
from wenye.policy.schema_examples import type_finder
from wenye.policy.schema_facts import fact, parameter
from wenye.policy.schema_measures import benefits_of, measure
from wenye.policy.schema_pack import Head, entity, fund, head, named

K = TypeVar("K")
V = TypeVar("V")


class Lazy(Mapping[K, V]):
    """A mapping whose keys are known and whose values are made once, when first asked for."""

    def __init__(self, keys: Iterable[K], make: Callable[[K], V]) -> None:
        self._keys = dict.fromkeys(keys)
        self._make = make
        self._made: dict[K, V] = {}

    def __getitem__(self, key: K) -> V:
        if key not in self._made:
            if key not in self._keys:
                raise KeyError(key)
            self._made[key] = self._make(key)
        return self._made[key]

    def __contains__(self, key: object) -> bool:
        return key in self._keys

    def __iter__(self) -> Iterator[K]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)


class LazyFacts(Lazy[str, Fact]):
    """Lazy facts of which the entities are known from the start (``owners``, by fact)."""

    def __init__(self, owners: Mapping[str, str], make: Callable[[str], Fact]) -> None:
        super().__init__(owners, make)
        self.owners = owners


def lazy(kept: Kept, name: str) -> Pack:
    """The pack whose checked nodes are ``kept``; ``name`` is its hash."""
    first = _read(lambda log: head(Spot(unpack_node("pack.yaml", kept.packed("pack.yaml")), log)))
    facts = _facts(kept)
    measures = Lazy(kept.measures, lambda number: _measure(kept, kept.measures[number], facts))
    return assemble(
        first,
        name,
        units=_section(kept, "units", named),
        funds=_section(kept, "funds", fund),
        entities=_section(kept, "entities", entity),
        facts=facts,
        parameters=_section(kept, "parameters", parameter),
        measures=measures,
        benefits=Lazy(kept.benefits, lambda benefit: measures[kept.benefits[benefit]].benefits[benefit]),
    )


def assemble(first: Head, name: str, **sections: Any) -> Pack:
    """A pack from what ``pack.yaml`` says and the other sections."""
    return Pack(
        id=first.id, title=first.title, district=first.district, valid=first.valid, assumptions=first.assumptions,
        plans=first.plans, rules=first.rules, purposes=first.purposes, towns=first.towns, hash=name, **sections,
    )  # fmt: skip


def _facts(kept: Kept) -> LazyFacts:
    packed = _packed(kept, "facts")
    owners = {name: str(_below(entry[2], "entity")[2]) for name, (_, entry) in packed.items()}
    return LazyFacts(owners, lambda name: _entry(name, *packed[name], fact))


def _section(kept: Kept, key: str, form: Callable[[Spot], V]) -> Lazy[str, V]:
    """All entries under ``key``, made when asked for."""
    packed = _packed(kept, key)
    return Lazy(packed, lambda name: _entry(name, *packed[name], form))


def _packed(kept: Kept, key: str) -> dict[str, tuple[str, list[Any]]]:
    """Each entry under ``key`` with its file, still packed."""
    found: dict[str, tuple[str, list[Any]]] = {}
    for file in kept.files:
        if belongs(file, key):
            entries = _below(kept.packed(file), key)[2]
            found.update((name, (file, entry)) for name, entry in entries.items())
    return found


def _below(packed: list[Any], key: str) -> list[Any]:
    """The packed value of ``key`` in a packed mapping."""
    found: list[Any] = packed[2][key][2]
    return found


def _entry(name: str, file: str, entry: list[Any], form: Callable[[Spot], V]) -> V:
    line, column, value = entry[:3]
    return _read(lambda log: form(Spot(unpack_node(file, value), log, None, name, Position(file, line, column))))


def _measure(kept: Kept, file: str, facts: Mapping[str, Any]) -> Measure:
    def form(log: Log) -> Measure:
        spot = Spot(unpack_node(file, kept.packed(file)), log)
        benefits: dict[str, Benefit] = benefits_of(spot, type_finder(facts))[0]
        return measure(spot, benefits)

    return _read(form)


def _read(form: Callable[[Log], V]) -> V:
    """What ``form`` makes; the nodes were checked, yet a fault in them would be told."""
    log = Log()
    try:
        made = form(log)
    except Refused:
        made = None
    log.close()
    assert made is not None
    return made
