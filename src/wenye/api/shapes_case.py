"""The shapes of decisions, screenings and problems."""

from pydantic import Field

from wenye.api.shapes import Both, Day, Fact, Fen, Id, Outcome, Shape, Value
from wenye.api.shapes_benefit import AmountIs


class Because(Shape):
    """条件用到的一项事实；不知道的值为 null。 · A fact that a condition used; its value is null where it is unknown."""

    fact: str
    label: Both
    value: Value | None


class Judged(Shape):
    """一个条件的结果和理由。 · A condition with its outcome and its reasons."""

    id: str
    label: Both
    outcome: Outcome
    clause: str
    because: list[Because]
    reasons: list[Both]


class Receipt(Shape):
    """认定凭证：事实只留承诺值，不显示。 · What a decision stands on; facts are committed to, not shown."""

    benefit: Id
    pack: str
    rule: str
    engine: str
    rule_date: str | None = Field(description="规则按哪天（或哪年）适用 · the day or year that dates the rule")
    known_on: Day
    evaluated_on: Day
    salt: str
    facts: dict[str, str]
    outcome: Outcome
    amount_fen: Fen | None
    conditions: dict[str, Outcome]
    digest: str


class Decision(Shape):
    """一例的认定和理由。 · One case decided, with reasons."""

    benefit: Id
    measure: int
    outcome: Outcome
    amount_fen: Fen | None
    conditions: list[Judged]
    missing: list[str] = Field(description="还能决定结果的事实 · the facts that would still decide")
    clause: str
    payable: bool = Field(description="能否按现状拨付 · whether a yes may be paid as things stand")
    assumptions: list[Id]
    awaiting: bool
    receipt: Receipt


class ScreenedCondition(Shape):
    """一个条件和它的结果。 · A condition and its outcome."""

    id: str
    label: Both
    outcome: Outcome


class Screened(Shape):
    """一项待遇目前的结果。 · What is known of one benefit."""

    benefit: Id
    measure: int
    label: Both
    outcome: Outcome
    amount_fen: Fen | None
    amount_is: AmountIs | None
    conditions: list[ScreenedCondition]
    missing: list[str]
    asked: bool = Field(description="能问的都问过了 · everything that can be asked was asked")
    concerns: bool = Field(description="与本人或本单位有关 · false where they said that it does not concern them")
    awaiting: bool
    assumes: list[Id]


class AskedFact(Fact):
    """要问的一项事实。 · A fact that is asked."""

    why: Both | None


class Question(Shape):
    """接着问的一页：一项事实，或可多选的几项。 · The facts to ask next: one, or several to tick."""

    id: str
    facts: list[AskedFact]
    left: int = Field(description="最多还有几页 · at most so many pages are left")


class Screening(Shape):
    """个人或单位的全部待遇。 · All benefits of a person or a firm."""

    results: list[Screened]
    next: Question | None


class Fault(Shape):
    """一处错误。 · One thing that is wrong."""

    path: str = Field(
        description="位置：/facts/jobs 在内容里，?plan 在查询里，{benefit} 在地址里 · where: in the body, the query, the address"
    )
    code: str
    message: Both
    hint: Both


class Problem(Shape):
    """问题说明（RFC 9457）。 · A problem document (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    faults: list[Fault] = []
