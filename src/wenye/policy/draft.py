"""A pack while it is being read: what could be made of each section, and what could not.

What was refused is remembered by name, so that one fault does not bring a hundred others after it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from wenye.feel.text import Text
from wenye.policy.faults import Log, Refused
from wenye.policy.files import MEASURE_FILE, SINGLE, belongs
from wenye.policy.model import Benefit, Entity, Fact, Fund, Measure, Named, Parameter
from wenye.policy.nodes import Map, Node
from wenye.policy.reader import compose
from wenye.policy.schema import Fields, Spot, identifier
from wenye.policy.schema_examples import type_finder
from wenye.policy.schema_facts import fact, parameter
from wenye.policy.schema_measures import benefits_of, measure
from wenye.policy.schema_pack import Head, entity, fund, head, named

T = TypeVar("T")


@dataclass(slots=True)
class Section(Generic[T]):
    """What a section defines; ``broken`` are names whose definitions were refused, ``whole`` that no file is lost."""

    items: dict[str, T] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    whole: bool = True

    def lacks(self, name: str) -> bool:
        """Whether ``name`` is surely not defined."""
        return self.whole and name not in self.items and name not in self.broken

    def withdraw(self, name: str) -> None:
        """Count ``name`` among the broken: it rests on something that is not there."""
        self.broken.add(name)
        self.items.pop(name, None)

    def doubtful(self, name: str) -> bool:
        """Whether ``name`` may be defined, but in a way that cannot be used."""
        return name not in self.items and (name in self.broken or not self.whole)


@dataclass(slots=True)
class Draft:
    """All sections of a pack, and the nodes they were read from; ``unread`` are measures by their file's number."""

    nodes: dict[str, Node]
    head: Head | None = None
    units: Section[Named] = field(default_factory=Section)
    funds: Section[Fund] = field(default_factory=Section)
    entities: Section[Entity] = field(default_factory=Section)
    facts: Section[Fact] = field(default_factory=Section)
    parameters: Section[Parameter] = field(default_factory=Section)
    measures: dict[int, Measure] = field(default_factory=dict)
    benefits: Section[Benefit] = field(default_factory=Section)
    unread: set[int] = field(default_factory=set)


def draft(files: Mapping[str, bytes], log: Log) -> Draft:
    """Read every file as far as it can be read; all faults go to ``log``."""
    made = Draft({})
    lost = [name for name in SINGLE if name not in files]
    lost += [name for name in files if not _composed(name, files[name], made, log)]
    if "pack.yaml" in made.nodes:
        made.head = _tried(lambda: head(Spot(made.nodes["pack.yaml"], log)))
    _section(made, "units", made.units, named, log, lost)
    _section(made, "funds", made.funds, fund, log, lost)
    _section(made, "entities", made.entities, entity, log, lost)
    _section(made, "facts", made.facts, fact, log, lost)
    _section(made, "parameters", made.parameters, parameter, log, lost)
    _measures(made, log, lost)
    return made


def _composed(name: str, data: bytes, made: Draft, log: Log) -> bool:
    """Whether the file was read with nothing left out; what could be read of it is kept in any case."""
    before = len(log)
    root = _tried(lambda: compose(data, name, log))
    if root is not None:
        made.nodes[name] = root
    return len(log) == before


def _tried(read: Callable[[], T]) -> T | None:
    try:
        return read()
    except Refused:
        return None


def _section(made: Draft, key: str, section: Section[T], form: Callable[[Spot], T], log: Log, lost: list[str]) -> None:
    """Read all entries under ``key`` of ``key.yaml`` and ``key/*.yaml``."""
    section.whole = not any(belongs(name, key) for name in lost)
    for name, node in made.nodes.items():
        if not belongs(name, key):
            continue
        spot = Spot(node, log)
        entries = _tried(lambda spot=spot: _entries(spot, key))  # type: ignore[misc]
        section.whole = section.whole and entries is not None
        for entry in entries or ():
            _define(section, entry, form)


def _entries(spot: Spot, key: str) -> list[Spot]:
    """The spots below the one key of a file."""
    fields = Fields(spot)
    return fields.done(fields.need(key, _spots))


def _spots(spot: Spot) -> list[Spot]:
    if not isinstance(spot.node, Map):
        message = Text("这里需要“名称: 内容”的映射。", "A mapping of names to contents is needed here.")
        raise spot.refuse("schema.map", message, Text("请在下一行缩进写各个名称。", "Write the names indented below."))
    return [spot.under(key, value) for key, value in spot.node.entries.values()]


def _define(section: Section[T], spot: Spot, form: Callable[[Spot], T]) -> None:
    if spot.name in section.items or spot.name in section.broken:
        twice(spot)
        section.withdraw(spot.name)  # neither is trusted
        return
    try:
        section.items[identifier(spot.key_spot)] = form(spot)
    except Refused:
        section.broken.add(spot.name)


def twice(spot: Spot) -> None:
    """Log that the name of ``spot`` is taken."""
    message = Text(f"“{spot.name}”已在别处定义。", f"{spot.name} is defined elsewhere already.")
    hint = Text(
        "请删去一处或改名；名称在整个政策包内不能重复。", "Delete one or rename it; names are unique within a pack."
    )
    spot.log.add("name.twice", spot.head, message, hint, spot.path)


def _measures(made: Draft, log: Log, lost: list[str]) -> None:
    made.benefits.whole = not any(belongs(name, "measures") for name in lost)
    types = type_finder(made.facts.items)
    for name, node in made.nodes.items():
        if not belongs(name, "measures"):
            continue
        spot = Spot(node, log)
        benefits, broken = benefits_of(spot, types)
        made.benefits.broken |= broken
        _benefits(made, benefits, log)
        found = _tried(lambda spot=spot, benefits=benefits: measure(spot, benefits))  # type: ignore[misc]
        if found is not None:
            _numbered(made, found, name, log)
        elif in_name := MEASURE_FILE.fullmatch(name):
            made.unread.add(int(in_name[1]))


def _numbered(made: Draft, found: Measure, name: str, log: Log) -> None:
    """Take a measure under its number, which is its own and that of its file."""
    other = made.measures.setdefault(found.number, found)
    if other is not found:
        message = Text(
            f"措施 {found.number} 已在 {other.at.file} 中写过。",
            f"Measure {found.number} is in {other.at.file} already.",
        )
        log.add(
            "measure.twice",
            found.at,
            message,
            Text("请更正编号或删去一个文件。", "Correct the number or delete a file."),
            "measure",
        )
    numbered = MEASURE_FILE.fullmatch(name)
    if numbered and int(numbered[1]) != found.number:
        message = Text(
            f"文件名写的是 {int(numbered[1])}，内容却是措施 {found.number}。",
            f"The file is named {int(numbered[1])} but holds measure {found.number}.",
        )
        log.add(
            "measure.file",
            found.at,
            message,
            Text("请改文件名或编号。", "Rename the file or correct the number."),
            "measure",
        )


def _benefits(made: Draft, benefits: Mapping[str, Benefit], log: Log) -> None:
    for benefit in benefits.values():
        other = made.benefits.items.setdefault(benefit.id, benefit)
        if other is not benefit:
            message = Text(
                f"待遇“{benefit.id}”已在 {other.at.file} 中写过。",
                f"Benefit {benefit.id} is in {other.at.file} already.",
            )
            hint = Text("请改用另一个编号。", "Choose another id.")
            log.add("name.twice", benefit.at, message, hint, f"benefits.{benefit.id}")
