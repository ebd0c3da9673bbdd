"""Recorded activations laid over a pack: real values in place of what is assumed, each from its day, by a document."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.policy.readings import SEEDED
from wenye.feel.errors import Fault, Faults
from wenye.feel.meaning import evaluate
from wenye.policy.decide import Decision, decide
from wenye.policy.lazy import Lazy
from wenye.policy.model import Pack, Parameter, ParameterValue
from wenye.policy.overlay import Activation, overlaid
from wenye.policy.pack import load
from wenye.policy.rules import Rules
from wenye.policy.telling import whole

KEY = bytes(32)
DAY = date(2020, 6, 30)
NEW_YEAR = date(2019, 1, 1)
LEVEL_5 = "skills_upgrade_level_5"
LEVELS = {LEVEL_5: "900", "skills_upgrade_level_4": "1400.50", "skills_upgrade_level_3": "1900"}
SKILLS = Activation("skills-upgrade-grant", "省人社厅通知", date(2019, 3, 1), NEW_YEAR, LEVELS, ("claim_unit",))
DIFFICULT = Activation(
    "difficulty-refund-by-benefit", "操作办法", date(2019, 7, 1), NEW_YEAR,
    {"unemployment_benefit_average": "1300", "lay_off_rate_limit": "0.2"}, ("fund", "lay_offs", "one_refund"),
)  # fmt: skip
WAGE = Activation(
    "traineeship-grant", "最低工资通知", date(2019, 9, 1), date(2019, 10, 1), {"minimum_wage_monthly": 1700}, ("fund",)
)  # fmt: skip


def decided(pack: Pack, benefit: str, on: date = DAY, **changed: object) -> Decision:
    """The first worked example of a benefit, with some of its facts changed."""
    facts = {**pack.benefits[benefit].examples[0].given, **changed}
    return decide(pack, benefit, facts, on, key=KEY)


def faults(pack: Pack, *activations: Activation) -> tuple[Fault, ...]:
    with pytest.raises(Faults) as told:
        overlaid(pack, activations)
    return told.value.faults


def test_a_decision_on_real_values_alone_is_payable(junshan: Pack) -> None:
    before, after = (decided(pack, SKILLS.benefit) for pack in (junshan, overlaid(junshan, [SKILLS])))
    assert (before.outcome, before.amount_fen, before.payable) == ("yes", 150000, False)
    assert (after.outcome, after.amount_fen, after.assumptions, after.payable) == ("yes", 140050, (), True)


def test_the_document_is_the_source_of_the_value_it_gives(junshan: Pack) -> None:
    value = overlaid(junshan, [SKILLS]).parameters["skills_upgrade_level_4"].in_force(date(2019, 6, 1))
    assert value is not None and value.source is not None
    assert (value.value, value.source.zh, value.assumption) == (Fraction(2801, 2), "省人社厅通知", None)


def test_what_awaited_rules_from_above_is_payable_once_they_are_recorded(junshan: Pack) -> None:
    before, after = (decided(pack, DIFFICULT.benefit) for pack in (junshan, overlaid(junshan, [DIFFICULT])))
    assert (before.awaiting, before.payable) == (True, False)
    assert (after.awaiting, after.assumptions, after.payable, after.amount_fen) == (False, (), True, 7800000)


def test_what_one_activation_leaves_assumed_still_holds_the_payment_back(junshan: Pack) -> None:
    only_values = replace(DIFFICULT, settles=())
    assert decided(overlaid(junshan, [only_values]), DIFFICULT.benefit).assumptions == DIFFICULT.settles
    only_one = replace(DIFFICULT, values={"lay_off_rate_limit": "0.2"})
    assert decided(overlaid(junshan, [only_one]), DIFFICULT.benefit).assumptions == ("unemployment_benefit_average",)


def test_a_value_given_for_one_benefit_is_given_for_every_rule_that_reads_it(junshan: Pack) -> None:
    pack = overlaid(junshan, [DIFFICULT])
    assert pack.parameters["lay_off_rate_limit"] is not junshan.parameters["lay_off_rate_limit"]
    other = decided(pack, "stable-jobs-refund", lay_off_rate="0.1")
    assert other.outcome == "yes"
    assert set(other.assumptions) == {each.id for each in junshan.benefits["stable-jobs-refund"].assumptions}


@pytest.mark.parametrize(
    ("began", "fen", "assumed"),
    [("2019-09-30", 858000, ("fund", "minimum_wage_monthly")), ("2019-10-01", 1020000, ())],
)
def test_before_its_day_an_activation_changes_nothing(
    junshan: Pack, began: str, fen: int, assumed: tuple[str, ...]
) -> None:
    """Six months at the assumed 1,430 yuan, and at the 1,700 of the notice from the very day on which it holds."""
    decision = decided(overlaid(junshan, [WAGE]), WAGE.benefit, traineeship_began_on=began)
    assert (decision.outcome, decision.amount_fen, decision.assumptions) == ("yes", fen, assumed)
    assert decision.payable == (not assumed)


def test_a_decision_of_a_day_before_the_document_does_not_see_it(junshan: Pack) -> None:
    pack = overlaid(junshan, [DIFFICULT])
    early, on_the_day = (decided(pack, DIFFICULT.benefit, on) for on in (date(2019, 6, 30), date(2019, 7, 1)))
    assert (early.amount_fen, early.awaiting, early.payable) == (7722000, True, False)
    assert set(early.assumptions) == {*DIFFICULT.settles, *DIFFICULT.values}
    assert (on_the_day.amount_fen, on_the_day.payable) == (7800000, True)


def test_several_activations_of_a_parameter_follow_each_other_by_date(junshan: Pack) -> None:
    later = Activation(WAGE.benefit, "新通知", date(2020, 3, 1), date(2020, 4, 1), {"minimum_wage_monthly": 1800})
    pack = overlaid(junshan, [later, WAGE])
    days = [date(2019, 9, 30), date(2019, 10, 1), date(2020, 3, 31), date(2020, 4, 1)]
    found = [pack.parameters["minimum_wage_monthly"].in_force(day) for day in days]
    assert [value and value.value for value in found] == [1430, 1700, 1700, 1800]
    assert [value.start for value in pack.parameters["minimum_wage_monthly"].known()] == [
        date(2019, 1, 1), date(2019, 10, 1), date(2020, 4, 1)
    ]  # fmt: skip


def test_of_two_values_from_one_day_the_later_document_counts_in_whatever_order_they_come(junshan: Pack) -> None:
    corrected = replace(WAGE, document="更正", document_date=date(2019, 12, 1), values={"minimum_wage_monthly": 1650})
    for order in ([WAGE, corrected], [corrected, WAGE]):
        value = overlaid(junshan, order).parameters["minimum_wage_monthly"].in_force(date(2019, 11, 1))
        assert value is not None
        assert value.value == 1650
    before_it = overlaid(junshan, [WAGE, corrected]).parameters["minimum_wage_monthly"]
    value = before_it.in_force(date(2019, 11, 1), known_on=date(2019, 11, 30))
    assert value is not None
    assert value.value == 1700


def test_a_document_puts_an_end_to_later_assumptions_but_not_to_later_documents(good: Pack) -> None:
    """The good pack assumes 0.055 from 2019 and has 0.2 from 2020: what rests on a source stays."""
    base = good.parameters["lay_off_rate_limit"]
    first, second = base.history
    guessed = replace(second, source=None, assumption=base.label, source_wanted=base.label)
    real = replace(first, value=Fraction(1, 10), assumption=None, activated=True)
    for kept, values in ((second, [Fraction(1, 10), Fraction(1, 5)]), (guessed, [Fraction(1, 10)])):
        told = replace(base, history=(first, real, kept)).known()
        assert [value.value for value in told] == values


def test_the_hash_tells_the_packs_apart_and_depends_on_content_alone(junshan: Pack) -> None:
    hashes = {
        overlaid(junshan, given).hash
        for given in ([], [SKILLS], [SKILLS, WAGE], [replace(SKILLS, document="另一份")],
                      [replace(SKILLS, settles=())],
                      [replace(SKILLS, values={**LEVELS, LEVEL_5: "901"})],
                      [replace(SKILLS, effective_from=date(2019, 1, 2))])
    }  # fmt: skip
    assert len(hashes) == 7
    assert all(len(name) == 64 for name in hashes)
    turned = replace(SKILLS, values=dict(reversed(LEVELS.items())))
    written = replace(SKILLS, values={**LEVELS, "skills_upgrade_level_4": Fraction(2801, 2)})
    assert overlaid(junshan, [SKILLS, WAGE]).hash == overlaid(junshan, [WAGE, SKILLS]).hash
    assert {overlaid(junshan, [each]).hash for each in (SKILLS, turned, written)} == {overlaid(junshan, [SKILLS]).hash}
    assert overlaid(junshan, [SKILLS, SKILLS]).hash == overlaid(junshan, [SKILLS]).hash


def test_receipts_tell_a_decision_under_an_activation_from_one_without(junshan: Pack) -> None:
    before, after = (decided(pack, SKILLS.benefit).receipt for pack in (junshan, overlaid(junshan, [SKILLS])))
    assert before["pack"] == junshan.hash
    assert before["pack"] != after["pack"]
    assert before["rule"] != after["rule"]
    assert before["digest"] != after["digest"]


def test_nothing_of_the_pack_is_changed_and_nothing_untouched_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WENYE_DATA", str(tmp_path))
    folder = Path(__file__).parents[2] / "packs" / "junshan"
    load(folder)
    pack = load(folder)
    assert isinstance(pack.measures, Lazy)
    whole_hash, limits = pack.hash, pack.parameters["skills_upgrade_level_4"]
    over = overlaid(pack, [SKILLS])
    assert (pack.hash, pack.parameters["skills_upgrade_level_4"]) == (whole_hash, limits)
    assert pack.benefits[SKILLS.benefit].assumptions
    assert not over.benefits[SKILLS.benefit].assumptions
    assert over.measures[56].benefits[SKILLS.benefit] is over.benefits[SKILLS.benefit]
    assert over.facts is pack.facts
    assert set(pack.measures._made) == {56}
    assert list(over.benefits) == list(pack.benefits)
    assert over.benefits["start-up-grant"] is pack.benefits["start-up-grant"]


def test_without_activations_it_is_the_pack_itself(junshan: Pack) -> None:
    assert overlaid(junshan, []) is junshan


def test_activations_can_be_laid_over_one_another(junshan: Pack) -> None:
    once = overlaid(junshan, [replace(SKILLS, settles=())])
    twice = overlaid(once, [replace(SKILLS, values={})])
    assert decided(twice, SKILLS.benefit).payable
    assert len({junshan.hash, once.hash, twice.hash}) == 3


def test_what_is_settled_is_no_longer_said_to_be_assumed(junshan: Pack) -> None:
    before, after = (
        whole(Rules(pack), pack.benefits[DIFFICULT.benefit]) for pack in (junshan, overlaid(junshan, [DIFFICULT]))
    )
    assert "等待上级规定" in before.assumed[0].zh
    assert len(before.assumed) == 1 + len(DIFFICULT.settles) + len(DIFFICULT.values)
    assert after.assumed == ()
    assert "（假定）" in before.text("zh")
    assert "资金：失业保险基金\n" in after.text("zh")


@pytest.mark.parametrize(
    ("changed", "code", "path", "said"),
    [
        ({"benefit": "skills-upgrade-grnt"}, "benefit", "benefit", "skills-upgrade-grant"),
        ({"document": " "}, "document", "document", "文件"),
        ({"values": {"skills_upgrade_level_6": 1}}, "parameter", "values.skills_upgrade_level_6", "skills_upgrade_l"),
        ({"values": {"minimum_wage_monthly": 1}}, "unread", "values.minimum_wage_monthly", "skills_upgrade_level_"),
        ({"values": {**LEVELS, LEVEL_5: "一千"}}, "value", f"values.{LEVEL_5}", "金额"),
        ({"values": {**LEVELS, LEVEL_5: "10.001"}}, "value", f"values.{LEVEL_5}", "小数"),
        ({"values": {**LEVELS, LEVEL_5: 0.1}}, "value", f"values.{LEVEL_5}", "浮点数"),
        ({"values": {**LEVELS, LEVEL_5: True}}, "value", f"values.{LEVEL_5}", "金额"),
        ({"values": {**LEVELS, LEVEL_5: None}}, "value", f"values.{LEVEL_5}", "没有写数值"),
        ({"values": {**LEVELS, LEVEL_5: Fraction(1, 3)}}, "value", f"values.{LEVEL_5}", "金额"),
        ({"values": {**LEVELS, LEVEL_5: "100001"}}, "domain", f"values.{LEVEL_5}", "100000"),
        ({"values": {**LEVELS, LEVEL_5: -1}}, "domain", f"values.{LEVEL_5}", "-1"),
        ({"settles": ("fond",)}, "settles", "settles", "claim_unit"),
        ({"values": {}, "settles": ()}, "empty", "values", "settles"),
        ({"benefit": "difficulty-refund-by-benefit", "values": {}, "settles": (), "effective_from": date(2019, 7, 15)},
         "year", "effective_from", "2019-01-01"),
        ({"benefit": "difficulty-refund-by-benefit", "values": {}, "settles": (), "effective_from": date(2020, 1, 1)},
         "late", "effective_from", "2019-12-31"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_refused_with_its_place_and_a_way_out(
    junshan: Pack, changed: dict[str, object], code: str, path: str, said: str
) -> None:
    (fault,) = faults(junshan, WAGE, replace(SKILLS, **changed))
    assert (fault.code, fault.path) == (f"activation.{code}", f"activations[2].{path}")
    assert said in fault.message.zh + fault.hint.zh
    assert fault.message.en and fault.hint.en


def test_all_faults_of_all_activations_are_told_together(junshan: Pack) -> None:
    wrong = replace(SKILLS, document="", values={**LEVELS, LEVEL_5: "x", "nothing": 1})
    told = faults(junshan, wrong, replace(WAGE, settles=("x",)))
    assert [fault.code for fault in told] == [
        "activation.document", "activation.parameter", "activation.value", "activation.settles"
    ]  # fmt: skip


_DAYS = st.dates(date(2018, 12, 1), date(2021, 3, 1))


@settings(SEEDED)
@given(st.data())
def test_the_value_in_force_is_the_one_that_rules_read(junshan: Pack, data: st.DataObject) -> None:
    """Any history, with ends, holes, late knowledge, activations: model and rule agree on every day."""
    base = junshan.parameters["minimum_wage_monthly"]
    starts = sorted(data.draw(st.lists(_DAYS, min_size=1, max_size=4, unique=True)))
    history = [_drawn(data, base, start, activated=False) for start in starts]
    history += [_drawn(data, base, data.draw(_DAYS), activated=True) for _ in range(data.draw(st.integers(0, 2)))]
    parameter = replace(base, history=tuple(sorted(history, key=lambda value: value.start)))
    known_on = data.draw(st.none() | _DAYS)
    pack = replace(junshan, parameters={**junshan.parameters, base.id: parameter})
    names = Rules(pack, known_on).names(pack.benefits["traineeship-grant"])
    for _ in range(8):
        day = data.draw(_DAYS)
        value = parameter.in_force(day, known_on)
        read = evaluate(names[base.id], {"traineeship_began_on": day})
        assert read == (None if value is None else value.value)


def _drawn(data: st.DataObject, base: Parameter, start: date, activated: bool) -> ParameterValue:
    first = base.history[0]
    assumption = None if activated or data.draw(st.booleans()) else base.label
    until = None if activated else data.draw(st.none() | st.integers(0, 300).map(lambda days: start + timedelta(days)))
    known = data.draw(_DAYS) if activated else data.draw(st.none() | _DAYS)
    value = Fraction(data.draw(st.integers(1, 9999)))
    return replace(first, start=start, until=until, value=value, known_since=known, assumption=assumption,
                   activated=activated)  # fmt: skip
