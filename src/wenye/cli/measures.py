"""``./wenye measures [--json]``."""

from typing import TYPE_CHECKING, Annotated

from wenye.cli.arguments import BadParameter, Option

if TYPE_CHECKING:
    from wenye.policy.model import Measure, OpenQuestion, Pack, Part, Period


def run(
    plan: Annotated[int | None, Option(help="只列一个计划（1 至 6） · only one plan")] = None,
    as_json: Annotated[bool, Option("--json", help="输出 JSON · answer as JSON")] = False,
) -> None:
    """列出一百项措施：计划、牵头和相关单位、组成部分、可执行的待遇。"""
    from wenye.cli.answers import print_json, print_table
    from wenye.cli.paths import pack as folder
    from wenye.policy.pack import load

    pack = load(folder())
    if plan is not None and plan not in pack.plans:
        raise BadParameter(f"没有第 {plan} 个计划，可选 {'、'.join(str(number) for number in pack.plans)}。 / no such plan")
    measures = [measure for measure in pack.measures.values() if plan in (None, measure.plan)]
    if as_json:
        print_json([described(measure, pack) for measure in measures])
        return
    rows = [[str(measure.number), str(measure.plan), measure.title.zh, "、".join(units(measure.lead, pack)),
             " ".join(measure.benefits)] for measure in measures]
    print_table(rows, ["条", "计划", "措施 measure", "牵头 lead", "待遇 benefits"])


def described(measure: "Measure", pack: "Pack") -> dict[str, object]:
    """A measure as JSON; units by their Chinese names as in the document's cells, without the rule on towns."""
    from wenye.cli.answers import both

    return {
        "number": measure.number,
        "plan": measure.plan,
        "title": both(measure.title.zh, measure.title.en),
        "lead": units(measure.lead, pack),
        "related": units(measure.related, pack),
        "parts": [_part(part) for part in measure.parts],
        "benefits": list(measure.benefits),
        "valid": _period(measure.valid or pack.valid),
        "open": [_open(question, pack) for question in open_questions(measure)],
    }


def open_questions(measure: "Measure") -> list["OpenQuestion"]:
    """What the measure and its benefits leave open."""
    return [*measure.open, *(question for benefit in measure.benefits.values() for question in benefit.open)]


def _open(question: "OpenQuestion", pack: "Pack") -> dict[str, object]:
    from wenye.cli.answers import both

    return {"id": question.id, "question": both(question.question.zh, question.question.en),
            "settled_by": pack.units[question.settled_by].label.zh}


def units(ids: tuple[str, ...], pack: "Pack") -> list[str]:
    """The Chinese names of units."""
    return [pack.units[unit].label.zh for unit in ids]


def _part(part: "Part") -> dict[str, object]:
    from wenye.cli.answers import both
    from wenye.policy.decide import plain

    figures = {"at_least": part.at_least, "at_most": part.at_most, "count": part.count, "amount": part.amount,
               "floor": part.floor}
    dates = {"from": part.start, "until": part.until}
    words = {"per": part.per, "every": part.every, "on": part.on, "fund": part.fund}
    return {
        "id": part.id,
        "kind": part.kind,
        "label": both(part.label.zh, part.label.en),
        **({"unit": both(part.unit.zh, part.unit.en)} if part.unit else {}),
        **{name: plain(value) for name, value in {**figures, **dates}.items() if value is not None},
        **{name: word for name, word in words.items() if word is not None},
    }


def _period(period: "Period | None") -> dict[str, str | None] | None:
    if period is None:
        return None
    return {"from": period.start.isoformat() if period.start else None, "to": period.end.isoformat() if period.end else None}
