"""The sealer: chains the entries that were committed, and keeps each day's root outside of the database."""

import json
import os
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from wenye.accounts.audit_mac import START, link, root_mac
from wenye.accounts.clock import now
from wenye.accounts.models import AuditEntry, AuditSeal

AT_ONCE = 5000
LATEST = timedelta(days=2)
"""No transaction lasts longer; an entry that appears later than this is found by ``verify``."""
LOCK = 0x57454E59
FOLDER = "audit"


@dataclass(frozen=True, slots=True)
class Root:
    """Where the chain stood when a day's last entry was sealed."""

    day: str
    seq: int
    entry: int
    chain: str
    mac: str

    @property
    def genuine(self) -> bool:
        """Whether it was written with the installation's key."""
        return self.mac == root_mac(self.day, self.seq, self.entry, self.chain)


def seal() -> int:
    """Chains every committed entry that has no seal, and writes the day's root; how many there were.

    For the scheduler, once a minute. Safe to run twice, and at the same time.
    """
    done = 0
    while True:
        with transaction.atomic():
            _alone()
            added = _chain(_waiting())
        done += added
        if added < AT_ONCE:
            break
    _keep_root()
    return done


def root() -> Root | None:
    """The latest root that was kept; None before the first."""
    kept = roots()
    return kept[-1] if kept else None


def roots() -> list[Root]:
    """Every day's root, the oldest first."""
    files = sorted(_folder().glob("????-??-??.json"))
    return [Root(**json.loads(path.read_text("utf-8"))) for path in files]


def _alone() -> None:
    """Of several sealers one works at a time. On SQLite the transaction itself sees to that."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _waiting() -> list[AuditEntry]:
    sealed = AuditSeal.objects.filter(entry=OuterRef("pk"))
    found = AuditEntry.objects.filter(~Exists(sealed))
    last = AuditSeal.objects.order_by("-seq").first()
    if last is not None:
        found = found.filter(id__gte=int((last.sealed_at - LATEST).timestamp() * 1000) << 22)
    return list(found.only("id", "mac").order_by("id")[:AT_ONCE])


def _chain(entries: list[AuditEntry]) -> int:
    last = AuditSeal.objects.order_by("-seq").first()
    seq, chain, moment = (last.seq, bytes(last.chain), now()) if last else (0, START, now())
    seals = []
    for entry in entries:
        seq += 1
        chain = link(chain, seq, entry.id, bytes(entry.mac))
        seals.append(AuditSeal(seq=seq, entry=entry.id, chain=chain, sealed_at=moment))
    AuditSeal.objects.bulk_create(seals)
    return len(seals)


def _keep_root() -> None:
    last = AuditSeal.objects.order_by("-seq").first()
    kept = root()
    if last is None or (kept is not None and kept.seq >= last.seq):
        return
    day, chain = timezone.localdate(last.sealed_at).isoformat(), bytes(last.chain).hex()
    _write(Root(day, last.seq, last.entry, chain, root_mac(day, last.seq, last.entry, chain)))


def _write(kept: Root) -> None:
    folder = _folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = folder / f".{kept.day}.{os.getpid()}"
    with open(fresh, "w", encoding="utf-8") as file:
        json.dump(asdict(kept), file)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(folder / f"{kept.day}.json")


def _folder() -> Path:
    return Path(settings.WENYE_DATA) / FOLDER
