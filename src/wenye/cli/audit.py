"""``wenye audit``: whether the audit trail is whole, its latest root, and its last entries."""

import sys
from typing import TYPE_CHECKING, Annotated

from wenye.cli.answers import print_json, print_table
from wenye.cli.arguments import Argument, BadParameter, Exit, Option

if TYPE_CHECKING:
    from wenye.accounts.audit import Report
    from wenye.accounts.models import AuditEntry


def run(
    what: Annotated[str, Argument(help="verify 核验，root 最近的日根，list 最近的记录，seal 现在封存")] = "verify",
    root: Annotated[str, Option(help="另存的日根 环数:链值，与之对照 · LINK:CHAIN kept elsewhere")] = "",
    count: Annotated[int, Option("-n", help="列出几条 · entries to list", min=1, max=10_000)] = 20,
    as_json: Annotated[bool, Option("--json", help="以 JSON 回答 · answer in JSON")] = False,
) -> None:
    """核验发现问题时退出码为 1。 · verify exits with 1 when something was found."""
    from wenye.cli.ready import ready

    ready()
    if what == "verify":
        _verify(root, as_json)
    elif what == "root":
        _root(as_json)
    elif what == "list":
        _list(count, as_json)
    elif what == "seal":
        _seal(as_json)
    else:
        raise BadParameter(f"“{what}”应为 verify、root、list 或 seal。 / Write verify, root, list or seal.")


def _verify(root: str, as_json: bool) -> None:
    from wenye.accounts import audit

    report = audit.verify(_outside(root))
    if as_json:
        found = [
            {"kind": item.kind, "link": item.seq, "entry": item.entry, "about": item.about} for item in report.findings
        ]
        print_json({"whole": report.whole, "entries": report.entries, "sealed": report.sealed, "findings": found})
    else:
        _tell(report)
    raise Exit(0 if report.whole else 1)


def _outside(root: str) -> tuple[int, str] | None:
    seq, _, chain = root.partition(":")
    if not root:
        return None
    if not seq.isdecimal() or len(chain) != 64:
        raise BadParameter("日根应写成 环数:链值（64 位十六进制），见 ./wenye audit root。 / Write LINK:CHAIN.")
    return int(seq), chain


def _tell(report: "Report") -> None:
    for finding in report.findings:
        print(f"✗ {finding.said.zh} · {finding.said.en}")
    verdict = "完整 · whole" if report.whole else f"发现 {len(report.findings)} 处问题 · faults found"
    print(f"{report.entries:,} 条记录，已封存 {report.sealed:,} 条：{verdict}")


def _root(as_json: bool) -> None:
    from dataclasses import asdict

    from wenye.accounts import audit

    kept = audit.root()
    if kept is None:
        print("还没有封存 · nothing is sealed yet", file=sys.stderr)
        raise Exit(1)
    if as_json:
        print_json(asdict(kept))
    else:
        print(f"{kept.seq}:{kept.chain}")
        print(f"{kept.day}，请另存一份 · keep a copy elsewhere", file=sys.stderr)


def _list(count: int, as_json: bool) -> None:
    from wenye.accounts.selectors import Asked, trail

    rows = trail(Asked())[:count]
    if as_json:
        names = ("id", "actor", "role", "behalf", "act", "kind", "key", "area", "reason", "details")
        print_json([{"at": row.at.isoformat(), **{name: getattr(row, name) for name in names}} for row in rows])
        return
    print_table([_line(row) for row in rows], ["时间", "账户", "角色", "行为", "对象", "原因"])


def _line(row: "AuditEntry") -> list[str]:
    from wenye.accounts.clock import local

    when, who = f"{local(row.at):%Y-%m-%d %H:%M:%S}", str(row.actor or "")
    return [when, who, row.role, row.act, f"{row.kind} {row.key}", row.reason]


def _seal(as_json: bool) -> None:
    from wenye.accounts import audit

    done = audit.seal()
    if as_json:
        print_json({"sealed": done})
    else:
        print(f"封存 {done:,} 条 · sealed")
