"""Screening: it ends, asks only what can still matter, and says of each benefit what deciding it says."""

from collections.abc import Mapping
from datetime import date
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.policy.readings import SEEDED, Drawer
from wenye.feel.types import DATE, Boolean, Enum, decode, encode
from wenye.policy.decide import decide_with
from wenye.policy.model import Fact, Pack
from wenye.policy.rules import Rules
from wenye.policy.screen import Answers, Question, Screening, Who, askable, claim_facts, serves

DAY = date(2019, 11, 20)
seeds = st.integers(0, 2**32)
Truth = Mapping[str, int | bool]


@pytest.fixture(scope="module")
def screenings(junshan: Pack) -> dict[Who, Screening]:
    rules = Rules(junshan, DAY)
    return {"person": Screening(rules, "person", DAY), "firm": Screening(rules, "firm", DAY)}


def truth_of(screening: Screening, random: Random) -> dict[str, int | bool]:
    """All facts of somebody, by fact id, lying where the rules are sharp."""
    truth: dict[str, int | bool] = {}
    for benefit in random.sample(screening.benefits, len(screening.benefits)):
        names = screening.rules.names(benefit)
        for name, value in Drawer(screening.rules.program(benefit), random).draw(0).items():
            truth.setdefault(names.fact(name).id, encode(names.fact(name).type, value))
    for door in {benefit.asked_when for benefit in screening.benefits if benefit.asked_when}:
        truth.setdefault(door, random.random() < 0.5)
    return truth


def asked(
    screening: Screening, truth: Truth, random: Random, unsure: float = 0.1
) -> tuple[dict[str, int | bool | None], list[Question]]:
    """Answers every page from the truth, sometimes with "I do not know"; the answers and the pages."""
    answers: dict[str, int | bool | None] = {}
    pages: list[Question] = []
    while (page := screening.next(answers)) is not None:
        pages.append(page)
        assert len(pages) < 100, "it does not end"
        for fact in page.facts:
            assert fact.id not in answers, f"{fact.id} is asked twice"
            answers[fact.id] = None if random.random() < unsure else truth[fact.id]
    return answers, pages


@settings(SEEDED, max_examples=6)
@given(seeds, st.sampled_from(["person", "firm"]))
def test_a_screening_ends_and_asks_only_what_can_be_asked(
    screenings: dict[Who, Screening], seed: int, who: Who
) -> None:
    screening, random = screenings[who], Random(seed)
    truth = truth_of(screening, random)
    _, pages = asked(screening, truth, random)
    for page in pages:
        assert all(askable(fact) and fact.question is not None for fact in page.facts), page
        assert page.left >= 1
        assert page.is_group == (len(page.facts) > 1)
        assert not page.is_group or {fact.group for fact in page.facts} == {page.id}
        assert not page.is_group or all(isinstance(fact.type, Boolean) for fact in page.facts)


@settings(SEEDED, max_examples=4)
@given(seeds, st.sampled_from(["person", "firm"]))
def test_what_was_not_asked_cannot_matter(screenings: dict[Who, Screening], seed: int, who: Who) -> None:
    """When it ends, no answer to a question that was left out changes any result."""
    screening, random = screenings[who], Random(seed)
    truth = truth_of(screening, random)
    answers, _ = asked(screening, truth, random)
    before = {result.benefit.id: result for result in screening.results(answers)}
    left_out = [
        fact
        for benefit in screening.benefits
        for fact in facts_of(screening, benefit.id)
        if askable(fact)
        and fact.id not in {**claim_facts(screening.rules.pack, DAY), **answers}
        and screening._askable(fact)
    ]
    for _ in range(10):
        more = {**{fact.id: some(fact, random) for fact in left_out}, **answers}
        for result in screening.results(more):
            was = before[result.benefit.id]
            if was.concerns:
                assert (result.outcome, result.amount_fen) == (was.outcome, was.amount_fen), (result.benefit.id, more)


