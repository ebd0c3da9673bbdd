"""The phrases of the rule language in both languages, and how parts are put into them.

In Chinese a number or a Latin word is set off from Chinese characters by a space, and full-width punctuation takes
none; dates stay closed. In English a value is told as ``label: relation``, which reads well after any label.
"""

import re
from collections.abc import Mapping

from wenye.feel.text import Text

RELATIONS: Mapping[str, Text] = {
    "count <": Text("少于{b}", "fewer than {b}"),
    "count <=": Text("不超过{b}", "at most {b}"),
    "count >": Text("超过{b}", "more than {b}"),
    "count >=": Text("不少于{b}", "at least {b}"),
    "number <": Text("低于{b}", "less than {b}"),
    "number <=": Text("不高于{b}", "at most {b}"),
    "number >": Text("高于{b}", "more than {b}"),
    "number >=": Text("不低于{b}", "at least {b}"),
    "zero <": Text("小于{b}", "less than {b}"),
    "zero <=": Text("不大于{b}", "at most {b}"),
    "zero >": Text("大于{b}", "more than {b}"),
    "zero >=": Text("不小于{b}", "at least {b}"),
    "date <": Text("早于{b}", "before {b}"),
    "date <=": Text("不晚于{b}", "on or before {b}"),
    "date >": Text("晚于{b}", "after {b}"),
    "date >=": Text("不早于{b}", "on or after {b}"),
    "year <": Text("早于{b}", "before {b}"),
    "year <=": Text("不晚于{b}", "{b} or earlier"),
    "year >": Text("晚于{b}", "after {b}"),
    "year >=": Text("不早于{b}", "{b} or later"),
    "=": Text("为{b}", "{b}"),
    "!=": Text("不是{b}", "other than {b}"),
    "number !=": Text("不为{b}", "other than {b}"),
    "equal": Text("等于{b}", "equal to {b}"),
    "unequal": Text("不等于{b}", "not equal to {b}"),
    "same": Text("与{b}相同", "the same as {b}"),
    "other": Text("与{b}不同", "different from {b}"),
    "range": Text("为{low}至{high}", "{low} to {high}"),
    "date range": Text("在{low}至{high}之间（含首尾两日）", "from {low} to {high}, both included"),
    "years": Text("在{low}至{high}间", "from {low} to {high}"),
    "in year": Text("在{b}内", "in {b}"),
    "not in year": Text("不在{b}内", "not in {b}"),
    "beyond and": Text("{a}且{b}", "{a} and {b}"),
    "beyond or": Text("{a}或{b}", "{a} or {b}"),
    "relation and": Text("{a}，且{b}", "{a}, and {b}"),
    "relation or": Text("{a}，或{b}", "{a}, or {b}"),
}
"""What is said of one value; the subject stands before it."""

