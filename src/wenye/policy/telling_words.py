"""The phrases in which a whole benefit is said, in both languages, and the periods in them."""

from collections.abc import Mapping
from datetime import date

from wenye.feel.nouns import whole_years
from wenye.feel.phrases import fill
from wenye.feel.text import Text
from wenye.feel.wording import day_words


def said(key: str, **parts: Text) -> Text:
    """A phrase with its parts filled in, in both languages."""
    zh = {name: part.zh for name, part in parts.items()}
    en = {name: part.en for name, part in parts.items()}
    return Text(fill(SAID[key], "zh", **zh), fill(SAID[key], "en", **en))


def during(start: date | None, end: date | None, years: bool) -> Text:
    """A period: 2019年1月1日起, from 1 January 2019; ``years``: it is counted in years, as are whole years anyway."""
    span = whole_years(start, end)
    if span is not None:
        return _years(span[0], span[-1])
    if years:
        first = start.year + (start > date(start.year, 1, 1)) if start else None
        return _years(first, end.year if end else None)
    key = "between" if start and end else "from" if start else "until"
    return said(f"during {key}", start=_day(start), end=_day(end))


def _years(first: int | None, last: int | None) -> Text:
    key = "year" if first == last else "years" if first and last else "from year" if first else "until year"
    return said(f"during {key}", start=same(first), end=same(last))


def _day(day: date | None) -> Text:
    return Text(day_words(day, "zh"), day_words(day, "en")) if day else same(None)


def same(figure: object) -> Text:
    """What is written alike in both languages."""
    return Text(str(figure), str(figure))


PERIODS: Mapping[str, Text] = {
    "year": Text("每年", "a year"),
    "half_year": Text("每半年", "every half-year"),
    "quarter": Text("每季度", "a quarter"),
    "month": Text("每月", "a month"),
    "week": Text("每周", "a week"),
    "day": Text("每天", "a day"),
    "event": Text("每场", "at each event"),
}
_SAME = {
    "ever": Text("", ""),
    "year": Text("同一年内", " in the same year"),
    "half_year": Text("同一半年内", " in the same half-year"),
    "quarter": Text("同一季度内", " in the same quarter"),
    "month": Text("同一月内", " in the same month"),
}
HEADS: Mapping[str, Text] = {
    "conditions": Text("条件：", "Conditions:"),
    "amount": Text("待遇：", "What is given:"),
    "papers": Text("材料：", "Papers:"),
    "steps": Text("办理：", "How it goes:"),
    "assumed": Text(
        "以下尚属假定或待定，登记启用前只测算，不拨付：",
        "Assumed or awaited; worked out, not paid, until an activation is recorded:",
    ),
    "open": Text("还要明确：", "Still to be settled:"),
}
SAID: Mapping[str, Text] = {
    "title": Text("{label}（第{number}条）", "{label} (measure {number})"),
    "who": Text("认定对象：{subject}", "Decided for: each {subject}"),
    "who same": Text("给谁：{subject}", "For: each {subject}"),
    "who paid": Text("给谁：{payee}（按{subject}逐项认定）", "For: the {payee}, decided for each {subject}"),
    "judged": Text("{said}（由{unit}认定）", "{said} (judged by: {unit})"),
    "paid": Text("{when}：{much}", "{when} → {much}"),
    "much total": Text("{sum}", "{sum}"),
    "much monthly": Text("{sum}（按月）", "{sum}, each month"),
    "much daily": Text("{sum}（按天）", "{sum}, each day"),
    "much per_item": Text("{sum}（按次）", "{sum}, each time"),
    "much limit": Text("{sum}（最高额度）", "{sum} (the limit)"),
    "hit first": Text("自上而下，以先符合的一档为准", "the first line that fits counts"),
    "hit collect sum": Text("符合几档的，金额相加", "where several lines fit, their sums are added up"),
    "count": Text("{what}：{n}次", "{what}: {n}"),
    "often": Text("次数：{often}", "How often: {often}"),
    "any times": Text("不限", "no limit"),
    "once ever": Text("{unit}限一次", "once for each {unit}"),
    "times ever": Text("{unit}累计不超过{n}次", "at most {n} times for each {unit}"),
    "quota ever": Text("名额：共{n}个", "Places: {n} in all"),
    "shared": Text("与{others}只能享受其一", "Either this or: {others}"),
    "basis document": Text("文件规定", "by the document"),
    "basis assumption": Text("假定", "assumed"),
    "together": Text("可以与{others}同时享受（{basis}）", "May be had together ({basis}) with: {others}"),
    "stacking open": Text(
        "能否与{others}同时享受，待{unit}明确", "{unit} is to say whether it may be had together with: {others}"
    ),
    "in force": Text("有效期：{during}，以{by}为准", "Valid: {during}, by {by}"),
    "fund": Text("资金：{fund}", "Money: {fund}"),
    "fund assumed": Text("资金：{fund}（假定）", "Money: {fund} (assumed)"),
    "the fund": Text("资金来源是假定的", "the fund is assumed"),
    "paper": Text("{paper}（证明：{facts}）", "{paper} (proves: {facts})"),
    "time limit": Text("办理时限：{limit}", "Time limit: {limit}"),
    "assumed": Text("{text}（真实依据：{wanted}）", "{text} (wanted: {wanted})"),
    "assumed value": Text("{label}：{text}", "{label}: {text}"),
    "awaiting": Text("等待上级规定：{text}（由{unit}落实）", "Waits for rules from above: {text} (to be settled by: {unit})"),
    "open": Text("{question}（由{unit}明确）", "{question} (to be said by: {unit})"),
    "during between": Text("{start}至{end}（含首尾两日）", "{start} to {end}, both included"),
    "during from": Text("{start}起", "from {start}"),
    "during until": Text("到{end}为止", "until {end}"),
    "during year": Text("{start} 年内", "{start}"),
    "during years": Text("{start} 至 {end} 年", "{start} to {end}"),
    "during from year": Text("{start} 年起", "from {start}"),
    "during until year": Text("到 {end} 年为止", "until {end}"),
    **{
        f"count {key}": Text(f"{{what}}：{period.zh}{{n}}次", f"{{what}}: {{n}} {period.en}")
        for key, period in PERIODS.items()
    },
    **{
        f"once {key}": Text(f"{{unit}}{period.zh}一次", f"once {period.en} for each {{unit}}")
        for key, period in PERIODS.items()
    },
    **{
        f"times {key}": Text(
            f"{{unit}}{period.zh}不超过{{n}}次", f"at most {{n}} times {period.en} for each {{unit}}"
        )
        for key, period in PERIODS.items()
    },
    **{
        f"quota {key}": Text(f"名额：{period.zh}{{n}}个", f"Places: {{n}} {period.en}")
        for key, period in PERIODS.items()
    },
    **{
        f"excludes {key}": Text(
            f"{same.zh}不能与{{others}}同时享受（{{basis}}）", f"Not together{same.en} ({{basis}}) with: {{others}}"
        )
        for key, same in _SAME.items()
    },
}
