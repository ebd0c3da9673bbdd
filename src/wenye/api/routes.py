"""The operations under ``/api/v1/``: each reads its question, asks the pack and answers in the pack's own shapes."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.params.functions import Path, Query

from wenye import __version__
from wenye.accounts.needs import public
from wenye.api import benefits as presenter
from wenye.api import screening as screened
from wenye.api.bodies import AllFacts, Reader, read
from wenye.api.questions import absent, existing, only, unit_ids, wrong
from wenye.api.replies import decided, listed
from wenye.api.shapes import Fact, Health, Measure, MeasureInFull, Parameter
from wenye.api.shapes_benefit import Benefit, BenefitInFull
from wenye.api.shapes_case import Decision, Screening
from wenye.api.shapes_case import Problem as ProblemShape
from wenye.library import library, rules, screener
from wenye.policy import listing, receipt
from wenye.policy.decide import decide_with
from wenye.policy.given import integers
from wenye.policy.screen import Screening as Engine

LONGEST_QUERY = 60
READ, SENT = (404, 405, 422, 429, 500), (400, 404, 405, 411, 413, 415, 422, 429, 500)
WHO = ("person", "firm")
BENEFIT = Path(..., description="待遇编号 · the benefit's id")

api = NinjaAPI(
    title="稳业 Wenye",
    version=__version__,
    description="政策措施、规则用到的事实和认定，与命令行给出的相同。发送的内容不保存。"
                " · The measures, the facts that rules read, and decisions, as on the command line."
                " Nothing that is sent is kept.",
    openapi_url=None,
    docs_url=None,
    urls_namespace="api",
)  # fmt: skip


def replies(shape: Any, problems: Collection[int]) -> dict[str, Any]:
    """What an operation may answer, for its description."""
    return {"response": {200: shape, frozenset(problems): ProblemShape}, "by_alias": True}


@api.get("/measures", operation_id="listMeasures", tags=["policy"], summary="措施列表 · List the measures",
         **replies(list[Measure], READ))
@public
def measures(
    request: HttpRequest,
    plan: int | None = Query(None, description="计划，如 2 · a plan, such as 2"),
    unit: str | None = Query(None, description="单位编号或中文名 · a unit's id or Chinese name"),
    q: str | None = Query(
        None, max_length=LONGEST_QUERY, description="中文、英文、拼音或条号 · Chinese, English, pinyin or a number"
    ),
) -> HttpResponse:
    """按计划、牵头或相关单位筛选；有 q 时按相关程度排列。 · Filtered by plan and by unit; with q, the best match first."""
    only(request, "plan", "unit", "q")
    pack = library().pack
    if plan is not None and plan not in pack.plans:
        raise wrong("?plan", str(plan), [str(number) for number in pack.plans])
    ids = unit_ids(unit) if unit is not None else None
    found = library().found(q or "")
    return listed(request, [
        listing.measure(item, pack) for item in found
        if plan in (None, item.plan) and (ids is None or ids.intersection((*item.lead, *item.related)))
    ])  # fmt: skip


@api.get("/measures/{number}", operation_id="readMeasure", tags=["policy"], summary="一条措施 · One measure",
         **replies(MeasureInFull, READ))
@public
def measure(
    request: HttpRequest, number: int = Path(..., ge=1, description="条号 · the measure's number")
) -> HttpResponse:
    """措施及其摘要、理解、假定和文件差错。 · A measure with its summary, readings, assumptions and faults of the document."""
    only(request)
    found = library().measure(number)
    if found is None:
        raise absent("number", str(number), [])
    return listed(request, listing.measure_in_full(found, library().pack))


@api.get("/facts", operation_id="listFacts", tags=["policy"], summary="事实列表 · List the facts",
         **replies(list[Fact], READ))
@public
def facts(
    request: HttpRequest,
    benefit: str | None = Query(None, description="只列此待遇用到的 · only what this benefit reads"),
) -> HttpResponse:
    """规则用到的事实：类型、单位、取值、怎么问、谁核验。 · What rules read: type, unit, values, question, who verifies."""
    only(request, "benefit")
    pack = library().pack
    if benefit is None:
        return listed(request, [listing.fact(name, fact) for name, fact in pack.facts.items()])
    if benefit not in pack.benefits:
        raise wrong("?benefit", benefit, pack.benefits)
    found = pack.benefits[benefit]
    names = rules.names(found)
    used = [fact.name for fact in rules.program(found).facts]
    return listed(request, [listing.fact(name, names.fact(name)) for name in used])


@api.get("/parameters", operation_id="listParameters", tags=["policy"], summary="参数列表 · List the parameters",
         **replies(list[Parameter], READ))
@public
def parameters(request: HttpRequest) -> HttpResponse:
    """规则用到的数值及其来源或假定。 · The values that rules read, and the source or assumption each rests on."""
    only(request)
    return listed(request, [listing.parameter(item) for item in library().pack.parameters.values()])


@api.get("/benefits", operation_id="listBenefits", tags=["policy"], summary="待遇列表 · List the benefits",
         **replies(list[Benefit], READ))
@public
def benefits(request: HttpRequest) -> HttpResponse:
    """可执行的待遇。 · The benefits that can be decided."""
    only(request)
    pack = library().pack
    return listed(request, [presenter.brief(item, pack) for item in pack.benefits.values()])


@api.get("/benefits/{benefit}", operation_id="readBenefit", tags=["policy"], summary="一项待遇 · One benefit",
         **replies(BenefitInFull, READ))
@public
def benefit(request: HttpRequest, benefit: str = BENEFIT) -> HttpResponse:
    """规则的原文和说法、条件、金额、材料、未决问题和示例。 · The rule as written and in words, papers, open questions, examples."""
    only(request)
    return listed(request, presenter.whole(existing(benefit), library().pack))


@api.post("/benefits/{benefit}/decide", operation_id="decideBenefit", tags=["case"], summary="认定一例 · Decide one case",
          openapi_extra={"requestBody": {"$ref": "#/components/requestBodies/Case"}}, **replies(Decision, SENT))
@public
def decide(request: HttpRequest, benefit: str = BENEFIT) -> HttpResponse:
    """按给出的事实认定一项待遇，逐条说明理由；没有给出的为未知。 · Decides one case with reasons; what is not given is unknown."""
    only(request)
    found = existing(benefit)
    reader = Reader(read(request), ("facts", "date"))
    given, _ = reader.facts("facts", rules.names(found))
    on = reader.day("date")
    reader.close()
    return decided(decide_with(screener.rules(on), found, given, on, receipt.installation_key()).as_json())


@api.post("/screen", operation_id="screen", tags=["case"], summary="全部待遇筛查 · Screen all benefits",
          openapi_extra={"requestBody": {"$ref": "#/components/requestBodies/Answers"}}, **replies(Screening, SENT))
@public
def screen(request: HttpRequest) -> HttpResponse:
    """个人或单位的全部待遇，和下一个最有用的问题；null 为问过而不知道。
     · All benefits of a person or a firm, and the question that tells most; null was asked and is not known."""
    only(request)
    reader = Reader(read(request), ("who", "answers", "date"))
    who = reader.choice("who", WHO)
    known = AllFacts(library().pack.facts)
    given, naturals = reader.facts("answers", known)
    on = reader.day("date")
    reader.close()
    answers = {**dict.fromkeys(given), **integers(naturals, known)}
    return decided(screened.answered(screening_of(who, on), answers))


@api.get("/health", operation_id="health", tags=["site"], summary="是否可用 · Whether it answers",
         **replies(Health, (404, 405, 422, 500)))
@public
def health(request: HttpRequest) -> HttpResponse:
    """程序版本和所用的政策包；不计入频率限制。 · The version and the pack it serves; never counted against a limit."""
    only(request)
    return decided({"version": __version__, "pack": library().pack.hash})


def screening_of(who: str, on: date) -> Engine:
    """The screening for ``who`` on that day."""
    return screener.screening("firm" if who == "firm" else "person", on)