PHRASES: Mapping[str, Text] = {
    **RELATIONS,
    "subject": Text("{a}{b}", "{a}: {b}"),
    "passed": Text("自{a}至{b}已满{n}", "at least {n} from {a} to {b}"),
    "not passed": Text("自{a}至{b}不满{n}", "less than {n} from {a} to {b}"),
    "within": Text("自{a}至{b}不超过{n}", "at most {n} from {a} to {b}"),
    "not within": Text("自{a}至{b}已超过{n}", "more than {n} from {a} to {b}"),
    "age": Text("截至{b}年满{n}周岁", "aged {n} or over on {b}"),
    "not age": Text("截至{b}未满{n}周岁", "under {n} on {b}"),
    "age of": Text("{who}截至{b}年满{n}周岁", "the {who} is {n} or over on {b}"),
    "not age of": Text("{who}截至{b}未满{n}周岁", "the {who} is under {n} on {b}"),
    "age within": Text("{b}不晚于满{n}周岁之日", "{b} is not after the {n} birthday"),
    "not age within": Text("{b}晚于满{n}周岁之日", "{b} is after the {n} birthday"),
    "same year": Text("{a}与{b}在同一年", "{a} and {b} are in the same year"),
    "not same year": Text("{a}与{b}不在同一年", "{a} and {b} are not in the same year"),
    "alike": Text("“{a}”与“{b}”同时成立或同时不成立", "either both or neither of: {a}; {b}"),
    "not alike": Text("“{a}”与“{b}”恰有一项成立", "just one of: {a}; {b}"),
    "and": Text("{a}，并且{b}", "{a}, and {b}"),
    "or": Text("{a}，或者{b}", "{a}, or {b}"),
    "all of": Text("同时符合：{a}", "all of the following: {a}"),
    "not all of": Text("未能同时符合：{a}", "not all of the following: {a}"),
    "one of": Text("符合下列情形之一：{a}", "one of the following: {a}"),
    "none of": Text("下列情形均不符合：{a}", "none of the following: {a}"),
    "if": Text("{test}的，{then}；其他情形，{other}", "if {test}, {then}; otherwise {other}"),
    "if else": Text("{test}的，{then}；{instead}的，{other}", "if {test}, {then}; if {instead}, {other}"),
    "value if": Text("{test}的，为{then}；其他情形，为{other}", "{then} if {test}, otherwise {other}"),
    "share of": Text("{a}的{b}", "{b} of {a}"),
    "share named": Text("{b}（{a}）", "{b} ({a})"),
    "ratio": Text("{a}与{b}之比", "ratio of {a} to {b}"),
    "+": Text("{a}加{b}", "{a} plus {b}"),
    "-": Text("{a}减去{b}", "{a} less {b}"),
    "*": Text("{a} × {b}", "{a} × {b}"),
    "/": Text("{a} ÷ {b}", "{a} ÷ {b}"),
    "minus": Text("负的{a}", "minus {a}"),
    "above": Text("{a}超出{b}的部分", "the part of {a} above {b}"),
    "size": Text("{a}的绝对值", "the size of {a}"),
    "lower": Text("{a}中较低的一个", "the lower of {a}"),
    "lowest": Text("{a}中最低的一个", "the lowest of {a}"),
    "higher": Text("{a}中较高的一个", "the higher of {a}"),
    "highest": Text("{a}中最高的一个", "the highest of {a}"),
    "earlier": Text("{a}中较早的一天", "the earlier of {a}"),
    "earliest": Text("{a}中最早的一天", "the earliest of {a}"),
    "later": Text("{a}中较晚的一天", "the later of {a}"),
    "latest": Text("{a}中最晚的一天", "the latest of {a}"),
    "capped": Text("{a}，但不超过{b}", "{a}, but no more than {b}"),
    "floored": Text("{a}，但不低于{b}", "{a}, but no less than {b}"),
    "at most": Text("{a}，最高{b}", "{a}, at most {b}"),
    "at least": Text("{a}，最低{b}", "{a}, at least {b}"),
    "rounded": Text("{a}（{how}到{unit}）", "{a} ({how} to {unit})"),
    "after": Text("{a}后{n}", "{n} after {a}"),
    "before": Text("{a}前{n}", "{n} before {a}"),
    "year of": Text("{a}的年份", "year of {a}"),
    "parameter": Text("{a}（{b}）", "{a} ({b})"),
    "value from": Text("{a}，{day}起{b}", "{a}; {b} from {day}"),
    "value by": Text("{a}，按{day}取值", "{a}, as on {day}"),
    "value until": Text("{a}，至{day}止", "{a} until {day}"),
    "in brackets": Text("（{a}）", "({a})"),
    "yes": Text("{a}：是", "{a}: yes"),
    "no": Text("{a}：否", "{a}: no"),
    "always": Text("不设条件", "no condition"),
    "otherwise": Text("其他情形", "otherwise"),
    "told !=": Text("不是{b}", "not {b}"),
    "told number !=": Text("不为{b}", "not {b}"),
    "told range": Text("在{low}至{high}之间", "within {low} to {high}"),
    "told age": Text("{birth}，截至{b}年满{n}周岁", "{birth}, {n} or over on {b}"),
    "told not age": Text("{birth}，截至{b}未满{n}周岁", "{birth}, under {n} on {b}"),
    "told age of": Text("{birth}，截至{b}年满{n}周岁", "{birth}, {n} or over on {b}"),
    "told not age of": Text("{birth}，截至{b}未满{n}周岁", "{birth}, under {n} on {b}"),
    "told age within": Text("{birth}，{b}不晚于满{n}周岁之日", "{birth}, {b} is not after the {n} birthday"),
    "told not age within": Text("{birth}，{b}晚于满{n}周岁之日", "{birth}, {b} is after the {n} birthday"),
    "unknown": Text("{a}尚不清楚", "not known yet: {a}"),
    "unknown whether": Text("尚不清楚是否{a}", "not known yet, yes or no: {a}"),
    "unknown whether is": Text("尚不清楚是不是{a}", "not known yet, yes or no: {a}"),
    "unknown whether of": Text("尚不清楚{who}是否{a}", "not known yet, yes or no: {a}"),
    "unknown whether is of": Text("尚不清楚{who}是不是{a}", "not known yet, yes or no: {a}"),
    "no value": Text("{a}在适用日期还没有公布的数值", "no value for that date yet: {a}"),
    "stated number": Text("{a} {b}", "{a}: {b}"),
    "stated": Text("{a}为{b}", "{a}: {b}"),
    "stated none": Text("{a}：{b}", "{a}: {b}"),
    "stated about": Text("{a}约为{b}", "{a}: about {b}"),
    "because": Text("{a}，{b}", "{a}, {b}"),
}
"""Every phrase; ``{a}``, ``{b}`` are its parts, ``{n}`` a length of time. What begins with "told" is said of a case."""

