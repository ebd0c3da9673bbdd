"""The audit trail: one row for each act, written in the act's own transaction.

A sealer chains committed rows within a minute (``seal``) and keeps each day's root in the data folder; ``verify``
finds and locates whatever was edited, deleted, reordered or cut off. Rows cannot be changed: the database refuses.
"""

import secrets
import threading
import time

from django.db import transaction

from wenye.accounts.access import Access
from wenye.accounts.audit_mac import entry_mac
from wenye.accounts.audit_seal import root, seal
from wenye.accounts.audit_verify import Finding, Report, verify
from wenye.accounts.clock import now, today
from wenye.accounts.models import AuditEntry
from wenye.accounts.plain import Details, NotPlain, plain_details, plain_text
from wenye.accounts.roles import catalogue
from wenye.feel.errors import WenyeError

__all__ = ["Finding", "NotPlain", "OutsideTransaction", "Report", "record", "root", "seal", "verify"]

RANDOM_BITS = 22
LONGEST_REASON = 300


class OutsideTransaction(WenyeError):
    """An act was to be recorded outside of the transaction that does it: a fault of the program."""


def record(
    access: Access,
    act: str,
    kind: str,
    key: object,
    *,
    area: str = "",
    reason: str = "",
    details: Details | None = None,
) -> AuditEntry:
    """Writes that ``access`` did ``act`` on the object ``key`` of ``kind``, in the caller's transaction.

    Raises OutsideTransaction, UnknownAct, or NotPlain where a value seems to be a personal number.
    """
    if not transaction.get_connection().in_atomic_block:
        raise OutsideTransaction(
            f"{act} 必须和它的审计记录在同一个事务里。 / {act} must share a transaction with its audit entry."
        )
    catalogue().label(act)
    entry = AuditEntry(
        id=_new_id(),
        at=now(),
        business_date=today(),
        actor=access.user_id,
        role=access.role_for(act),
        behalf=access.on_behalf_of,
        act=act,
        kind=kind,
        key=plain_text("key", str(key), long=False),
        area=area or "",
        details=plain_details(details or {}),
        reason=plain_text("reason", reason.strip()[:LONGEST_REASON]),
    )
    entry.mac = entry_mac(entry)
    entry.save(force_insert=True)
    return entry


_last_id = 0
_lock = threading.Lock()


def _new_id() -> int:
    """Rising within this process; the milliseconds since 1970 above a random part, so that none collide elsewhere."""
    global _last_id
    with _lock:
        fresh = (time.time_ns() // 1_000_000 << RANDOM_BITS) | secrets.randbits(RANDOM_BITS - 1)
        _last_id = max(_last_id + 1, fresh)
        return _last_id