@settings(SEEDED, max_examples=4)
@given(seeds, st.sampled_from(["person", "firm"]))
def test_a_page_is_asked_only_while_something_undecided_depends_on_it(
    screenings: dict[Who, Screening],
    seed: int,
    who: Who,
) -> None:
    screening, random = screenings[who], Random(seed)
    truth, answers = truth_of(screening, random), {}
    while (page := screening.next(answers)) is not None:
        results = screening.results(answers)
        wanted = {name for result in results if result.outcome == "unknown" for name in result.missing}
        doors = {result.benefit.asked_when for result in results if result.outcome == "unknown"}
        assert {fact.id for fact in page.facts} & (wanted | doors), page.id
        answers |= {fact.id: truth[fact.id] for fact in page.facts}


@settings(SEEDED, max_examples=4)
@given(seeds, st.sampled_from(["person", "firm"]))
def test_the_results_are_those_of_deciding_each_benefit(screenings: dict[Who, Screening], seed: int, who: Who) -> None:
    screening, random = screenings[who], Random(seed)
    answers, _ = asked(screening, truth_of(screening, random), random)
    known = {**claim_facts(screening.rules.pack, DAY), **answers}
    for result in screening.results(answers):
        names = screening.rules.names(result.benefit)
        facts = {
            name: decode(fact.type, value)
            for name in (each.name for each in screening.rules.program(result.benefit).facts)
            if (value := known.get((fact := names.fact(name)).id)) is not None
        }
        decision = decide_with(screening.rules, result.benefit, facts, DAY, bytes(32))
        assert (decision.outcome, decision.amount_fen) == (result.outcome, result.amount_fen)
        assert {names.fact(name).id for name in decision.missing} == set(result.missing)
        assert [(each.id, each.outcome) for each in decision.conditions] == [
            (name, {True: "yes", False: "no", None: "unknown"}[value]) for name, value, _ in result.tests
        ]


@settings(SEEDED, max_examples=3)
@given(seeds, st.sampled_from(["person", "firm"]))
def test_no_more_pages_follow_than_were_promised(screenings: dict[Who, Screening], seed: int, who: Who) -> None:
    screening, random = screenings[who], Random(seed)
    _, pages = asked(screening, truth_of(screening, random), random)
    for index, page in enumerate(pages):
        assert len(pages) - index <= page.left, f"{len(pages) - index} pages followed where {page.left} were promised"


@settings(SEEDED, max_examples=3)
@given(seeds, st.sampled_from(["person", "firm"]))
def test_who_answers_everything_is_left_only_with_what_he_cannot_know(
    screenings: dict[Who, Screening],
    seed: int,
    who: Who,
) -> None:
    screening, random = screenings[who], Random(seed)
    answers, _ = asked(screening, truth_of(screening, random), random, unsure=0)
    for result in screening.results(answers):
        if result.concerns:
            assert result.asked
            assert result.outcome != "unknown" or result.missing or result.benefit.awaiting is not None
            open_facts = [screening.rules.pack.facts[name] for name in result.missing]
            assert not [fact.id for fact in open_facts if screening._askable(fact)]


def facts_of(screening: Screening, benefit_id: str) -> list[Fact]:
    benefit = screening.rules.pack.benefits[benefit_id]
    names = screening.rules.names(benefit)
    return [names.fact(fact.name) for fact in screening.rules.program(benefit).facts]


def some(fact: Fact, random: Random) -> int | bool | None:
    if isinstance(fact.type, Boolean):
        return random.choice([None, True, False])
    if isinstance(fact.type, Enum):
        return random.randrange(len(fact.type.values))
    if fact.domain is None:
        return None
    low, high = (int(encode(fact.type, end)) for end in fact.domain)
    return random.choice([None, low, high, random.randint(low, high)])