ROUNDINGS: Mapping[str, Text] = {
    "half up": Text("四舍五入", "rounded half up"), "half down": Text("五舍六入", "rounded half down"),
    "down": Text("舍去尾数", "rounded down"), "up": Text("尾数进一", "rounded up"),
    "floor": Text("舍去尾数", "rounded down"), "ceiling": Text("尾数进一", "rounded up"),
}
YUAN_DIGITS: Mapping[int, Text] = {
    2: Text("分", "the fen"), 1: Text("角", "the jiao"), 0: Text("元", "the yuan"), -1: Text("十元", "10 yuan"),
    -2: Text("百元", "100 yuan"), -3: Text("千元", "1,000 yuan"), -4: Text("万元", "10,000 yuan"),
}
DIGITS: Mapping[int, Text] = {
    0: Text("整数", "a whole number"), 1: Text("一位小数", "1 decimal"), 2: Text("两位小数", "2 decimals"),
    3: Text("三位小数", "3 decimals"), 4: Text("四位小数", "4 decimals"), 5: Text("五位小数", "5 decimals"),
    6: Text("六位小数", "6 decimals"), -1: Text("十位", "tens"), -2: Text("百位", "hundreds"),
    -3: Text("千位", "thousands"), -4: Text("万位", "ten thousands"),
}

_PART = re.compile(r"\{(\w+)\}")
_HAN, _LATIN = r"[\u4e00-\u9fff]", r"[A-Za-z0-9+\-]"
_MEETS = re.compile(rf"{_HAN}{_LATIN}|[A-Za-z0-9%]{_HAN}")
_LOOSE = re.compile(r" +(?=[（）“”，。；：、])|(?<=[（）“”，。；：、]) +")


def phrase(key: str, language: str, **parts: str) -> str:
    """A phrase with its parts filled in."""
    return fill(PHRASES[key], language, **parts)


def fill(template: Text, language: str, **parts: str) -> str:
    """A template with its parts filled in, spaced as its language wants it."""
    text = template.of(language)
    return _filled(text, parts) if language == "zh" else text.format(**parts)


def joined(items: list[str], language: str, last: str = "or") -> str:
    """A list in words: 甲、乙或丙 / a, b or c."""
    if len(items) < 2:
        return "".join(items)
    if language == "zh":
        return beside("、".join(items[:-1]), {"or": "或", "and": "与"}[last], items[-1])
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def beside(*parts: str) -> str:
    """Chinese parts put side by side, with a space where a character meets a number or a Latin word."""
    made = ""
    for part in parts:
        gap = " " if made and part and _MEETS.fullmatch(made[-1] + part[0]) else ""
        made = f"{made}{gap}{part}"
    return _LOOSE.sub("", made)


def the(label: str) -> str:
    """An English label with its article, where it has none of its own."""
    first = label.split(" ")[0]
    return f"the {label}" if label[:1].islower() and first not in _DETERMINERS else label


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 60th."""
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10 if number // 10 % 10 != 1 else 0, "th")
    return f"{number}{ending}"


def _filled(text: str, parts: Mapping[str, str]) -> str:
    """The template cut at its places, so that every seam is seen."""
    pieces = _PART.split(text)
    return beside(*(parts[piece] if index % 2 else piece for index, piece in enumerate(pieces)))


_DETERMINERS = frozenset("the a an own its their his her how minus".split())
