"""Coming in and going out: password, session, idle and absolute limits.

A session belongs to a row (``SignIn``) that its user can see and end from anywhere. Staff's ends after half an hour
without a request, everybody's after twelve hours.
"""

from datetime import timedelta
from typing import cast
from uuid import uuid4

from django.conf import settings
from django.contrib.auth import get_user, login, logout, update_session_auth_hash
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.http import HttpRequest

from wenye.accounts import attempts, audit
from wenye.accounts.access import ANYONE, Access, access_of
from wenye.accounts.attempts import Kind
from wenye.accounts.clock import now, today
from wenye.accounts.models import SignIn, User
from wenye.accounts.refusals import Refused
from wenye.accounts.requests import Known, known, session_of

IDLE_STAFF, IDLE_PUBLIC, OLDEST = timedelta(minutes=30), timedelta(hours=2), timedelta(hours=12)
FRESH = timedelta(minutes=15)
"""How long a second factor serves for grave acts."""
SEEN_EVERY = timedelta(minutes=1)
KEY = "sign_in"
BACKEND = "wenye.accounts.sign_in.Backend"


class NotLetIn(Refused):
    """Account name and password do not fit; it is not told which."""

    def __init__(self) -> None:
        super().__init__(
            "login", "账户名或密码不对，请核对后再输入。",
            "The account name or the password is wrong; check them and try again.",
        )  # fmt: skip


class Backend:
    """Finds the user of a session. Nobody is let in through it: ``by_password`` and single sign-on do that."""

    def authenticate(self, request: HttpRequest | None, **credentials: object) -> None:
        """Nobody."""

    def get_user(self, user_id: int) -> User | None:
        """The user of a session, unless the account was closed or is a demo account of a site that is no demo."""
        found = User.objects.filter(pk=user_id).first()
        return found if found is not None and found.may_enter else None


def client_address(request: HttpRequest) -> str:
    """Where a request comes from; behind a proxy that ends TLS, what that proxy saw."""
    told = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.SECURE_PROXY_SSL_HEADER else ""
    return (told.rsplit(",", 1)[-1].strip() or request.META.get("REMOTE_ADDR", ""))[:45]


def by_password(typed: str, password: str, address: str) -> User:
    """The user with this name and password. Raises NotLetIn, or Locked after too many failures."""
    with attempts.one_at_a_time(Kind.LOGIN, typed):
        attempts.check(Kind.ADDRESS, address)
        attempts.check(Kind.LOGIN, typed)
        user = User.objects.filter(login=typed.strip().lower()).first()
        if not _fits(user, password) or user is None or not user.may_enter:
            _failed(typed, address, user)
            raise NotLetIn
        attempts.succeeded(Kind.LOGIN, typed)
        return user


_nobody: list[str] = []


def _fits(user: User | None, password: str) -> bool:
    """Whether the password is the user's; for an unknown name as much work is done, so that time tells nothing."""
    if user is not None and user.has_usable_password():
        return user.check_password(password)
    if not _nobody:
        _nobody.append(make_password(uuid4().hex))
    check_password(password, _nobody[0])
    return False


def _failed(typed: str, address: str, user: User | None) -> None:
    attempts.failed(Kind.ADDRESS, address, address=address)
    locks = attempts.failed(Kind.LOGIN, typed, user=user, address=address)
    if user is not None:
        with transaction.atomic():
            audit.record(ANYONE, "account.locked" if locks else "account.refused", "account", user.pk)


def enter(request: HttpRequest, user: User, by: str) -> SignIn:
    """Opens a session for ``user``: new key, new row. ``by`` is ``password`` or ``oidc``."""
    moment = now()
    with transaction.atomic():
        login(request, user, backend=BACKEND)
        row = SignIn.objects.create(
            user=user, by=by, address=client_address(request), agent=request.headers.get("User-Agent", "")[:120],
            began_at=moment, seen_at=moment, acting_for_id=only_mandate(user),
        )  # fmt: skip
        request.session[KEY] = str(row.uid)
        request.session.set_expiry(None)  # a visitor's screening had set its own
        audit.record(access_of(user, today()), "account.enter", "account", user.pk, details={"by": by})
    attach(request, user, row)
    return row


