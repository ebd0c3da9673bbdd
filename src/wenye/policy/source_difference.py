"""What the comparison speaks of: the pack as it is compared, and one difference."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from wenye.policy.source_trace import Loose

Kind = Literal["missing", "extra", "figure", "unit", "text-fault"]
Culprit = Literal["document", "pack"]
_KINDS: tuple[Kind, ...] = ("missing", "extra", "text-fault", "unit", "figure")


@dataclass(frozen=True, slots=True)
class Claimed:
    """A measure as the pack has it.

    ``lead`` and ``related`` are unit names; ``figures`` and ``references`` are in normal form; ``misprints``
    pairs what the document prints with what it means; ``untraced`` are listed figures that no rule or part holds,
    ``unfounded`` numbers that rules or parts write and the list lacks.
    """

    number: int
    plan: int
    title: str
    words: str
    lead: tuple[str, ...]
    related: tuple[str, ...]
    figures: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    misprints: tuple[tuple[str, str], ...] = ()
    untraced: tuple[str, ...] = ()
    unfounded: tuple[Loose, ...] = ()


@dataclass(frozen=True, slots=True)
class PackSide:
    """The pack as it is compared: its plans by number, every unit's name, its measures by number."""

    name: str
    plans: Mapping[int, str]
    units: tuple[str, ...]
    measures: Mapping[int, Claimed]


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference. ``missing``: the document lacks a measure of the pack; ``extra``: it has one more.

    ``published`` and ``pack`` say what each side has, None for nothing. A fault of the document needs no change
    of the pack; a fault of the pack does, for the document is the authority.
    """

    measure: int
    kind: Kind
    published: str | None
    pack: str | None
    fault_of: Culprit

    @property
    def order(self) -> tuple[int, int]:
        """By measure, then by kind."""
        return self.measure, _KINDS.index(self.kind)

    def as_json(self) -> dict[str, object]:
        """The entry of ``wenye source --json``."""
        return {
            "measure": self.measure,
            "kind": self.kind,
            "published": self.published,
            "pack": self.pack,
            "fault_of": self.fault_of,
        }
