"""The result of a screening: the sum first, then the lists, each item with the sentence that decided."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from wenye.library import Library, rules
from wenye.policy.model import Benefit, Fact
from wenye.policy.program import AMOUNT, IN_FORCE
from wenye.policy.screen import Screened, askable
from wenye.web import figures
from wenye.web.forms import Answer
from wenye.web.language import joined, said, say
from wenye.web.presenters import said_case

FOLDED = 4
LISTS = ("yes", "near", "open", "no", "aside")


@dataclass(frozen=True, slots=True)
class Item:
    """One benefit in a list."""

    id: str
    label: str
    clause: str
    amount: str
    each: str
    because: tuple[str, ...]
    next: str
    notes: tuple[str, ...]
    ask: tuple[str, ...]
    measure: int


@dataclass(frozen=True, slots=True)
class ListView:
    """One of the lists of the result."""

    id: str
    title: str
    lead: str
    items: tuple[Item, ...]

    @property
    def mark(self) -> str:
        """The state of everything in this list."""
        return "unknown" if self.id == "open" else self.id

    @property
    def folded(self) -> bool:
        """Whether a long list that is no news opens on request only."""
        return self.id in ("open", "no") and len(self.items) > FOLDED


@dataclass(frozen=True, slots=True)
class ResultView:
    """The whole result."""

    sum: str
    rest: str
    notes: tuple[str, ...]
    lists: tuple[ListView, ...]


def list_of(item: Screened) -> str:
    """Which list a benefit belongs to.

    A yes that waits for rules from above is one step short. So is a no with a single failed condition, and an
    open case in which only one condition is left and nobody but the unit in charge can answer it.
    """
    if not item.concerns:
        return "aside"
    values = [value for test, value, _ in item.tests if test != IN_FORCE]
    in_force = next((value for test, value, _ in item.tests if test == IN_FORCE), True)
    if item.outcome == "yes":
        return "near" if item.benefit.awaiting else "yes"
    if item.outcome == "no":
        return (
            "near"
            if in_force is not False and values.count(False) == 1 and values.count(True) == len(values) - 1
            else "no"
        )
    return "near" if item.asked and in_force and values.count(None) <= 1 and not values.count(False) else "open"


def _fact(library: Library, name: str) -> Fact:
    return library.pack.facts[name]


def _amount(item: Screened) -> str:
    if item.amount_fen is None:
        return ""
    return f"{say(f'amount_short.{item.benefit.amount_is}')}{figures.yuan(item.amount_fen)}".strip()


def _each(library: Library, who: str, item: Screened) -> str:
    """What the amount is for, where it is not for the visitor as a whole."""
    if item.amount_fen is None or item.benefit.subject == who:
        return ""
    return say("check.each", unit=library.pack.entities[item.benefit.subject].label)


def _because(item: Screened) -> Iterator[str]:
    facts = said_case.known(item.benefit, item.tests)
    if item.outcome == "yes":
        yield said_case.granted(item.benefit, item.tests, facts)
    elif item.outcome == "no":
        for tested in item.tests:
            if tested[1] is False:
                yield said_case.failed(item.benefit, tested, facts)
    else:
        left = [tested for tested in item.tests if tested[1] is None]
        yield say("check.undecided", conditions=joined([said_case.label(item.benefit, tested) for tested in left]))


def _counter(library: Library, unit: str) -> object:
    """The unit to go to; of all the towns it is the applicant's own."""
    towns = library.pack.rules.get("towns")
    return say("check.your_town") if towns is not None and towns.unit == unit else library.unit(unit)


def _needed(item: Screened) -> str:
    """What would change a no: the failed conditions that a person can still meet, as the rule asks for them."""
    failed = [name for name, value, _ in item.tests if value is False and name not in (AMOUNT, IN_FORCE)]
    return (
        say("check.next_no", what=joined([said_case.required(item.benefit, name) for name in failed])) if failed else ""
    )


def _next(library: Library, item: Screened, place: str) -> str:
    unit = joined([_counter(library, name) for name in library.pack.measures[item.benefit.measure].lead])
    if place == "yes":
        return say("check.next_yes", unit=unit)
    if place == "no":
        return _needed(item)
    if item.outcome == "yes":
        return say("check.awaiting")
    if item.outcome == "no":
        failed = next(tested for tested in item.tests if tested[1] is False)
        return say("check.next_near", label=said_case.label(item.benefit, failed))
    missing = [_fact(library, name) for name in item.missing]
    asks = [fact for fact in missing if askable(fact)]
    return say("check.next_ask", label=asks[0].label) if asks else say("check.next_judge", unit=unit)


def _notes(item: Screened) -> Iterator[str]:
    if item.outcome == "yes" and (item.benefit.assumptions or rules.assumed(item.benefit)):
        yield say("state.assumed")
    if item.benefit.awaiting:
        yield say("state.awaiting")


