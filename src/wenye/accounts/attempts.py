"""Lock-out: failed attempts are counted by account name, by address and by second factor.

Attempts on one account are taken one after the other, so that sixteen at once cannot try more than the limit; a
locked account costs no password check. Nobody learns from it whether an account exists: what was typed is counted.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import QuerySet

from wenye.accounts.clock import local, now
from wenye.accounts.crypto import keyring
from wenye.accounts.models import Attempt, User
from wenye.accounts.refusals import Refused

Kind = Attempt.Kind
LIMITS = {Kind.LOGIN: 5, Kind.ADDRESS: 50, Kind.FACTOR: 5}
"""Failures until it is locked. Many people may share an address."""
WINDOW = timedelta(minutes=15)
"""How long a failure counts, and how long a lock lasts."""
_stripes = [threading.Lock() for _ in range(64)]


class Locked(Refused):
    """Too many failed attempts: nothing is tried before ``until``."""

    def __init__(self, kind: Kind, until: datetime) -> None:
        self.until = until
        clock = local(until).strftime("%H:%M")
        super().__init__(
            "code" if kind == Kind.FACTOR else "login",
            f"失败次数过多，已暂停尝试，请在 {clock} 以后再试；着急的，请联系安全管理员解锁。",
            f"Too many failed attempts. Try again after {clock}, or ask the security administrator to unlock it.",
        )


def key_of(kind: Kind, typed: str) -> bytes:
    """The blind index that attempts with what was typed are counted under."""
    return keyring().index(f"attempt-{kind}", typed.strip().casefold())


@contextmanager
def one_at_a_time(kind: Kind, typed: str) -> Iterator[None]:
    """Holds back other attempts with the same name: in this process, and on PostgreSQL in all of them."""
    number = int.from_bytes(key_of(kind, typed)[:7], "big")
    with _stripes[number % len(_stripes)]:
        if connection.vendor != "postgresql":
            yield
            return
        # Held by the connection and not by a transaction: what a refusal counts must not be rolled back with it.
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [number])
            try:
                yield
            finally:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [number])


def check(kind: Kind, typed: str) -> None:
    """Raises Locked while attempts are locked."""
    found = Attempt.objects.filter(kind=kind, key=key_of(kind, typed), locked_until__gt=now()).first()
    if found is not None and found.locked_until is not None:
        raise Locked(kind, found.locked_until)


def failed(kind: Kind, typed: str, *, user: User | None = None, address: str = "") -> bool:
    """Counts a failure; whether it was the one that locks."""
    moment = now()
    with transaction.atomic():
        row, _ = Attempt.objects.get_or_create(
            kind=kind, key=key_of(kind, typed), defaults={"last_at": moment, "user": user, "address": address}
        )
        row = Attempt.objects.select_for_update().get(pk=row.pk)
        row.failures = row.failures + 1 if row.last_at > moment - WINDOW else 1
        row.last_at, row.user = moment, user
        locks = row.failures >= LIMITS[kind]
        row.locked_until = moment + WINDOW if locks else None
        row.save()
    return locks


def succeeded(kind: Kind, typed: str) -> None:
    """Forgets the failures of an account or second factor."""
    Attempt.objects.filter(kind=kind, key=key_of(kind, typed)).delete()


def locked() -> "QuerySet[Attempt]":
    """What is locked now, the latest first."""
    return Attempt.objects.filter(locked_until__gt=now()).select_related("user").order_by("-last_at")


def unlock(row: Attempt) -> None:
    """Lets attempts be made again at once."""
    row.delete()


def sweep() -> int:
    """Deletes what no longer counts; how many there were."""
    return Attempt.objects.filter(last_at__lt=now() - 2 * WINDOW).delete()[0]
