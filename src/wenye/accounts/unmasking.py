"""Seeing a personal number whole: for a reason, within reach, not too often, and never without a trace."""

from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet

from wenye.accounts import audit
from wenye.accounts.access import Access, Subject
from wenye.accounts.clock import now
from wenye.accounts.models import AuditEntry
from wenye.accounts.refusals import Refused
from wenye.accounts.sealed import SealedRow

SHORTEST_REASON = 4
MOST_AN_HOUR = 30


def unmask(
    access: Access, row: SealedRow, column: str, *, subject: Subject, area: str | None, reason: str
) -> str | None:
    """The text of a sealed column of a register row. The trace is of the subject, who can see it."""
    access.require("registry.unmask", area=area, subject=subject)
    if len(reason.strip()) < SHORTEST_REASON:
        raise Refused("reason", "请写明查看完整号码的理由，至少 4 个字。", "Say why you must see the whole number.")
    with transaction.atomic():
        if _seen_lately(access) >= MOST_AN_HOUR:
            raise Refused(
                "reason", f"一小时内最多查看 {MOST_AN_HOUR} 个完整号码，请稍后再看。",
                f"At most {MOST_AN_HOUR} whole numbers may be seen in an hour; try again later.",
            )  # fmt: skip
        entity, key = subject
        details = {"column": column}
        audit.record(access, "registry.unmask", entity, key, area=area or "", reason=reason, details=details)
        return row.reveal(column)


def _seen_lately(access: Access) -> int:
    since = now() - timedelta(hours=1)
    return AuditEntry.objects.filter(actor=access.user_id, act="registry.unmask", at__gte=since).count()


def lookups_of(subject: Subject) -> "QuerySet[AuditEntry]":
    """Who saw a subject's numbers whole, the latest first."""
    found = AuditEntry.objects.filter(kind=subject[0], key=str(subject[1]), act="registry.unmask")
    return found.order_by("-id")
