"""All sources of facts, by entity, and where each fact comes from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wenye.feel.text import Text
from wenye.registry.catalogue import registers
from wenye.registry.facts.activities import ACTIVITIES
from wenye.registry.facts.firms import FIRMS
from wenye.registry.facts.innovation import INNOVATION
from wenye.registry.facts.people import PEOPLE
from wenye.registry.facts.services import SERVICES
from wenye.registry.facts.source import Kind, Source

SOURCES: Sequence[Source] = (*PEOPLE, *FIRMS, *ACTIVITIES, *INNOVATION, *SERVICES)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a fact comes from: the register's name and the unit that keeps it."""

    register: str
    label: Text
    keeper: str


def entities() -> list[str]:
    """The entities that the registers have subjects of."""
    return list(dict.fromkeys(source.entity for source in SOURCES))


def sources_of(entity: str) -> list[Source]:
    """The sources of an entity, the one that yields its subjects first."""
    return [source for source in SOURCES if source.entity == entity]


def kinds(entity: str) -> Mapping[str, Kind]:
    """The columns of an entity's frame and how each comes out, the key first."""
    found: dict[str, Kind] = {f"{entity}_id": "key"}
    for source in sources_of(entity):
        found |= source.columns
    return found


def origin_of(source: Source) -> Origin:
    """The register behind a source."""
    register = registers()[source.register]
    return Origin(register.id, register.label, register.keeper)


def origins(entity: str) -> Mapping[str, Sequence[Origin]]:
    """The registers that tell each fact of an entity; where several do, the first that knows it counts."""
    found: dict[str, list[Origin]] = {}
    for source in sources_of(entity):
        origin = origin_of(source)
        for name, kind in source.columns.items():
            if kind != "key" and origin not in found.setdefault(name, []):
                found[name].append(origin)
    return found
