"""``./wenye decide BENEFIT --facts FILE|- --date YYYY-MM-DD [--json]``."""

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from wenye.cli.arguments import Argument, BadParameter, Option

if TYPE_CHECKING:
    from wenye.policy.decide import Decision
    from wenye.policy.model import Pack

MARKS = {"yes": "✓ 符合", "no": "✗ 不符合", "unknown": "? 待定"}
HEADS = {"yes": "可以享受", "no": "不能享受", "unknown": "还不能判定"}


def run(
    benefit: Annotated[str, Argument(help="待遇编号，见 ./wenye measures · benefit id")],
    facts: Annotated[str, Option(metavar="FILE", help="事实文件（JSON 对象），- 为标准输入 · JSON file of facts, - for stdin")],
    date: Annotated[str, Option(metavar="YYYY-MM-DD", help="认定日期 · day of the decision")],
    as_json: Annotated[bool, Option("--json", help="输出 JSON · answer as JSON")] = False,
) -> None:
    """从一组事实认定一项待遇，逐条说明理由。"""
    from wenye.cli.answers import print_json
    from wenye.cli.paths import pack as folder
    from wenye.policy.decide import decide
    from wenye.policy.given import read_json
    from wenye.policy.pack import load

    pack = load(folder())
    decision = decide(pack, benefit, read_json(_text(facts), named(facts)), _day(date))
    if as_json:
        print_json(decision.as_json())
    else:
        _show(decision, pack)


def _text(source: str) -> str:
    """The text of the facts file. A file that cannot be read is the caller's error."""
    try:
        return (
            sys.stdin.buffer.read().decode("utf-8-sig")
            if source == "-"
            else Path(source).read_text(encoding="utf-8-sig")
        )
    except UnicodeDecodeError:
        raise BadParameter(
            f"{named(source)}不是 UTF-8 文本，请另存为 UTF-8 后重试。 / {source} is no UTF-8 text; save it as UTF-8."
        ) from None
    except OSError as error:
        from wenye.cli.trouble import unreadable

        raise BadParameter(unreadable(named(source), error)) from None


def named(source: str) -> str:
    """What a source of facts is called in messages."""
    return "标准输入" if source == "-" else source


def _day(text: str) -> date:
    from wenye.policy.values import Unreadable, read_day

    try:
        return read_day(text)
    except Unreadable as error:
        raise BadParameter(f"--date：{error.message.zh}{error.hint.zh} / {error.message.en} {error.hint.en}") from None


def _show(decision: "Decision", pack: "Pack") -> None:
    from fractions import Fraction

    from wenye.feel.wording import amount

    paid = "" if decision.amount_fen is None else f"：{amount(Fraction(decision.amount_fen, 100), 'zh')}"
    print(f"第 {decision.measure} 条 {decision.benefit}：{HEADS[decision.outcome]}{paid}")
    for condition in decision.conditions:
        print(f"  {MARKS[condition.outcome]}  {condition.label.zh}（{condition.clause}）")
        for reason in condition.reasons:
            print(f"        {reason.zh}")
    if decision.missing:
        print(f"还需要知道：{'、'.join(decision.missing)}")
    if decision.outcome == "yes" and not decision.payable:
        print("仅供测算，登记启用前不能拨付。还没有落实的：")
        for waited in _pending(decision, pack):
            print(f"  · {waited}")
    print(f"凭证 {decision.receipt['digest']}")


def _pending(decision: "Decision", pack: "Pack") -> list[str]:
    """What a yes waits for before it may be paid."""
    from wenye.policy.assumed import told

    benefit = pack.benefits[decision.benefit]
    said = [told(pack, benefit, name).zh.rstrip("。") for name in decision.assumptions]
    return [*(["上级规定"] if decision.awaiting else []), *said]