def _item(library: Library, who: str, item: Screened, place: str) -> Item:
    asks = tuple(name for name in item.missing if askable(_fact(library, name)))
    return Item(
        id=item.benefit.id,
        label=said(item.benefit.label),
        clause=say("check.clause", n=item.benefit.clause),
        amount=_amount(item),
        each=_each(library, who, item),
        because=tuple(_because(item)),
        next=_next(library, item, place),
        notes=tuple(_notes(item)),
        ask=asks[:1] if item.outcome == "unknown" else (),
        measure=item.benefit.measure,
    )


def _exclude(first: Benefit, second: Benefit) -> bool:
    """Whether the two cannot be had together: one names the other, or they share a slot."""
    shared = {slot.name for slot in first.slots} & {slot.name for slot in second.slots}
    named = {other.benefit for other in first.excludes} | {other.benefit for other in second.excludes}
    return bool(shared) or first.id in named or second.id in named


def summed(granted: Sequence[Screened]) -> tuple[int, list[Screened]]:
    """The sum in fen of what can be had together, the dearest first, and what was left out for excluding another.

    Only sums paid once count; loans and monthly amounts are not money in hand.
    """
    paid = sorted(
        (item for item in granted if item.benefit.amount_is == "total" and item.amount_fen),
        key=lambda item: -(item.amount_fen or 0),
    )
    taken: list[Screened] = []
    left: list[Screened] = []
    for item in paid:
        (left if any(_exclude(item.benefit, other.benefit) for other in taken) else taken).append(item)
    return sum(item.amount_fen or 0 for item in taken), left


def doubted(granted: Sequence[Screened], left: Sequence[Screened]) -> Iterator[tuple[Benefit, Benefit]]:
    """The pairs of which both count in the sum although the pack leaves open whether both may be had."""
    counted = [
        item.benefit for item in granted if item.benefit.amount_is == "total" and item.amount_fen and item not in left
    ]
    for first, second in combinations(counted, 2):
        asked = {other.benefit for other in first.stacking_open} | {other.benefit for other in second.stacking_open}
        if first.id in asked or second.id in asked:
            yield first, second


def _told(item: Screened) -> str:
    return say("check.sum_item", label=item.benefit.label, amount=_amount(item))


def _sum_notes(granted: Sequence[Screened], left: Sequence[Screened]) -> Iterator[str]:
    others = [item for item in granted if item.amount_fen and item.benefit.amount_is != "total"]
    if others:
        yield say(
            "check.sum_note",
            what=joined([_told(item) for item in others]),
        )
    for item in left:
        yield say("check.sum_left", label=item.benefit.label)
    for first, second in doubted(granted, left):
        yield say("check.sum_open", one=first.label, other=second.label)
    if any(item.benefit.assumptions or rules.assumed(item.benefit) for item in granted):
        yield say("check.assumed")


def _aside(items: Sequence[Screened]) -> Iterator[str]:
    if items:
        yield say("check.aside", n=len(items))


def _head(granted: Sequence[Screened], total: int, left: Sequence[Screened]) -> str:
    """The sum, or how many there are where nothing is paid in money."""
    if not granted:
        return say("check.sum_none")
    if not total:
        return say("check.sum_plain", n=len(granted))
    paid = sum(1 for item in granted if item.benefit.amount_is == "total" and item.amount_fen and item not in left)
    key = "check.sum" if paid == len(granted) else "check.sum_mixed"
    return say(key, n=len(granted), paid=paid, amount=figures.yuan(total))


def _rest(placed: Mapping[str, Sequence[Screened]]) -> str:
    """How many stand in each of the other lists, the empty ones left out."""
    words = {"near": "check.rest_near", "open": "check.rest_open", "no": "check.rest_no"}
    parts = [say(word, n=len(placed[name])) for name, word in words.items() if placed[name]]
    return say("check.rest", parts=joined(parts)) if parts else ""


def view(library: Library, who: str, answers: Mapping[str, Answer], screened: Sequence[Screened]) -> ResultView:
    """The page of the result."""
    placed: dict[str, list[Screened]] = {name: [] for name in LISTS}
    for item in screened:
        placed[list_of(item)].append(item)
    granted = placed["yes"]
    total, left = summed(granted)
    lists = tuple(
        ListView(
            name,
            say(f"check.list_{name}"),
            say(f"check.list_{name}_lead") if name != "yes" else "",
            tuple(_item(library, who, item, name) for item in items),
        )
        for name, items in placed.items()
        if name != "aside"
    )
    return ResultView(
        _head(granted, total, left), _rest(placed), (*_sum_notes(granted, left), *_aside(placed["aside"])), lists
    )
