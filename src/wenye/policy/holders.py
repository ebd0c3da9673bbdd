"""What a claim is for and who holds a slot: an entity reached from the subject, or several of them and facts together.

A rule over certificates may be paid once for each ``[person, cert_occupation, cert_level]``: the person that the
certificate belongs to counts by its stable id, each fact by its value.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from wenye.feel.text import Text
from wenye.policy.model import Entity, Pack


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a holder, as written (``path``): an ``entity`` by its id, or a ``fact`` by its id."""

    path: str
    entity: str | None
    fact: str | None


def parts(pack: Pack, subject: str, paths: Iterable[str]) -> tuple[Part, ...]:
    """The parts of a claim unit or holder of a benefit over ``subject``; its names were checked with the pack."""
    return tuple(part(pack.entities, subject, path) for path in paths)


def part(entities: Mapping[str, Entity], subject: str, path: str) -> Part:
    """What ``path`` leads to from ``subject``: the subject itself, along its relations to an entity, else a fact."""
    entity: str | None = subject
    for step in () if path == subject else path.split("."):
        found = entities.get(entity) if entity is not None else None
        entity = found.relations.get(step) if found is not None else None
    return Part(path, entity, None if entity is not None else path.rpartition(".")[2])


def label(pack: Pack, subject: str, part: Part) -> Text:
    """What a part of a holder of a benefit over ``subject`` is called."""
    if part.entity is None:
        return pack.facts[part.fact or ""].label
    return pack.entities[subject].called.get(part.path) or pack.entities[part.entity].label
