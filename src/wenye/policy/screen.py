"""Screening: all benefits of a person or a firm at once, asking only what can still matter.

Answers are kept by fact id in integer form; an id that is present with None was asked and not known, and is not
asked again. A fact is asked only while some undecided benefit's Kleene residual contains it, and the page asked
next is the one whose typical answers decide the most benefits.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

from wenye.feel.case import Decider, Tested
from wenye.feel.types import DATE, Boolean, Date, Enum, Numeric, Words, encode
from wenye.policy.model import Benefit, Fact, Pack
from wenye.policy.rules import Rules
from wenye.policy.scopes import CLAIM

Who = Literal["person", "firm"]
Answers = Mapping[str, int | bool | None]


@dataclass(frozen=True, slots=True)
class Question:
    """One page: a single fact, or the yes/no facts of one group to tick.

    ``left`` is how many more pages there are at most.
    """

    id: str
    facts: tuple[Fact, ...]
    left: int

    @property
    def is_group(self) -> bool:
        """Whether this page is a tick-all-that-apply list."""
        return len(self.facts) > 1


@dataclass(frozen=True, slots=True)
class Screened:
    """What a screening says of one benefit.

    ``missing`` are fact ids that would still decide; ``asked`` says that none of them can be asked any more, so
    that only verification or a judgement is left. ``concerns`` is False where the person said that what the benefit
    is for does not concern them (see ``Benefit.asked_when``).
    """

    benefit: Benefit
    outcome: str
    amount_fen: int | None
    tests: tuple[Tested, ...]
    missing: tuple[str, ...]
    asked: bool
    concerns: bool = True


@dataclass(frozen=True, slots=True)
class _Entry:
    """A benefit with its decider and, for each name its rule uses, the fact behind it."""

    benefit: Benefit
    decider: Decider
    facts: Mapping[str, Fact]
    opened_by: Fact | None


class Screening:
    """The benefits of a ``who`` on the day ``on``, or those in ``only``. It holds no answers and can be shared."""

    def __init__(self, rules: Rules, who: Who, on: date, only: Collection[str] | None = None) -> None:
        self.rules = rules
        self.who = who
        self.on = on
        self.only = only

    @cached_property
    def benefits(self) -> tuple[Benefit, ...]:
        """The benefits that this screening decides, in the order of the measures."""
        return tuple(entry.benefit for entry in self._entries)

    def results(self, answers: Answers) -> tuple[Screened, ...]:
        """What is known of each benefit."""
        return tuple(self._screened(entry, self._with_day(answers)) for entry in self._entries)

    def next(self, answers: Answers) -> Question | None:
        """The page to ask next, None when no answer can change anything any more."""
        given = self._with_day(answers)
        open_entries = [(entry, missing) for entry in self._entries if (missing := self._missing(entry, given))]
        pages = self._pages(given, open_entries)
        if not pages:
            return None
        entries = [entry for entry, _ in open_entries]
        best = max(pages, key=lambda page: (self._decided(page, given, entries), self._wanted(page, open_entries)))
        ahead = self._pages(given, [(entry, self._ahead(entry, given)) for entry in entries])
        return Question(best.id, best.facts, len(ahead))

    @cached_property
    def _entries(self) -> tuple[_Entry, ...]:
        pack = self.rules.pack
        return tuple(
            self._entry(benefit)
            for benefit in pack.benefits.values()
            if serves(pack, benefit, self.who) and (self.only is None or benefit.id in self.only)
        )

    def _entry(self, benefit: Benefit) -> _Entry:
        names = self.rules.names(benefit)
        facts = {fact.name: names.fact(fact.name) for fact in self.rules.program(benefit).facts}
        opened_by = self.rules.pack.facts[benefit.asked_when] if benefit.asked_when else None
        return _Entry(benefit, self.rules.decider(benefit), facts, opened_by)

    def _with_day(self, answers: Answers) -> dict[str, int | bool | None]:
        """The answers and what the day itself says: the application is made today, for this year."""
        return {**claim_facts(self.rules.pack, self.on), **answers}

    def _screened(self, entry: _Entry, given: Answers) -> Screened:
        outcome, amount, tests, missing = entry.decider(
            {name: given.get(fact.id) for name, fact in entry.facts.items()}
        )
        facts = [entry.facts[name] for name in missing]
        asked = all(not self._askable(fact) or fact.id in given for fact in facts)
        concerns = entry.opened_by is None or given.get(entry.opened_by.id) is not False
        return Screened(
            entry.benefit, outcome, amount, tests, tuple(dict.fromkeys(fact.id for fact in facts)), asked, concerns
        )

    def _missing(self, entry: _Entry, given: Answers) -> tuple[Fact, ...]:
        """The facts of an undecided benefit that can still be asked; first of all whether it concerns them."""
        wanted, door = self._wanting(entry, given), entry.opened_by
        if wanted is None or door is None or given.get(door.id) is True:
            return wanted or ()
        if door.id not in given:
            return (door,)
        return wanted if given[door.id] is None else ()

    def _ahead(self, entry: _Entry, given: Answers) -> tuple[Fact, ...]:
        """The facts that may yet be asked for an open benefit: the door to it, and all that lies behind."""
        wanted, door = self._wanting(entry, given), entry.opened_by
        return (*(wanted or ()), *([door] if door is not None and door.id not in given else []))

    def _wanting(self, entry: _Entry, given: Answers) -> tuple[Fact, ...] | None:
        """The facts that people can tell and that an undecided benefit still depends on; None once it is decided."""
        *_, missing = entry.decider({name: given.get(fact.id) for name, fact in entry.facts.items()})
        if not missing:
            return None
        return tuple(fact for name in missing if self._askable(fact := entry.facts[name]) and fact.id not in given)

    def _askable(self, fact: Fact) -> bool:
        """What people know of themselves: units and banks tell the rest, or it is a door to further questions."""
        return askable(fact) and (fact.declare in (None, "person", "firm") or fact.id in self._doors)

    @cached_property
    def _doors(self) -> frozenset[str]:
        return frozenset(entry.opened_by.id for entry in self._entries if entry.opened_by is not None)

    def _pages(self, given: Answers, entries: Iterable[tuple[_Entry, tuple[Fact, ...]]]) -> list[Question]:
        pages: dict[str, tuple[Fact, ...]] = {}
        for _, missing in entries:
            for fact in missing:
                page = fact.group or fact.id
                if page not in pages:
                    pages[page] = self._group(fact.group, given) if fact.group else (fact,)
        return [Question(page, facts, 0) for page, facts in pages.items()]

    def _group(self, group: str, given: Answers) -> tuple[Fact, ...]:
        """All facts of a group that some benefit of this screening uses and nobody has answered."""
        used = {fact.id for entry in self._entries for fact in entry.facts.values()} | self._doors
        return tuple(
            fact
            for fact in self.rules.pack.facts.values()
            if fact.group == group and fact.id in used and fact.id not in given
        )

    def _decided(self, page: Question, given: Answers, entries: Sequence[_Entry]) -> float:
        """How many benefits an answer to this page settles, averaged over typical answers."""
        answers = _typical(page)
        touched = {fact.id for fact in page.facts}
        concerned = [entry for entry in entries if touched & self._reads(entry)]
        return sum(self._settled({**given, **answer}, concerned) for answer in answers) / len(answers)

    def _settled(self, given: Answers, entries: Sequence[_Entry]) -> int:
        return sum(not self._missing(entry, given) for entry in entries)

    def _reads(self, entry: _Entry) -> set[str]:
        door = {entry.opened_by.id} if entry.opened_by is not None else set()
        return {fact.id for fact in entry.facts.values()} | door

    def _wanted(self, page: Question, entries: Iterable[tuple[_Entry, tuple[Fact, ...]]]) -> int:
        touched = {fact.id for fact in page.facts}
        return sum(any(fact.id in touched for fact in missing) for _, missing in entries)


def claim_facts(pack: Pack, on: date) -> dict[str, int | bool | None]:
    """What an application made on the day ``on`` knows by itself: its days are that day, its years that year."""
    facts = [fact for fact in pack.facts.values() if fact.entity == CLAIM]
    days: dict[str, int | bool | None] = {fact.id: encode(DATE, on) for fact in facts if isinstance(fact.type, Date)}
    years = {fact.id: on.year for fact in facts if isinstance(fact.type, Numeric) and fact.type.unit == "年"}
    return {**days, **years}


def serves(pack: Pack, benefit: Benefit, who: Who) -> bool:
    """Whether a benefit is for a person or a firm: by who is paid, else by what the rule runs over.

    A service that pays nobody is for whoever its subject belongs to: a course is for the person who takes it.
    """
    if benefit.payee is not None:
        return benefit.payee == who
    served = {benefit.subject}
    if benefit.kind == "service":
        served |= set(pack.entities[benefit.subject].relations.values())
    return who in served


def askable(fact: Fact) -> bool:
    """Whether the fact is asked of people: it has a question, is neither derived nor a judgement, and may decide: no
    test reads a text."""
    asked = fact.question is not None and not fact.judgement and fact.derived is None
    return asked and not isinstance(fact.type, Words)


def _typical(page: Question) -> list[dict[str, int | bool | None]]:
    """Answers to try: nothing ticked and each box alone; every option; a figure that people may not have at hand."""
    if page.is_group:
        none: dict[str, int | bool | None] = {fact.id: False for fact in page.facts}
        return [none, none, *({**none, fact.id: True} for fact in page.facts)]
    fact = page.facts[0]
    if isinstance(fact.type, Boolean):
        return [{fact.id: False}, {fact.id: True}]
    if isinstance(fact.type, Enum):
        return [{fact.id: index} for index in range(len(fact.type.values))]
    if fact.domain is None:
        return [{fact.id: None}]
    low, high = (int(encode(fact.type, end)) for end in fact.domain)
    return [{fact.id: value} for value in (None, None, low, (low + high) // 2, high)]
