"""The labels of a pack's facts and parameters, as the prose of the rule language wants them."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from wenye.feel.text import Text
from wenye.feel.types import Date, Numeric
from wenye.feel.wording import Word
from wenye.policy.model import Fact, Parameter
from wenye.policy.scopes import Names


class PackWords(Mapping[str, Word]):
    """The word for each name that a rule may use."""

    def __init__(self, names: Names, parameters: Mapping[str, Parameter]) -> None:
        self._names = names
        self._parameters = parameters

    def __getitem__(self, name: str) -> Word:
        if name in self._parameters:
            return word(self._parameters[name])
        return _owned(word(self._names.fact(name)), self._names.owner(name))

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def word(source: Fact | Parameter) -> Word:
    """How one fact or parameter is said."""
    says = source.says if isinstance(source, Fact) else None
    return Word(
        label=source.label,
        unit=source.unit,
        values=source.values if isinstance(source, Fact) else {},
        yes=says.yes if says else None,
        no=says.no if says else None,
        share=_is_share(source),
        birth=isinstance(source.type, Date) and source.id == "birth_date",
    )


def _owned(plain: Word, owner: Text | None) -> Word:
    """The word said of somebody else than the rule is about: 介绍机构持有…… / the agency holds …"""
    if owner is None:
        return plain
    of = "" if plain.label.zh.startswith(_ADVERBS) else "的"
    label = Text(f"{owner.zh}{of}{plain.label.zh}", f"{owner.en}'s {plain.label.en.removeprefix('the ')}")
    yes, no = (said and Text(f"{owner.zh}{said.zh}", f"the {owner.en} {said.en}") for said in (plain.yes, plain.no))
    return replace(plain, label=label, yes=yes, no=no, owner=owner)


_ADVERBS = ("累计", "当年", "当月", "上年度", "此前", "已", "尚")
"""What a Chinese label may begin with that takes no 的 before it."""


def _is_share(source: Fact | Parameter) -> bool:
    """A pure number between 0 and 1 is written as a percentage."""
    kind, domain = source.type, source.domain
    return (isinstance(kind, Numeric) and kind.kind == "number" and not kind.unit
            and domain is not None and domain == (0, 1))