class TestTiny:
    """The whole course of a screening, small enough to be worked by hand."""

    @staticmethod
    def screening(tiny: Pack, who: Who) -> Screening:
        return Screening(Rules(tiny, DAY), who, DAY)

    def test_a_group_is_one_page_and_one_tick_decides_it(self, tiny: Pack) -> None:
        screening = self.screening(tiny, "person")
        first = screening.next({})
        assert first is not None
        pages = {first.id}
        answers: dict[str, int | bool | None] = {
            fact.id: fact.id == "disabled" if isinstance(fact.type, Boolean) else 12 for fact in first.facts
        }
        second = screening.next(answers)
        assert second is not None
        pages.add(second.id)
        assert pages == {"hardship", "months"}
        group = first if first.is_group else second
        assert [fact.id for fact in group.facts] == ["poor", "disabled"]
        answers |= {fact.id: fact.id == "disabled" if isinstance(fact.type, Boolean) else 12 for fact in second.facts}
        assert screening.next(answers) is None
        (result,) = screening.results(answers)
        assert (result.outcome, result.amount_fen, result.asked) == ("yes", 100050, True)

    def test_a_refusal_ends_the_questions(self, tiny: Pack) -> None:
        screening = self.screening(tiny, "person")
        assert screening.next({"poor": False, "disabled": False}) is None
        assert screening.next({"months": 11}) is None

    def test_a_firm_that_is_no_start_up_is_asked_nothing_more(self, tiny: Pack) -> None:
        screening = self.screening(tiny, "firm")
        other = tiny.facts["kind"].type
        assert isinstance(other, Enum)
        first = screening.next({})
        assert first is not None and first.id == "kind" and first.left == 4
        assert screening.next({"kind": other.values.index("other")}) is None

    def test_a_judgement_is_never_asked(self, tiny: Pack) -> None:
        screening = self.screening(tiny, "firm")
        answers = {"kind": 0, "operating": True, "began_on": encode(DATE, date(2018, 1, 1)), "jobs": 3}
        assert screening.next(answers) is None
        permit = next(result for result in screening.results(answers) if result.benefit.id == "address-permit")
        assert (permit.outcome, permit.missing, permit.asked) == ("unknown", ("sound",), True)

    def test_what_is_not_known_is_not_asked_again(self, tiny: Pack) -> None:
        screening = self.screening(tiny, "person")
        answers: Answers = {"poor": None, "disabled": None, "months": None}
        assert screening.next(answers) is None
        (result,) = screening.results(answers)
        assert (result.outcome, result.asked) == ("unknown", True)
        assert set(result.missing) == {"poor", "disabled", "months"}

    def test_only_the_benefits_named_are_screened(self, tiny: Pack) -> None:
        screening = Screening(Rules(tiny, DAY), "firm", DAY, only=["address-permit"])
        assert [benefit.id for benefit in screening.benefits] == ["address-permit"]
        question = screening.next({})
        assert question is not None and question.id == "kind"
        assert question.left == 1

    def test_a_service_that_pays_nobody_serves_whom_its_subject_belongs_to(self, junshan: Pack) -> None:
        course = junshan.benefits["free-skills-training"]
        assert (course.subject, course.payee) == ("training", None)
        served = [who for who in ("person", "firm") if serves(junshan, course, who)]  # type: ignore[arg-type]
        assert served == ["person"]
        check = junshan.benefits["bought-post-check"]
        assert not any(serves(junshan, check, who) for who in ("person", "firm"))  # type: ignore[arg-type]

    def test_a_benefit_serves_who_is_paid_or_else_its_subject(self, tiny: Pack) -> None:
        told = {
            benefit.id: [who for who in ("person", "firm") if serves(tiny, benefit, who)]
            for benefit in tiny.benefits.values()
        }
        assert told == {"tier-grant": ["firm"], "living-grant": ["person"], "address-permit": ["firm"]}

    def test_the_day_itself_answers_when_the_application_is_made(self, tiny: Pack) -> None:
        assert claim_facts(tiny, DAY) == {"applied_on": encode(DATE, DAY)}
