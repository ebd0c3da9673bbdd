"""The labels of a pack's facts and parameters, as the prose of the rule language wants them."""

from collections.abc import Iterator, Mapping

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
        return word(self._names.fact(name))

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


def _is_share(source: Fact | Parameter) -> bool:
    """A pure number between 0 and 1 is written as a percentage."""
    kind, domain = source.type, source.domain
    return (isinstance(kind, Numeric) and kind.kind == "number" and not kind.unit
            and domain is not None and domain == (0, 1))
