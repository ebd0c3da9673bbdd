"""The registers as data: what columns each has, how departments head them, and how a cell is read.

One file in ``registers/`` describes one register; ``common.yaml`` holds what many of them share.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache, cached_property, lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

from wenye.feel.errors import WenyeError
from wenye.feel.text import Text
from wenye.registry import normalise
from wenye.registry.normalise import Cell, Unreadable, Value

REFERENCES = frozenset({"person", "firm", "household"})
_DAYS = 65536
"""Days that are remembered: more than there are in a lifetime, in two styles."""
COMPANIONS = frozenset({"person_name", "firm_name"})
SEALED = frozenset({"phone", "account", "own_id"})


class UnknownRegister(WenyeError):
    """A register is named that does not exist; the message names the nearest ones."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a register.

    ``kind`` says how a cell is read and stored; ``choices`` maps accepted words to stored literals; ``of`` names
    the reference that a ``person_name`` belongs to.
    """

    id: str
    label: Text
    also: tuple[str, ...]
    kind: str
    required: bool
    choices: Mapping[str, str]
    values: tuple[str, ...]
    length: int
    range: tuple[int, int] | None
    of: str
    read: Callable[[Cell], Value] = field(repr=False, compare=False)

    @property
    def heading(self) -> str:
        """The heading in the template."""
        return self.label.zh


@dataclass(frozen=True)
class Register:
    """A register: who keeps it, its table and natural key, its columns, and pairs of dates that must not turn back.

    ``complete``: whoever is not on it is known not to be; otherwise absence says nothing. ``ends`` names the date
    by which a row has ended by itself, so that a complete roster need not hold it any more.
    """

    id: str
    label: Text
    keeper: str
    table: str
    key: tuple[str, ...]
    columns: Mapping[str, Column]
    complete: bool
    ends: str | None
    order: tuple[tuple[str, str], ...]

    @cached_property
    def references(self) -> tuple[Column, ...]:
        """Columns that speak of somebody or something of another register, or give a name beside it."""
        return tuple(column for column in self.columns.values() if column.kind in REFERENCES | COMPANIONS)


def registers() -> Mapping[str, Register]:
    """Every register by id, people first: the order in which they are best brought in."""
    return _registers(str(settings.WENYE_PACK))


def register(name: str) -> Register:
    """One register by its id or its Chinese name. Raises UnknownRegister."""
    known = registers()
    found = known.get(name) or next((item for item in known.values() if item.label.zh == name), None)
    if found is None:
        near = get_close_matches(name, [*known, *(item.label.zh for item in known.values())], 3, 0.3)
        nearest = "、".join(near) or "、".join(known)
        raise UnknownRegister(
            f"没有名为“{name}”的登记册，最接近的是：{nearest}。"
            f" / There is no register “{name}”; the nearest are {nearest}."
        )
    return found


FIRST = ("people", "households", "firms", "firm_survey", "firm_years", "poverty", "employment", "insurance")


@cache
def ignored_headings() -> frozenset[str]:
    """Headings that carry nothing to keep."""
    return frozenset(_yaml("common.yaml")["ignored"])


@cache
def _registers(pack: str) -> Mapping[str, Register]:
    towns = town_names(Path(pack))
    common = _yaml("common.yaml")["columns"]
    folder = resources.files("wenye.registry").joinpath("registers")
    names = sorted(item.name for item in folder.iterdir() if item.name.endswith(".yaml"))
    found = [_register(_yaml(name), common, towns) for name in names if name != "common.yaml"]
    rank = {name: place for place, name in enumerate(FIRST)}
    found.sort(key=lambda item: (rank.get(item.id, len(rank)), item.id))
    return {item.id: item for item in found}


def _yaml(name: str) -> dict[str, Any]:
    folder = resources.files("wenye.registry").joinpath("registers")
    data = yaml.load(folder.joinpath(name).read_text("utf-8"), yaml.BaseLoader)
    return dict(data)


def town_names(pack: Path) -> Mapping[str, str]:
    """Every way a town is written -> its id in the pack."""
    towns = yaml.load((pack / "pack.yaml").read_text("utf-8"), yaml.BaseLoader)["towns"]
    names: dict[str, str] = {}
    for town in towns:
        full = town["zh"]
        short = full.removesuffix("街道").removesuffix("镇").removesuffix("乡").removesuffix("农场")
        for name in (full, short, short + "街道办事处", town["id"]):
            names[name] = town["id"]
    return names


def _register(data: Mapping[str, Any], common: Mapping[str, Any], towns: Mapping[str, str]) -> Register:
    columns = {
        name: _column(name, common[name] if spec == "common" else spec, towns) for name, spec in data["columns"].items()
    }
    return Register(
        id=data["register"],
        label=Text(**data["label"]),
        keeper=data["keeper"],
        table=data["table"],
        key=tuple(data["key"]),
        columns=columns,
        complete=data.get("complete") == "true",
        ends=data.get("ends"),
        order=tuple((first, second) for first, second in data.get("order", ())),
    )


def _column(name: str, spec: Mapping[str, Any], towns: Mapping[str, str]) -> Column:
    kind = spec["kind"]
    listed = {literal: tuple(accepted) for literal, accepted in spec.get("values", {}).items()}
    choices = {normalise.plain(word): literal for literal, accepted in listed.items() for word in (*accepted, literal)}
    if kind == "town":
        choices = dict(towns)
    bounds = spec.get("range")
    return Column(
        id=name,
        label=Text(spec["heading"], spec["en"]),
        also=tuple(spec.get("also", ())),
        kind=kind,
        required=spec.get("required") == "true",
        choices=choices,
        values=tuple(accepted[0] for accepted in listed.values()) or tuple(_full_names(choices)),
        length=int(spec.get("length", 60)),
        range=(int(bounds[0]), int(bounds[1])) if bounds else None,
        of=spec.get("of", "person"),
        read=_reader(kind, choices),
    )


def _full_names(choices: Mapping[str, str]) -> list[str]:
    firsts: dict[str, str] = {}
    for word, literal in choices.items():
        firsts.setdefault(literal, word)
    return list(firsts.values())


def _reader(kind: str, choices: Mapping[str, str]) -> Callable[[Cell], Value]:
    """How a cell of this kind becomes a stored value; None for a blank one."""
    if kind in ("date", "month"):
        read_day = normalise.day if kind == "date" else normalise.month
        return _remembering(lambda cell: told if _silent(told := normalise.known(cell)) else read_day(cell), _DAYS)
    if kind in ("enum", "town"):
        return _remembering(_of_text(normalise.choice(choices), choices))
    if kind == "enum_number":
        pick = normalise.choice(choices)
        return _remembering(_of_text(lambda text: int(pick(text)), choices))
    read = _of_text(_TEXT_READERS[kind], _SPOKEN.get(kind, {}))
    return _remembering(read) if kind in ("boolean", "text") else read


_TEXT_READERS: Mapping[str, Callable[[str], Value]] = {
    "own_id": normalise.id_no,
    "person": normalise.id_no,
    "own_uscc": normalise.uscc,
    "firm": normalise.uscc,
    "household": normalise.words,
    "person_name": normalise.name,
    "firm_name": normalise.name,
    "name": normalise.name,
    "text": normalise.words,
    "phone": normalise.phone,
    "account": normalise.account,
    "integer": normalise.scaled(0),
    "money": normalise.money,
    "money10k": lambda text: normalise.money(text if text.endswith(("万", "万元")) else text + "万元"),
    "boolean": normalise.yes_no,
}
# 无 is an answer to 有无创业意愿, not a blank cell.
_SPOKEN: Mapping[str, Mapping[str, str]] = {"boolean": {"无": "无"}}


def _of_text(read: Callable[[str], Value], spoken: Mapping[str, str]) -> Callable[[Cell], Value]:
    def value(cell: Cell) -> Value:
        text = normalise.known(cell)
        if text is None:
            blank = normalise.plain(cell)
            return read(blank) if blank in spoken else None
        return text if text is normalise.CLEAR else read(text)

    return value


def _remembering(read: Callable[[Cell], Value], room: int = 4096) -> Callable[[Cell], Value]:
    """Cells of columns with few different values are read once; a cell that cannot be read is read again."""
    return lru_cache(maxsize=room, typed=True)(read)


def _silent(told: str | None) -> bool:
    """Whether a cell gives no value of its own: it is blank, or asks for the stored one to be removed."""
    return told is None or told is normalise.CLEAR


__all__ = ["Column", "Register", "UnknownRegister", "Unreadable", "ignored_headings", "register", "registers"]
