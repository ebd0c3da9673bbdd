"""Demo people and firms whose records fill in a screening."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from wenye.accounts.clock import today
from wenye.feel.types import Enum, Words, encode
from wenye.library import library
from wenye.policy.model import Fact
from wenye.registry import selectors
from wenye.registry.selectors import Known, Shown
from wenye.web import matches
from wenye.web.forms import Answer
from wenye.web.language import said

OFFERED = 8
LONGEST_KEY = 18
"""Digits of a row number that every database can hold."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A demo person or firm to choose."""

    key: int
    name: str
    about: str


@dataclass(frozen=True, slots=True)
class Record:
    """What the registers know of one: facts by id in integer form."""

    name: str
    facts: Mapping[str, Answer]


def offers(subject: str) -> list[Offer]:
    """A few invented people or firms: such as the match finds something for, or else the first ones."""
    chosen = matches.telling(subject, OFFERED)
    if chosen:
        names = {found.id: found for found in selectors.some_of(subject, [key for key, _ in chosen])}
        labels = {key: said(library().pack.benefits[benefit].label) for key, benefit in chosen}
        return [_offer(names[key], labels[key]) for key in labels if key in names]
    return [_offer(found, "") for found in selectors.some_subjects(subject, OFFERED)]


def _offer(found: Shown, label: str) -> Offer:
    town = library().pack.towns.get(found.town or "")
    parts = [said(town.label) if town else "", label]
    return Offer(found.id, found.name, " · ".join(part for part in parts if part))


def record(subject: str, key: str) -> Record | None:
    """The record of one of them; None where there is none."""
    if not (key.isascii() and key.isdigit()) or len(key) > LONGEST_KEY:
        return None
    found = selectors.some_of(subject, [int(key)])
    if not found:
        return None
    facts = library().pack.facts
    known = {
        item.name: item.value
        for item in selectors.facts_of(subject, int(key), today())
        if item.value is not None
    }
    return Record(
        found[0].name, {name: _integer(facts[name], value) for name, value in known.items() if _usable(name)}
    )


def _usable(name: str) -> bool:
    fact = library().pack.facts.get(name)
    return fact is not None and not fact.judgement and fact.derived is None and not isinstance(fact.type, Words)


def _integer(fact: Fact, value: Known) -> Answer:
    """A register's value in integer form; numbers come in it already."""
    if isinstance(fact.type, Enum) or isinstance(value, date):
        return encode(fact.type, value)  # type: ignore[arg-type]
    assert isinstance(value, bool | int)
    return value