def only_mandate(user: User) -> int | None:
    """The mandate of a user who is nobody in the registers himself and acts for one firm alone."""
    if user.subject is not None:
        return None
    mine = list(user.mandates.filter(kind="firm", revoked_at=None).values_list("pk", flat=True)[:2])
    return mine[0] if len(mine) == 1 else None


def leave(request: HttpRequest) -> None:
    """Ends the session of the request."""
    row = known(request).sign_in
    if row is not None:
        with transaction.atomic():
            end([row], SignIn.End.OUT)
            audit.record(known(request).access, "account.leave", "account", row.user_id)
    logout(request)
    attach(request, None, None)


def end(rows: "list[SignIn]", why: SignIn.End) -> int:
    """Ends sessions, wherever they are open; how many were."""
    open_ = SignIn.objects.filter(pk__in=[row.pk for row in rows], ended_at=None)
    return open_.update(ended_at=now(), end=why)


def end_all(user: User, *, but: SignIn | None = None) -> int:
    """Ends every session of a user, but for one."""
    rows = [row for row in SignIn.objects.filter(user=user, ended_at=None) if but is None or row.pk != but.pk]
    return end(rows, SignIn.End.REVOKED)


def keep_alone(request: HttpRequest, user: User) -> None:
    """After a change of password: this session goes on under a new key, all others of the user end."""
    row = session_of(request)
    end_all(user, but=row)
    request.user = user
    update_session_auth_hash(request, user)
    attach(request, user, row)


def resume(request: HttpRequest) -> None:
    """Finds who the request comes from, and closes a session whose time is over; ``closed`` says why it was."""
    attach(request, None, None)
    if not request.session.get(KEY):
        return
    user = get_user(request)
    row = SignIn.objects.filter(uid=request.session[KEY], user_id=user.pk).first() if user.pk else None
    if row is not None and isinstance(user, User):
        attach(request, user, row)
    why = _over(row, known(request).access) if row else SignIn.End.REVOKED
    if not why:
        _seen(row)
        return
    if row is not None:
        end([row], why)
    logout(request)
    attach(request, None, None, why)


def _over(row: SignIn, access: Access) -> SignIn.End | None:
    if row.ended_at is not None:
        return SignIn.End(row.end) if row.end else SignIn.End.REVOKED
    if now() - row.began_at > OLDEST:
        return SignIn.End.AGE
    idle = IDLE_STAFF if access.staff else IDLE_PUBLIC
    return SignIn.End.IDLE if now() - row.seen_at > idle else None


def _seen(row: SignIn | None) -> None:
    if row is not None and now() - row.seen_at > SEEN_EVERY:
        SignIn.objects.filter(pk=row.pk).update(seen_at=now())


def attach(request: HttpRequest, user: User | None, row: SignIn | None, closed: str = "") -> None:
    """Gives the request its ``access``, its ``sign_in`` (None for a visitor), and why a session was closed."""
    access = ANYONE
    if user is not None and row is not None:
        access = access_of(user, today(), acting_for=row.acting_for_id, verified=row.verified_at is not None)
    found = cast(Known, request)
    found.access, found.sign_in, found.closed = access, row, str(closed)


def verified(request: HttpRequest) -> None:
    """Notes that the second factor was shown just now."""
    row = session_of(request)
    row.verified_at = now()
    row.save(update_fields=["verified_at"])
    attach(request, row.user, row)


def is_fresh(row: SignIn) -> bool:
    """Whether the second factor was shown a short time ago."""
    return row.verified_at is not None and now() - row.verified_at < FRESH
