"""Two benefits of one purpose: the review shows those of which the pack says nothing, and only those."""

from dataclasses import replace
from pathlib import Path

import pytest

from wenye.feel import Text
from wenye.policy.model import Benefit, Exclusion, Pack, Slot, StackingOpen, Together
from wenye.policy.pack import load
from wenye.policy.review_pairs import holders, pairs, settled
from wenye.policy.rules import Rules

PACK = Path(__file__).parents[2] / "packs" / "junshan"
SHARES = ("service-post-fund-share", "service-post-local-share")


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load(PACK)


def silent(pack: Pack, name: str) -> Benefit:
    """The benefit without a word on others."""
    return replace(pack.benefits[name], slots=(), excludes=(), together=(), stacking_open=())


def test_a_pair_that_can_be_had_together_is_shown_when_nothing_is_said_of_it(pack: Pack) -> None:
    found = list(pairs(Rules(pack), [silent(pack, name) for name in SHARES]))
    assert [(finding.kind, finding.benefits) for finding in found] == [("double", SHARES)]
    assert len(found[0].cases) == 2


@pytest.mark.parametrize("side", [0, 1])
@pytest.mark.parametrize("said", ["excludes", "together", "stacking_open", "slots"])
def test_whatever_the_pack_says_of_a_pair_on_either_side_settles_it(pack: Pack, said: str, side: int) -> None:
    both = [silent(pack, name) for name in SHARES]
    other, at, text = both[1 - side].id, both[side].at, Text("理由。", "Why.")
    words: dict[str, object] = {
        "excludes": Exclusion(other, "ever", "document", text, at),
        "together": Together(other, "document", text, at),
        "stacking_open": StackingOpen(other, text, "finance", at),
        "slots": Slot("shared", ("post",), "month", at),
    }
    both[side] = replace(both[side], **{said: (words[said],)})  # type: ignore[arg-type]
    if said == "slots":
        both[1 - side] = replace(both[1 - side], slots=both[side].slots)
    assert settled(*both)
    assert not list(pairs(Rules(pack), both))


def test_a_shared_slot_needs_both_sides(pack: Pack) -> None:
    one, other = (silent(pack, name) for name in SHARES)
    assert not settled(replace(one, slots=(Slot("alone", ("post",), "month", one.at),)), other)


def test_nobody_has_thought_of_no_pair_of_the_pack(pack: Pack) -> None:
    assert [finding.benefits for finding in pairs(Rules(pack), list(pack.benefits.values()))] == []


def test_a_firm_and_a_person_together_are_another_holder_than_either_alone(pack: Pack) -> None:
    """What a firm has for each person hired is not what the person has: only the payee can meet other benefits."""
    hire = pack.benefits["unemployed-hire-grant"]
    assert [slot.holder for slot in hire.slots] == [("firm", "person")]
    assert holders(Rules(pack), hire) == {frozenset({"firm", "person"}), frozenset({"firm"})}


def test_a_holder_of_one_level_is_the_holder_of_another(pack: Pack) -> None:
    """The facts in a holder tell times apart, not holders."""
    assert holders(Rules(pack), pack.benefits["skills-upgrade-grant"]) == {frozenset({"person"})}
