"""Every figure of a Chinese sentence with its unit, in one normal form.

The normal form is what a measure file lists under ``figures``: Arabic digits without separators, 万 and 亿
multiplied out, a range as ``3-9人``, dates as ``2020年12月31日``; document numbers are references
(``湘政发〔2018〕30号``), not figures. Chinese numerals count where they measure something (满一年, 五级,
三档), never inside quotation marks or titles and never as part of a word (一次性, 同一, 一批).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

_DIGITS = "〇零一二两三四五六七八九"
_VALUE = {letter: value for value, letter in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_SCALE = {"": 1, "百": 100, "千": 1000, "万": 10_000, "十万": 100_000, "百万": 1_000_000, "千万": 10_000_000,
          "亿": 100_000_000, "万亿": 1_000_000_000_000}  # fmt: skip

_FULL_WIDTH = str.maketrans("０１２３４５６７８９％／～－", "0123456789%/~-")
_UNITS = tuple(
    "个百分点、个工作日、工作日、个课时、课时、学时、个月、小时、分钟、平方米、公里、周岁、人次、年度、季度、"
    "元、角、人、名、位、家、户、个、次、岁、年、月、日、天、周、级、档、项、件、条、批、期、场、倍、成、亩、"
    "届、种、类、所、处、间、套、份、辆、分、%、‰".split("、")
)
_MEASURED = tuple(
    "个工作日、工作日、个课时、课时、个月、周岁、元、人、名、家、户、个、次、岁、年、月、日、天、周、级、档、倍、成".split(
        "、"
    )
)
# 一 that only says "a": no figure
_ARTICLE = ("一个", "一家", "一户", "一人", "一日", "一周", "一成", "一月")
_SAME = {"个课时": "课时", "个工作日": "工作日", "周岁": "岁"}


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted((re.escape(word) for word in words), key=len, reverse=True))


_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_TIMES = rf"(?:{_any(word for word in _SCALE if word)})"
_TO = r"\s*(?:至|到|[-–—~]{1,2})\s*"
_PER = r"(?:\s*/\s*(?:人|户|名|个|家|次|月|年|天|日|期))*"
_YEAR = r"\d{4}"
_NAMED = re.compile(r"“[^”]*”|《[^》]*》|〈[^〉]*〉|「[^」]*」")

_REFERENCE = re.compile(
    r"(?P<code>[\u4e00-\u9fff]{1,12})\s*[〔［\[（(【](?P<year>\d{4})[〕］\]）)】]\s*第?(?P<serial>\d+)号"
)
_CITING = re.compile(r"^.*(?:根据|按照|依据|依照|落实|贯彻|执行|参照|以及|[按据和及与见])(?=.)")

_FIGURE = re.compile(
    rf"""
      (?P<iso>(?<!\d){_YEAR}-\d{{1,2}}-\d{{1,2}}(?!\d))
    | (?P<date>(?<!\d){_YEAR}\s*年(?!度)(?:\s*\d{{1,2}}\s*月(?:\s*\d{{1,2}}\s*日)?)?)
    | (?P<years>(?<!\d)(?P<first>{_YEAR}){_TO}(?P<last>{_YEAR})\s*年)
    | (?P<day>(?<!\d)\d{{1,2}}\s*月\s*\d{{1,2}}\s*日)
    | (?P<range>(?<![\dA-Za-z.])(?P<low>{_NUMBER})\s*(?P<low_times>{_TIMES})?\s*(?P<low_unit>{_any(_UNITS)})?
        {_TO}(?P<high>{_NUMBER})\s*(?P<high_times>{_TIMES})?\s*(?P<high_unit>(?:{_any(_UNITS)}){_PER})?)
    | (?P<part>(?<![\dA-Za-z.])\d+/\d+(?!\d))
    | (?P<plain>(?<![\dA-Za-z])(?P<number>{_NUMBER})\s*(?P<times>{_TIMES})?
        \s*(?P<unit>(?:{_any(_UNITS)}){_PER})?)
    | (?P<percent>百分之(?P<hundredths>[{_DIGITS}十百]+(?:点[{_DIGITS}]+)?))
    | (?P<chinese_year>[一二][{_DIGITS}]{{3}}年)
    | (?P<chinese>(?<![同统唯之专单])(?P<numeral>[{_DIGITS}十百千万亿]+)
        (?P<measured>(?:{_any(_MEASURED)}){_PER})(?![性])(?!生产总值))
    | (?P<half>半年)
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: its normal form, where it stands in the sentence, its bounds and unit.

    ``low`` and ``high`` are equal but for ranges; for dates they are the year, and ``unit`` is ``date``.
    """

    normal: str
    start: int
    end: int
    low: Fraction
    high: Fraction
    unit: str


@dataclass(frozen=True, slots=True)
class Reference:
    """The number of another document, as in ``湘政发〔2018〕30号``."""

    normal: str
    start: int
    end: int


def chinese_number(text: str) -> int:
    """The value of a Chinese numeral (二百五十, 一万五千, 二〇一九)."""
    if len(text) > 1 and all(letter in _VALUE for letter in text):
        return int("".join(str(_VALUE[letter]) for letter in text))
    total, section, digit = 0, 0, 0
    for letter in text:
        if letter in _VALUE:
            digit = _VALUE[letter]
        elif letter in _SMALL:
            section, digit = section + (digit or 1) * _SMALL[letter], 0
        else:
            total, section, digit = (total + (section + digit or 1)) * _SCALE[letter], 0, 0
    return total + section + digit


def references(sentence: str) -> tuple[Reference, ...]:
    """The document numbers of ``sentence``, in reading order."""
    return tuple(_reference(match) for match in _REFERENCE.finditer(sentence.translate(_FULL_WIDTH)))


def figures(sentence: str) -> tuple[Figure, ...]:
    """Every figure of ``sentence`` in reading order; those inside document numbers are left out."""
    text = sentence.translate(_FULL_WIDTH)
    for match in _REFERENCE.finditer(text):
        text = text[: match.start()] + "。" * (match.end() - match.start()) + text[match.end() :]
    names = [match.span() for match in _NAMED.finditer(text)]
    return tuple(figure for match in _FIGURE.finditer(text) for figure in _read(match, names))


def normal(written: str) -> str:
    """``written`` (one figure or document number) in the normal form; itself if it is neither."""
    found = references(written) or figures(written)
    return found[0].normal if len(found) == 1 else written


def _reference(match: re.Match[str]) -> Reference:
    code = match["code"]
    cited = _CITING.match(code)
    skip = cited.end() if cited else 0
    return Reference(f"{code[skip:]}〔{match['year']}〕{match['serial']}号", match.start() + skip, match.end())


def _read(match: re.Match[str], names: list[tuple[int, int]]) -> Iterator[Figure]:
    kind = match.lastgroup or ""
    spelt = kind in ("percent", "chinese", "half", "chinese_year")
    if not spelt or not any(start < match.start() < end for start, end in names):
        yield from _READERS[kind](match)


def _dates(match: re.Match[str]) -> Iterator[Figure]:
    parts = [int(part) for part in re.findall(r"\d+", match[0])]
    yield _date(match, parts, "年月日"[: len(parts)])


def _days(match: re.Match[str]) -> Iterator[Figure]:
    yield _date(match, [int(part) for part in re.findall(r"\d+", match[0])], "月日")


def _chinese_years(match: re.Match[str]) -> Iterator[Figure]:
    yield _date(match, [chinese_number(match[0][:-1])], "年")


def _date(match: re.Match[str], parts: list[int], letters: str) -> Figure:
    written = "".join(f"{part}{letter}" for part, letter in zip(parts, letters, strict=True))
    return Figure(written, match.start(), match.end(), Fraction(parts[0]), Fraction(parts[0]), "date")


def _years(match: re.Match[str]) -> Iterator[Figure]:
    for name in ("first", "last"):
        year = Fraction(match[name])
        yield Figure(f"{match[name]}年", match.start(name), match.end(name), year, year, "date")


def _ranges(match: re.Match[str]) -> Iterator[Figure]:
    low_unit, unit = _unit(match["low_unit"]), _unit(match["high_unit"])
    if low_unit and low_unit != unit.split("/")[0]:
        yield _figure(match.start(), match.end("low_unit"), _value(match["low"], match["low_times"]), low_unit)
        yield _figure(match.start("high"), match.end(), _value(match["high"], match["high_times"]), unit)
        return
    # 5-10万元 scales both ends, 5元-10万元 only the second
    low_times = match["low_times"] or (None if low_unit else match["high_times"])
    low, high = _value(match["low"], low_times), _value(match["high"], match["high_times"])
    written = f"{_digits(low)}-{_digits(high)}{unit}"
    yield Figure(written, match.start(), match.end(), low, high, unit)


def _plain(match: re.Match[str]) -> Iterator[Figure]:
    yield _figure(match.start(), match.end(), _value(match["number"], match["times"]), _unit(match["unit"]))


def _parts(match: re.Match[str]) -> Iterator[Figure]:
    above, below = match[0].split("/")
    value = Fraction(int(above), int(below) or 1)
    yield Figure(f"{int(above)}/{int(below)}", match.start(), match.end(), value, value, "")


def _percents(match: re.Match[str]) -> Iterator[Figure]:
    whole, _, behind = match["hundredths"].partition("点")
    decimals = "".join(str(_VALUE[letter]) for letter in behind)
    yield _figure(match.start(), match.end(), Fraction(f"{chinese_number(whole)}.{decimals or 0}"), "%")


def _chinese(match: re.Match[str]) -> Iterator[Figure]:
    numeral = match["numeral"]
    if match[0] in _ARTICLE or not any(letter in _VALUE or letter == "十" for letter in numeral):
        return
    yield _figure(match.start(), match.end(), Fraction(chinese_number(numeral)), _unit(match["measured"]))


def _halves(match: re.Match[str]) -> Iterator[Figure]:
    yield _figure(match.start(), match.end(), Fraction(6), "个月")


def _figure(start: int, end: int, value: Fraction, unit: str) -> Figure:
    return Figure(f"{_digits(value)}{unit}", start, end, value, value, unit)


def _value(number: str, times: str | None) -> Fraction:
    return Fraction(number.replace(",", "")) * _SCALE[times or ""]


def _unit(written: str | None) -> str:
    unit, *per = re.sub(r"\s", "", written or "").split("/")
    return "/".join([_SAME.get(unit, unit), *per])


def _digits(value: Fraction) -> str:
    """``value`` in decimal digits; every figure read has a finite decimal expansion."""
    if value.denominator == 1:
        return str(value.numerator)
    places = next(places for places in range(1, 40) if 10**places % value.denominator == 0)
    scaled = str(value.numerator * 10**places // value.denominator).rjust(places + 1, "0")
    return f"{scaled[:-places]}.{scaled[-places:]}"


_READERS = {
    "iso": _dates,
    "date": _dates,
    "years": _years,
    "day": _days,
    "range": _ranges,
    "part": _parts,
    "plain": _plain,
    "percent": _percents,
    "chinese_year": _chinese_years,
    "chinese": _chinese,
    "half": _halves,
}
