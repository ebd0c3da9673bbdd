"""Whether the trail is whole: every entry as it was written, every link in its place, no end cut off."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, OuterRef

from wenye.accounts.audit_mac import START, entry_mac, link, same
from wenye.accounts.audit_seal import roots
from wenye.accounts.clock import local, now
from wenye.accounts.models import AuditEntry, AuditSeal
from wenye.feel.text import Text

AT_ONCE = 2000
PATIENCE = timedelta(minutes=10)
"""An entry older than this should have been sealed."""

KINDS = {
    "edited": Text("内容被改动，或不是本系统写入的", "was edited, or was not written by this installation"),
    "deleted": Text("被删除", "was deleted"),
    "moved": Text("次序被改动，或它前面的链条被改写", "was reordered, or the chain before it was rewritten"),
    "gap": Text("这里的链条缺了一段", "links are missing here"),
    "cut": Text("末尾被截断：存档的日根在它之后", "the end was cut off: a kept root lies behind it"),
    "root": Text("存档的日根与链条不符", "a kept root does not match the chain"),
    "forged": Text("存档的日根不是本系统写入的", "a kept root was not written by this installation"),
    "late": Text("超过十分钟没有封存，请检查后台任务", "was not sealed within ten minutes; look at the background jobs"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault: its kind, the place in the chain (0: outside of it), the entry (0: none), and when it was."""

    kind: str
    seq: int
    entry: int
    about: str = ""

    @property
    def said(self) -> Text:
        """The finding in a sentence."""
        zh = [f"第 {self.seq} 环"] * bool(self.seq) + [f"记录 {self.entry}"] * bool(self.entry)
        en = [f"link {self.seq}"] * bool(self.seq) + [f"entry {self.entry}"] * bool(self.entry)
        about = f"（{self.about}）" if self.about else ""
        kind = KINDS[self.kind]
        return Text(f"{'、'.join(zh)}{about}：{kind.zh}。", f"{', '.join(en)} {self.about}: {kind.en}.")


@dataclass(frozen=True, slots=True)
class Report:
    """What was looked at and what was found."""

    entries: int
    sealed: int
    findings: tuple[Finding, ...]

    @property
    def whole(self) -> bool:
        """Whether nothing was found."""
        return not self.findings


def verify(outside: tuple[int, str] | None = None) -> Report:
    """Looks at the whole trail. ``outside`` is a root kept elsewhere: place in the chain, and its link in hex."""
    kept = roots()
    findings = [Finding("forged", root.seq, 0, root.day) for root in kept if not root.genuine]
    wanted = {root.seq: (root.chain, root.day) for root in kept}
    if outside:
        wanted[outside[0]] = (outside[1].lower(), "")
    before, last = START, 0
    for seals in _chunks():
        entries = AuditEntry.objects.in_bulk([seal.entry for seal in seals])
        for seal in seals:
            findings += _link_faults(before, last, seal, entries.get(seal.entry))
            chain, day = wanted.get(seal.seq, ("", ""))
            if chain and bytes(seal.chain).hex() != chain:
                findings.append(Finding("root", seal.seq, seal.entry, day))
            before, last = bytes(seal.chain), seal.seq
    findings += [Finding("cut", seq, 0, wanted[seq][1]) for seq in sorted(wanted) if seq > last]
    findings += _unsealed()
    return Report(AuditEntry.objects.count(), AuditSeal.objects.count(), tuple(findings))


def _chunks() -> Iterator[list[AuditSeal]]:
    last = 0
    while seals := list(AuditSeal.objects.filter(seq__gt=last).order_by("seq")[:AT_ONCE]):
        yield seals
        last = seals[-1].seq


def _link_faults(before: bytes, last: int, seal: AuditSeal, entry: AuditEntry | None) -> Iterator[Finding]:
    """What is wrong with one link. After a gap the link before it is unknown, so that only the gap is told."""
    if seal.seq != last + 1:
        yield Finding("gap", last + 1, 0)
    if entry is None:
        yield Finding("deleted", seal.seq, seal.entry)
        return
    if not same(entry_mac(entry), bytes(entry.mac)):
        yield Finding("edited", seal.seq, entry.id, _when(entry))
    if seal.seq == last + 1 and not same(link(before, seal.seq, seal.entry, bytes(entry.mac)), bytes(seal.chain)):
        yield Finding("moved", seal.seq, entry.id, _when(entry))


def _unsealed() -> Iterator[Finding]:
    for entry in AuditEntry.objects.filter(~Exists(AuditSeal.objects.filter(entry=OuterRef("pk")))).iterator():
        if not same(entry_mac(entry), bytes(entry.mac)):
            yield Finding("edited", 0, entry.id, _when(entry))
        elif entry.at < now() - PATIENCE:
            yield Finding("late", 0, entry.id, _when(entry))


def _when(entry: AuditEntry) -> str:
    return local(entry.at).isoformat(" ", "seconds")[:19]
