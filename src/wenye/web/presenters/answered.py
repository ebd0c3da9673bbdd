"""The answers of a screening, as a list that can be checked and changed."""

from collections.abc import Sequence
from dataclasses import dataclass

from wenye.feel.types import decode
from wenye.library import Library
from wenye.policy.screen import askable
from wenye.web.answers import Screening
from wenye.web.forms import Answer
from wenye.web.language import joined, said, say
from wenye.web.presenters.values import fact_said, value_said


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One answered page: what was asked, what was answered, and where to change it."""

    label: str
    value: str
    query: str
    prefilled: bool


def _value(library: Library, name: str, answer: Answer) -> str:
    fact = library.pack.facts[name]
    if answer is None:
        return say("answer.unknown")
    value = decode(fact.type, answer)
    return fact_said(fact, value) if isinstance(value, bool) else value_said(fact, value)


def _ticked(library: Library, names: Sequence[str], screening: Screening) -> str:
    ticked = [said(library.pack.facts[name].label) for name in names if screening.answers.get(name) is True]
    if ticked:
        return joined(ticked)
    unknown = any(screening.answers.get(name) is None for name in names)
    return say("answer.unknown" if unknown else "answer.none")


def _page(library: Library, names: list[str], screening: Screening) -> AnswerRow:
    query = "&".join(f"fact={name}" for name in names)
    if len(names) > 1:
        return AnswerRow(say("check.ticks_short"), _ticked(library, names, screening), query, False)
    fact = library.pack.facts[names[0]]
    return AnswerRow(said(fact.label), _value(library, names[0], screening.answers.get(names[0])), query, False)


def rows(library: Library, screening: Screening) -> list[AnswerRow]:
    """The pages in the order they were answered, then what came from a record."""
    known = library.pack.facts
    own = [_page(library, page, screening) for page in screening.pages if all(name in known for name in page)]
    record = [
        AnswerRow(
            said(known[name].label),
            _value(library, name, screening.answers[name]),
            f"fact={name}" if askable(known[name]) else "",
            True,
        )
        for name in screening.prefilled
        if name in known
    ]
    return [*own, *record]
