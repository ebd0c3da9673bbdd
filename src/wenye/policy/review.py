"""The review of a whole pack: what is true of its rules that nobody may have wanted.

It runs once for each interval between changes of a benefit's parameters. Every counter-example lies inside the
declared domains and was replayed through the case reading before it is told.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from wenye.feel import Text
from wenye.policy.assumed import assumed_parameters, read_parameters
from wenye.policy.model import Benefit, Pack, Period
from wenye.policy.program import Program
from wenye.policy.review_case import KINDS, Finding, Subject
from wenye.policy.review_pairs import pairs
from wenye.policy.review_rules import findings
from wenye.policy.rules import Rules, validity


def review(pack: Pack, benefits: Iterable[Benefit] | None = None,
           progress: Callable[[str], None] = lambda step: None) -> list[Finding]:
    """All findings, ordered by kind and measure. ``progress`` is told each benefit as its turn comes."""
    rules = Rules(pack)
    chosen = list(benefits) if benefits is not None else list(pack.benefits.values())
    found: list[Finding] = []
    for benefit in chosen:
        progress(benefit.id)
        found += _of_benefit(rules, benefit)
    progress("pairs")
    found += pairs(rules, chosen)
    order = {kind: index for index, kind in enumerate(KINDS)}
    return sorted(found, key=lambda finding: (order[finding.kind], pack.benefits[finding.benefits[0]].measure))


def _of_benefit(rules: Rules, benefit: Benefit) -> Iterator[Finding]:
    program = rules.program(benefit)
    told: set[str] = set()
    for since, before in intervals(program, validity(rules.pack, benefit)):
        for finding in findings(Subject(rules, benefit, program, since, before)):
            if finding.text.zh not in told:
                told.add(finding.text.zh)
                yield finding
    yield from _declared(rules, benefit, program)


def intervals(program: Program, valid: Period | None) -> list[tuple[date | None, date | None]]:
    """The intervals between changes of the parameters that a rule reads, as far as they meet its validity.

    Before the first change nothing is known; an interval ends before its second day. A parameter that another fact
    dates cuts nothing: within an interval it may have any of its values.
    """
    changes = sorted({first for node in program.parameters if not node.apart for first, _ in node.history})
    if not changes:
        return [(None, None)]
    return [span for span in zip(changes, [*changes[1:], None], strict=True) if _meets(span, valid)]


def _meets(span: tuple[date, date | None], valid: Period | None) -> bool:
    since, before = span
    if valid is None:
        return True
    early = valid.start is not None and before is not None and before <= valid.start
    return not early and not (valid.end is not None and since > valid.end)


def _expired(rules: Rules, benefit: Benefit, program: Program) -> Iterator[Finding]:
    """A value that ends while the benefit goes on: from then on the benefit cannot be decided."""
    valid = validity(rules.pack, benefit)
    last = valid.end if valid is not None else None
    for name in read_parameters(program):
        parameter = rules.pack.parameters[name]
        ends = parameter.known()[-1].until
        if ends is not None and (last is None or ends < last):
            yield Finding("expired", (benefit.id,), Text(f"{parameter.label.zh}只到 {ends} 有效，此后无法认定。",
                                                         f"{parameter.label.en} holds only until {ends}."))


def _declared(rules: Rules, benefit: Benefit, program: Program) -> Iterator[Finding]:
    for name in assumed_parameters(rules.pack, program):
        parameter = rules.pack.parameters[name]
        for value in parameter.known():
            if value.assumption is not None:
                wanted = value.source_wanted or Text("", "")
                yield Finding("assumption", (benefit.id,),
                              Text(f"{parameter.label.zh}：{value.assumption.zh}真实数值来源：{wanted.zh}。",
                                   f"{parameter.label.en}: {value.assumption.en} Wanted: {wanted.en}."))
    yield from _expired(rules, benefit, program)
    if benefit.awaiting is not None:
        unit = rules.pack.units[benefit.awaiting.settled_by].label
        yield Finding("awaiting", (benefit.id,), Text(f"{benefit.awaiting.text.zh}（由{unit.zh}落实）",
                                                      f"{benefit.awaiting.text.en} ({unit.en})"))
