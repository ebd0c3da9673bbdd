"""Cross-checks of claims and slots: who holds them is known, and what may be had once is had once."""

from collections.abc import Mapping

from wenye.feel.errors import Position
from wenye.feel.text import Text
from wenye.feel.types import Date, Enum, Numeric, Type, Words
from wenye.policy.checks import References
from wenye.policy.faults import nearest
from wenye.policy.holders import Part, part
from wenye.policy.model import Benefit, Fact, Slot

Reached = Mapping[str, Fact]
"""The facts that rules over one subject can read, by the names they use."""


class Slots:
    """Checks one benefit after the other, and remembers who takes each slot."""

    def __init__(self, refs: References) -> None:
        self._refs = refs
        self._seen: dict[str, tuple[Benefit, Slot]] = {}

    def check(self, benefit: Benefit, facts: Reached | None) -> None:
        """The claim and the slots of a benefit; ``facts`` is None where it is not known what its rule can reach."""
        path = f"benefits.{benefit.id}"
        holders = [(benefit.claim.unit, benefit.claim.at, f"{path}.claim.unit")]
        holders += [(slot.holder, slot.at, f"{path}.slots.{slot.name}") for slot in benefit.slots]
        if facts is None or benefit.subject not in self._refs.draft.entities.items:
            return
        known = [self._known(paths, benefit, facts, at, where) for paths, at, where in holders]
        if all(known):
            self._agree(benefit, path)
        for slot in benefit.slots:
            self._shared(slot, benefit, f"{path}.slots.{slot.name}")

    def _parts(self, paths: tuple[str, ...], subject: str) -> list[Part]:
        return [part(self._refs.draft.entities.items, subject, path) for path in paths]

    def _known(self, paths: tuple[str, ...], benefit: Benefit, facts: Reached, at: Position, path: str) -> bool:
        """Whether every part leads to an entity, or to a fact by whose value holders can be told apart."""
        sound = True
        for found in self._parts(paths, benefit.subject):
            fact = facts.get(found.path)
            if found.entity is None and (fact is None or not _tells(fact.type)):
                sound = False
                self._refused(found.path, fact, benefit, facts, at, path)
        return sound

    def _refused(
        self, name: str, fact: Fact | None, benefit: Benefit, facts: Reached, at: Position, path: str
    ) -> None:
        log, draft = self._refs.log, self._refs.draft
        if fact is not None:
            message = Text(f"“{name}”不能区分占位的对象。", f"Holders cannot be told apart by {name}.")
            hint = Text("请用选项、文字、日期或整数型事实。", "Use a fact that is an option, a text, a date or a whole number.")
            log.add("slot.fact", at, message, hint, path)
        elif not draft.facts.doubtful(name.rpartition(".")[2]):
            entity = draft.entities.items[benefit.subject]
            message = Text(
                f"从 {benefit.subject} 到不了“{name}”：既不是对象，也不是事实。",
                f"{name} is neither an entity nor a fact that {benefit.subject} leads to.",
            )
            log.add("unknown.holder", at, message, nearest(name, [benefit.subject, *entity.relations, *facts]), path)

    def _agree(self, benefit: Benefit, path: str) -> None:
        """How often a claim can be had is kept by a slot with the same holder and period."""
        claim = benefit.claim
        if claim.times is None or (not benefit.slots and benefit.amount is None):
            return
        if not any((slot.holder, slot.per) == (claim.unit, claim.per) for slot in benefit.slots):
            said = f"{' × '.join(claim.unit)}/{claim.per}"
            message = Text(
                f"没有一个占位守住“{said}”的次数，同一项可能领两次。",
                f"No slot keeps the limit for {said}: it could be had twice.",
            )
            hint = Text(
                "请让 slots 里有一个的 holder、per 与 claim 的 unit、per 相同。",
                "Give one of the slots the claim's unit as its holder, and its period.",
            )
            self._refs.log.add("claim.slots", claim.at, message, hint, f"{path}.claim")

    def _shared(self, slot: Slot, benefit: Benefit, path: str) -> None:
        """Benefits that share a slot mean the same holder by it."""
        other, first = self._seen.setdefault(slot.name, (benefit, slot))
        if (self._means(first, other), first.per) != (self._means(slot, benefit), slot.per):
            held = " × ".join(first.holder)
            message = Text(
                f"同名的占位在“{other.id}”里是 {held}/{first.per}。", f"{other.id} gives this slot {held}/{first.per}."
            )
            hint = Text(
                "共用占位的待遇，holder 和 per 须一致。", "Benefits that share a slot agree in holder and period."
            )
            self._refs.log.add("slot.differs", slot.at, message, hint, path)

    def _means(self, slot: Slot, benefit: Benefit) -> list[tuple[str | None, str | None]]:
        return [(found.entity, found.fact) for found in self._parts(slot.holder, benefit.subject)]


def _tells(kind: Type) -> bool:
    """Whether a value of this kind names one thing and not another."""
    return isinstance(kind, Enum | Words | Date) or (isinstance(kind, Numeric) and kind.kind == "integer")
