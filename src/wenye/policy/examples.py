"""The worked examples of a pack, run through the readings of its rules.

``python -m wenye.policy.examples FOLDER [BENEFIT …]`` prints every example that does not come out as its author
worked it by hand.
"""

import sys
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path

from wenye.feel.case import Outcome
from wenye.policy.given import integers
from wenye.policy.model import Benefit, Example
from wenye.policy.pack import load
from wenye.policy.rules import Rules


def outcome(rules: Rules, benefit: Benefit, example: Example) -> Outcome:
    """What the case reading says of an example."""
    return rules.decider(benefit)(integers(example.given, rules.names(benefit)))


def differences(example: Example, found: Outcome) -> Iterator[str]:
    """How an outcome differs from what the example expects; ``fails`` and ``missing`` count where they are given."""
    said, amount, tests, missing = found
    if said != example.expect:
        yield f"应为 {example.expect}，得出 {said}"
    if example.amount is not None and amount != example.amount * 100:
        yield f"金额应为 {example.amount} 元，得出 {'无' if amount is None else Fraction(amount, 100)} 元"
    failed = tuple(name for name, value, _ in tests if value is False)
    if example.fails is not None and set(failed) != set(example.fails):
        yield f"不符合的条件应为 {'、'.join(example.fails)}，得出 {'、'.join(failed) or '无'}"
    if example.missing is not None and set(missing) != set(example.missing):
        yield f"缺少的事实应为 {'、'.join(example.missing)}，得出 {'、'.join(missing) or '无'}"


def main(arguments: Sequence[str]) -> int:
    """Runs the examples of a pack; 1 when one of them differs."""
    pack = load(Path(arguments[0]))
    chosen = [benefit for benefit in pack.benefits.values() if not arguments[1:] or benefit.id in arguments[1:]]
    wrong = count = 0
    rules: dict[object, Rules] = {}
    for benefit in chosen:
        for example in benefit.examples:
            known = rules.setdefault(example.on, Rules(pack, example.on))
            said = list(differences(example, outcome(known, benefit, example)))
            count, wrong = count + 1, wrong + bool(said)
            if said:
                print(f"{example.at}  {benefit.id}「{example.name.zh}」：{'；'.join(said)}")
    print(f"{count} 个示例，{wrong} 个不符 / {count} examples, {wrong} differ")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
