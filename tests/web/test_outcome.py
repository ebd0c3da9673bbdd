"""What the result page counts, and what it does not."""

from dataclasses import replace

import pytest

from wenye.library import library
from wenye.policy.model import Awaiting, Benefit
from wenye.policy.screen import Screened
from wenye.web.presenters.outcome import doubted, list_of, summed

TRUE, FALSE, OPEN = ("t", True, ()), ("f", False, ()), ("u", None, ())


def benefit(name: str = "start-up-grant") -> Benefit:
    return library().pack.benefits[name]


def screened(
    outcome: str, *tests: object, of: Benefit | None = None, fen: int | None = None, asked: bool = True
) -> Screened:
    return Screened(of or benefit(), outcome, fen, tests, (), asked)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("outcome", "tests", "place"),
    [
        ("yes", (TRUE, TRUE), "yes"),
        ("no", (TRUE, FALSE), "near"),
        ("no", (FALSE, FALSE), "no"),
        ("no", (OPEN, FALSE), "no"),
        ("unknown", (TRUE, OPEN), "near"),
        ("unknown", (OPEN, OPEN), "open"),
    ],
)
def test_a_benefit_stands_in_one_list(outcome: str, tests: tuple[object, ...], place: str) -> None:
    assert list_of(screened(outcome, *tests)) == place


def test_what_can_still_be_asked_is_open() -> None:
    assert list_of(screened("unknown", TRUE, OPEN, asked=False)) == "open"


def test_a_benefit_out_of_its_time_is_no_step_short() -> None:
    assert list_of(screened("no", ("in_force", False, ()), TRUE)) == "no"


def test_a_benefit_that_waits_for_rules_cannot_be_had() -> None:
    one = benefit()
    waits = replace(one, awaiting=Awaiting(one.label, "hrss", one.at))
    assert list_of(screened("yes", TRUE, of=waits, fen=100)) == "near"


def test_what_does_not_concern_one_is_set_aside() -> None:
    assert list_of(replace(screened("unknown", OPEN), concerns=False)) == "aside"


def test_benefits_that_exclude_each_other_are_counted_once() -> None:
    cheap, dear = benefit("difficulty-refund-by-benefit"), benefit("difficulty-refund-by-contributions")
    items = [screened("yes", of=cheap, fen=300), screened("yes", of=dear, fen=500), screened("yes", fen=1000)]
    total, left = summed(items)
    assert total == 1500
    assert [item.benefit for item in left] == [cheap]


def test_a_sum_says_of_which_two_it_is_not_settled_that_both_may_be_had() -> None:
    one, other = screened("yes", fen=1000), screened("yes", of=benefit("returner-start-up-grant"), fen=1000)
    alone = screened("yes", of=benefit("unemployed-hire-grant"), fen=100)
    assert list(doubted([one, other, alone], [])) == [(one.benefit, other.benefit)]
    assert list(doubted([one, other, alone], [other])) == []
    assert list(doubted([one, alone], [])) == []


def test_the_limit_of_a_loan_is_no_money_in_hand() -> None:
    total, _ = summed([screened("yes", of=benefit("startup-loan-person"), fen=15_000_000)])
    assert total == 0
