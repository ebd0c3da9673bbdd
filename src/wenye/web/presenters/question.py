"""A question page as the template draws it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from wenye.feel.types import Enum, Natural, decode
from wenye.library import Library
from wenye.policy.model import Fact
from wenye.web.forms import UNKNOWN, Answer, Asked, Mistake
from wenye.web.language import said, say
from wenye.web.presenters.values import exact, is_share

FEW = 12
"""From here on the number of questions left is worth telling."""


@dataclass(frozen=True, slots=True)
class Option:
    """A choice of a question."""

    id: str
    value: str
    label: str
    chosen: bool
    apart: bool = False


@dataclass(frozen=True, slots=True)
class QuestionView:
    """One question a page: ``shape`` is ``ticks``, ``yesno``, ``choice``, ``figure`` or ``date``."""

    shape: str
    heading: str
    field: str
    why: str
    progress: str
    unit: str
    value: str
    day: tuple[str, str, str]
    options: tuple[Option, ...]
    mistake: Mistake | None

    @property
    def errors(self) -> list[tuple[str, str]]:
        """The error summary: the field to go to, and what is wrong with it."""
        return [(self.mistake.field, self.mistake.message)] if self.mistake else []


def _why(facts: Sequence[Fact], deciding: Sequence[str]) -> str:
    for fact in facts:
        if len(facts) == 1 and fact.why:
            return said(fact.why)
    if not deciding:
        return ""
    quoted = say("check.quoted", label=deciding[0])
    what = quoted if len(deciding) == 1 else say("check.why_more", first=quoted, n=len(deciding))
    return say("check.why_benefits", benefits=what)


def _heading(who: str, facts: Sequence[Fact], done: int) -> str:
    if len(facts) > 1:
        first = "check.ticks" if who == "person" else "check.ticks_firm"
        return say("check.ticks_more" if done else first)
    return said(facts[0].question)


def _options(asked: Asked, shape: str, sent: str | None, known: bool, answer: Answer) -> tuple[Option, ...]:
    fact = asked.fact
    values = (
        {"yes": say("answer.yes"), "no": say("answer.no")}
        if shape == "yesno"
        else {name: said(text) for name, text in fact.values.items()}
    )
    values[UNKNOWN] = say("answer.unknown")
    now = sent if sent is not None else _stored_choice(fact, answer) if known else ""
    return tuple(
        Option(f"{fact.id}-{value}", value, label, value == now, value == UNKNOWN) for value, label in values.items()
    )


def _stored_choice(fact: Fact, answer: Answer) -> str:
    if answer is None:
        return UNKNOWN
    value = decode(fact.type, answer)
    return value if isinstance(value, str) else "yes" if value else "no"


def _ticks(facts: Sequence[Fact], answers: Mapping[str, Answer], ticked: Iterable[str] | None) -> tuple[Option, ...]:
    if ticked is None:
        ticked = [fact.id for fact in facts if answers.get(fact.id) is True]
        if not ticked and all(answers.get(fact.id, "") is False for fact in facts):
            ticked = ["none"]
    own = [(fact.id, said(fact.says.yes if fact.says else fact.label)) for fact in facts]
    extra = [("none", say("answer.none")), (UNKNOWN, say("check.ticks_unknown"))]
    chosen = set(ticked)
    return tuple(
        Option(f"ticks-{value}", value, label, value in chosen, value in ("none", UNKNOWN))
        for value, label in (*own, *extra)
    )


def typed(asked: Asked, answer: Answer) -> str:
    """A stored figure as one would type it again."""
    if answer is None or isinstance(asked.fact.type, Enum):
        return ""
    value = decode(asked.fact.type, answer)
    if isinstance(value, bool | str | date):
        return ""
    return exact(value * 100 if is_share(asked.fact) else value)


def _day(asked: Asked, sent: Mapping[str, str], answer: Answer) -> tuple[str, str, str]:
    if sent:
        year, month, day = (sent.get(f"{asked.field}-{part}", "") for part in ("year", "month", "day"))
        return year, month, day
    value: Natural | None = None if answer is None else decode(asked.fact.type, answer)
    return (str(value.year), str(value.month), str(value.day)) if isinstance(value, date) else ("", "", "")


def progress(done: int, left: int | None) -> str:
    """How far the visitor has come, in words; the most that may follow is told once it is near the truth."""
    if left is None:
        return ""
    rest = say("check.left_last") if left <= 1 else say("check.left", n=left) if left <= FEW else say("check.left_many")
    return say("check.progress", n=done + 1, rest=rest)


def view(
    library: Library,
    who: str,
    facts: Sequence[Fact],
    answers: Mapping[str, Answer],
    deciding: Sequence[str],
    done: int,
    left: int | None,
    sent: Mapping[str, str],
    ticked: Sequence[str] | None,
    mistake: Mistake | None,
) -> QuestionView:
    """The page that asks for ``facts``; what was sent is kept when it could not be read."""
    asked = Asked(facts[0])
    shape = "ticks" if len(facts) > 1 else asked.shape
    fact = asked.fact
    known = fact.id in answers
    if shape == "ticks":
        options = _ticks(facts, answers, ticked)
    else:
        options = (
            _options(asked, shape, sent.get(asked.field), known, answers.get(fact.id))
            if shape in ("yesno", "choice")
            else ()
        )
    return QuestionView(
        shape=shape,
        heading=_heading(who, facts, done),
        field=asked.field,
        why=_why(facts, deciding),
        progress=progress(done, left),
        unit=asked.unit if shape == "figure" else "",
        value=sent.get(asked.field, typed(asked, answers.get(fact.id))) if shape == "figure" else "",
        day=_day(asked, sent, answers.get(fact.id)) if shape == "date" else ("", "", ""),
        options=options,
        mistake=mistake,
    )
