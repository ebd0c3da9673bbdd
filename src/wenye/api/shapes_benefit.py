"""The shapes of benefits and their rules."""

from typing import Literal

from pydantic import Field

from wenye.api.shapes import Assumption, Both, Count, Day, Fen, Id, Interpretation, Open, Outcome, Period, Shape, Value

AmountIs = Literal["total", "monthly", "limit", "daily", "per_item"]


class Said(Shape):
    """一个表达式：写法（FEEL，DMN 1.5）和说法。 · An expression as written (FEEL, DMN 1.5) and in words."""

    feel: str
    words: Both


class Row(Shape):
    """表的一行。 · A row of a table."""

    cells: list[Said]
    output: Said


class Table(Shape):
    """判定表。 · A decision table."""

    hit: Literal["unique", "first", "any", "collect sum"]
    inputs: list[Said]
    rows: list[Row]


class Paid(Shape):
    """给付的一档：在什么情况下、给多少。 · What is paid, and when."""

    when: Both | None
    much: Both


class Amount(Shape):
    """算式或判定表，以及逐档的说法。 · A formula or a table, and in words line by line."""

    formula: str | None
    table: Table | None
    words: list[Paid]


class Judgement(Shape):
    """由单位人工认定的条件。 · A condition that an officer judges."""

    fact: str
    judged_by: str | None
    evidence: list[Both]


class Condition(Shape):
    """规则的一个条件。 · A condition of a rule."""

    id: str
    label: Both
    clause: str
    words: Both | None
    test: str | None
    judgement: Judgement | None


class Quota(Shape):
    """每期最多多少名额。 · At most so many places in each period."""

    count: int
    per: str


class Claim(Shape):
    """一次给付对应什么、可以有几次。 · What one payment is for, and how often it can be had."""

    unit: list[str] = Field(description="对象和事实，合起来算一个 · entities and facts that count together")
    times: int | None
    per: str
    quota: Quota | None


class Slot(Shape):
    """同名的位置每期只有一个，占了就不能再享受别的。 · Benefits that share a slot exclude each other for its holder and period."""

    name: str
    holder: list[str] = Field(description="对象和事实，合起来算一个 · entities and facts that count together")
    per: str


class Exclusion(Shape):
    """不能与另一项待遇同享。 · Not to be had together with another benefit."""

    benefit: Id
    same: str
    basis: str
    text: Both | None


class Together(Shape):
    """可以与另一项待遇同享。 · May be had together with another benefit."""

    benefit: Id
    basis: str
    text: Both


class Paper(Shape):
    """一份材料，以及它证明的事实。 · A paper, and the facts it proves."""

    id: str
    label: Both
    proves: list[str]


class Awaits(Shape):
    """等待的上级规定。 · The rules from above that a benefit waits for."""

    text: Both
    settled_by: str


class Fund(Shape):
    """资金来源。 · Where the money comes from."""

    id: Id
    label: Both
    assumed: bool


class Example(Shape):
    """按条文手工算出的一例。 · A case worked by hand from the clause."""

    name: Both
    facts: dict[str, Value]
    date: Day
    clause: str | None
    outcome: Outcome
    amount_fen: Fen | None
    fails: list[str] | None
    missing: list[str] | None


class OpenOfBenefit(Open):
    """待遇的未决问题。 · What is open of a benefit."""

    other: Id | None = Field(alias="with", description="能否与此项同享 · whether both may be had together")


class Benefit(Shape):
    """一项待遇的概要。 · A benefit in brief."""

    id: Id
    measure: int
    plan: int
    label: Both
    kind: str
    subject: Id
    payee: Id | None
    purpose: Id
    amount_is: AmountIs | None
    clause: str
    awaiting: bool = Field(description="等待上级规定 · waits for rules from above")
    assumes: list[Id] = Field(description="用到的假定参数 · the assumed parameters it reads")


class BenefitInFull(Benefit):
    """一项待遇的全部内容。 · Everything that is said of a benefit."""

    valid: Period | None
    dated_by: str
    awaits: Awaits | None
    conditions: list[Condition]
    amount: Amount | None
    counts: list[Count]
    fund: Fund | None
    claim: Claim
    terms: list[Both] = Field(description="次数、名额、同享、有效期、资金的说法 · how often, places, validity, money, in words")
    slots: list[Slot]
    excludes: list[Exclusion]
    together: list[Together]
    evidence: list[Paper]
    steps: list[Both]
    time_limit: Both | None
    asked_when: Id | None = Field(description="筛查时先问这一项 · the fact that a screening asks first")
    facts: list[str]
    interpretations: list[Interpretation]
    assumptions: list[Assumption]
    open: list[OpenOfBenefit]
    examples: list[Example]
