"""The worked examples of a pack, run through the case reading of its rules."""

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction

from wenye.feel.case import Outcome
from wenye.feel.errors import Fault
from wenye.feel.text import Text
from wenye.policy.given import decimal_text, integers
from wenye.policy.model import Benefit, Example, Pack
from wenye.policy.rules import Rules


def outcome(rules: Rules, benefit: Benefit, example: Example) -> Outcome:
    """What the case reading says of an example."""
    return rules.decider(benefit)(integers(example.given, rules.names(benefit)))


def differences(example: Example, found: Outcome) -> Iterator[Text]:
    """How an outcome differs from what the example expects; ``fails`` and ``missing`` count where they are given."""
    said, amount, tests, missing = found
    if said != example.expect:
        yield Text(f"应为 {example.expect}，得出 {said}", f"{said} instead of {example.expect}")
    if example.amount is not None and amount != example.amount * 100:
        paid = "无" if amount is None else decimal_text(Fraction(amount, 100))
        wanted = decimal_text(example.amount)
        yield Text(f"金额应为 {wanted} 元，得出 {paid} 元", f"{paid.replace('无', 'no')} yuan instead of {wanted}")
    failed = tuple(name for name, value, _ in tests if value is False)
    if example.fails is not None and set(failed) != set(example.fails):
        yield _otherwise("不符合的条件", "failed conditions", example.fails, failed)
    if example.missing is not None and set(missing) != set(example.missing):
        yield _otherwise("缺少的事实", "missing facts", example.missing, missing)


def _otherwise(zh: str, en: str, wanted: Sequence[str], found: Sequence[str]) -> Text:
    return Text(
        f"{zh}应为 {'、'.join(wanted)}，得出 {'、'.join(found) or '无'}",
        f"{en}: {', '.join(found) or 'none'} instead of {', '.join(wanted)}",
    )


def wrong(pack: Pack) -> Iterator[Fault]:
    """The examples of a pack that do not come out as their author worked them by hand, as faults of the pack."""
    rules: dict[date, Rules] = {}
    for benefit in pack.benefits.values():
        for example in benefit.examples:
            known = rules.setdefault(example.on, Rules(pack, example.on))
            said = list(differences(example, outcome(known, benefit, example)))
            if said:
                message = Text(
                    f"示例“{example.name.zh}”：{'；'.join(each.zh for each in said)}。",
                    f"The example '{example.name.en}' comes out otherwise: {'; '.join(each.en for each in said)}.",
                )
                yield Fault("example.outcome", example.at, message, _RECKON, f"benefits.{benefit.id}.examples")


_RECKON = Text(
    "请按条文重新核算：改规则，或改示例。", "Work it out again from the clause: correct the rule or the example."
)
