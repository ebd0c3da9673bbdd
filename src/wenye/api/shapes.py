"""The shapes of the answers, for the description of the interface. The tests hold the answers to them.

Nothing is read or written through these classes: answers are made by ``policy.listing`` and its neighbours.
A description is written ``"中文 · English"``; the page of the interface shows one of the two.
"""

from typing import Annotated, Literal

from ninja import Schema
from pydantic import ConfigDict, Field

Id = Annotated[str, Field(pattern=r"^[a-z0-9_.-]+$")]
Day = Annotated[str, Field(json_schema_extra={"format": "date"})]
Outcome = Annotated[
    Literal["yes", "no", "unknown"],
    Field(description="符合、不符合、还不能判定 · entitled, not entitled, cannot tell yet"),
]
Exact = Annotated[int | str, Field(description="整数，或写成文字的小数 · a whole number, or a decimal as text")]
Value = Annotated[bool | int | str, Field(description="是否、数、日期或选项 · yes/no, number, date or option")]
Fen = Annotated[int, Field(description="以分计 · in fen")]


class Shape(Schema):
    """An object with these members and no others."""

    model_config = ConfigDict(extra="forbid")


class Both(Shape):
    """中英文文字。 · A text in Chinese and English."""

    zh: str
    en: str


class Period(Shape):
    """起止日期，都含当日；没有的为 null。 · Both days included; an open end is null."""

    start: Day | None = Field(alias="from")
    end: Day | None = Field(alias="to")


class Open(Shape):
    """文件没有说明、有待落实的问题。 · What the document leaves open."""

    id: str
    question: Both
    settled_by: str = Field(description="由哪个单位落实 · the unit that must settle it")


class Assumption(Shape):
    """假定的内容，以及真实内容应从哪里来。 · What is assumed, and where the real value would come from."""

    id: str
    text: Both
    source_wanted: Both | None


class Interpretation(Shape):
    """对文字的一种理解。 · One reading of the text, chosen and said."""

    id: str
    text: Both


class Count(Shape):
    """每期多少。 · So many of something in each period."""

    what: Both
    count: int
    per: str | None


class Place(Shape):
    """评选名额，以及每个名额的奖金（元）。 · Places in a contest, and the prize in yuan for each."""

    of: Both
    count: int | None
    prize: Exact | None


class Limit(Shape):
    """一个有名称的数。 · A named figure."""

    label: Both
    value: Exact
    unit: Both | None


class Part(Shape):
    """措施中不是认定规则的部分；只列文件写明的内容。 · A part of a measure that is not an executable rule; only what it says is there."""

    id: str
    kind: str
    label: Both
    text: Both | None = None
    metric: Both | None = None
    unit: Both | None = None
    of: Both | None = None
    purpose: Both | None = None
    per: str | None = None
    every: str | None = None
    on: str | None = None
    fund: Id | None = None
    rule: str | None = None
    nominate_to: str | None = None
    clause: str | None = None
    consent: bool = False
    audit: bool = False
    at_least: Exact | None = None
    at_most: Exact | None = None
    count: Exact | None = None
    amount: Exact | None = None
    floor: Exact | None = None
    start: Day | None = Field(None, alias="from")
    until: Day | None = None
    by: list[str] = []
    keeper: str | None = None
    places: list[Place] = []
    counts: list[Count] = []
    limits: list[Limit] = []
    fields: list[Both] = []
    evidence: list[Both] = []


class Measure(Shape):
    """一条措施；单位用文件中的名称。 · One of the measures; units as the document names them."""

    number: int
    plan: int
    title: Both
    lead: list[str]
    related: list[str]
    parts: list[Part]
    benefits: list[Id]
    valid: Period | None
    open: list[Open]


class MeasureInFull(Measure):
    """一条措施及其依据。 · A measure with what stands behind it."""

    summary: Both
    interpretations: list[Interpretation]
    assumptions: list[Assumption]
    document_faults: list[Both]


class Option(Shape):
    """一个选项。 · An option of a fact."""

    value: str
    label: Both


class Range(Shape):
    """最小值和最大值。 · The lowest and the highest value."""

    low: Exact = Field(alias="from")
    high: Exact = Field(alias="to")


class Fact(Shape):
    """规则读取的一项事实，用规则里的名称。 · A fact that rules read, under the name that the rule uses."""

    name: Id
    type: str
    unit: Both | None
    values: list[Option] | list[bool] | Range | None
    subject: Id
    label: Both
    question: Both | None
    verified_by: Id | None
    derived: str | None = Field(description="由其他事实推导，不能给出 · computed from other facts, never given")
    judgement: bool = Field(description="由单位人工认定 · answered by an officer")


class ParameterValue(Shape):
    """从某日起的数值，到被取代或失效为止。 · A value from a day on, until another takes its place or it ends."""

    start: Day = Field(alias="from")
    until: Day | None
    value: Value
    known_since: Day | None
    source: Both | None
    assumption: Both | None
    source_wanted: Both | None


class Parameter(Shape):
    """规则读取的、随时间变化的数值。 · A dated value that rules read."""

    id: Id
    type: str
    unit: Both | None
    label: Both
    dated_by: Id | None = Field(
        description="按哪个事实的日期取值，空为待遇自己的日期 · the fact whose day counts; null: the benefit's own"
    )
    assumed: bool
    values: list[ParameterValue]


class Health(Shape):
    """答复请求的程序和政策包。 · The program and the pack that answer."""

    version: str
    pack: str = Field(description="政策包的哈希 · the hash of the pack")
