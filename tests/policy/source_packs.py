"""A small pack of its own for the tests of ``wenye source``, with every kind of figure and cell in it."""

from wenye.policy.source_difference import Claimed, PackSide

UNITS = ("区人社局", "区财政局", "区科工局", "区发改局", "区委编办", "驻区相关银行", "创业担保中心", "各镇（街道）、场")
PLANS = {1: "援企稳岗计划", 2: "创业护航计划"}


def _claimed(
    number: int,
    plan: int,
    words: str,
    lead: str,
    related: str,
    figures: str = "",
    references: str = "",
    slips: str = "",
) -> Claimed:
    return Claimed(
        number=number,
        plan=plan,
        title=words[:6],
        words=words,
        lead=tuple(lead.split()),
        related=tuple(related.split()),
        figures=tuple(figures.split()),
        references=tuple(references.split()),
        misprints=tuple((slip, "更正") for slip in slips.split()),
    )


def small() -> PackSide:
    """Twelve measures on three pages (1, 6, 10), two plans."""
    bureau, banks = "区人社局 区财政局 区科工局", "区发改局 驻区相关银行 区财政局"
    measures = [
        _claimed(1, 1, "返还失业保险费的一部分", "区人社局", bureau, "50% 1.5%", "湘政发〔2018〕30号", "力主工"),
        _claimed(2, 1, "困难企业可以协商调整工时", "区人社局", bureau, "2019年 6个月 6个月"),
        _claimed(3, 1, "风险补偿基金用于小微企业", "区财政局", banks, "5000000元"),
        _claimed(4, 1, "督促银行落实续贷制度", "驻区相关银行", banks),
        _claimed(5, 2, "初创企业的一次性创业补贴", "区人社局", bureau, "50个 1年 3-9人 50000元 10000元 20人"),
        _claimed(6, 2, "创业导师领取服务补助", "区人社局", bureau, "800元 10名 17日 2020年5月"),
        _claimed(7, 2, "定向购买创业服务成果", "区人社局", bureau),
        _claimed(8, 2, "举办项目路演和创业论坛", "区人社局", bureau),
        _claimed(9, 2, "创业担保贷款按规定贴息", "区财政局", "驻区相关银行 创业担保中心", "150000元 25% 3次"),
        _claimed(10, 2, "技能提升补贴按等级发放", "区人社局", bureau, "36个月 2017年1月1日 5级 4级 2019年"),
        _claimed(11, 2, "公共服务岗位由各镇购买", "各镇（街道）、场", bureau, "15个 150% 16-24岁 311 1500元/人 49课时"),
        _claimed(12, 2, "表彰做出显著成绩的单位", "区委编办", "区科工局 区科工局 区委编办", "", "人社部发〔2017〕40号"),
    ]
    return PackSide("small", PLANS, UNITS, {measure.number: measure for measure in measures})


SMALL_PAGES = (1, 6, 10)
