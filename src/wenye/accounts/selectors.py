"""Reads of accounts: users as lists show them, grants and their state, the trail by what was asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, Max, Q, QuerySet

from wenye.accounts.access import in_force
from wenye.accounts.clock import now, today
from wenye.accounts.models import Attempt, AuditEntry, Grant, SecondFactor, SignIn, User
from wenye.accounts.roles import catalogue


@dataclass(frozen=True, slots=True)
class Asked:
    """What the auditor asked for; empty means all."""

    act: str = ""
    login: str = ""
    role: str = ""
    kind: str = ""
    key: str = ""
    since: date | None = None
    until: date | None = None


def users(text: str = "", role: str = "", state: str = "") -> "QuerySet[User]":
    """Accounts by part of their name, by a role they hold or wait for, and by whether they are open."""
    found = User.objects.order_by("-pk").select_related("second_factor")
    if text:
        found = found.filter(Q(login__icontains=text) | Q(name__icontains=text))
    if role:
        found = found.filter(pk__in=Grant.objects.filter(role=role, ended_at=None).values("user"))
    return found.filter(is_active=state == "active") if state in ("active", "closed") else found


@dataclass(frozen=True, slots=True)
class Technical:
    """The technical state of an account, without what it may do."""

    user: User
    sessions: int
    seen: datetime | None
    factor: bool
    locked: bool


def technical(rows: Sequence[User]) -> list[Technical]:
    """How accounts stand: open sessions, last seen, second factor, locks."""
    open_ = SignIn.objects.filter(user__in=rows, ended_at=None).values_list("user")
    sessions = {user: (count, seen) for user, count, seen in open_.annotate(Count("pk"), Max("seen_at"))}
    locked = set(Attempt.objects.filter(user__in=rows, locked_until__gt=now()).values_list("user", flat=True))
    factors = set(SecondFactor.objects.filter(user__in=rows).exclude(confirmed_at=None).values_list("user", flat=True))
    return [
        Technical(user, *sessions.get(user.pk, (0, None)), factor=user.pk in factors, locked=user.pk in locked)
        for user in rows
    ]


def grants_of(user: User) -> list[tuple[Grant, str]]:
    """Every grant of a user, the latest first, and its state: in_force, waits, sleeps, later or ended."""
    live = {held.role.id for held in in_force(user, today())}
    rows = user.grants.select_related("granted_by", "confirmed_by").order_by("-pk")
    return [(grant, _state(grant, live)) for grant in rows]


def _state(grant: Grant, live: set[str]) -> str:
    if grant.ended_at or (grant.valid_until and grant.valid_until < today()):
        return "ended"
    role = catalogue().roles.get(grant.role)
    if role is not None and role.grave and grant.confirmed_at is None:
        return "waits"
    if grant.valid_from > today():
        return "later"
    return "in_force" if grant.role in live else "sleeps"


def waiting_grants() -> "QuerySet[Grant]":
    """Grants of grave roles that nobody has confirmed."""
    grave = [role.id for role in catalogue().roles.values() if role.grave]
    found = Grant.objects.filter(role__in=grave, confirmed_at=None, ended_at=None)
    return found.select_related("user", "granted_by").order_by("pk")


def trail(asked: Asked) -> "QuerySet[AuditEntry]":
    """Entries that fit, the latest first. A login that nobody has fits nothing."""
    found = AuditEntry.objects.order_by("-id")
    if asked.login:
        user = User.objects.filter(login=asked.login.strip().lower()).first()
        found = found.filter(actor=user.pk) if user else found.none()
    exact = {name: getattr(asked, name) for name in ("act", "role", "kind", "key")}
    found = found.filter(**{name: value for name, value in exact.items() if value})
    if asked.since:
        found = found.filter(at__gte=_midnight(asked.since))
    return found.filter(at__lt=_midnight(asked.until + timedelta(days=1))) if asked.until else found


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(settings.TIME_ZONE)).astimezone(UTC)


def kinds() -> list[str]:
    """Every kind of object in the trail."""
    return sorted(AuditEntry.objects.order_by().values_list("kind", flat=True).distinct())
